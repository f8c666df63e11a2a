"""The parts of a workbook beside its sheets: what sheets there are, shared strings, number formats, links, names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ghginv.workbooks.archive import Archive, Attributes, parse

# Numbers of formats that stand in no file because every program knows them: ECMA-376 part 1, 18.8.30, with the
# Chinese (zh-cn) wording of 27-36 and 50-58.
_KNOWN_FORMATS = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
    37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
_STILL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class Outline:
    """What workbook.xml and its relations say. ``sheets`` are (name, state, part)."""

    sheets: list[tuple[str, str, str]] = field(default_factory=list)
    date1904: bool = False
    defined_names: dict[str, str] = field(default_factory=dict)
    external_links: list[str] = field(default_factory=list)
    has_macros: bool = False
    strings: str = ""
    styles: str = ""


def is_true(text: str | None) -> bool:
    """An XML boolean; absent is false."""
    return text in ("1", "true")


def is_date_format(number_format: str) -> bool:
    """Whether numbers under this format are shown as dates or times; what is quoted or in brackets does not count.

    >>> is_date_format('yyyy"年"m"月"'), is_date_format("[$-804]aaaa"), is_date_format("[h]:mm"), is_date_format('0"m"')
    (True, True, True, False)
    """
    section = _STILL.sub("", number_format).split(";")[0].lower()
    return section != "general" and any(sign in section for sign in ("y", "m", "d", "h", "s", "aaa"))


def unescape(text: str) -> str:
    """``_x000D_`` and the like as the characters that they stand for; a half character or NUL stays as it is."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: _character(int(match[1], 16)) or match[0], text)


def _character(code: int) -> str:
    return "" if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)


def read_outline(archive: Archive, path: str) -> Outline:
    """Read workbook.xml at ``path``."""
    outline = Outline()
    relations = archive.relations(path)
    names: list[tuple[Attributes, list[str]]] = []
    gathered: list[str] = []
    sheets: list[Attributes] = []

    def start(name: str, attributes: Attributes) -> None:
        nonlocal gathered
        gathered = []
        if name == "workbookPr":
            outline.date1904 = is_true(attributes.get("date1904"))
        elif name == "sheet":
            sheets.append({key.rpartition(" ")[2]: value for key, value in attributes.items()})
        elif name == "definedName":
            names.append((attributes, gathered))

    parse(archive.pieces(path), path, start, text=lambda text: gathered.append(text))
    for sheet in sheets:
        kind, part = relations.get(sheet.get("id", ""), ("", ""))
        if kind == "worksheet":
            outline.sheets.append((sheet.get("name", ""), sheet.get("state", "visible"), part))
    for attributes, text in names:
        scope = attributes.get("localSheetId")
        prefix = f"{sheets[whole(scope)].get('name', '')}!" if scope and whole(scope) < len(sheets) else ""
        outline.defined_names[prefix + attributes.get("name", "")] = "".join(text)
    _follow(archive, relations.values(), outline)
    return outline


def _follow(archive: Archive, relations: Iterable[tuple[str, str]], outline: Outline) -> None:
    for kind, part in relations:
        if kind == "sharedStrings" and part in archive:
            outline.strings = part
        elif kind == "styles" and part in archive:
            outline.styles = part
        elif kind in ("vbaProject", "xlMacrosheet"):
            outline.has_macros = True
        elif kind == "externalLink":
            outline.external_links += [target for _, target in archive.relations(part).values()] or [part]


def read_formats(archive: Archive, part: str) -> list[str]:
    """The number format of each cell style, in the order in which cells refer to them."""
    formats = dict(_KNOWN_FORMATS)
    used: list[int] = []
    path: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        path.append(name)
        if path[-2:] == ["numFmts", "numFmt"]:
            formats[whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "General")
        elif path[-2:] == ["cellXfs", "xf"]:
            used.append(whole(attributes.get("numFmtId")))

    if part:
        parse(archive.pieces(part), part, start, lambda name: path.__delitem__(-1))
    return [formats.get(number, "General") for number in used]


def whole(text: str | None) -> int:
    """A whole number of an attribute; 0 where there is none, or one that is none or too long to be meant."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
