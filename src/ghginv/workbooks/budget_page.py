"""What the workbooks of a carbon budget share: words, the look of entry sheets, the sheet they are known by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import ceil
from typing import TYPE_CHECKING, Any

from ghginv import folders
from ghginv.domain import names, plan_tables, units
from ghginv.domain.plan_tables import Column
from ghginv.workbooks import signature, words
from ghginv.workbooks.account_page import AccountBook, AccountSheet, Field, Placed
from ghginv.workbooks.build_page import ENTRY_COLOUR, Styles, length, longest_word, styles
from ghginv.workbooks.build_page import lines as lines_of
from ghginv.workbooks.results_sheets.page import LINE

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

PLAN, REQUEST, PROJECT = "budget", "budget-request", "project"
KINDS = (PLAN, REQUEST, PROJECT)
GUIDE, LAYERS, DICTIONARY = "填写说明", "层", "字典"
_LARGE = 1000
_WARNING = 200  # signs of it in the head of a printed page, which takes 255
_WORDS = "budget"


def word(key: str, lang: str, **details: object) -> str:
    """A word of ``budget_words.csv`` with its braces filled; the last part of the key where there is none."""
    return words.word(_WORDS, key, lang, **details)


def unit(code: str, lang: str) -> str:
    """A unit as people of the language write it; of a fraction each part."""
    if lang != "zh" or not code:
        return code
    known = units.table()
    found = units.find(code) or units.find(code.removesuffix("s"))
    if found is not None and found in known:
        return known[found].zh if found != "%" else "%"
    return "/".join(known[part].zh if part in known else part for part in code.split("/"))


def header(column: Column, lang: str) -> str:
    """A column's header: name with the mark of what must be filled in, English name, unit, a line each."""
    lines = [f"{column.zh}*" if column.required else column.zh]
    lines += [column.en] if lang == "en" else []
    return "\n".join([*lines, f"({unit(column.unit, lang)})"] if column.unit else lines)


def header_width(text: str, least: float) -> float:
    """Wide enough for a header of which no line is broken more than once."""
    width = max(least, longest_word(text) + 1.5)
    while any(lines_of(line, width - 1) > 2 for line in text.split("\n")):
        width += 1
    return width


def says(cell: str, known: Column) -> bool:
    """Whether a header cell is that of a column, in whichever language, with or without mark and unit."""
    wanted = {names.plain(each) for each in (known.zh, known.en, known.id)}
    first = cell.split("\n")[0].strip().removeprefix("*").rstrip("*＊ ")
    return names.plain(first) in wanted


@folders.remembered
def digest() -> str:
    """What tells one layout of the plan from another: its tables, columns and choices, whatever their words."""
    return digest_of(plan_tables.load())


def digest_of(layout: plan_tables.Layout) -> str:
    """As ``digest``, of any layout."""
    told = [
        (table.id, [(column.id, column.kind, column.required, [each.id for each in column.choices])
                    for column in table.columns])
        for table in layout.tables
    ]  # fmt: skip
    return sha256(repr(told).encode()).hexdigest()[:16]


def sign(file: Workbook, kind: str, facts: Mapping[str, str], layout: plan_tables.Layout | None = None) -> None:
    """The very hidden sheet by which a workbook is known again; ``facts``: region, year, industry, budget, revision.

    ``layout``: that of its tables, the plan's unless given.
    """
    layout = layout or plan_tables.load()
    made_for = signature.Signature(kind, layout.version, digest_of(layout), **facts)
    sheet = file.add_worksheet(signature.SHEET)
    for row, (name, value) in enumerate(made_for.lines()):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
    sheet.protect("")
    sheet.very_hidden()


def print_warning(sheet: Any, warning: str) -> None:
    """The remark that is printed on top of every page, as much of it as a page's head takes."""
    if warning:
        shown = warning if len(warning) <= _WARNING else f"{warning[: _WARNING - 1]}…"
        sheet.set_header(f"&C&9{shown.replace('&', '&&')}")


