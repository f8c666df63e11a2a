"""Workbooks of the target register to fill in: 实施方案目标登记表 of a plan, 进度表 of a month.

What is known already is filled in; text never becomes a formula, whatever it begins with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.domain import plan_tables, target_tables
from ghginv.domain.policy import STATUSES
from ghginv.workbooks import budget_guide, budget_lists, budget_page, targets_page, writing
from ghginv.workbooks.budget_template import HEADER_ROW, entry_sheet, fact_rows
from ghginv.workbooks.build_page import lines, page

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

LOCKED = ("indicator", "name", "unit", "lead", "aim", "last")  # of the sheet of progress, in rows that are known
_UNITS = ("%", "1", "万千瓦", "万吨", "万吨标准煤", "亿元", "个", "家", "座", "公里", "公顷", "万平方米", "万辆", "辆")
Row = Mapping[str, Any]


def build_register(path: Path | str, rows: Mapping[str, Sequence[Row]], lang: str = "zh", *, plan: str = "",
                   revision: int = 0) -> None:  # fmt: skip
    """Write the workbook that registers a plan to ``path``; ``rows`` by table and column id.

    InputError: a file that cannot be written, a text too long for a cell.
    """
    facts = _facts(rows)
    told = _told(facts)
    with writing.opened(path) as file:
        book = _book(file, "register", lang, told["warning"])
        _guide(book, "register", (target_tables.FACTS, target_tables.INDICATORS), told["name"])
        entry_sheet(book, target_tables.table(target_tables.FACTS), facts)
        indicators = list(rows.get(target_tables.INDICATORS, ()))
        entry_sheet(book, target_tables.table(target_tables.INDICATORS), indicators)
        budget_lists.write(book, _lists(lang))
        signed = {"region": told["region"], "budget": plan, "revision": str(revision or "")}
        budget_page.sign(file, targets_page.REGISTER, signed, plan_tables.targets())


def build_progress(
    path: Path | str, rows: Mapping[str, Sequence[Row]], lang: str = "zh", *, plan: str, revision: int, period: str
) -> None:
    """Write the workbook in which progress of a plan is reported for a month (``2025-06``).

    ``rows`` of the sheet of progress come filled in as far as they are known, those of the plan for comparison. It is
    signed with the plan's code as budget, its version as revision, the month as year.
    """
    told = _told(_facts(rows))
    with writing.opened(path) as file:
        book = _book(file, "progress", lang, told["warning"])
        about = {"plan": plan, "name": told["name"], "revision": revision, "period": period}
        made_from = targets_page.word("guide.made-from", lang, **about)
        _guide(book, "progress", (target_tables.PROGRESS, target_tables.INDICATORS), made_from)
        progress = list(rows.get(target_tables.PROGRESS, ()))
        table = target_tables.table(target_tables.PROGRESS)
        sheet = entry_sheet(book, table, progress)
        _lock(book, sheet, [column.id for column in table.columns if column.id in LOCKED], progress)
        indicators = list(rows.get(target_tables.INDICATORS, ()))
        _comparison(book, target_tables.table(target_tables.INDICATORS), indicators)
        budget_lists.write(book, _lists(lang))
        signed = {"region": told["region"], "year": period, "budget": plan, "revision": str(revision)}
        budget_page.sign(file, targets_page.PROGRESS, signed, plan_tables.targets())


def _book(file: Workbook, title: str, lang: str, warning: str) -> budget_page.EntryBook:
    writing.titled(file, targets_page.word(f"title.{title}", lang))
    return budget_page.entry_book(file, lang, warning)


def _facts(rows: Mapping[str, Sequence[Row]]) -> list[Row]:
    return fact_rows(target_tables.table(target_tables.FACTS), {}, list(rows.get(target_tables.FACTS, ())))


def _told(facts: Sequence[Row]) -> dict[str, str]:
    return {str(row["fact"]): str(row["value"] or "") for row in facts}


def _guide(book: budget_page.EntryBook, kind: str, tables: Sequence[str], about: str) -> None:
    """What the workbook is for, what to do, the sheets with what they ask for, what colours mean."""
    lang = book.lang
    said = budget_guide.Guide(
        title=targets_page.word(f"title.{kind}", lang),
        about=about,
        texts=[*targets_page.known(f"guide.{kind}", lang), *targets_page.known("guide.all", lang)],
        word=lambda key: targets_page.word(key, lang),
        tables=list(map(target_tables.table, tables)),
        marks=("entry", "locked") if kind == "progress" else ("entry",),
    )
    budget_guide.write(book, plan_tables.targets(), said)


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


def _lists(lang: str) -> Iterator[tuple[str, list[str]]]:
    yield from budget_lists.of_choices(plan_tables.targets(), lang)
    for table in plan_tables.targets().tables:
        if table.column("unit"):
            yield f"units_{table.id}", list(_UNITS)
    yield "list_evidence", list(STATUSES)
