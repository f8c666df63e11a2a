"""A document as a Word file: contents, page numbers, repeated header rows, Chinese fonts, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.reports import wording
from ghginv.reports.document import Chart, Document, Heading, Paragraph, Table
from ghginv.reports.drawing import wide
from ghginv.reports.page import svg

if TYPE_CHECKING:
    from docx.document import Document as Word

LATIN, SONG, HEI = "Times New Roman", "宋体", "黑体"
_ZOOM = 3
_EPOCH = datetime(2000, 1, 1)
_TEXT_WIDTH_CM, _CELL_CM = 16.0, 0.5
_BLUE, _RED, _GREY = "1F4E79", "8C1D18", "666666"


def write(document: Document, path: Path) -> None:
    """Write the file. InputError when the charts need Chinese characters that no font of the machine has."""
    import docx

    if document.lang == "zh" and not _has_chinese():
        raise InputError(Finding("report-font"))
    word = docx.Document()
    words = wording.words(document.lang)
    _styles(word)
    _page(word, document, words["page"])
    _title(word, document)
    if document.contents:
        _contents(word, document, words)
    for place, (block, caption) in enumerate(document.numbered(words["table"], words["figure"])):
        match block:
            case Heading(level, text):
                _bookmark(word.add_heading(text, level), f"p{place}", place)
            case Paragraph(text, kind):
                _paragraph(word, text, kind)
            case Table():
                word.add_paragraph(caption, style="Caption").paragraph_format.keep_with_next = True
                _table(word, block)
            case Chart():
                _picture(word, block, caption)
    _save(word, path)


def png(chart: Chart) -> bytes:
    """The drawing as a picture, in the first font that the machine has."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg(chart, inline=False), zoom=_ZOOM, background="#ffffff"))


def _has_chinese() -> bool:
    """Whether the machine's fonts have Chinese characters: without, all look the same."""
    signs = [Chart("", "", 20, 20, (_sign(text),), ()) for text in "排放"]
    return len({png(each) for each in signs}) == len(signs)


def _sign(text: str) -> Any:
    from ghginv.reports.document import Mark

    return Mark("text", (("x", "2"), ("y", "16"), ("font-size", "13")), text)


def _styles(word: Word) -> None:
    from docx.shared import Pt, RGBColor

    for name, size, font in (
        ("Normal", 11, SONG), ("Title", 22, HEI), ("Heading 1", 16, HEI), ("Heading 2", 13, HEI),
        ("Heading 3", 11, HEI),
        ("Caption", 10, HEI), ("List Bullet", 11, SONG), ("Header", 9, HEI), ("Footer", 9, SONG),
    ):  # fmt: skip
        each = word.styles[name]
        each.font.size = Pt(size)
        _font(each.element.get_or_add_rPr(), font)
        each.font.color.rgb = RGBColor.from_string(_BLUE if name.startswith("Heading") else "222222")
    word.styles["Normal"].paragraph_format.space_after = Pt(4)


def _font(properties: Any, font: str) -> None:
    """Latin letters in one font, Chinese in another: Word looks for the latter under ``eastAsia``."""
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name, value in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", font)):
        fonts.set(qn(f"w:{name}"), value)


