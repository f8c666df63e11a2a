"""Made-up enterprises: the same from the same seed, with numbers that hold together and faults that are found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ghginv.domain import credit_codes, items, regions, units
from ghginv.enterprise import synthetic
from ghginv.findings import catalogue
from ghginv.workbooks import judge, read
from ghginv.workspace import synthetic as workbooks

MONTHS = [f"month_{month}" for month in range(1, 13)]
CONTEXT = judge.Context(today_year=2026)


def made(number: int = 24, seed: int = 1, year: int = 2024) -> list[synthetic.Made]:
    return list(synthetic.enterprises(number, seed, year, "440300"))


def total(row: synthetic.Row) -> float:
    if "quantity" in row:
        return float(row["quantity"])
    return sum(float(row[month]) for month in MONTHS)


def rows(enterprise: synthetic.Made) -> list[synthetic.Row]:
    """The rows that hold quantities."""
    return [row for found in enterprise.rows.values() for row in found if "unit" in row and "parameter" not in row]


def test_twelve_industries_come_once_before_any_comes_twice() -> None:
    assert len(synthetic.industries()) == 12
    assert {each.template for each in made(12)} == {each.id for each in synthetic.industries()}
    assert len({each.name for each in made(500)}) == 500


def test_who_they_are_says_that_they_are_made_up() -> None:
    for each in made():
        assert credit_codes.valid(each.credit_code)
        assert "FAKE" in each.credit_code
        assert each.name.startswith("虚构")
        assert regions.find_code(each.region).valid(2024)


def test_the_same_seed_gives_the_same_and_another_one_not() -> None:
    assert made() == made()
    assert made(5) == made(24)[:5]
    assert made(5, seed=2) != made(5)
    assert made(5, year=2023) != made(5)


@pytest.mark.parametrize("enterprise", made(36), ids=lambda each: each.name)
def test_numbers_hold_together(enterprise: synthetic.Made) -> None:
    output = {}
    for row in rows(enterprise):
        assert units.dimension(str(row["unit"])) == units.dimension(items.find_code(str(row["item"])).unit)
        assert total(row) > 0
        assert all(float(row[month]) >= 0 for month in MONTHS if month in row)
        if "purchased" in row:
            stocks = float(row["opening_stock"]) - float(row["closing_stock"])
            assert float(row["purchased"]) + stocks == pytest.approx(total(row), abs=1e-6)
        assert float(row.get("green_electricity", 0)) <= total(row)
        output[row["item"]] = total(row)
    assert 0 < output["value_added"] < output["gross_output_value"]
    for row in enterprise.rows["measured"]:
        described = next(each for each in industry(enterprise).measured if each["parameter"] == row["parameter"])
        assert all(described["range"][0] <= float(row[month]) <= described["range"][1] for month in MONTHS)


def industry(enterprise: synthetic.Made) -> synthetic.Industry:
    return next(each for each in synthetic.industries() if each.id == enterprise.template)


def test_a_year_follows_from_the_one_before() -> None:
    for before, after in zip(made(24, year=2023), made(24, year=2024), strict=True):
        assert before.credit_code == after.credit_code
        key = ("facility", "category", "item", "unit")
        old = {tuple(row.get(name) for name in key): total(row) for row in rows(before)}
        new = {tuple(row.get(name) for name in key): total(row) for row in rows(after)}
        assert old.keys() == new.keys()
        assert all(0.75 < new[each] / old[each] < 1.35 for each in new)


def test_kinds_of_faults_are_known_to_the_catalogue() -> None:
    from ghginv import folders

    listed = [row for _, row in folders.rows(folders.file("templates", "synthetic/faults.csv"))]
    assert len(listed) > 20
    assert {row["code"] for row in listed} <= set(catalogue())


def found(path: Path) -> set[tuple[str, str, str]]:
    judgement = judge.judge(read.read_workbook(path), CONTEXT)
    return {(each.code, each.sheet, each.cell) for each in judgement.findings}


def test_without_faults_the_judge_has_nothing_to_say(tmp_path: Path) -> None:
    paths = list(workbooks.write(tmp_path, workbooks.Order(count=12)))
    assert {path.name: found(path) for path in paths} == {path.name: set() for path in paths}
    assert json.loads((tmp_path / "faults.json").read_text("utf-8")) == []


def test_the_judge_finds_the_faults_that_were_put_in_and_no_others(tmp_path: Path) -> None:
    paths = list(workbooks.write(tmp_path, workbooks.Order(count=24, seed=4, faults=1)))
    faults = json.loads((tmp_path / "faults.json").read_text("utf-8"))
    known = {path.name: set() for path in paths}
    for fault in faults:
        known[fault["file"]].add((fault["code"], fault["sheet"], fault["cell"]))
    assert len({fault["fault"] for fault in faults}) > 12
    assert {path.name: found(path) for path in paths} == known


def test_the_same_order_gives_the_same_bytes(tmp_path: Path) -> None:
    order = workbooks.Order(count=3, seed=9, faults=0.5, years=2)
    first, second = (list(workbooks.write(tmp_path / name, order)) for name in ("a", "b"))
    assert [path.relative_to(tmp_path / "a") for path in first] == [path.relative_to(tmp_path / "b") for path in second]
    assert {path.parent.name for path in first} == {"2023", "2024"}
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
    for name in ("faults.json", "register.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
