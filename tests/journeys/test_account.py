"""Carbon accounts through the real command line: workbooks of a made-up industry in, an account for each out."""

from __future__ import annotations

import json
import random
from pathlib import Path

import openpyxl
import pytest

from ghginv.domain import credit_codes
from tests.journeys.command_line import Desk
from tests.workbooks import enterprise_files

NAMES = [
    "演示一厂（虚构）",
    "演示二厂（虚构）",
    "演示三厂（虚构）",
    "演示四厂（虚构）",
    "演示五厂（虚构）",
    "演示六厂（虚构）",
]
CODES = [stem + credit_codes.check_sign(stem) for stem in (f"91440300MA5ACC00{at}" for at in range(6))]
FILLED = "按产能推算"


def workbook(path: Path, at: int) -> None:
    """A small cement works: coal by month (the last one gives the year only), power, output."""
    draw = random.Random(at)
    coal = {"facility": "F01", "item": "一般烟煤", "unit": "吨", **enterprise_files.months(draw, 500 + 150 * at)}
    if at == 5:
        coal = {"facility": "F01", "item": "一般烟煤", "unit": "吨", "quantity": 15_000, "source": FILLED}
    power = {"facility": "F01", "item": "电力", "unit": "兆瓦时", **enterprise_files.months(draw, 700)}
    cement = {"facility": "F01", "item": "水泥产量（核定用）", "unit": "吨", **enterprise_files.months(draw, 9_000)}
    money = [{"item": item, "unit": "万元", "quantity": value} for item, value in enterprise_files.VALUES]
    rows = {
        "设施": [{"code": "F01", "name": "1 号线", "opened": "2015-05-01"}],
        "燃料": [coal],
        "购入电力": [power],
        "产量产值": [cement, *money],
    }
    facts = {**enterprise_files.FACTS, "credit_code": CODES[at], "name": NAMES[at]}
    enterprise_files.write(path, rows, facts)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("accounts"))
    desk.done("init", "w", "--region", "440311", "--name", "演示区")
    inbox = desk.folder / "in"
    inbox.mkdir()
    for at in range(6):
        workbook(inbox / f"{at}.xlsx", at)
        desk.done("-w", "w", "import", inbox / f"{at}.xlsx")
    desk.done("-w", "w", "submissions", "--year", "2024", "--step", "verify", "--note", "核查")
    desk.done("-w", "w", "compile", "--year", "2024", "--guideline", "enterprise")
    return desk


def test_all_enterprises_are_listed_with_their_rating(desk: Desk) -> None:
    rows = desk.done("-w", "w", "accounts", "--year", "2024", "--format", "json").json()
    assert [row["enterprise"] for row in rows] == CODES
    assert rows[0]["percentile_product"] == pytest.approx(100 * 0.5 / 6)
    assert rows[0]["grade"] == "深绿"
    assert rows[5]["grade"] == ""
    assert "填补数据占排放量的" in rows[5]["why"]
    assert rows[0]["quota_t"] is None


def test_figures_agree_with_the_run(desk: Desk) -> None:
    run = desk.done("-w", "w", "runs", "--format", "json").json()[-1]["run"]
    rows = desk.done("-w", "w", "accounts", "--year", "2024", "--format", "json").json()
    totals = desk.done("-w", "w", "table", run, "emissions", "--format", "json").json()
    counted = [each for each in totals if each["memo"] == ""]
    assert sum(row["total_t"] for row in rows) == pytest.approx(sum(each["co2e_t"] for each in counted), abs=1e-4)
    for row in rows:
        own = sum(each["co2e_t"] for each in counted if each["enterprise"] == row["enterprise"])
        assert row["total_t"] == pytest.approx(own, abs=1e-5)


def test_one_account_in_every_form(desk: Desk) -> None:
    figures = desk.done("-w", "w", "account", "演示一厂", "--year", "2024", "--format", "json")
    by_name = {row["figure"]: row["value"] for row in figures.json()}
    assert by_name["grade"] == "深绿"
    assert "没有分配给该企业的配额" in figures.err
    for name in ("一厂.xlsx", "一厂.html", "一厂.docx"):
        desk.done("-w", "w", "account", CODES[0], "--year", "2024", "-o", f"out/{name}")
    book = openpyxl.load_workbook(desk.folder / "out/一厂.xlsx", data_only=True)
    assert book["概况"]["B6"].value == pytest.approx(by_name["total_t"])
    page = (desk.folder / "out/一厂.html").read_text("utf-8")
    assert f"{by_name['total_t']:,.0f}" in page
    assert "虚构示例" in page
    sources = desk.done("-w", "w", "account", CODES[0], "--year", "2024", "--table", "details", "--format", "csv")
    assert "燃料,S4" in sources.out


def test_a_figure_traces_to_the_cell_that_was_typed(desk: Desk) -> None:
    rows = desk.done("-w", "w", "account", CODES[1], "--year", "2024", "--table", "details", "--format", "json").json()
    typed = openpyxl.load_workbook(desk.folder / "in/1.xlsx", data_only=True)
    coal = [row for row in rows if row["item"] == "general_bituminous"]
    assert len(coal) == 12
    assert all(typed[row["sheet"]][row["cell"]].value == pytest.approx(row["quantity"]) for row in coal)


def test_a_file_for_each_enterprise(desk: Desk) -> None:
    arguments = ("-w", "w", "accounts", "--year", "2024", "-o", "all", "--format-of", "html", "--rules", "five_grades")
    rows = desk.done(*arguments, "--format", "json").json()
    names = sorted(path.name for path in (desk.folder / "all").iterdir())
    assert names == sorted(f"{code}-2024.html" for code in CODES)
    assert json.dumps([row["file"] for row in rows]) == json.dumps([f"all/{code}-2024.html" for code in CODES])
    assert "五级碳效评级" in (desk.folder / "all" / names[0]).read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("account", "演示一厂", "--year", "2019"), 1, "ghginv compile --year 2019 --guideline enterprise"),
        (("account", "演示七厂", "--year", "2024"), 2, "没有企业"),
        (("account", "演示", "--year", "2024"), 2, "多家企业"),
        (("account", "演示一厂", "--year", "2024", "-o", "a.pdf"), 2, ".xlsx | .html | .docx"),
        (("account", "演示一厂", "--year", "2024", "--table", "all"), 2, "sources"),
        (("account", "演示一厂", "--year", "2024", "--rules", "six"), 2, "four_colours"),
        (("accounts", "--year", "2024", "-o", "x", "--format-of", "pdf"), 2, "xlsx"),
    ],
)
def test_wrong_calls_are_told(desk: Desk, arguments: tuple[str, ...], code: int, told: str) -> None:
    answer = desk.call("-w", "w", *arguments)
    assert answer.code == code
    assert told in answer.err
