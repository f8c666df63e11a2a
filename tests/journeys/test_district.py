"""From enterprises to the district, through real files: workbooks come in, are verified, and the inventory follows.

Before they are verified they count for nothing; then the statistics' coal becomes a remainder, each enterprise stands
with what it measured, and every figure leads back to a cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ghginv.domain import credit_codes
from ghginv.workbooks import build, layout
from tests.journeys.command_line import Desk
from tests.journeys.typed import HEADER, monthly, type_in
from tests.workbooks.conftest import Sender

YEAR, REGION = 2022, "440311"
CEMENT, PAPER = (f"91440300MA5DEM40{n}" + credit_codes.check_sign(f"91440300MA5DEM40{n}") for n in (1, 2))
COAL, GAS = 7_200.0, 90.0


def workbook(
    path: Path, industry: str, code: str, name: str, gbt: str, rows: Mapping[str, list[dict[str, Any]]]
) -> Path:
    """An enterprise's workbook as it comes back; all made up."""
    facts = {"region": REGION, "year": YEAR, "credit_code": code, "name": name, "industry": gbt}
    build.build_template(path, layout.load("enterprise", industry), {**facts, "market": "不纳入"})
    return type_in(path, rows)


def cement(path: Path) -> Path:
    """Coal of which the calorific value was measured, diesel of the kiln, electricity; sells some of its own power."""
    kiln = {"设施编号": "F01"}
    tested = {"检测方法": "GB/T 213 煤的发热量测定方法", "检测机构": "自检"}
    measured = {**kiln, "品种": "一般烟煤", "参数": "平均低位发热量", "计量单位": "GJ/t", "全年值": 24.0, **tested}
    return workbook(path, "cement", CEMENT, "演示水泥（虚构）", "3011", {
        "设施": [{"设施编号": "F01", "设施名称": "一号窑"}],
        "燃料": [{**kiln, "燃料品种": "一般烟煤", "计量单位": "吨", **monthly(COAL)},
               {**kiln, "燃料品种": "柴油", "计量单位": "吨", **monthly(60.0)}],
        "购入电力": [{**kiln, "能源品种": "电力", "计量单位": "兆瓦时", **monthly(6000.0)}],
        "实测参数": [measured],
    })  # fmt: skip


def paper(path: Path) -> Path:
    """More diesel than the statistics of the district have left, and gas that they do not have at all."""
    boiler = {"设施编号": "B1"}
    return workbook(path, "paper", PAPER, "演示造纸（虚构）", "2221", {
        "设施": [{"设施编号": "B1", "设施名称": "锅炉房"}],
        "燃料": [{**boiler, "燃料品种": "天然气", "计量单位": "万立方米", **monthly(GAS)},
               {**boiler, "燃料品种": "柴油", "计量单位": "吨", **monthly(480.0)}],
    })  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    """A workspace with the district's statistics and two enterprises, handed in but not verified."""
    desk = Desk(tmp_path_factory.mktemp("district"))
    desk.done("init", "w", "--region", REGION)
    desk.done("-w", "w", "template", "inventory", "--year", YEAR, "-o", "t.xlsx")
    sender = Sender(desk.folder / "t.xlsx", desk.folder)
    for row, (item, amount) in enumerate((("原煤", 20_000), ("柴油", 500)), HEADER + 1):
        given = {"排放源类别": "1.2.U 工业（未分行业）", "燃料品种": item, "消费量": amount, "计量单位": "吨"}
        sender.put("化石燃料", given, row)
    power = {"用能部门": "1.2.U 工业（未分行业）", "能源品种": "电力", "消费量": 30_000, "计量单位": "兆瓦时"}
    sender.put("终端用电用热", power)
    desk.done("-w", "w", "import", sender.save())
    for file in (cement(desk.folder / "水泥.xlsx"), paper(desk.folder / "造纸.xlsx")):
        desk.done("-w", "w", "import", file)
    return desk


def ids(desk: Desk) -> dict[str, str]:
    listed = desk.done("-w", "w", "submissions", "--format", "json").json()
    return {each["enterprise"]: each["submission"] for each in listed if each["enterprise"]}


def compiled(desk: Desk, *more: object) -> Any:
    return desk.done("-w", "w", "compile", "--year", YEAR, "--format", "json", *more).json()


