"""The urban management bureau fills in its sheets of waste: checked, stored, compiled three ways, traced, exported."""

import csv
import math

import openpyxl
import pytest

from ghginv import folders
from tests.journeys.command_line import Desk
from tests.workbooks.conftest import Sender

REGION, YEAR = "440311", 2022
DEMO = folders.file("inventories", "guangming-demo/activity/waste.csv")
SITE, CLOSED = "示例填埋场", {"垃圾去向": "W.1.H", "填埋场类型": "管理型，覆盖氧化层"}
RECOVERED = "回收利用或火炬燃烧的甲烷（折纯）"


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    desk.done("init", "w", "--region", REGION, "--name", "光明区")
    desk.done("-w", "w", "template", "inventory", "--year", YEAR, "-o", "模板.xlsx")
    return desk


def sender(desk: Desk, name: str) -> Sender:
    filled = Sender(desk.folder / "模板.xlsx", desk.folder)
    filled.path = desk.folder / name
    return filled


def deposited(filled: Sender, *years: int) -> None:
    """A thousand tonnes of waste a year, six tenths of it food, the rest inert."""
    row = 4
    for year in years:
        for item, share in (("生活垃圾中的厨余", 0.6), ("生活垃圾中的灰土等其他", 0.4)):
            values = {"废弃物或组分": item, "组分比例": share, "填埋年份": year, "填埋总量": 0.1, "计量单位": "万吨"}
            filled.put("历年填埋", CLOSED | values | {"填埋场": SITE}, row)
            row += 1


def recovered(filled: Sender, volume: float) -> None:
    values = {"废弃物或组分": RECOVERED, "填埋总量或回收量": volume, "计量单位": "万立方米", "填埋场": SITE}
    filled.put("填埋", CLOSED | values)


def compiled(desk: Desk, guideline: str) -> tuple[str, dict[tuple[str, str, str], float]]:
    """The run, and its masses by category, gas and memo."""
    run = desk.done("-w", "w", "compile", "--year", YEAR, "--guideline", guideline, "--format", "json").json()["run"]
    masses: dict[tuple[str, str, str], float] = {}
    for row in desk.done("-w", "w", "table", run, "emissions", "--format", "json").json():
        key = row["category"], row["gas"], row["memo"]
        masses[key] = masses.get(key, 0.0) + row["mass_t"]
    return run, masses


def decayed(years: range) -> float:
    """Methane in 2022 of the food waste deposited, IPCC 2006 Vol.5 Eq. 3.2-3.6, in tonnes."""
    accumulated = 0.0
    for _ in years:
        accumulated = 1000 * 0.6 * 0.15 * 0.5 * 1.0 + accumulated * math.exp(-0.4)
    for _ in range(years[-1], YEAR - 1):
        accumulated *= math.exp(-0.4)
    return accumulated * (1 - math.exp(-0.4)) * 0.5 * 16 / 12


def test_a_closed_landfill_from_the_sheets_to_the_result_workbook(desk):
    filled, years = sender(desk, "废弃物.xlsx"), range(2006, 2017)
    deposited(filled, *years)
    recovered(filled, 0.05)
    path = filled.save()
    assert desk.done("-w", "w", "check", path, "--format", "json").json() == []
    desk.done("-w", "w", "import", path)

    expected = (decayed(years) - 0.05 * 1e4 * 0.67 / 1000) * (1 - 0.1)
    run, masses = compiled(desk, "ipcc2006")
    assert masses == {("4A", "CH4", ""): pytest.approx(expected, abs=2e-5)}
    assert compiled(desk, "gpc")[1] == {("III.1.1", "CH4", ""): pytest.approx(expected, abs=2e-5)}

    tree = desk.done("-w", "w", "trace", run, "--item", "msw_food").out
    for word in ("历年填埋!", "ipcc2006.decay_rate.msw_food.W.1.440000", "EFDB 614624", "landfill_decay_ch4"):
        assert word in tree, word

    result = desk.folder / "结果.xlsx"
    desk.done("-w", "w", "export", run, "-o", result)
    assert any("landfill" in sheet or "填埋" in sheet for sheet in openpyxl.load_workbook(result).sheetnames)


def test_the_mass_balance_counts_no_earlier_deposits(desk):
    filled = sender(desk, "废弃物.xlsx")
    deposited(filled, *range(2006, 2017))
    recovered(filled, 0.05)
    values = {
        "垃圾去向": "W.1.L",
        "填埋场类型": "未分类",
        "填埋总量或回收量": 500,
        "计量单位": "吨",
        "填埋场": "另一填埋场",
    }
    filled.put("填埋", values | {"废弃物或组分": "生活垃圾中的纸类", "组分比例": 0.3}, row=5)
    filled.put("填埋", values | {"废弃物或组分": "生活垃圾中的塑料", "组分比例": 0.7}, row=6)
    desk.done("-w", "w", "import", filled.save())
    _, masses = compiled(desk, "pg2011")
    paper = 500 * 0.3 * 0.4 * 0.5 * 0.4 * 0.5 * 16 / 12
    assert masses == {("W.1.L", "CH4", ""): pytest.approx(paper, abs=2e-6)}


