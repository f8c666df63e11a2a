"""Workbooks of the target register to fill in: 实施方案目标登记表 of a plan, 进度表 of a month.

What is known already is filled in; text never becomes a formula, whatever it begins with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.domain import plan_tables, target_tables
from ghginv.domain.policy import STATUSES
from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workbooks import budget_lists, budget_page, targets_page
from ghginv.workbooks.budget_template import HEADER_ROW, entry_sheet
from ghginv.workbooks.build_page import PROTECTION, height, lines, page, styles

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LOCKED = ("indicator", "name", "unit", "lead", "aim", "last")  # of the sheet of progress, in rows that are known
_WIDTHS = (30.0, 96.0)
_UNITS = ("%", "1", "万千瓦", "万吨", "万吨标准煤", "亿元", "个", "家", "座", "公里", "公顷", "万平方米", "万辆", "辆")
Row = Mapping[str, Any]


def build_register(path: Path | str, rows: Mapping[str, Sequence[Row]], lang: str = "zh", *, plan: str = "",
                   revision: int = 0) -> None:  # fmt: skip
    """Write the workbook that registers a plan to ``path``; ``rows`` by table and column id.

    InputError: a file that cannot be written, a text too long for a cell.
    """
    facts = {str(row.get("fact")): row for row in rows.get(target_tables.FACTS, ())}
    with _Writing(path, "register", lang, _said(facts, "warning")) as book:
        _guide(book, "register", ("facts", "indicators"), _said(facts, "name"))
        entry_sheet(book, target_tables.table("facts"), _fact_rows(facts))
        entry_sheet(book, target_tables.table("indicators"), list(rows.get(target_tables.INDICATORS, ())))
        _dictionary(book)
        told = {"region": _said(facts, "region"), "budget": plan, "revision": str(revision or "")}
        targets_page.sign(book.file, targets_page.REGISTER, told)


def build_progress(
    path: Path | str, rows: Mapping[str, Sequence[Row]], lang: str = "zh", *, plan: str, revision: int, period: str
) -> None:
    """Write the workbook in which progress of a plan is reported for a month (``2025-06``).

    ``rows`` of the sheet of progress come filled in as far as they are known, those of the plan for comparison.
    """
    facts = {str(row.get("fact")): row for row in rows.get(target_tables.FACTS, ())}
    name = _said(facts, "name")
    with _Writing(path, "progress", lang, _said(facts, "warning")) as book:
        made_from = targets_page.word("guide.made-from", lang, plan=plan, name=name, revision=revision, period=period)
        _guide(book, "progress", ("progress", "indicators"), made_from)
        progress = list(rows.get(target_tables.PROGRESS, ()))
        table = target_tables.table("progress")
        sheet = entry_sheet(book, table, progress)
        _lock(book, sheet, [column.id for column in table.columns if column.id in LOCKED], progress)
        indicators = list(rows.get(target_tables.INDICATORS, ()))
        listed = target_tables.table("indicators")
        _comparison(book, listed, indicators)
        _dictionary(book)
        told = {"region": _said(facts, "region"), "year": period, "budget": plan, "revision": str(revision)}
        targets_page.sign(book.file, targets_page.PROGRESS, told)


class _Writing:
    """The file while it is written; what keeps it from being written is a finding."""

    def __init__(self, path: Path | str, title: str, lang: str, warning: str):
        import xlsxwriter

        self.path = path
        file = xlsxwriter.Workbook(str(path), budget_page.OPTIONS)
        self.book = budget_page.EntryBook(file, styles(file), lang, budget_page.entry_formats(file), warning)
        shown = targets_page.word(f"title.{title}", lang)
        file.set_properties({"title": shown, "author": "ghginv", "created": budget_page.CREATED})

    def __enter__(self) -> budget_page.EntryBook:
        return self.book

    def __exit__(self, kind: object, *_: object) -> None:
        from xlsxwriter.exceptions import FileCreateError

        if kind is not None:
            return
        try:
            self.book.file.close()
        except FileCreateError as refusal:
            why = {"why": str(refusal)}
            raise InputError(Finding("results-not-written", found=str(self.path), details=why)) from refusal


def _said(facts: Mapping[str, Row], name: str) -> str:
    return str(facts.get(name, {}).get("value") or "")


def _fact_rows(facts: Mapping[str, Row]) -> list[Row]:
    """A line for each fact, filled in or not."""
    choices = target_tables.table("facts").columns[0].choices
    return [{"fact": each.id, "value": facts.get(each.id, {}).get("value"), "note": facts.get(each.id, {}).get("note")}
            for each in choices]  # fmt: skip


def _guide(book: budget_page.EntryBook, kind: str, tables: Sequence[str], about: str) -> None:
    """What the workbook is for, what to do, the sheets with what they ask for, what colours mean."""
    sheet = page(book, budget_page.GUIDE, "guide", list(_WIDTHS), "#7F7F7F")
    rows = count(1)

    def across(text: str, form: Any) -> None:
        row = next(rows)
        sheet.merge_range(row, 0, row, 1, "", form)
        sheet.write_string(row, 0, text, form)
        sheet.set_row(row, height(text, sum(_WIDTHS)))

    across(targets_page.word(f"title.{kind}", book.lang), book.styles.label)
    if about:
        across(about, book.styles.guide)
    if book.warning:
        across(book.warning, book.file.add_format({"font_color": "#C00000", "text_wrap": True, "valign": "vcenter"}))
    for text in (*targets_page.known(f"guide.{kind}", book.lang), *targets_page.known("guide.all", book.lang)):
        across(text, book.styles.text)
    next(rows)
    across(targets_page.word("guide.sheets", book.lang), book.styles.label)
    for table in map(target_tables.table, tables):
        row, help_ = next(rows), book.say(table.help_zh, table.help_en)
        title = book.say(table.zh, f"{table.zh}  {table.en}")
        sheet.write_url(row, 0, f"internal:'{table.zh}'!A1", book.styles.link, title)
        sheet.write_string(row, 1, help_, book.styles.guide)
        sheet.set_row(row, height(help_, _WIDTHS[1]))
    next(rows)
    sheet.write_string(next(rows), 0, targets_page.word("guide.entry", book.lang), book.entries["text"])
    if kind == "progress":
        sheet.write_string(next(rows), 0, targets_page.word("guide.locked", book.lang), book.styles.line)
    layout = plan_tables.targets()
    sheet.write_string(next(rows), 0, f"ghginv {layout.id} v{layout.version}", book.styles.guide)
    budget_page.print_warning(sheet, book.warning)


def _lock(book: budget_page.EntryBook, sheet: Worksheet, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Rows that are known keep what says which indicator they are about."""
    grey = book.file.add_format({
        "font_name": "微软雅黑", "font_size": 10, "valign": "vcenter", "text_wrap": True, "indent": 1,
        "bg_color": "#EDEDED", "border": 1, "border_color": "#BFBFBF", "num_format": "@",
    })  # fmt: skip
    for at, column in enumerate(target_tables.table("progress").columns):
        if column.id in columns:
            for number, row in enumerate(rows, start=HEADER_ROW):
                sheet.write_string(number, at, str(row.get(column.id) or ""), grey)