def letters(keys: Iterable[str]) -> dict[str, str]:
    """The letter of the column in which each key stands, the first in A."""
    from xlsxwriter.utility import xl_col_to_name

    return {key: str(xl_col_to_name(place)) for place, key in enumerate(keys)}


@dataclass(frozen=True)
class EntryBook:
    """A workbook to be filled in: file, formats, language; ``entries`` are the formats of entry cells by kind."""

    file: Workbook
    styles: Styles
    lang: str
    entries: Mapping[str, Format]
    warning: str = ""

    def say(self, zh: str, en: str) -> str:
        """The text of the workbook's language."""
        return zh if self.lang == "zh" else en

    def word(self, key: str, **details: object) -> str:
        """A word in the workbook's language."""
        return word(key, self.lang, **details)


def entry_book(file: Workbook, lang: str, warning: str = "") -> EntryBook:
    """A workbook to be filled in, with its formats; ``warning`` is printed on top of every page."""
    return EntryBook(file, styles(file), lang, entry_formats(file), warning)


def entry_formats(file: Workbook) -> dict[str, Format]:
    """The formats of entry cells by kind of column; codes are text, so that no digit of theirs is lost."""
    look: dict[str, Any] = {
        "font_name": "微软雅黑", "font_size": 10, "valign": "vcenter", "bg_color": ENTRY_COLOUR, "locked": False,
        "border": 1, "border_color": "#BFBFBF",
    }  # fmt: skip
    text = {**look, "text_wrap": True, "indent": 1}
    right = {**look, "align": "right"}
    return {
        "text": file.add_format(text),
        "choice": file.add_format(text),
        "code": file.add_format({**text, "num_format": "@"}),
        "year": file.add_format({**right, "num_format": "0", "align": "center"}),
        "date": file.add_format({**right, "num_format": "yyyy-mm-dd", "align": "center"}),
        "number": file.add_format({**right, "num_format": "#,##0.######;[Red]-#,##0.######"}),
        "percent": file.add_format({**right, "num_format": "0.######;[Red]-0.######"}),
    }


class BudgetBook(AccountBook):
    """A workbook with live formulas whose words are those of budgets."""

    def __init__(self, workbook: Workbook, lang: str, warning: str = ""):
        super().__init__(workbook, lang)
        self.warning = warning

    def word(self, key: str, **details: object) -> str:
        """A word of ``budget_words.csv``; the last part of the key where there is none."""
        return word(key, self.lang, **details)

    def unit(self, code: str) -> str:
        """A unit as people of the language write it."""
        return unit(code, self.lang)


class BudgetSheet(AccountSheet):
    """A sheet of such a workbook; the remark on the whole plan stands on top of it and of each printed page."""

    book: BudgetBook

    def __init__(self, book: BudgetBook, key: str, title: str, widths: list[float]):
        super().__init__(book, key, title, widths)
        if book.warning:
            self.note(book.warning, "warning")
            print_warning(self.sheet, book.warning)

    def table(self, fields: Sequence[Field], rows: Sequence[Mapping[str, Any]], total: Mapping[str, Any] | None = None,
              titles: bool = True) -> Placed:  # fmt: skip
        """As of an account; titles may have several lines, and whole numbers show no decimal point."""
        at = self.row
        placed = super().table(fields, [_without_points(row, fields) for row in rows], total, titles)
        if titles:
            needed = (
                sum(max(lines_of(line, width - 1), ceil(length(line) / width)) for line in each.title.split("\n"))
                for each, width in zip(fields, self.widths, strict=False)
            )
            self.sheet.set_row(at, LINE * max(1.2, *needed))
        return placed


def _without_points(row: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, Any]:
    """The row with its quantities in the format that suits their size: whole, with two decimals, or with six."""
    looks = {}
    for each in fields:
        value = row.get(each.key)
        if each.style == "quantity" and isinstance(value, float):
            look = "whole" if value.is_integer() else "tonnes" if abs(value) >= _LARGE else "quantity"
            looks[f"{each.key}.style"] = look
    return {**looks, **row}
