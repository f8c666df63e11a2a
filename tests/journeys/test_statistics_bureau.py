"""The statistics bureau: from the published balance table to an inventory whose every figure can be traced."""

import csv
import io
from dataclasses import replace

import pytest

from ghginv import folders
from tests.journeys.command_line import Desk
from tests.workbooks.balance_files import INPUT, guangdong, write

EXPECTED = folders.file("inventories", "guangdong-2007/expected_co2_by_sector_fuel.csv")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A desk with a workspace of Guangdong and the balance of 2007 in it."""
    desk = Desk(tmp_path_factory.mktemp("bureau"))
    desk.done("init", "w", "--region", "440000", "--name", "广东省")
    desk.first = desk.done("-w", "w", "import", INPUT, "--format", "json").json()[0]
    return desk


@pytest.fixture(scope="module")
def runs(desk):
    ids = ("ceads", "pg2011", "ipcc2006", "gpc")
    return {
        guideline: desk.done("-w", "w", "compile", "--year", 2007, "--guideline", guideline, "--format", "json").json()
        for guideline in ids
    }


def published():
    with EXPECTED.open(encoding="utf-8-sig", newline="") as stream:
        return {(row["sector"], row["fuel"]): float(row["co2_t"]) for row in csv.DictReader(stream)}


def test_the_published_cells_are_met(desk, runs):
    text = desk.done("-w", "w", "table", runs["ceads"]["run"], "sector-fuel", "--format", "csv").out
    table = list(csv.DictReader(io.StringIO(text)))
    assert list(table[0]) == ["sector", "fuel", "co2_t"]
    ours = {(row["sector"], row["fuel"]): float(row["co2_t"]) for row in table}
    assert len(published()) == 36
    for cell, tonnes in published().items():
        assert ours[cell] == pytest.approx(tonnes, rel=1e-9), cell


@pytest.mark.parametrize("guideline", ["ceads", "pg2011", "ipcc2006", "gpc"])
def test_one_data_set_compiles_under_each_guideline(desk, runs, guideline):
    run = runs[guideline]
    told = {"run", "region", "year", "guideline", "gwp", "totals", "sectors", "memo_items", "total_co2e_t"}
    assert set(run) == told | {"total_without_land_co2e_t", "before_removals_co2e_t", "removals_co2e_t"}
    assert run["total_co2e_t"] == pytest.approx(sum(row["co2e_t"] for row in run["totals"]), rel=1e-12)
    assert run["total_co2e_t"] == pytest.approx(sum(row["co2e_t"] for row in run["sectors"]), rel=1e-12)
    co2 = next(row for row in run["totals"] if row["gas"] == "CO2")
    assert co2["mass_t"] == co2["co2e_t"] > 7e7
    for name in [row["table"] for row in desk.done("-w", "w", "table", run["run"], "--format", "json").json()]:
        assert desk.done("-w", "w", "table", run["run"], name, "--format", "json").json(), name


def test_the_same_file_twice_is_recognised(desk):
    again = desk.done("-w", "w", "import", INPUT, "--format", "json").json()[0]
    assert again["already"] is True
    assert desk.first["already"] is False
    assert again["submission"] == desk.first["submission"]
    assert len(desk.done("-w", "w", "submissions", "--format", "json").json()) == 1


def test_the_same_inputs_give_the_same_run_and_the_same_bytes(desk, runs, tmp_path):
    other = Desk(tmp_path)
    other.done("init", "elsewhere", "--region", "广东", "--name", "广东省")
    other.done("-w", "elsewhere", "import", INPUT)
    run = other.done("-w", "elsewhere", "compile", "--year", 2007, "--format", "json").json()
    assert run == runs["pg2011"]
    for table in ("emissions", "parameters", "energy", "sector-fuel"):
        call = ("table", run["run"], table, "--format", "csv")
        assert other.done("-w", "elsewhere", *call).out == desk.done("-w", "w", *call).out
    desk.done("-w", "w", "compile", "--year", 2007)
    assert [row["run"] for row in desk.done("-w", "w", "runs", "--format", "json").json()].count(run["run"]) == 1


def test_a_figure_is_traced_to_citation_and_cell(desk, runs):
    call = ("trace", runs["pg2011"]["run"], "--category", "1.1.1.E", "--gas", "CO2", "--item", "原煤")
    evidence = desk.done("-w", "w", *call, "--format", "json").json()
    (row,) = evidence["rows"]
    assert (row["activity"]["sheet"], row["activity"]["cell"]) == ("Sheet1", "D22")
    assert row["activity"]["reported_value"] == "-8214.78"
    assert row["activity"]["submission"] == desk.first["submission"]
    assert all(parameter["source"] and parameter["reason"] for parameter in row["parameters"])
    assert evidence["mass_t"] == pytest.approx(82147800 * 20.908 / 1000 * 26.1 * 0.93 * 44 / 12, rel=1e-12)
    text = desk.done("-w", "w", *call).out
    assert "Sheet1!D22" in text
    assert "82147800 × 20.908" in text
    assert desk.done("-w", "w", *call, "--lang", "en", "--format", "csv").out.count("\n") == 1 + len(row["parameters"])


def test_totals_equal_the_sum_of_rows(desk, runs):
    rows = list(
        csv.DictReader(
            io.StringIO(desk.done("-w", "w", "table", runs["pg2011"]["run"], "emissions", "--format", "csv").out)
        )
    )
    columns = (
        "run region year guideline category item gas mass_t co2e_t scope memo formula activity_id parameter_ids"
    ).split()
    assert list(rows[0])[: len(columns)] == columns
    for total in runs["pg2011"]["totals"]:
        grams = sum(round(float(row["mass_t"]) * 1e6) for row in rows if row["gas"] == total["gas"] and not row["memo"])
        assert grams == round(total["mass_t"] * 1e6)


def test_two_runs_are_compared_with_reasons(desk, runs):
    rows = desk.done("-w", "w", "compare", runs["ceads"]["run"], runs["pg2011"]["run"], "--format", "json").json()
    whys = {row["source_category"] + row["item"]: row["why"] for row in rows if row["gas"] == "CO2" and not row["memo"]}
    assert whys["1.1.1.Eraw_coal"].startswith("边界")
    assert "平均低位发热量" in whys["1.4.Wgasoline"]


def test_a_run_is_exported(desk, runs):
    import pandas as pd

    desk.done("-w", "w", "export", runs["pg2011"]["run"], "-o", "out/清单.xlsx")
    assert (desk.folder / "out/清单.xlsx").read_bytes().startswith(b"PK")
    desk.done("-w", "w", "export", runs["pg2011"]["run"], "-o", "out/parquet", "--layout", "parquet")
    frame = pd.read_parquet(desk.folder / "out/parquet/emissions.parquet")
    assert len(frame) == len(
        desk.done("-w", "w", "table", runs["pg2011"]["run"], "emissions", "--format", "json").json()
    )
    assert sorted(path.name for path in (desk.folder / "out").iterdir()) == ["parquet", "清单.xlsx"]


def test_nothing_is_written_outside_the_workspace_and_the_named_files(desk, runs):
    assert not list(desk.home.iterdir())
    assert {path.name for path in desk.folder.iterdir()} <= {"w", "home", "out"}
    assert {path.suffix for path in (desk.folder / "w").iterdir()} <= {".toml", ".db", ".db-wal", ".db-shm", ".lock"}


@pytest.mark.parametrize("suffix", [".xls", ".xlsx"])
def test_another_province_needs_nothing_but_the_commands(tmp_path, suffix):
    """The figures of the example under another title and in both formats."""
    desk = Desk(tmp_path)
    sheet = replace(guangdong(), title="6-10  上海能源平衡表(实物量)-2007", subtitle="").sheet()
    path = write(tmp_path / f"上海{suffix}", sheet)
    desk.done("init", "w", "--region", "310000", "--name", "上海市")
    desk.done("-w", "w", "import", path)
    run = desk.done("-w", "w", "compile", "--year", 2007, "--guideline", "ceads", "--format", "json").json()
    table = desk.done("-w", "w", "table", run["run"], "sector-fuel", "--format", "json").json()
    ours = {(row["sector"], row["fuel"]): row["co2_t"] for row in table}
    assert run["region"] == "310000"
    assert all(ours[cell] == pytest.approx(tonnes, rel=1e-9) for cell, tonnes in published().items())


def test_python_sees_the_same(desk, runs):
    import ghginv

    workspace = ghginv.open(desk.folder / "w")
    imported = workspace.import_workbook(INPUT)
    assert imported.already
    run = workspace.compile(2007, guideline="pg2011")
    assert run.id == runs["pg2011"]["run"]
    assert run.totals(by=["gas"]).to_dict("records") == runs["pg2011"]["totals"]
    assert len(run.emissions()) == len(run.table("emissions"))
    assert run.trace(category="1.4.W", gas="CO2", item="diesel").rows[0]["activity"]["cell"] == "O37"