def _page(word: Word, document: Document, page: str) -> None:
    """A4, the warning and the title in the header, the page number in the footer."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, RGBColor

    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.3)
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if document.warning:
        run = header.add_run(document.warning)
        run.bold, run.font.color.rgb = True, RGBColor.from_string(_RED)
    else:
        header.add_run(document.title)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, _, after = page.partition("{}")
    footer.add_run(before)
    _field(footer, "PAGE", "1")
    footer.add_run(after)


def _title(word: Word, document: Document) -> None:
    word.add_paragraph(document.title, style="Title")
    for fact in document.facts:
        word.add_paragraph(fact)
    properties = word.core_properties
    properties.title, properties.author, properties.comments = document.title, "ghginv", document.warning
    properties.created = properties.modified = _EPOCH
    properties.language = "zh-CN" if document.lang == "zh" else "en"


def _contents(word: Word, document: Document, words: Any) -> None:
    """A field that Word fills with page numbers; until then it shows the chapters as links."""
    from docx.shared import Cm

    title = word.add_paragraph()
    title.add_run(words["contents"]).bold = True
    title.add_run(" " + words["contents-hint"])
    shown = [(place, block) for place, block in enumerate(document.blocks) if isinstance(block, Heading)]
    shown = [(place, block) for place, block in shown if block.level <= 2]
    for at, (place, block) in enumerate(shown):
        line = word.add_paragraph()
        line.paragraph_format.left_indent = Cm(0.8 * (block.level - 1))
        line.paragraph_format.space_after = 0
        if at == 0:
            _field_start(line, 'TOC \\o "1-2" \\h \\z \\u')
        _link(line, block.text, f"p{place}")
        if at == len(shown) - 1:
            _field_end(line)


def _paragraph(word: Word, text: str, kind: str) -> None:
    from docx.shared import Cm, Pt, RGBColor

    paragraph = word.add_paragraph(style="List Bullet" if kind == "bullet" else None)
    run = paragraph.add_run(text)
    if kind in ("note", "equation"):
        paragraph.paragraph_format.left_indent = Cm(0.8)
        run.font.size = Pt(10)
    if kind == "note":
        run.font.color.rgb = RGBColor.from_string(_GREY)


def _table(word: Word, block: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    table = word.add_table(rows=1 + len(block.rows), cols=len(block.columns))
    table.style = word.styles["Table Grid"]
    table.autofit = False
    points = 9.0 if len(block.columns) <= 6 else 7.5
    widths, size = list(_widths(block, points)), Pt(points)
    for place, (row, texts) in enumerate(zip(table.rows, (block.columns, *block.rows), strict=True)):
        _whole(row, header=place == 0)
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = Cm(widths[column])
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
            if column in block.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            run = paragraph.add_run(text)
            run.font.size = size
            run.bold = place == 0 or place - 1 in block.strong
            if place == 0:
                _shade(cell)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    word.add_paragraph().paragraph_format.space_after = 0


def _widths(block: Table, points: float) -> Iterator[float]:
    """Columns in cm: neither numbers nor short words are broken, texts share what is left by how long they are."""
    em = points * 2.54 / 72
    least, wanted = [], []
    for column, title in enumerate(block.columns):
        texts = sorted(wide(row[column], 1) for row in block.rows) or [0.0]
        longest = max(wide(word, 1) for word in title.split(" "))
        if column in block.numeric:
            least.append(max(texts[-1], min(longest, 5.0)) * em + _CELL_CM)
            wanted.append(0.0)
        else:
            typical = texts[int(0.9 * (len(texts) - 1))]
            least.append(max(min(typical, 4.5), min(longest, 5.5)) * em + _CELL_CM)
            wanted.append(min(max(typical, 1.0), 24.0))
    rest = _TEXT_WIDTH_CM - sum(least)
    for each, share in zip(least, wanted, strict=True):
        yield each + rest * share / sum(wanted) if sum(wanted) else each


def _picture(word: Word, block: Chart, caption: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    paragraph = word.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    width = min(13.0, 15.5 * block.width / block.height)
    picture = paragraph.add_run().add_picture(io.BytesIO(png(block)), width=Cm(width))
    described = picture._inline.docPr
    described.set("descr", f"{block.caption}: {block.summary}")
    word.add_paragraph(caption, style="Caption").alignment = WD_ALIGN_PARAGRAPH.CENTER


def _element(tag: str, text: str = "", /, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    if text:
        element.text = text
    return element


def _whole(row: Any, *, header: bool) -> None:
    """A row is not broken over pages; the header stands on each."""
    properties = row._tr.get_or_add_trPr()
    properties.append(_element("cantSplit"))
    if header:
        properties.append(_element("tblHeader"))


def _shade(cell: Any) -> None:
    cell._tc.get_or_add_tcPr().append(_element("shd", val="clear", color="auto", fill="EAF0F5"))


def _bookmark(paragraph: Any, name: str, place: int) -> None:
    paragraph._p.append(_element("bookmarkStart", id=str(place), name=name))
    paragraph._p.append(_element("bookmarkEnd", id=str(place)))


def _link(paragraph: Any, text: str, anchor: str) -> None:
    link = _element("hyperlink", anchor=anchor)
    run = paragraph.add_run(text)
    link.append(run._r)
    paragraph._p.append(link)


def _field_start(paragraph: Any, instruction: str) -> None:
    for element in (
        _element("fldChar", fldCharType="begin"),
        _element("instrText", f" {instruction} "),
        _element("fldChar", fldCharType="separate"),
    ):
        paragraph.add_run()._r.append(element)


def _field_end(paragraph: Any) -> None:
    paragraph.add_run()._r.append(_element("fldChar", fldCharType="end"))


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    _field_start(paragraph, instruction)
    paragraph.add_run(shown)
    _field_end(paragraph)


def _save(word: Word, path: Path) -> None:
    """Save with one time in all entries, so that the same document is the same file."""
    buffer = io.BytesIO()
    word.save(buffer)
    with zipfile.ZipFile(buffer) as given, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, given.read(name))
