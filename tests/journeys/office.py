"""A budget office: several people at one desk, one workspace, the worked example."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl

from ghginv import folders
from tests.journeys.command_line import Desk

EXAMPLE = folders.file("budgets", "shenzhen-demo/budget.toml").parent
YEARS = (2026, 2027, 2028, 2029, 2030)
BLEND = ("--regions", "per-gdp=0.5", "--regions", "grandfather=0.5", "--industries", "grandfather")


class Office(Desk):
    """A desk at which several people work with one workspace."""

    def as_(self, name: str, *arguments: object, code: int = 0):
        """Call ``ghginv budget`` as somebody and expect an exit code."""
        answer = self.call("-w", "w", "budget", *arguments, actor=name)
        assert answer.code == code, answer.err + answer.out
        return answer

    def rows(self, *arguments: object) -> list[dict]:
        return self.as_("li", *arguments, "--format", "json").json()


def fill_in(path: Path, factor: float, wrong: Sequence[object] = ()) -> list[str]:
    """Type requests into the workbook of a district: the control figure times a factor, with a reason.

    What is ``wrong`` is typed into the first cells instead; their addresses.
    """
    left, places = list(wrong), []
    book = openpyxl.load_workbook(path)
    sheet = book[book.sheetnames[0]]
    headers: dict[str, int] = {}
    for row in sheet.iter_rows():
        texts = {str(cell.value).split("\n")[0].rstrip("*"): cell.column for cell in row if cell.value is not None}
        if "控制数" in texts or any(text.startswith("控制数") for text in texts):
            headers = {text.split("（")[0].strip(): column for text, column in texts.items()}
            continue
        if headers and isinstance(sheet.cell(row[0].row, headers["年份"]).value, int | float):
            control = sheet.cell(row[0].row, headers["控制数"]).value
            if isinstance(control, int | float):
                cell = sheet.cell(row[0].row, headers["申请量"])
                places += [cell.coordinate] if left else []
                cell.value = left.pop(0) if left else round(control * factor, 3)
                sheet.cell(row[0].row, headers["理由"]).value = "按项目测算（虚构）"
    book.save(path)
    return places