def test_more_recovered_than_generated_is_pointed_out(desk):
    filled = sender(desk, "废弃物.xlsx")
    deposited(filled, *range(2006, 2017))
    recovered(filled, 50)
    desk.done("-w", "w", "import", filled.save())
    said = desk.done("-w", "w", "compile", "--year", YEAR, "--guideline", "ipcc2006").err
    assert "固体废弃物填埋扣减的甲烷（回收、随污泥清除）多于产生的甲烷" in said


def test_a_landfill_without_earlier_years_is_not_zero_in_silence(desk):
    """First-order decay finds nothing where only the year's deposit is given; the mass balance finds it all."""
    filled = sender(desk, "废弃物.xlsx")
    values = {"垃圾去向": "W.1.L", "填埋场类型": "未分类", "填埋总量或回收量": 500, "计量单位": "吨", "组分比例": 0.5}
    filled.put("填埋", values | {"废弃物或组分": "生活垃圾中的纸类"})
    filled.put("填埋", values | {"废弃物或组分": "生活垃圾中的塑料"}, row=5)
    burnt = {"处理方式和去向": "W.2.L", "废弃物": "医疗废物", "处理量或回收量": 30, "计量单位": "吨"}
    filled.put("焚烧与生物处理", burnt)
    desk.done("-w", "w", "import", filled.save())
    said = {
        guideline: desk.done("-w", "w", "compile", "--year", YEAR, "--guideline", guideline).err
        for guideline in ("pg2011", "ipcc2006", "gpc")
    }
    silent = [guideline for guideline, err in said.items() if "没有填报历年填埋量" not in err]
    assert silent == ["pg2011"]


def test_a_composition_that_does_not_add_up_stores_nothing(desk):
    filled = sender(desk, "废弃物.xlsx")
    deposited(filled, 2015, 2016)
    filled.put("历年填埋", {"组分比例": 0.5}, row=7)
    answer = desk.call("-w", "w", "import", filled.save())
    assert answer.code == 1
    assert "组分比例合计为 1.1" in answer.err + answer.out
    assert desk.done("-w", "w", "submissions", "--format", "json").json() == []


def test_the_same_waste_is_not_burnt_twice(desk):
    filled = sender(desk, "废弃物.xlsx")
    burnt = {"处理方式和去向": "W.2.E", "废弃物": "混合生活垃圾", "焚烧炉型": "连续式炉排炉", "处理量或回收量": 30}
    filled.put("焚烧与生物处理", burnt | {"计量单位": "万吨"})
    fuel = {"排放源类别": "1.1.1.E", "燃料品种": "城市废弃物（非生物量部分）", "消费量": 12, "计量单位": "万吨"}
    filled.put("化石燃料", fuel)
    answer = desk.call("-w", "w", "check", filled.save(), "--format", "json")
    assert answer.code == 1
    assert [finding["code"] for finding in answer.json()] == ["waste-burnt-as-fuel"]


def test_years_without_statistics_are_reckoned_back_by_population(desk):
    """What the sheet advises: deposits follow the people, each value with its note."""
    with (desk.folder / "填埋量.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("year", "value", "surrogate"))
        rows.writerows([(1990, "", 20), (1991, "", 25), (1992, 9000, 30)])
    answer = desk.done("splice", "填埋量.csv", "--method", "surrogate", "--format", "json").json()
    assert [row["value"] for row in answer] == [6000, 7500, 9000]
    assert answer[0]["note"]


@pytest.mark.parametrize("guideline", ["pg2011", "ipcc2006", "gpc"])
def test_the_made_up_district_goes_all_the_way(desk, guideline):
    desk.done("-w", "w", "template", "inventory", "--year", YEAR, "--data", DEMO, "-o", "示例.xlsx")
    findings = desk.done("-w", "w", "check", "示例.xlsx", "--format", "json").json()
    assert {finding["code"] for finding in findings} == {"landfill-history-short", "plant-beside-protein"}
    desk.done("-w", "w", "import", "示例.xlsx")
    run, masses = compiled(desk, guideline)
    burnt = (395_000, 158_000)
    if guideline == "pg2011":
        of_a_tonne = 0.2 * 0.39 * 0.95 * 44 / 12
        assert masses["W.2.E", "CO2", ""] == pytest.approx(burnt[0] * of_a_tonne, rel=1e-9)
        assert masses["W.2.EI", "CO2", ""] == pytest.approx(burnt[1] * of_a_tonne, rel=1e-9)
    else:
        code, memo = {"ipcc2006": ("1A1ai", ""), "gpc": ("I.4.4", "territorial")}[guideline]
        assert masses[code, "CO2", memo] == pytest.approx(sum(burnt) * 0.2 * 0.39 * 44 / 12, rel=1e-9)
    assert all(mass >= 0 for (_, gas, _), mass in masses.items() if gas == "CO2")
    for table in desk.done("-w", "w", "table", run, "--format", "json").json():
        desk.done("-w", "w", "table", run, table["table"], "--format", "json")