def test_the_district_is_fed_once_its_enterprises_are_verified(desk):
    before = desk.done("-w", "w", "compile", "--year", YEAR)
    assert "2 家企业的数据尚未核实" in before.err
    total = compiled(desk)["total_co2e_t"]
    for submission in ids(desk).values():
        desk.done("-w", "w", "submission", submission, "verify")
    after = desk.done("-w", "w", "compile", "--year", YEAR)
    assert "企业合计 540 t 大于统计 500 t，余额按 0 计" in after.err
    assert f"{PAPER} 演示造纸（虚构） 480" in after.err
    assert "1.2.5 天然气" in after.err
    run = compiled(desk)
    again = compiled(desk)
    assert (run["run"], run["total_co2e_t"]) == (again["run"], again["total_co2e_t"])
    table = {
        row["item"]: row for row in desk.done("-w", "w", "remainder", "--year", YEAR, "--format", "json").json()["rows"]
    }
    coal, diesel, gas, power = (table[item] for item in ("raw_coal", "diesel", "natural_gas", "electricity"))
    assert (coal["statistics"], coal["enterprises"], coal["enterprise_sum"]) == (20_000, 1, pytest.approx(COAL))
    assert coal["remainder"] == pytest.approx(20_000 - COAL)
    assert (diesel["enterprises"], diesel["remainder"], diesel["explained_percent"]) == (2, 0, pytest.approx(108))
    assert (gas["statistics"], gas["enterprise_sum"]) == (None, pytest.approx(GAS))
    assert power["remainder"] == pytest.approx(24_000)
    # The difference is what was measured, the diesel beyond the statistics, and the gas; electricity is indirect.
    per_tonne = total_of(desk, "raw_coal", before.out.split()[0]) / 20_000
    measured = coal["enterprises_t"] - per_tonne * COAL
    beyond = diesel["enterprises_t"] * 40 / 540
    assert run["total_co2e_t"] - total == pytest.approx(measured + beyond + gas["enterprises_t"], rel=1e-6)


def total_of(desk: Desk, item: str, run: str) -> float:
    return float(desk.done("-w", "w", "trace", run, "--item", item, "--format", "json").json()["co2e_t"])


def test_every_figure_leads_to_a_cell(desk):
    run = compiled(desk)["run"]
    trace = desk.done("-w", "w", "trace", run, "--category", "1.2.U", "--item", "原煤")
    assert "统计 20000 t − 企业合计 7200 t（1 家）" in trace.out
    assert "统计: 20,000.0 t  ← " in trace.out
    assert "填报.xlsx 化石燃料!" in trace.out
    assert f"− 7,200 t  {CEMENT} 演示水泥（虚构）" in trace.out
    assert "水泥.xlsx 燃料!H4" in trace.out
    own = desk.done("-w", "w", "trace", run, "--category", "1.2.4", "--item", "一般烟煤", "--format", "json").json()
    values = {each["name"]: each for each in own["rows"][0]["parameters"]}
    assert values["net_calorific_value"]["value"] == 24.0
    assert "企业实测" in values["net_calorific_value"]["reason"]


def test_tables_checks_log_and_accounts(desk):
    run = compiled(desk)["run"]
    assert "remainder" in desk.done("-w", "w", "table", run, "--format", "csv").out
    lines = desk.done("-w", "w", "table", run, "remainder", "--format", "csv").out.splitlines()
    assert not any(code in line for line in lines for code in (CEMENT, PAPER))
    assert desk.call("-w", "w", "qa", run).code in (0, 1)
    desk.done("-w", "w", "export", run, "-o", "结果.xlsx")
    desk.done("-w", "w", "seal", run, "-o", "区.sealed")
    desk.done("-w", "w", "audit")
    accounts = compiled(desk, "--guideline", "enterprise")
    assert accounts["guideline"] == "enterprise"
    assert accounts["total_co2e_t"] > 0


def test_a_returned_enterprise_no_longer_feeds(desk):
    before = compiled(desk)["run"]
    desk.done("-w", "w", "submission", ids(desk)[PAPER], "return", "--note", "柴油核对")
    answer = desk.done("-w", "w", "remainder", "--year", YEAR, "--format", "json").json()
    assert answer["runs"] != [before]
    assert "natural_gas" not in {row["item"] for row in answer["rows"]}
    assert "没有" in desk.call("-w", "w", "remainder", "--year", 1990).err
    assert desk.call("-w", "w", "remainder", "--year", YEAR, "--region", "某地").code == 2
