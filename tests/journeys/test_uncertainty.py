"""The statistics bureau asks how certain its inventory is and what matters most, on the real command line."""

from __future__ import annotations

import csv
import io

import pytest

from tests.inventories import BALANCE
from tests.journeys.command_line import Desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A workspace with the energy balance of Guangdong 2007."""
    desk = Desk(tmp_path_factory.mktemp("uncertainty"))
    desk.done("init", "work", "--region", "440000", "--name", "广东省")
    desk.folder = desk.folder / "work"
    desk.done("import", BALANCE)
    return desk


@pytest.fixture(scope="module")
def run(desk: Desk) -> str:
    return str(desk.done("compile", "--year", 2007, "--guideline", "pg2011", "--format", "json").json()["run"])


def test_propagation(desk: Desk, run: str) -> None:
    answer = desk.done("uncertainty", run, "--format", "json")
    *rows, total = answer.json()
    assert total["category"] == "total"
    assert total["name"] == "合计"
    assert total["co2e_t"] == pytest.approx(sum(row["co2e_t"] for row in rows), abs=1e-3)
    assert sum(row["variance_share"] for row in rows) == pytest.approx(100)
    assert 0 < total["combined_uncertainty"] < 20
    assert all("缺省值[recalled]" in row["activity_from"] + row["factor_from"] for row in rows)
    assert "recalled" in answer.err
    totals = desk.done("compile", "--year", 2007, "--guideline", "pg2011", "--format", "json").json()["totals"]
    assert total["co2e_t"] == pytest.approx(sum(row["co2e_t"] for row in totals), abs=1e-3)


def test_monte_carlo(desk: Desk, run: str) -> None:
    call = ("uncertainty", run, "--method", "monte-carlo", "--seed", 42, "--format", "json")
    first, again = desk.done(*call), desk.done(*call)
    assert first.out == again.out
    total = first.json()[-1]
    assert (total["draws"], total["seed"]) == (10_000, 42)
    assert total["lower_t"] < total["co2e_t"] < total["upper_t"]
    steps = desk.done(*call, "--show", "convergence").json()
    assert steps[-1]["draws"] == 10_000
    assert steps[-1]["moved_percent"] < 1
    few = desk.done("uncertainty", run, "--method", "monte-carlo", "--draws", 100, "--lang", "en")
    assert "Total" in few.out


def test_each_input_names_its_source(desk: Desk, run: str) -> None:
    text = desk.done("uncertainty", run, "--show", "inputs", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["origin"] for row in rows} >= {"default", "none"}
    for row in rows:
        assert (row["origin"] == "none") == (row["source_id"] == "")
        assert (row["origin"] == "none") == (float(row["plus_percent"]) + float(row["minus_percent"]) == 0)


@pytest.mark.parametrize("approach", [1, 2])
def test_key_categories(desk: Desk, run: str, approach: int) -> None:
    rows = desk.done("key-categories", run, "--approach", approach, "--format", "json").json()
    cumulative = [row["level_cumulative"] for row in rows]
    assert cumulative == sorted(cumulative)
    assert cumulative[-1] == pytest.approx(100)
    keys = [row for row in rows if row["key"]]
    assert keys[-1]["level_cumulative"] >= {1: 95, 2: 90}[approach] - 1e-9
    assert all(row["why"].startswith("水平") for row in keys)
    assert {row["category"] for row in keys} >= {"1.1.1.E", "1.2.U"}
    assert "level" in desk.done("key-categories", run, "--lang", "en", "--approach", approach).out


def test_wrong_calls(desk: Desk, run: str) -> None:
    for call in (
        ("uncertainty", "nosuch"),
        ("uncertainty", run, "--method", "guess"),
        ("uncertainty", run, "--method", "monte-carlo", "--draws", 3),
        ("uncertainty", run, "--base", run),
        ("uncertainty", run, "--seed", -1),
        ("key-categories", run, "--approach", 3),
        ("key-categories", run, "--threshold", 50),
        ("key-categories", run, "--base", run),
    ):
        answer = desk.call(*call)
        assert answer.code == 2, call
        assert answer.err
