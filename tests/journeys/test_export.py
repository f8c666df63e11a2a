"""A run leaves in every layout, whole or not at all, and the wrong ending or guideline is told."""

import json

import pytest

from tests.journeys.command_line import Desk

HEADER = "year,sheet,category,item,technology,facility,vintage,quantity,unit,notation,uncertainty,source,terms\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("export"))
    desk.done("init", "w", "--region", "440400", "--name", "珠海市")
    for year in (2021, 2022):
        rows = desk.folder / f"{year}.csv"
        rows.write_text(HEADER + f"{year},化石燃料,1.2.1,bituminous,,,,{year},t,,,,\n", encoding="utf-8")
        desk.done("-w", "w", "template", "inventory", "--year", year, "--data", rows, "-o", f"{year}.xlsx")
        desk.done("-w", "w", "import", f"{year}.xlsx")
        desk.run = desk.done("-w", "w", "compile", "--year", year, "--format", "json").json()["run"]
    desk.gpc = desk.done("-w", "w", "compile", "--year", 2022, "--guideline", "gpc", "--format", "json").json()["run"]
    return desk


def exported(desk, layout, name, run=""):
    answer = desk.done(
        "-w", "w", "export", run or desk.run, "--layout", layout, "-o", f"out/{name}", "--format", "json"
    )
    return [desk.folder / row["file"] for row in answer.json()]


@pytest.mark.parametrize(
    ("layout", "name"),
    [("crt", "c.csv"), ("crt", "c.xlsx"), ("crt", "c.json"), ("iamc", "i.csv"), ("iamc", "i.xlsx"), ("csv", "tables"),
     ("json", "all.json"), ("parquet", "pq"), ("primap2", "p.csv"), ("guideline", "g.xlsx")],
)  # fmt: skip
def test_every_layout_is_written(desk, layout, name):
    files = exported(desk, layout, name)
    assert files
    assert sum(path.stat().st_size for path in files) > 200
    assert [path.name for path in (desk.folder / "out").iterdir() if path.name.startswith(".export")] == []


def test_all_years_are_in_the_series_layouts(desk):
    (data, meta) = exported(desk, "primap2", "years.csv")
    assert data.read_text("utf-8").splitlines()[0].endswith("unit,2021,2022")
    assert "data_file: years.csv" in meta.read_text("utf-8")


def test_the_gpc_layout_is_for_gpc_runs(desk):
    assert exported(desk, "gpc", "gpc.xlsx", desk.gpc)
    refused = desk.call("-w", "w", "export", desk.run, "--layout", "gpc", "-o", "no.xlsx")
    assert refused.code == 2
    assert "--guideline gpc" in refused.err
    assert not (desk.folder / "no.xlsx").exists()


def test_an_ending_that_does_not_fit_is_told(desk):
    refused = desk.call("-w", "w", "export", desk.run, "--layout", "crt", "-o", "x.docx")
    assert refused.code == 2
    assert ".csv | .xlsx | .json" in refused.err


def test_the_json_document_holds_the_run(desk):
    (path,) = exported(desk, "json", "whole.json")
    document = json.loads(path.read_text("utf-8"))
    assert document["about"]["run"] == desk.run
    assert {"emissions", "activity", "parameters", "totals"} <= set(document["tables"])
