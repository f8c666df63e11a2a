"""An office that keeps the target register: the published Shenzhen plan, made-up units and made-up progress."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

from ghginv import folders
from tests.journeys.command_line import Desk

MADE_UP = folders.file("budgets", "plan-targets/made-up/progress.csv").parent
MONTHS = tuple(f"2025-{month:02d}" for month in range(1, 7))
WARNING = "进度和分工为编造，不得引用 made up, do not quote"


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of one of the made-up tables."""
    return [row for _, row in folders.rows(MADE_UP / f"{name}.csv")]


class Register(Desk):
    """A desk with one workspace, ``w``."""

    def begin(self) -> None:
        """The workspace, and the plan registered with made-up units and a warning on each page."""
        self.done("init", "w", "--region", "440300", "--name", "深圳市")
        self.done("-w", "w", "template", "targets", "-o", "方案.xlsx", "--data", "shenzhen")
        units = {row["indicator"]: row for row in rows_of("units")}
        with Typing(self.folder / "方案.xlsx") as book:
            for row in book.rows("指标"):
                book.type("指标", row, "牵头单位", units[book.said("指标", row, "指标代码")]["lead"])
                book.type("指标", row, "配合单位", units[book.said("指标", row, "指标代码")]["support"] or None)
            book.type("方案", book.find("方案", "项目", "说明（印在每页）"), "内容", WARNING)
        self.done("-w", "w", "import", "方案.xlsx")

    def sheet(self, month: str, file: str = "") -> Path:
        """The workbook of progress for a month."""
        file = file or f"进度{month}.xlsx"
        when = ("--year", month[:4], "--month", month[5:])
        self.done("-w", "w", "template", "targets", "-o", file, "--plan", "SZ", *when)
        return self.folder / file

    def report(self) -> None:
        """Fill in the made-up progress of all months, a workbook a month, and import them at once."""
        blank = self.sheet(MONTHS[0], "空表.xlsx")
        (self.folder / "months").mkdir()
        for month in MONTHS:
            path = self.folder / "months" / f"进度{month}.xlsx"
            shutil.copy(blank, path)
            fill(path, [row for row in rows_of("progress") if row["period"] == month])
        self.done("-w", "w", "import", "months")

    def rows(self, *arguments: object) -> list[dict[str, Any]]:
        """The rows that ``ghginv targets`` prints."""
        return self.done("-w", "w", "targets", *arguments, "--format", "json").json()


class Typing:
    """A workbook while somebody types into it, columns by their header."""

    def __init__(self, path: Path):
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.known: dict[str, dict[str, int]] = {}

    def __enter__(self) -> Typing:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.book.save(self.path)

    def columns(self, sheet: str) -> dict[str, int]:
        if sheet not in self.known:
            cells = next(self.book[sheet].iter_rows(min_row=3, max_row=3))
            said = {str(cell.value).split("\n")[0].rstrip("*"): cell.column for cell in cells if cell.value}
            self.known[sheet] = said
        return self.known[sheet]

    def said(self, sheet: str, row: int, header: str) -> Any:
        return self.book[sheet].cell(row, self.columns(sheet)[header]).value

    def type(self, sheet: str, row: int, header: str, value: Any) -> str:
        """Type into a cell; its address."""
        cell = self.book[sheet].cell(row, self.columns(sheet)[header])
        cell.value = value
        return cell.coordinate

    def rows(self, sheet: str) -> list[int]:
        """The rows below the header in whose first column something stands."""
        return [row for row in range(4, self.book[sheet].max_row + 1) if self.book[sheet].cell(row, 1).value]

    def find(self, sheet: str, header: str, text: str) -> int:
        """The row in which a text stands in a column."""
        return next(row for row in self.rows(sheet) if self.said(sheet, row, header) == text)


STATUS = {"metered": "计量", "reported": "上报", "estimated": "估算"}


def fill(path: Path, reports: list[Mapping[str, Any]]) -> dict[str, str]:
    """Type reports into a workbook of progress; the cells of their values by indicator."""
    cells = {}
    with Typing(path) as book:
        for report in reports:
            row = book.find("进度", "指标代码", report["indicator"])
            cells[report["indicator"]] = book.type("进度", row, "数值", number(report["amount"]))
            book.type("进度", row, "期间", report["period"])
            book.type("进度", row, "数据状态", STATUS[report["status"]])
            book.type("进度", row, "口径", "当月" if report["basis"] == "month" else "累计或当前水平")
            book.type("进度", row, "佐证材料", report["proof"])
    return cells


def number(text: Any) -> Any:
    return float(text) if isinstance(text, str) else text
