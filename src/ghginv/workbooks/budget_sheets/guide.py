"""The first sheet of a budget's result workbook: what it is about, remarks, its sheets, what colours and marks mean."""

from __future__ import annotations

from collections.abc import Sequence

from ghginv.workbooks.account_page import Field, Link
from ghginv.workbooks.budget_page import BudgetBook, BudgetSheet
from ghginv.workbooks.budget_sheets import frames
from ghginv.workbooks.budget_sheets.material import BudgetMaterial
from ghginv.workbooks.results_sheets.page import Live

_FACTS = (
    "name", "region", "base_year", "first_year", "last_year", "basis", "gwp", "price_base", "rules", "budget",
    "version", "state", "path", "gdp_version", "data_date", "prepared_by", "at",
)  # fmt: skip
_EVIDENCE = ("found", "value_found", "recalled", "derived", "doubtful", "own")


def guide(book: BudgetBook, material: BudgetMaterial, title: str, shown: Sequence[str]) -> None:
    """Write the sheet; ``shown`` are the other sheets in order."""
    sheet = BudgetSheet(book, "guide", title, [26.0, 40.0, 40.0])
    for remark in material.remarks:
        sheet.note(remark, "warning")
    sheet.heading(book.word("heading.facts"))
    keys = [key for key in _FACTS if str(material.facts.get(key) or "")]
    pair = [Field("key", ""), Field("value", "")]
    told = [{"key": book.word(f"fact.{key}"), "value": _said(book, key, material)} for key in keys]
    sheet.table(pair, told, titles=False)
    sheet.heading(book.word("heading.sheets"))
    rows: list[frames.Record] = []
    for key in shown:
        name = book.word(f"sheet.{key}")
        rows.append({"key": Link(f"'{name}'!A1", name)})
    first = sheet.row
    sheet.table([Field("key", "")], rows, titles=False)
    for at, key in enumerate(shown, start=first):
        sheet.sheet.merge_range(at, 1, at, 2, "", book.style("cell", "text"))
        sheet.sheet.write_string(at, 1, book.word(f"line.{key}"), book.style("cell", "text"))
    sheet.heading(book.word("heading.marks"))
    marks: list[frames.Record] = [{"key": Live(f'="{book.word("mark.live")}"', book.word("mark.live")),
                                   "value": book.word("mark.live-is")}]  # fmt: skip
    marks += [{"key": mark, "value": book.word(f"evidence.{mark}")} for mark in _EVIDENCE]
    sheet.table(pair, marks, titles=False)
    sheet.finish(landscape=False)


def _said(book: BudgetBook, key: str, material: BudgetMaterial) -> str:
    value = str(material.facts[key])
    if key == "region" and value in material.regions:
        return f"{value} {material.regions[value]}"
    return book.word(f"{key}.{value}") if key in ("basis", "state", "path") else value
