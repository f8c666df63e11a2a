"""The made-up district: four years of five sectors from filled templates to tables, named made up wherever it goes."""

import csv
import json

import openpyxl
import pytest

from ghginv import folders
from ghginv.domain.notation import NOTATION_KEYS
from tests.journeys.command_line import Desk

SECTORS = ["能源活动", "工业生产过程", "农业活动", "土地利用变化和林业", "废弃物处理"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("demo"))
    desk.said = desk.done("demo", "d", "--part", "district").out
    desk.district = desk.folder / "d" / "district"
    runs = desk.done("-w", desk.district, "runs", "--format", "json").json()
    desk.runs = {(row["year"], row["guideline"]): row["run"] for row in runs}
    return desk


def test_every_guideline_and_year_has_a_run(desk):
    assert {year for year, _ in desk.runs} == {2020, 2021, 2022, 2023}
    assert {guideline for year, guideline in desk.runs if year == 2023} == {
        "pg2011", "pg2011_plus", "ipcc2006", "gpc", "gd2020", "pg2025"
    }  # fmt: skip


def test_all_sectors_stand_in_the_series_and_add_up(desk):
    rows = desk.done("-w", desk.district, "series", "--format", "json").json()["rows"]
    assert [row["name"] for row in rows[:5]] == SECTORS
    for year in ("2020", "2021", "2022", "2023"):
        assert sum(row[year] for row in rows[:5]) == pytest.approx(rows[-1][year], abs=1e-5)
        assert rows[3][year] < 0
        assert rows[-1][year] == pytest.approx(rows[-2][year] + rows[3][year], abs=1e-5)


def test_every_notation_key_is_used():
    keys = set()
    for path in folders.files("inventories", "guangming-demo/activity/*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            keys |= {row["notation"] for row in csv.DictReader(stream)}
    assert keys - {""} == set(NOTATION_KEYS)


def test_it_is_called_made_up_on_what_leaves(desk):
    assert "虚构" in desk.said
    run = desk.runs[2023, "pg2011"]
    for layout, name in (("guideline", "g.xlsx"), ("json", "j.json")):
        desk.done("-w", desk.district, "export", run, "--layout", layout, "-o", name)
    book = openpyxl.load_workbook(desk.folder / "g.xlsx", read_only=True)
    first = book[book.sheetnames[0]]
    assert any("虚构" in str(cell) for row in first.iter_rows(values_only=True, max_row=20) for cell in row if cell)
    page = (desk.district / "光明示例区（虚构）-2023-报告.html").read_text(encoding="utf-8")
    assert page.count("虚构") > 3
    assert (desk.district / "光明示例区（虚构）-2023-报告.docx").stat().st_size > 50_000
    for year in (2020, 2023):
        filled = openpyxl.load_workbook(desk.district / f"光明示例区（虚构）-{year}.xlsx", read_only=True)
        assert "虚构" in str(filled["基本信息"]["B4"].value)


@pytest.mark.parametrize("guideline", ["pg2011", "ipcc2006", "gpc"])
def test_every_figure_can_be_traced(desk, guideline):
    run = desk.runs[2023, guideline]
    rows = desk.done("-w", desk.district, "table", run, "emissions", "--format", "json").json()
    largest = {}
    for row in rows:
        if abs(row["co2e_t"]) > abs(largest.get(row["formula"], row)["co2e_t"]) or row["formula"] not in largest:
            largest[row["formula"]] = row
    assert len(largest) > 50
    for row in list(largest.values())[::12]:
        called = ["--category", row["category"], "--gas", row["gas"], "--item", row["item"], "--format", "json"]
        evidence = desk.done("-w", desk.district, "trace", run, *called).json()
        assert any(each["formula"] == row["formula"] for each in evidence["rows"])
        assert all(each["activity"]["cell"] for each in evidence["rows"])


def test_a_typed_value_that_no_formula_takes_is_told(desk):
    told = desk.done("-w", desk.district, "compile", "--year", 2023, "--guideline", "pg2011").err
    assert "稻田!" in told
    assert "未被指南 pg2011 的公式采用" in told


def test_the_checks_run_over_the_whole_inventory(desk):
    answer = desk.call("-w", desk.district, "qa", desk.runs[2023, "pg2011"], "--format", "json")
    found = json.loads(answer.out)
    assert answer.code == 0, "no error among the findings"
    status = {each["check"]: each["status"] for each in found["summary"]}
    assert {"Q1", "Q2", "Q10", "Q11", "Q12"} <= {check for check, each in status.items() if each == "passed"}, status
