"""A plan's workbook as its sender has changed it: opened with openpyxl, changed, saved and read."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ghginv.domain.plan_tables import Written
from ghginv.workbooks import budget_reading, budget_template, read
from tests.workbooks import budget_files

Change = Callable[[openpyxl.Workbook], Any]
_KEPT = tempfile.TemporaryDirectory(prefix="plan")


@cache
def template() -> Path:
    """The workbook with few empty rows, since it is opened and saved for every case."""
    path = Path(_KEPT.name) / "预算编制.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(budget_template, "ROOM", 3)
        budget_template.build_plan(
            path, budget_files.FACTS, budget_files.ROWS, rules_layers=budget_files.LAYERS, budget="B1", revision=3
        )
    return path


@cache
def unchanged() -> budget_reading.Plan:
    """The workbook as it was sent out, read."""
    return budget_reading.read_plan(read.read_workbook(template()))


def changed(change: Change) -> budget_reading.Plan:
    """The workbook after a change, read; every finding can be said in both languages."""
    book = openpyxl.load_workbook(template())
    change(book)
    with tempfile.TemporaryDirectory() as folder:
        book.save(Path(folder) / "填报.xlsx")
        found = budget_reading.read_plan(read.read_workbook(Path(folder) / "填报.xlsx"))
    for finding in found.findings:
        assert finding.file == "填报.xlsx"
        assert "{" not in finding.message("zh") + finding.message("en")
    return found


def put(sheet: str, cell: str, value: Any) -> Change:
    return lambda book: book[sheet].__setitem__(cell, value)


def codes(found: budget_reading.Plan) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.sheet, finding.cell) for finding in found.findings]


def values(rows: list[Written]) -> list[dict[str, Any]]:
    return [dict(row.values) for row in rows]


def same_rows(found: budget_reading.Plan, wanted: budget_reading.Plan, *but: str) -> None:
    for table, rows in wanted.rows.items():
        if table not in but:
            assert values(found.rows[table]) == values(rows), table
