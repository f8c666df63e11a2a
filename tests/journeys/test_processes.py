"""An office reports its industrial processes: the real template, the real command line, three guidelines."""

import openpyxl
import pytest

from ghginv import folders
from tests.journeys.command_line import Desk
from tests.workbooks.conftest import Sender
from tests.workbooks.rules.test_processes import CHEMICALS, CLINKER, HCFC22, HFC23, MINERALS, PIG_IRON, SLAG, STEEL

DEMO = folders.built_in() / "inventories" / "guangming-demo" / "activity" / "processes.csv"
LIMESTONE = STEEL | {"产品或原料": "石灰石（工业用）", "产量或用量": 8}
CONVERTER = STEEL | {"产品或原料": "转炉钢产量", "产量或用量": 50}
GLASS = {
    "排放源类别": "P.GL 玻璃生产", "产品或原料": "浮法玻璃", "设施或企业": "示例玻璃厂", "产量或用量": 3,
    "计量单位": "万吨", "碎玻璃比例": 0.2,
}  # fmt: skip
ALUMINIUM = {
    "排放源类别": "P.8 铝生产", "产品": "原铝产量", "工艺": "点式下料预焙槽（PFPB）", "产量": 10, "计量单位": "万吨",
}  # fmt: skip
ADIPIC = {
    "排放源类别": "P.5 己二酸生产", "产品": "己二酸（有氧化亚氮处理）", "工艺": "热分解", "产量": 1, "计量单位": "万吨",
}  # fmt: skip
CARBIDE = {"排放源类别": "P.4 电石生产", "产品": "电石产量", "符号": "NO 不发生"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("processes"))
    desk.done("init", "w", "--region", "440400", "--name", "珠海市")
    desk.done("-w", "w", "template", "inventory", "--year", 2022, "-o", "模板.xlsx")
    sender = Sender(desk.folder / "模板.xlsx", desk.folder)
    for row, entry in enumerate((CLINKER, SLAG, LIMESTONE, PIG_IRON, STEEL, CONVERTER, GLASS), start=4):
        sender.put(MINERALS, entry, row)
    for row, entry in enumerate((HCFC22, HFC23, ALUMINIUM, ADIPIC, CARBIDE), start=4):
        sender.put(CHEMICALS, entry, row)
    path = sender.save()
    findings = desk.done("-w", "w", "check", path, "--format", "json").json()
    assert [finding for finding in findings if finding["severity"] == "error"] == []
    desk.done("-w", "w", "import", path)
    return desk


def emissions(desk, guideline, *options):
    run = desk.done("-w", "w", "compile", "--year", 2022, "--guideline", guideline, *options, "--format", "json").json()
    rows = desk.done("-w", "w", "table", run["run"], "emissions", "--format", "json").json()
    return run, {(row["category"], row["item"], row["gas"], row["memo"]): row for row in rows}


def test_the_provincial_guideline(desk):
    run, rows = emissions(desk, "pg2011")
    mass = {key: row["mass_t"] for key, row in rows.items()}
    assert mass["P.1", "clinker", "CO2", ""] == pytest.approx(538_000)
    assert mass["P.1", "carbide_slag_clinker", "CO2", ""] == pytest.approx(-107_600)
    assert mass["P.3", "limestone_used", "CO2", ""] == pytest.approx(80_000 * 0.430)
    assert mass["P.3", "pig_iron_used", "CO2", ""] == pytest.approx(400_000 * 0.041 * 44 / 12)
    assert mass["P.3", "steel_output", "CO2", ""] == pytest.approx(-500_000 * 0.00248 * 44 / 12)
    assert mass["P.GL", "float_glass", "CO2", "beyond"] == pytest.approx(30_000 * 0.8 * 0.21)
    assert mass["P.7", "hcfc22_product", "HFC-23", ""] == pytest.approx(584)
    assert mass["P.7", "hfc23_destroyed", "HFC-23", ""] == pytest.approx(-500)
    assert mass["P.8", "primary_aluminium", "PFC-14", ""] == pytest.approx(8.88)
    assert mass["P.8", "primary_aluminium", "PFC-116", ""] == pytest.approx(1.14)
    assert mass["P.5", "adipic_acid_abated", "N2O", ""] == pytest.approx(2930 * (1 - 0.985 * 0.97))
    computed = {key for key, row in rows.items() if row["mass_t"]}
    assert not [key for key in computed if key[1] == "steel_bof"], "counted with the coke of energy"
    hfc = next(row for row in run["totals"] if row["gas"] == "HFC-23")
    assert hfc["co2e_t"] == pytest.approx(84 * 11_700)


