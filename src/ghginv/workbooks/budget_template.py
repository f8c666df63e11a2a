"""The workbook 预算编制表 in which a carbon budget's plan is filled in: guide, a sheet a table, layers, lists.

Whatever is known already is filled in; text never becomes a formula, whatever it begins with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Column, Table
from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workbooks import budget_guide, budget_lists, budget_page, writing
from ghginv.workbooks.build_page import PROTECTION, height, length, lines, page

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

HEADER_ROW = 3  # counted from 1: title, what to fill in, headers, rows
ROOM = 200  # empty rows below those filled in
_TABLE_PROTECTION = {
    **PROTECTION, "insert_rows": True, "delete_rows": True, "sort": True, "autofilter": True,
}  # fmt: skip
_WIDTHS = {"text": (14.0, 40.0), "code": (12.0, 24.0), "choice": (12.0, 28.0), "year": (8.0, 8.0), "date": (12.0, 12.0),
           "number": (14.0, 22.0), "percent": (9.0, 12.0)}  # fmt: skip
_FIRST_DAY = date(1900, 3, 1)  # earlier days have other numbers in other programs
_LONGEST = 32_767  # signs that a cell takes
_KEPT = ("code", "choice")

Row = Mapping[str, Any]


def build_plan(
    path: Path | str,
    facts: Mapping[str, Any],
    rows: Mapping[str, Iterable[Row]] | None = None,
    lang: str = "zh",
    *,
    rules_layers: Sequence[tuple[str, str, str]] = (),
    budget: str = "",
    revision: int = 0,
) -> None:
    """Write the workbook of a plan to ``path``.

    ``facts`` are values of the table of facts by id, before those of its rows; ``rows`` rows by table and column id:
    numbers, text, ISO days, ids or words of choices; None, ``""``, NaN and a year 0 are blank cells, other keys are
    left out.
    ``rules_layers``: id, Chinese and English name of each layer of the rules. ``budget`` and ``revision`` say what it
    was written from, so that a later answer to an older revision can be told. InputError: a text too long for a cell,
    a file that cannot be written.
    """
    layout = plan_tables.load()
    given = {table.id: list((rows or {}).get(table.id, ())) for table in layout.tables}
    given["facts"] = fact_rows(layout.tables[0], facts, given["facts"])
    facts = {row["fact"]: row["value"] for row in given["facts"]}
    with writing.opened(path) as file:
        warning = str(facts["warning"] or "")
        book = budget_page.entry_book(file, lang, warning)
        writing.titled(file, book.say(layout.zh, layout.en))
        budget_guide.guide(book, facts, budget, revision)
        for table in layout.tables:
            entry_sheet(book, table, given[table.id])
        budget_guide.layers(book, rules_layers)
        budget_lists.dictionary(book, HEADER_ROW, {name: last_row(each) for name, each in given.items()})
        told = {"region": facts.get("region"), "year": facts.get("first_year"), "budget": budget, "revision": revision}
        budget_page.sign(file, budget_page.PLAN, {name: str(value or "") for name, value in told.items()})


def fact_rows(table: Table, facts: Mapping[str, Any], rows: Sequence[Row]) -> list[Row]:
    """A line for each fact, filled in or not: ``facts`` by id stand before ``rows``, whose notes stay beside them."""
    notes = {}
    for row in rows:
        choice = table.columns[0].choice(str(row.get("fact") or ""))
        notes[choice.id if choice else ""] = row
    return [
        {"fact": each.id, "value": facts.get(each.id, notes.get(each.id, {}).get("value")),
         "note": notes.get(each.id, {}).get("note")}
        for each in table.columns[0].choices
    ]  # fmt: skip


def last_row(rows: Sequence[Row]) -> int:
    """The lowest row with entry cells, counted from 1."""
    return HEADER_ROW + len(rows) + ROOM


def entry_sheet(book: budget_page.EntryBook, table: Table, rows: Sequence[Row]) -> Worksheet:
    """A sheet on which a table is filled in, with ``rows`` known beforehand, and room below."""
    shown = [[_shown(row.get(column.id), column, book.lang) for column in table.columns] for row in rows]
    widths = [_width(column, [row[at] for row in shown], book.lang) for at, column in enumerate(table.columns)]
    kept = _kept(table)
    colour = "#2E75B6" if table.id == "facts" else "#70AD47"
    sheet = page(book, table.zh, table.en, widths, colour, kept)
    _help(book, sheet, table, widths)
    headers = [budget_page.header(column, book.lang) for column in table.columns]
    for at, (column, text) in enumerate(zip(table.columns, headers, strict=True)):
        sheet.write_string(HEADER_ROW - 1, at, text, book.styles.required if column.required else book.styles.header)
    sheet.set_row(HEADER_ROW - 1, max(height(text, width - 1) for text, width in zip(headers, widths, strict=True)))
    fixed = table.id == "facts"
    last = HEADER_ROW + len(rows) if fixed else last_row(rows)
    for number in range(HEADER_ROW, last):
        values = shown[number - HEADER_ROW] if number - HEADER_ROW < len(shown) else []
        _row(book, sheet, table, number, values, widths)
    budget_lists.checks(book, sheet, table, HEADER_ROW, last)
    sheet.protect("", PROTECTION if fixed else _TABLE_PROTECTION)
    sheet.freeze_panes(HEADER_ROW, kept)
    sheet.repeat_rows(HEADER_ROW - 1)
    sheet.set_selection(HEADER_ROW, int(fixed), HEADER_ROW, int(fixed))
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    budget_page.print_warning(sheet, book.warning)
    return sheet


def _help(book: budget_page.EntryBook, sheet: Worksheet, table: Table, widths: Sequence[float]) -> None:
    """What the sheet asks for, over all its columns or those seen first, and the way back to the guide."""
    last = next((at for at in range(1, len(widths)) if sum(widths[: at + 1]) >= 120), len(widths) - 1)
    text = book.say(table.help_zh, table.help_en)
    sheet.merge_range(1, 0, 1, last, "", book.styles.guide)
    sheet.write_string(1, 0, text, book.styles.guide)
    sheet.set_row(1, height(text, sum(widths[: last + 1]) - 2))
    sheet.write_url(0, last, f"internal:'{budget_page.GUIDE}'!A1", book.styles.link, f"← {budget_page.GUIDE}")


def _row(book: budget_page.EntryBook, sheet: Worksheet, table: Table, number: int, values: Sequence[Any],
         widths: Sequence[float]) -> None:  # fmt: skip
    high = 1
    for at, column in enumerate(table.columns):
        value = values[at] if values else None
        label = table.id == "facts" and column.id == "fact"
        form = book.styles.label if label else book.entries[column.kind]
        if value is None:
            sheet.write_blank(number, at, None, form)
        elif isinstance(value, date):
            sheet.write_datetime(number, at, value, form)
        elif isinstance(value, float):
            sheet.write_number(number, at, value, form)
        else:
            sheet.write_string(number, at, value, form)
            high = max(high, lines(value, widths[at] - 2))
    if high > 1:
        sheet.set_row(number, 15 * high)


def _shown(value: Any, column: Column, lang: str) -> str | float | date | None:
    """What stands in a cell: a word for a choice, a date for a day, a number, a text, or nothing."""
    if value is None or value == "" or value != value or (column.kind == "year" and value == 0):
        return None
    if not isinstance(value, str):
        number = float(value)
        if column.kind not in ("text", "code", "choice") and isfinite(number):
            return number
        value = str(int(number)) if number.is_integer() else repr(number)
    if len(value) > _LONGEST:
        raise InputError(Finding("budget-book-text", found=f"{value[:20]}…", expected=str(_LONGEST),
                                 details={"column": column.zh, "column_en": column.en}))  # fmt: skip
    if column.kind == "choice" and (choice := column.choice(value)):
        return choice.zh if lang == "zh" else choice.en
    if column.kind == "date":
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return str(value)
        return day if day >= _FIRST_DAY else str(value)
    return str(value)


def _width(column: Column, values: Sequence[Any], lang: str) -> float:
    """As wide as header and values need, within what suits the kind of column."""
    least, most = _WIDTHS[column.kind]
    longest = max((length(each) for each in values if isinstance(each, str)), default=0.0) + 3
    text = budget_page.header(column, lang)
    words = max((length(budget_lists.choice_word(each, lang)) for each in column.choices), default=0.0) + 3
    return budget_page.header_width(text, min(most, max(least, longest, words)))


def _kept(table: Table) -> int:
    """How many columns stay in view: the first codes and choices, two at most."""
    kinds = [column.kind for column in table.columns]
    first = next((at for at, kind in enumerate(kinds) if kind not in _KEPT), len(kinds))
    return min(first, 2) or 1
