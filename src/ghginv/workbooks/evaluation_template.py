"""The form 评价考核填报: a row for each figure that an evaluation needs and a budget cannot know; and its way back.

Whom and what it is about stands there already and is locked; yes-or-no cells offer 是 and 否. Columns may be moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Column, Written
from ghginv.domain.policy import STATUSES
from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workbooks import budget_locate, budget_page, budget_reading, signature, writing
from ghginv.workbooks.build_page import PROTECTION, height, lines, page

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from ghginv.workbooks.cells import Workbook

KIND = "evaluation"
FIRST = 3  # rows from 0: title, what to fill in, headers
_LOCKED = ("subject", "name", "indicator", "title", "unit")
_WIDTHS = {"subject": 21.0, "name": 22.0, "indicator": 17.0, "title": 34.0, "value": 15.0, "target": 15.0, "unit": 11.0,
           "source": 34.0, "evidence": 14.0, "note": 34.0}  # fmt: skip
_GUIDE_WIDTHS = [26.0, 96.0]
_YES_NO = ("是或否", "yes or no")
_ALIKE = 0.5
Row = Mapping[str, Any]


def write(
    path: Path | str, rows: Sequence[Row], lang: str = "zh", *, title: str, about: Sequence[str], budget: str,
    rules: str, year: int, warning: str = "",
) -> None:  # fmt: skip
    """Write the form to ``path``; ``rows`` have the columns of the table, ``about`` what to know of the rule.

    InputError where there is nothing to hand in or the file cannot be written.
    """
    if not rows:
        raise InputError(Finding("budget-evaluate-form-empty", found=rules))
    layout = plan_tables.evaluation()
    table = layout.tables[0]
    with writing.opened(path) as file:
        book = budget_page.entry_book(file, lang, warning)
        writing.titled(file, title)
        _guide(book, title, [*about, book.say(table.help_zh, table.help_en)])
        sheet = page(book, table.zh, table.en, [_WIDTHS[each.id] for each in table.columns], "#70AD47", 1)
        sheet.merge_range(1, 0, 1, len(table.columns) - 1, "", book.styles.guide)
        sheet.write_string(1, 0, title, book.styles.guide)
        for at, column in enumerate(table.columns):
            form = book.styles.required if column.required else book.styles.header
            sheet.write_string(FIRST - 1, at, budget_page.header(column, lang), form)
        sheet.set_row(FIRST - 1, 36)
        for number, row in enumerate(rows, start=FIRST):
            _row(book, sheet, table.columns, number, row)
        sheet.freeze_panes(FIRST, 4)
        sheet.repeat_rows(FIRST - 1)
        sheet.protect("", PROTECTION)
        budget_page.print_warning(sheet, warning)
        sheet.activate()
        budget_page.sign(file, KIND, {"budget": budget, "year": str(year)}, layout)


def _guide(book: budget_page.EntryBook, title: str, about: Sequence[str]) -> None:
    """What the form is for, what to know of the rule, what evidence marks mean."""
    sheet = page(book, budget_page.GUIDE, "guide", _GUIDE_WIDTHS, "#7F7F7F")
    rows = count(1)
    for form, texts in ((book.styles.label, [title]), (book.styles.text, [*filter(None, about)])):
        for text in texts:
            row = next(rows)
            sheet.merge_range(row, 0, row, 1, "", form)
            sheet.write_string(row, 0, text, form)
            sheet.set_row(row, height(text, sum(_GUIDE_WIDTHS) - 2))
    next(rows)
    for mark in STATUSES:
        row = next(rows)
        sheet.write_string(row, 0, mark, book.styles.line)
        sheet.write_string(row, 1, book.word(f"evidence.{mark}"), book.styles.line)
    row = next(rows) + 1
    sheet.write_string(row, 0, book.word("guide.entry"), book.entries["text"])
    budget_page.print_warning(sheet, book.warning)


def _row(book: budget_page.EntryBook, sheet: Worksheet, columns: Sequence[Column], at: int, row: Row) -> None:
    high = 1
    for place, column in enumerate(columns):
        value = row.get(column.id)
        locked = column.id in _LOCKED
        form = book.styles.line if locked else book.entries["text" if column.kind == "text" else column.kind]
        if value is None or value == "":
            sheet.write_blank(at, place, None, form)
        elif isinstance(value, str):
            sheet.write_string(at, place, value, form)
            high = max(high, lines(value, _WIDTHS[column.id] - 2))
        else:
            sheet.write_number(at, place, float(value), form)
        if column.id == "evidence":
            sheet.data_validation(at, place, at, place, {"validate": "list", "source": list(STATUSES)})
        elif column.id == "value" and row.get("unit") in _YES_NO:
            words = ["是", "否"] if book.lang == "zh" else ["yes", "no"]
            sheet.data_validation(at, place, at, place, {"validate": "list", "source": words,
                                                         "error_message": book.word("check.choice")})  # fmt: skip
        elif column.id == "value" and row.get("about"):
            sheet.data_validation(at, place, at, place, {"validate": "any", "input_title": book.say("说明", "note"),
                                                         "input_message": str(row["about"])[:250]})  # fmt: skip
    sheet.set_row(at, 16 * high + 2)


def read(workbook: Workbook) -> tuple[list[Written], dict[str, str], list[Finding]]:
    """The rows of a form as written, what its signature says (budget, year …), and what is wrong with the file.

    InputError where it is none: neither signed as one nor with a sheet like it.
    """
    layout = plan_tables.evaluation()
    signed = signature.read(workbook)
    tables = budget_locate.locate(workbook, layout.tables, _ALIKE)
    if (signed is not None and signed.kind != KIND) or not tables:
        found = signed.kind if signed else "、".join(each.name for each in workbook.sheets[:5])
        raise InputError(Finding("budget-evaluate-form", workbook.name, found=found or "-", expected=layout.zh))
    told = {} if signed is None else {"budget": signed.budget, "year": signed.year}
    rows, wrong = budget_reading.read_tables(workbook, layout, tables, complain=signed is not None)
    findings = [*budget_reading.version_findings(workbook, signed, layout), *budget_reading.linked(workbook)]
    return list(_entered(rows[layout.tables[0].id])), told, [*findings, *wrong]


def _entered(rows: Sequence[Written]) -> Iterator[Written]:
    """The rows in which somebody said something: what stood there beforehand (a fixed target) says nothing."""
    for each in rows:
        if any(each.values.get(name) is not None for name in ("value", "source", "evidence", "note")):
            yield each