@pytest.mark.parametrize(("guideline", "cement"), [("ipcc2006", "2A1"), ("gpc", "IV.1")])
def test_ipcc_and_gpc(desk, guideline, cement):
    run, rows = emissions(desk, guideline)
    mass = {key: row["mass_t"] for key, row in rows.items()}
    assert mass[cement, "clinker", "CO2", ""] == pytest.approx(520_000)
    by_item = {(item, gas, memo): value for (_, item, gas, memo), value in mass.items()}
    assert by_item["primary_aluminium", "CO2", ""] == pytest.approx(160_000)
    assert by_item["adipic_acid_abated", "N2O", ""] == pytest.approx(3000 * (1 - 0.985 * 0.97))
    assert by_item["steel_bof", "CO2", "reference"] == pytest.approx(730_000)
    total = next(row["mass_t"] for row in run["totals"] if row["gas"] == "CO2")
    counted = sum(value for (_, gas, memo), value in by_item.items() if gas == "CO2" and not memo and value)
    assert total == pytest.approx(counted), "Tier 1 steel is beside the total"


def test_a_figure_is_traced_to_its_cell_and_factor(desk):
    run, _ = emissions(desk, "pg2011")
    evidence = desk.done("-w", "w", "trace", run["run"], "--category", "P.1", "--gas", "CO2", "--format", "json").json()
    terms = {row["item"]: row["parameters"][0] for row in evidence["rows"]}
    assert terms["clinker"]["value"] == terms["carbide_slag_clinker"]["value"] == 0.538
    assert any("ipcc2006" in other for other in terms["clinker"]["passed_over"])
    said = desk.done("-w", "w", "trace", run["run"], "--category", "P.1", "--gas", "CO2").out
    assert "工业过程!E5" in said
    assert "0.538" in said


def test_the_result_workbook_holds_live_formulas(desk):
    run, _ = emissions(desk, "pg2011")
    desk.done("-w", "w", "export", run["run"], "--layout", "guideline", "-o", "结果.xlsx")
    book = openpyxl.load_workbook(desk.folder / "结果.xlsx")
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("电石渣" in str(value) for value in cells)
    assert any(str(value).startswith("=") for value in cells)


def test_a_gas_without_potential_is_said_not_dropped(tmp_path):
    desk = Desk(tmp_path)
    desk.done("init", "w", "--region", "440400", "--name", "珠海市")
    desk.done("-w", "w", "template", "inventory", "--year", 2022, "-o", "模板.xlsx")
    sender = Sender(desk.folder / "模板.xlsx", desk.folder)
    foam = {"排放源类别": "P.12 氢氟烃生产", "产品": "HFC-245fa产量", "产量": 1000, "计量单位": "吨"}
    sender.put(CHEMICALS, foam)
    sender.put(MINERALS, CLINKER)
    desk.done("-w", "w", "import", sender.save())
    compiled = desk.done("-w", "w", "compile", "--year", 2022)
    assert "HFC-245fa" in compiled.out + compiled.err
    listed, rows = emissions(desk, "pg2011")
    assert {row["gas"] for row in listed["totals"]} == {"CO2"}
    assert all(row["mass_t"] is None for row in rows.values() if row["gas"] == "HFC-245fa")
    run = desk.done("-w", "w", "compile", "--year", 2022, "--gwp", "AR5", "--format", "json").json()
    assert next(row["mass_t"] for row in run["totals"] if row["gas"] == "HFC-245fa") == pytest.approx(5)


@pytest.mark.parametrize("year", [2020, 2023])
def test_the_made_up_district_fills_the_template(tmp_path, year):
    desk = Desk(tmp_path)
    desk.done("init", "w", "--region", "440311", "--name", "光明区")
    desk.done("-w", "w", "template", "inventory", "--year", year, "--data", DEMO, "-o", "填报.xlsx")
    desk.done("-w", "w", "import", "填报.xlsx")
    run, rows = emissions_of(desk, year)
    keys = {row["notation"] for row in desk.done("-w", "w", "table", run, "activity", "--format", "json").json()}
    assert "NO" in keys
    assert {row["category"] for row in rows if row["mass_t"]} == {"P.GL", "P.OC"}
    assert all(row["mass_t"] >= 0 for row in rows if row["mass_t"] is not None)


def emissions_of(desk, year):
    run = desk.done("-w", "w", "compile", "--year", year, "--format", "json").json()["run"]
    return run, desk.done("-w", "w", "table", run, "emissions", "--format", "json").json()
