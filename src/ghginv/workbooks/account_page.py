"""What the sheets of an account workbook are made of: styles, words, tables one below the other, addresses.

Text never becomes a formula or a link, whatever it begins with; a formula is always written with its value.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ghginv import folders
from ghginv.domain import units
from ghginv.workbooks.results_sheets.page import LINE, Live

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

FOLDER = "reports/account"
_INK = "#1F3864"
_NUMBERS = {
    "tonnes": "#,##0.00_ ;[Red]-#,##0.00_ ;0.00_ ",
    "exact": "#,##0.000_ ;[Red]-#,##0.000_ ;0_ ",
    "whole": "#,##0_ ;[Red]-#,##0_ ;0_ ",
    "year": "0",
    "share": "0.0%_ ;[Red]-0.0%_ ;0.0%_ ",
    "decimal": "0.0_ ;-0.0_ ;0.0_ ",
    "ratio": "0.000_ ;[Red]-0.000_ ;0.000_ ",
    "quantity": "#,##0.######_ ",
    "intensity": "#,##0.0000##_ ;[Red]-#,##0.0000##_ ;0_ ",
}
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "caption": {"bold": True, "font_size": 16, "font_color": _INK, "valign": "vcenter"},
    "heading": {"bold": True, "font_size": 12, "font_color": _INK, "valign": "vcenter"},
    "note": {"font_color": "#595959", "text_wrap": True, "valign": "top"},
    "header": {
        "bold": True, "font_color": "#FFFFFF", "bg_color": _INK, "border": 1, "border_color": "#BFBFBF",
        "align": "center", "valign": "vcenter", "text_wrap": True,
    },
    "cell": {"border": 1, "border_color": "#D9D9D9", "valign": "vcenter"},
    "text": {"text_wrap": True, "indent": 1},
    "centre": {"align": "center"},
    "live": {"bg_color": "#F2F2F2"},
    "sum": {"bold": True, "top": 1, "top_color": _INK},
    "entry": {"bg_color": "#FFF9DB", "locked": False},
    "link": {"font_color": "#0563C1", "underline": 1},
    "warning": {"font_color": "#C00000", "text_wrap": True, "valign": "top"},
    **{name: {"num_format": code, "align": "right"} for name, code in _NUMBERS.items()},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to a cell of the workbook, or a number that does."""

    target: str
    text: str | float


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell to be filled in; ``check`` is what a data validation takes."""

    check: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table: key, title, style of its cells."""

    key: str
    title: str
    style: str = "text"


class AccountBook:
    """The workbook with words in one language and its sheets in order."""

    def __init__(self, workbook: Workbook, lang: str, appended: Collection[str] = ()):
        """``appended`` are sheets to which more tables are added later: their first rows are not held fast."""
        self.workbook, self.lang, self.appended = workbook, lang, appended
        self.pages: dict[str, AccountSheet] = {}
        path = folders.file("templates", f"{FOLDER}/words.csv")
        self._words = {row["word"]: row[lang] for _, row in folders.rows(path)}
        self._formats: dict[tuple[str, ...], Format] = {}

    def word(self, key: str, **details: object) -> str:
        """A word of ``words.csv`` with its braces filled; the key itself where there is none."""
        return self._words.get(key, key.rpartition(".")[2]).format(**details)

    def unit(self, code: str) -> str:
        """A unit as people of the language write it."""
        known = units.table().get(code)
        return known.zh if known and self.lang == "zh" else code

    def style(self, *names: str, **more: Any) -> Format:
        """The named styles together, later ones over earlier ones."""
        key = (*names, *map(str, more.items()))
        if key not in self._formats:
            merged: dict[str, Any] = {}
            for name in names:
                merged |= dict(_STYLES[name])
            self._formats[key] = self.workbook.add_format({**merged, **more})
        return self._formats[key]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table stands: addresses of its cells, for formulas here and on other sheets."""

    sheet: str
    first: int
    count: int
    columns: Mapping[str, int]

    def cell(self, row: int, key: str) -> str:
        """An address within the sheet: ``D7``."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        return str(xl_rowcol_to_cell(self.first + row, self.columns[key]))

    def outside(self, row: int, key: str) -> str:
        """An address for other sheets."""
        return f"'{self.sheet}'!{self.cell(row, key)}"

    def range(self, key: str, *, outside: bool = False) -> str:
        """The cells of a column, held fast."""
        from xlsxwriter.utility import xl_range_abs

        column = self.columns[key]
        cells = str(xl_range_abs(self.first, column, self.first + max(self.count, 1) - 1, column))
        return f"'{self.sheet}'!{cells}" if outside else cells


