"""The lists behind a plan's workbook: what its drop-downs offer, what a cell may take, what lights up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Choice, Column, Layout, Table
from ghginv.domain.policy import STATUSES
from ghginv.workbooks import budget_page
from ghginv.workbooks.build_page import PROTECTION

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# Columns that hold a code of another table.
REFERS = {
    "region": "regions", "industry": "industries", "layer": "layers", "numerator": "indicators",
    "denominator": "indicators", "criterion_a": "criteria", "criterion_b": "criteria",
}  # fmt: skip
_OF_SHEETS = {"regions": "code", "industries": "code", "criteria": "criterion"}
_UNITS = "unit"
_YEARS = (1949, 2100)
_SIGNED = ("growth", "growth_low", "growth_high", "change")  # columns of percent that may fall
_COLOUR = "#F4B6B0"


def choice_word(choice: Choice, lang: str) -> str:
    """The word of a choice."""
    return choice.zh if lang == "zh" else choice.en


def _list_of(table: Table, column: Column) -> str:
    """The name of the list that a column takes its entries from, or an empty text."""
    if column.choices:
        return f"list_{table.id}_{column.id}"
    if column.id == "evidence":
        return "list_evidence"
    if column.id == _UNITS:
        return f"units_{table.id}"
    if column.id == "parent":
        return f"codes_{table.id}"
    return f"codes_{REFERS[column.id]}" if column.id in REFERS else ""


def checks(book: budget_page.EntryBook, sheet: Worksheet, table: Table, first: int, last: int) -> None:
    """Validations of the entry cells, and a light on cells that must not stay empty; rows from 0, last excluded."""
    for at, column in enumerate(table.columns):
        if check := _validation(book, table, column, first, at):
            sheet.data_validation(first, at, last - 1, at, check)
    _lights(book, sheet, table, first, last)


def _validation(book: budget_page.EntryBook, table: Table, column: Column, row: int, at: int) -> dict[str, Any]:
    from xlsxwriter.utility import xl_rowcol_to_cell

    if source := _list_of(table, column):
        strict = bool(column.choices)
        message = book.word("check.choice" if strict else "check.code")
        return {"validate": "list", "source": f"={source}", "error_message": message,
                "error_type": "stop" if strict else "warning"}  # fmt: skip
    if column.kind == "year":
        between = {"criteria": "between", "minimum": _YEARS[0], "maximum": _YEARS[1]}
        return {"validate": "integer", **between, "error_message": book.word("check.year")}
    if column.kind == "date":
        between = {"criteria": "between", "minimum": date(_YEARS[0], 1, 1), "maximum": date(_YEARS[1], 12, 31)}
        return {"validate": "date", **between, "error_message": book.word("check.date")}
    if column.kind == "percent":
        message = book.word("check.percent")
        least = -100 if column.id in _SIGNED else 0
        between = {"criteria": "between", "minimum": least, "maximum": 100}
        return {"validate": "decimal", **between, "error_message": message,
                "input_title": book.say(column.zh, column.en), "input_message": message}  # fmt: skip
    if column.kind == "number":
        cell = xl_rowcol_to_cell(row, at)
        return {"validate": "custom", "value": f"=ISNUMBER({cell})", "error_message": book.word("check.number")}
    return {}


def _lights(book: budget_page.EntryBook, sheet: Worksheet, table: Table, first: int, last: int) -> None:
    """A required cell lights up while its row says something and it does not; whole numbers show no decimal point."""
    from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

    empty = book.file.add_format({"bg_color": _COLOUR})
    written = table.columns[1:] if table.id == "facts" else table.columns  # what facts are called stands there already
    begin = len(table.columns) - len(written)
    row = xl_range(first, begin, first, len(table.columns) - 1).replace(":", ":$")
    for at, column in enumerate(table.columns):
        cell = xl_rowcol_to_cell(first, at)
        if column.required and column in written:
            criteria = f"=AND(ISBLANK({cell}),COUNTA(${row})>0)"
            light = {"type": "formula", "criteria": criteria, "format": empty}
            sheet.conditional_format(first, at, last - 1, at, light)
        if column.kind in ("number", "percent"):
            whole = {"type": "formula", "criteria": f"=IFERROR(MOD({cell},1)=0,FALSE)", "format": book.styles.whole}
            sheet.conditional_format(first, at, last - 1, at, whole)


def dictionary(book: budget_page.EntryBook, header_row: int, last_rows: Mapping[str, int]) -> None:
    """The lists of a plan; ``last_rows`` by table, from 1."""
    from xlsxwriter.utility import xl_col_to_name

    layout = plan_tables.load()
    write(book, [*of_choices(layout, book.lang), *of_units(layout, book.lang), *_lists()])
    for name, code in _OF_SHEETS.items():
        table = next(each for each in layout.tables if each.id == name)
        at = next(at for at, column in enumerate(table.columns) if column.id == code)
        typed(book, f"codes_{name}", table.zh, xl_col_to_name(at), header_row + 1, last_rows[name])


def write(book: budget_page.EntryBook, lists: Iterable[tuple[str, Sequence[str]]]) -> None:
    """The hidden sheet of lists, and the names under which drop-downs find them."""
    from xlsxwriter.utility import xl_col_to_name

    sheet = book.file.add_worksheet(budget_page.DICTIONARY)
    for at, (name, entries) in enumerate(lists):
        sheet.write_string(0, at, name)
        for row, entry in enumerate(entries, start=1):
            sheet.write_string(row, at, entry)
        column = xl_col_to_name(at)
        book.file.define_name(name, f"='{budget_page.DICTIONARY}'!${column}$2:${column}${max(len(entries), 1) + 1}")
    sheet.protect("", PROTECTION)
    sheet.hide()


def typed(book: budget_page.EntryBook, name: str, sheet: str, column: str, first: int, last: int) -> None:
    """A name for what is typed into a column of another sheet, as far down as it goes; rows from 1."""
    cells = f"'{sheet}'!${column}${first}:${column}${last}"
    book.file.define_name(name, f"=OFFSET('{sheet}'!${column}${first},0,0,MAX(1,COUNTA({cells})),1)")


def of_choices(layout: Layout, lang: str) -> Iterator[tuple[str, list[str]]]:
    """The words of each column with choices."""
    for table in layout.tables:
        for column in table.columns:
            if column.choices:
                yield f"list_{table.id}_{column.id}", [choice_word(each, lang) for each in column.choices]


def of_units(layout: Layout, lang: str) -> Iterator[tuple[str, list[str]]]:
    """For each table with a column of units those of its choices."""
    for table in layout.tables:
        if table.column(_UNITS):
            known = (each.unit for column in table.columns for each in column.choices if each.unit)
            yield f"units_{table.id}", list(dict.fromkeys(budget_page.unit(each, lang) for each in known))


def _lists() -> Iterator[tuple[str, list[str]]]:
    indicators = next(table for table in plan_tables.load().tables if table.id == "indicators")
    yield "codes_indicators", [each.id for column in indicators.columns for each in column.choices]
    yield "list_evidence", list(STATUSES)
