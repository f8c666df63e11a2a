"""A template as its sender fills it in: built, opened with openpyxl, filled, saved, read and judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ghginv.findings import Finding
from ghginv.workbooks import build, judge, read
from tests.workbooks import enterprise_files

HEADER_ROW = 3
COAL = {"排放源类别": "1.2.1 钢铁", "燃料品种": "烟煤", "消费量": 1200, "计量单位": "吨"}


class Sender:
    """Somebody who fills in a template."""

    def __init__(self, template: Path, folder: Path):
        self.book = openpyxl.load_workbook(template)
        self.path = folder / "填报.xlsx"

    def column(self, sheet: str, header: str) -> int:
        """The number of the column under a header."""
        row = self.book[sheet][HEADER_ROW]
        names = [str(cell.value).split("\n")[0].rstrip("*") for cell in row if cell.value]
        return names.index(header) + 1

    def put(self, sheet: str, values: Mapping[str, Any], row: int = HEADER_ROW + 1) -> None:
        """Type values under their headers."""
        for header, value in values.items():
            self.book[sheet].cell(row, self.column(sheet, header)).value = value

    def coal(self, row: int = HEADER_ROW + 1, **changed: Any) -> None:
        """A row of bituminous coal for iron and steel, with some cells changed."""
        self.put("化石燃料", COAL | changed, row)

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path

    def judge(self, region: str = "", year: int | None = None, today_year: int = 2026) -> judge.Judgement:
        """What becomes of the workbook; every finding can be said in both languages."""
        workbook = read.read_workbook(self.save())
        judgement = judge.judge(workbook, judge.Context(today_year=today_year, region=region, year=year))
        for finding in judgement.findings:
            assert "{" not in finding.message("zh") + finding.message("en")
        return judgement

    def findings(self, **context: Any) -> list[Finding]:
        return self.judge(**context).findings

    def found(self, **context: Any) -> list[tuple[str, str, str]]:
        """The findings as code, sheet and cell."""
        return [(finding.code, finding.sheet, finding.cell) for finding in self.findings(**context)]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "inventory.xlsx"
    build.build_inventory_template(path, "440400", 2023)
    return path


@pytest.fixture
def sender(template: Path, tmp_path: Path) -> Sender:
    return Sender(template, tmp_path)


@pytest.fixture(scope="session")
def new_sender(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Sender]:
    """Fresh senders, for a test that fills in many workbooks."""
    folder = tmp_path_factory.mktemp("senders")
    return lambda: Sender(template, folder)


@pytest.fixture
def verdict(tmp_path: Path) -> enterprise_files.Verdict:
    """A small workbook of an enterprise, to be changed and judged."""
    return enterprise_files.Verdict(tmp_path)