class AccountSheet:
    """A sheet written from top to bottom."""

    def __init__(self, book: AccountBook, key: str, title: str, widths: Sequence[float]):
        self.book, self.key, self.widths = book, key, tuple(widths)
        self.name = book.word(f"sheet.{key}")
        book.pages[key] = self
        self.sheet = book.workbook.get_worksheet_by_name(self.name)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.sheet.set_row(0, 2 * LINE)
        self.sheet.write_string(0, 0, title, book.style("caption"))
        self.row = 1

    def widen(self, widths: Sequence[float]) -> None:
        """Make columns at least so wide, for tables that follow."""
        mine = [*self.widths, *([0.0] * (len(widths) - len(self.widths)))]
        asked = [*widths, *([0.0] * (len(mine) - len(widths)))]
        self.widths = tuple(map(max, mine, asked))
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)

    def heading(self, text: str) -> None:
        """A line above a table."""
        self.row += 1
        self.sheet.set_row(self.row, 1.4 * LINE)
        self.sheet.write_string(self.row, 0, text, self.book.style("heading"))
        self.row += 1

    def note(self, text: str, style: str = "note") -> None:
        """A line over the whole width, as high as its text needs."""
        self.sheet.merge_range(self.row, 0, self.row, len(self.widths) - 1, "", self.book.style(style))
        self.sheet.write_string(self.row, 0, text, self.book.style(style))
        self.sheet.set_row(self.row, LINE * _lines(text, sum(self.widths)))
        self.row += 1

    def table(self, fields: Sequence[Field], rows: Sequence[Mapping[str, Any]], total: Mapping[str, Any] | None = None,
              titles: bool = True) -> Placed:  # fmt: skip
        """A header row, a row a record, a row of sums; a value is text, a number, a formula, a link or None.

        ``<key>.style`` in a record stands before the style of its column.
        """
        if titles:
            high = max(_lines(each.title, self.widths[at]) for at, each in enumerate(fields))
            self.sheet.set_row(self.row, LINE * max(high, 1.2))
            for column, each in enumerate(fields):
                self.sheet.write_string(self.row, column, each.title, self.book.style("header"))
            self.row += 1
        placed = Placed(self.name, self.row, len(rows), {each.key: at for at, each in enumerate(fields)})
        for record in rows:
            self._write(fields, record, ())
        if total is not None:
            self._write(fields, total, ("sum",))
        return placed

    def _write(self, fields: Sequence[Field], record: Mapping[str, Any], more: tuple[str, ...]) -> None:
        values = [(at, record.get(each.key)) for at, each in enumerate(fields) if each.style == "text"]
        high = max((_lines(text, self.widths[at]) for at, text in values if isinstance(text, str)), default=1)
        self.sheet.set_row(self.row, LINE * max(high, 1.1))
        for column, each in enumerate(fields):
            self._put(column, record.get(each.key), ("cell", record.get(f"{each.key}.style", each.style), *more))
        self.row += 1

    def _put(self, column: int, value: Any, names: tuple[str, ...]) -> None:
        book, at = self.book, (self.row, column)
        if isinstance(value, Live):
            self.sheet.write_formula(*at, value.formula, book.style(*names, "live"), value.value)
        elif isinstance(value, Link):
            style = book.style(*names, "link")
            self.sheet.write_url(*at, f"internal:{value.target}", style, str(value.text))
            if not isinstance(value.text, str):
                self.sheet.write_number(*at, value.text, style)
        elif isinstance(value, Entry):
            self.sheet.write_blank(*at, None, book.style(*names, "entry"))
            if value.check:
                self.sheet.data_validation(*at, *at, dict(value.check))
        elif isinstance(value, bool):
            self.sheet.write_string(*at, book.word("yes" if value else "no"), book.style(*names, "centre"))
        elif isinstance(value, str):
            style = book.style(*names) if names[1] == "text" else book.style(*names, "centre")
            self.sheet.write_string(*at, value, style)
        elif missing(value):
            self.sheet.write_blank(*at, None, book.style(*names))
        else:
            self.sheet.write_number(*at, float(value), book.style(*names))

    def finish(self, freeze: int = 0, *, landscape: bool = True) -> None:
        """How the sheet prints: A4, one page wide, its name and page number below; rows above ``freeze`` stay."""
        self.sheet.hide_gridlines(2)
        if landscape:
            self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        self.sheet.set_footer("&L&A&C&P / &N")
        if freeze and self.key not in self.book.appended:
            self.sheet.freeze_panes(freeze, 0)
            self.sheet.repeat_rows(freeze - 1)


def missing(value: Any) -> bool:
    """Whether there is no number."""
    return value is None or (isinstance(value, float) and math.isnan(value))


def _lines(text: str, width: float) -> int:
    from wcwidth import wcswidth

    return max(1, math.ceil(max(wcswidth(text), 0) * 1.05 / max(width - 1, 1)))
