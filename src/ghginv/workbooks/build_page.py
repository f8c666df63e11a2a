"""What every sheet of a template has: its formats, its page, and the room that a text takes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Protocol

from ghginv.workbooks.layout import Layout
from ghginv.workbooks.prefill import Entry

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ENTRY_COLOUR = "#FFFBE6"
PROTECTION = {"format_columns": True, "format_rows": True, "select_locked_cells": True}
_FONT = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
_LINE = {"border": 1, "border_color": "#BFBFBF"}
_DOUBTS = {  # laid over a cell: what must be put right, what should be looked at
    "error": {"bg_color": "#F4B6B0", "font_color": "#9C0006"},
    "question": {"bg_color": "#FFD591", "font_color": "#7F4F00"},
}
_PRINTED_WIDTH = 200.0  # of a landscape A4 page, where its text is still read with ease
_LINE_HEIGHT = 17
_WORDS = re.compile(r"[\u0021-\u1fff]+ ?|.")  # a line breaks after a word or any Chinese sign


@dataclass(frozen=True)
class Styles:
    """The formats of the workbook."""

    title: Format
    text: Format
    guide: Format
    header: Format
    required: Format
    quarter: Format
    hint: Format
    label: Format
    link: Format
    entry: Format
    number: Format
    whole: Format
    year: Format
    line: Format
    count: Format
    total: Format
    fine: Format
    doubts: Mapping[str, Format]


@dataclass(frozen=True)
class Book:
    """What every sheet's writer needs."""

    file: Workbook
    layout: Layout
    styles: Styles
    lang: str
    entries: Mapping[str, Sequence[Entry]]

    def say(self, zh: str, en: str) -> str:
        """The text of the workbook's language."""
        return zh if self.lang == "zh" else en


class Paged(Protocol):
    """What a page is made with: a ``Book``, or another that has its file, formats and language."""

    @property
    def file(self) -> Workbook:
        """The workbook."""

    @property
    def styles(self) -> Styles:
        """Its formats."""

    def say(self, zh: str, en: str) -> str:
        """The text of its language."""


def styles(file: Workbook) -> Styles:
    """The formats, made once for a workbook."""

    def style(**look: Any) -> Format:
        return file.add_format({**_FONT, **look})

    header = {"bold": True, "text_wrap": True, "align": "center", **_LINE}
    entry = {"bg_color": ENTRY_COLOUR, "locked": False, **_LINE}
    number = {**entry, "align": "right"}
    return Styles(
        title=style(bold=True, font_size=14, font_color="#1F4E3D"),
        text=style(text_wrap=True),
        guide=style(text_wrap=True, font_color="#595959"),
        header=style(**header, bg_color="#DDEBE4"),
        required=style(**header, bg_color="#BBD9C9"),
        quarter=style(**header, bg_color="#EDF5F1"),  # every other quarter of the months
        hint=style(text_wrap=True, font_color="#595959", indent=1),
        label=style(bold=True, bg_color="#DDEBE4", **_LINE),
        link=style(font_color="#0563C1", underline=1, indent=1),
        entry=style(**entry, text_wrap=True, indent=1),
        number=style(**number, num_format="#,##0.######"),
        whole=file.add_format({"num_format": "#,##0"}),  # laid over a number, so that 500 is not shown as "500."
        year=style(**number, num_format="0"),
        line=style(text_wrap=True, indent=1, **_LINE),
        count=style(align="right", num_format='[>=1048577]"";0', **_LINE),  # no row has that number
        total=style(bold=True, align="left", indent=1, num_format="0", **_LINE),
        fine=file.add_format({"bg_color": "#C6E0B4", "font_color": "#375623"}),
        doubts={severity: file.add_format(look) for severity, look in _DOUBTS.items()},
    )


def page(book: Paged, name: str, english: str, widths: Sequence[float], colour: str, kept: int = 0) -> Worksheet:
    """A protected sheet, ready to print on A4 landscape; the first ``kept`` columns are printed on each page."""
    sheet = book.file.add_worksheet(name)
    sheet._prepare_formula = _plain_formula
    first = 0
    for width, alike in groupby(widths):
        last = first + sum(1 for _ in alike)
        sheet.set_column(first, last - 1, width)
        first = last
    sheet.write_string(0, 0, book.say(name, f"{name}  {english}"), book.styles.title)
    sheet.set_row(0, 26)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(colour)
    sheet.protect("", PROTECTION)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    across = max(1, round(sum(widths) / _PRINTED_WIDTH))
    sheet.fit_to_pages(across, 0)
    if kept and across > 1:
        sheet.repeat_columns(0, kept - 1)
    sheet.set_footer("&C&P / &N&R&A")
    return sheet


def _plain_formula(formula: str, expand_future_functions: bool = False) -> str:
    """A formula as the file holds it. The writer would search each for sixty functions that are newer than any used
    here, which takes a third of the time of a workbook."""
    return formula.removeprefix("{").removeprefix("=").removesuffix("}")


def length(text: str) -> float:
    """The width of a text in columns' measure: a Chinese character is as wide as two digits."""
    return sum(2.0 if ord(sign) > 0x2000 else 1.1 for sign in text)


def lines(text: str, width: float) -> int:
    """How many lines a text takes where it is wrapped at ``width``."""
    count = 0
    for paragraph in text.split("\n"):
        count, used = count + 1, 0.0
        for word in _WORDS.findall(paragraph):
            if used and used + length(word.rstrip()) > width:
                count, used = count + 1, 0.0
            used += length(word)
    return count


def longest_word(text: str) -> float:
    """The width of the longest part of a text that is not broken."""
    return max(length(word.rstrip()) for word in _WORDS.findall(text))


def height(text: str, width: float) -> float:
    """The height in points of a row that holds a wrapped text."""
    return _LINE_HEIGHT * lines(text, width) + 4