def _comparison(book: budget_page.EntryBook, table: plan_tables.Table, rows: Sequence[Row]) -> None:
    """The indicators of the plan, locked, as far as they help to fill in progress."""
    shown = [column for column in table.columns if any(row.get(column.id) not in (None, "", 0) for row in rows)]
    widths = [34.0 if column.id in ("name", "definition", "note") else 13.0 for column in shown]
    sheet = page(book, table.zh, table.en, widths, "#A5A5A5", 3)
    for at, column in enumerate(shown):
        sheet.write_string(HEADER_ROW - 1, at, budget_page.header(column, book.lang), book.styles.header)
    sheet.set_row(HEADER_ROW - 1, 34)
    for number, row in enumerate(rows, start=HEADER_ROW):
        high = 1
        for at, column in enumerate(shown):
            value = row.get(column.id)
            choice = column.choice(str(value or "")) if column.choices else None
            blank = value is None or (column.kind == "year" and not value)
            text = budget_lists.choice_word(choice, book.lang) if choice else "" if blank else str(value)
            sheet.write_string(number, at, text.removesuffix(".0"), book.styles.line)
            high = max(high, lines(text, widths[at] - 3))
        sheet.set_row(number, 16 * high)
    sheet.freeze_panes(HEADER_ROW, min(3, len(shown)))
    sheet.repeat_rows(HEADER_ROW - 1)


def _dictionary(book: budget_page.EntryBook) -> None:
    """The hidden sheet of lists, and the names under which drop-downs find them."""
    from xlsxwriter.utility import xl_col_to_name

    sheet = book.file.add_worksheet(budget_page.DICTIONARY)
    for at, (name, entries) in enumerate(_lists(book.lang)):
        sheet.write_string(0, at, name)
        for row, entry in enumerate(entries, start=1):
            sheet.write_string(row, at, entry)
        column = xl_col_to_name(at)
        book.file.define_name(name, f"='{budget_page.DICTIONARY}'!${column}$2:${column}${len(entries) + 1}")
    sheet.protect("", PROTECTION)
    sheet.hide()


def _lists(lang: str) -> Iterator[tuple[str, list[str]]]:
    for table in plan_tables.targets().tables:
        for column in table.columns:
            if column.choices:
                words = [budget_lists.choice_word(each, lang) for each in column.choices]
                yield f"list_{table.id}_{column.id}", words
        if table.column("unit"):
            yield f"units_{table.id}", list(_UNITS)
    yield "list_evidence", list(STATUSES)
