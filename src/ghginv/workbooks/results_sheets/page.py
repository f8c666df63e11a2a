"""A sheet of the result workbook as a table with a caption: where each cell stands, how it looks, how it prints.

Text never becomes a formula, whatever it begins with; a formula is always written with its value.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ghginv import folders
from ghginv.calculation.layouts import FOLDER
from ghginv.errors import InputError
from ghginv.findings import Finding

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LAST_ROW = 1_048_576
SHEET_NAME = 31
LINE = 16.5
A4, A3 = 9, 8
_INK = "#1F3864"
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "caption": {"bold": True, "font_size": 16, "font_color": _INK, "valign": "vcenter"},
    "subtitle": {"font_color": "#595959"},
    "note": {"font_color": "#595959", "text_wrap": True, "valign": "top"},
    "heading": {"bold": True, "font_size": 12, "font_color": _INK, "bottom": 1, "bottom_color": _INK},
    "header": {
        "bold": True, "font_color": "#FFFFFF", "bg_color": _INK, "border": 1, "border_color": "#BFBFBF",
        "align": "center", "valign": "vcenter", "text_wrap": True,
    },
    "cell": {"border": 1, "border_color": "#D9D9D9", "valign": "vcenter"},
    "wrap": {"text_wrap": True},
    "text": {},
    "centre": {"align": "center"},
    "left": {"align": "left"},
    "tonnes": {"num_format": "#,##0.00_ ;[Red]-#,##0.00_ ;0.00_ ", "align": "right"},
    "grams": {"num_format": "#,##0.000000_ ;[Red]-#,##0.000000_ ;0.000000_ "},
    "quantity": {"num_format": "#,##0.00####_ ;[Red]-#,##0.00####_ ;0.00_ "},
    "value": {"num_format": "General", "align": "right", "indent": 1},
    "whole": {"num_format": "0_ "},
    "share": {"num_format": "0.0%_ "},
    "wan": {"num_format": "#,##0.0000_ ;[Red]-#,##0.0000_ ;0.0000_ ", "align": "right"},
    "percent": {"num_format": "0.00_ ;[Red]-0.00_ ;0.00_ ", "align": "right"},
    "total": {"bold": True, "bg_color": "#D9E2F3"},
    "level": {"bold": True, "bg_color": "#F2F5FA"},
    "memo": {"font_color": "#595959", "bg_color": "#F7F7F7"},
    "key": {"align": "center", "font_color": "#7F7F7F"},
    "link": {"font_color": "#0563C1", "underline": 1},
    "found": {"bg_color": "#E2F0D9"},
    "value_found": {"bg_color": "#EDF5E4"},
    "derived": {"bg_color": "#DDEBF7"},
    "submitted": {"bg_color": "#DDEBF7"},
    "recalled": {"bg_color": "#FFF2CC"},
    "doubtful": {"bg_color": "#F8CBAD"},
}  # fmt: skip


class Book:
    """The workbook with its styles, its words in one language and its sheets, named and ordered beforehand."""

    def __init__(self, workbook: Workbook, lang: str, named: Mapping[str, str]):
        self.workbook = workbook
        self.lang = lang
        self.subtitle = self.word("subtitle", **named)
        self.names: dict[str, str] = {}
        self.captions: dict[str, str] = {}
        self._formats: dict[tuple[str, ...], Format] = {}

    @cached_property
    def _words(self) -> dict[str, str]:
        path = folders.file("templates", f"{FOLDER}/workbook.csv")
        return {row["key"]: row[self.lang] for _, row in folders.rows(path)}

    def word(self, key: str, **details: object) -> str:
        """A word of ``workbook.csv`` with its braces filled."""
        return self._words[key].format(**details) if details else self._words[key]

    def knows(self, key: str) -> bool:
        """Whether ``workbook.csv`` has a word."""
        return key in self._words

    def add(self, key: str, name: str) -> None:
        """A sheet after those added before; its name is cut to what Excel takes and is the only one of its kind."""
        plain = "".join("-" if sign in r"[]:*?/\'" else sign for sign in name)[:SHEET_NAME]
        taken, number, stem = {each.casefold() for each in self.names.values()}, 1, plain
        while plain.casefold() in taken:
            number += 1
            plain = f"{stem[: SHEET_NAME - 1 - len(str(number))]}-{number}"
        self.names[key] = plain
        self.workbook.add_worksheet(plain)

    def style(self, *names: str) -> Format:
        """The named styles together, later ones over earlier ones."""
        if names not in self._formats:
            merged: dict[str, Any] = {}
            for name in names:
                merged |= dict(_STYLES[name]) if not name.startswith("indent") else {"indent": int(name[6:])}
            self._formats[names] = self.workbook.add_format(merged)
        return self._formats[names]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a sheet: key, header, width in half-width characters, style of its cells."""

    key: str
    title: str
    width: float
    style: str = "text"


@dataclass(frozen=True, slots=True)
class Live:
    """A formula with its value."""

    formula: str
    value: float | str


