"""The worked example: its workbook holds the published figures and no others, its folder all that it needs."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest

from ghginv.domain import categories, items, regions
from ghginv.workbooks import energy_balance
from ghginv.workbooks.judgement import Context
from ghginv.workbooks.read import read_workbook
from tests.workbooks import balance_files
from tests.workbooks.balance_files import EXAMPLE, INPUT

CASE = tomllib.loads((EXAMPLE / "inventory.toml").read_text("utf-8"))


def contents(path: Path) -> dict[tuple[int, int], object]:
    workbook = read_workbook(path)
    assert len(workbook.sheets) == 1
    return {place: cell.value for place, cell in workbook.sheets[0].cells.items()}


def test_the_workbook_equals_the_figures() -> None:
    grid = contents(INPUT)
    labels = {row: str(value).strip() for (row, column), value in grid.items() if column == 1}
    headers = {column: value for (row, column), value in grid.items() if row == 4}
    numbers = {
        (labels[row], headers[column]): value for (row, column), value in grid.items() if isinstance(value, float)
    }
    assert len(numbers) == 341
    # The writer of the workbook keeps 16 digits.
    assert numbers == pytest.approx(balance_files.figures(), rel=1e-15)


def test_the_workbook_is_set_out_from_the_figures(tmp_path: Path) -> None:
    made = balance_files.write(tmp_path / "made.xlsx", balance_files.guangdong().sheet())
    assert contents(made) == contents(INPUT)


def test_the_units_are_those_of_the_figures() -> None:
    grid = contents(INPUT)
    units = {grid[4, column]: str(value).strip("()") for (row, column), value in grid.items() if row == 5}
    with (EXAMPLE / "energy_balance.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["column"]: row["unit"] for row in csv.DictReader(stream)} == units


def test_the_settings_name_what_is_there() -> None:
    assert regions.load()[CASE["region"]].zh == CASE["name"]
    assert all((EXAMPLE / name).is_file() for name in CASE["inputs"])
    judgement = energy_balance.judge(read_workbook(INPUT), Context(2026, CASE["region"], CASE["year"]))
    assert (judgement.accepted, judgement.region, judgement.year) == (True, "440000", 2007)


def test_the_published_emissions_belong_to_sectors_and_items() -> None:
    with (EXAMPLE / "expected_co2_by_sector_fuel.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len({(row["sector"], row["fuel"]) for row in rows}) == len(rows) == 36
    assert {row["sector"] for row in rows} <= {category.sector for category in categories.tree().values()}
    assert {row["fuel"] for row in rows} <= {item.zh for item in items.load().values()}
    assert sum(float(row["co2_t"]) for row in rows) == pytest.approx(77962591.41, abs=0.01)