class Page:
    """A sheet with caption, one header row and a row a record; rows are counted from 0 below the header.

    A column in which nothing stands is there for those who compute with the sheet, and can be hidden.
    """

    def __init__(self, book: Book, key: str, caption: str, fields: Sequence[Field], notes: Sequence[str] = ()):
        self.book = book
        self.key = key
        self.fields = {field.key: field for field in fields}
        self.columns = {field.key: number for number, field in enumerate(fields)}
        self.sheet = book.workbook.get_worksheet_by_name(book.names[key])
        self.sheet.set_row(0, 2 * LINE)
        self.sheet.write_string(0, 0, caption, book.style("caption"))
        book.captions[key] = caption
        self.sheet.write_string(1, 0, book.subtitle, book.style("subtitle"))
        for number, note in enumerate(notes):
            self.sheet.write_string(2 + number, 0, note, book.style("subtitle"))
        self.header = 2 + len(notes)
        self.count = 0
        self.filled: set[str] = set()
        self.sheet.set_default_row(LINE)
        for field in fields:
            self.sheet.write_string(self.header, self.columns[field.key], field.title, book.style("header"))
        self.sheet.set_row(self.header, LINE * max(_lines(field.title, field.width) for field in fields) + 4)

    def put(
        self, row: int, values: Mapping[str, Any], *styles: str, each: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """Write a record; ``styles`` go on every cell, ``each`` on single ones. None is an empty cell."""
        at = self._at(row)
        self.count = max(self.count, row + 1)
        height = 1
        for key, field in self.fields.items():
            value = values.get(key)
            style = self.book.style("cell", field.style, *styles, *(each or {}).get(key, ()))
            self._write(at, self.columns[key], value, style)
            if value is not None and value != "" and value == value:
                self.filled.add(key)
            if field.style == "wrap" and isinstance(value, str):
                height = max(height, _lines(value, field.width))
        if height > 1:
            self.sheet.set_row(at, LINE * height)

    def _write(self, at: int, column: int, value: Any, style: Format) -> None:
        if value is None or value == "" or value != value:
            self.sheet.write_blank(at, column, None, style)
        elif isinstance(value, Live):
            self.sheet.write_formula(at, column, value.formula, style, value.value)
        elif isinstance(value, bool):
            self.sheet.write_string(at, column, self.book.word("answer.yes" if value else "answer.no"), style)
        elif isinstance(value, str):
            self.sheet.write_string(at, column, value, style)
        else:
            self.sheet.write_number(at, column, float(value), style)

    def link(self, row: int, key: str, target: str, text: str) -> None:
        """Text that leads to a cell of this workbook."""
        self.filled.add(key)
        style = self.book.style("cell", "link")
        self.sheet.write_url(self._at(row), self.columns[key], f"internal:{target}", style, text)

    def cell(self, row: int, key: str) -> str:
        """The address of a cell within its sheet: ``D7``."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        return str(xl_rowcol_to_cell(self._at(row), self.columns[key]))

    def title_cell(self, key: str) -> str:
        """The address of a column's header, its row held fast: ``D$4``."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        return str(xl_rowcol_to_cell(self.header, self.columns[key], row_abs=True))

    def outside(self, row: int, key: str) -> str:
        """The address of a cell for other sheets: ``'活动水平'!D7``."""
        return f"'{self.sheet.name}'!{self.cell(row, key)}"

    def range(self, key: str) -> str:
        """The cells of a column for other sheets, held fast: ``'排放明细'!$K$5:$K$99``."""
        from xlsxwriter.utility import xl_range_abs

        last = self._at(max(self.count, 1) - 1)
        return f"'{self.sheet.name}'!{xl_range_abs(self._at(0), self.columns[key], last, self.columns[key])}"

    def finish(
        self,
        freeze: int = 1,
        filtered: bool = False,
        paper: int = A4,
        notes: Sequence[str] = (),
        high: int | None = None,
        hide: bool = True,
    ) -> None:
        """Notes below the table, frozen headers, and how the sheet prints: one page wide, header on each page.

        A table with notes is a reporting table and prints on one page, unless ``high`` says otherwise (0: as many as it
        takes). ``hide`` hides columns in which nothing stands; a reporting table keeps the columns of its form.
        """
        for key, column in self.columns.items():
            hidden = {"hidden": hide and self.count > 0 and key not in self.filled}
            self.sheet.set_column(column, column, self.fields[key].width, None, hidden)
        for number, note in enumerate(notes):
            self.sheet.write_string(self._at(self.count + 1 + number), 0, note, self.book.style("subtitle"))
        self.sheet.freeze_panes(self.header + 1, freeze)
        if filtered and self.count:
            self.sheet.autofilter(self.header, 0, self._at(self.count - 1), len(self.fields) - 1)
        self.sheet.repeat_rows(self.header)
        self.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        set_print(self.book, self.sheet, paper, (1 if notes and not filtered else 0) if high is None else high)

    def _at(self, row: int) -> int:
        at = self.header + 1 + row
        if at >= LAST_ROW:
            raise InputError(Finding("results-too-long", found=str(row), expected=str(LAST_ROW)))
        return at


def set_print(book: Book, sheet: Worksheet, paper: int = A4, high: int = 0) -> None:
    """Landscape, one page wide and ``high`` pages high (0: as many as it takes), sheet's name and page number below."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, high)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer(f"&L{sheet.name}&C{book.word('page')}")


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column, Chinese characters being two wide."""
    from wcwidth import wcswidth

    return sum(max(1, math.ceil((wcswidth(part) + 1) / width)) for part in text.split("\n"))
