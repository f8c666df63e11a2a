"""The bureau of agriculture fills in its sheets: checked, stored, compiled under three guidelines, traced, exported."""

import openpyxl
import pytest

from tests.journeys.command_line import Desk
from tests.workbooks.conftest import Sender

REGION, YEAR = "440311", 2022


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    desk.done("init", "w", "--region", REGION, "--name", "光明区")
    desk.done("-w", "w", "template", "inventory", "--year", YEAR, "-o", "模板.xlsx")
    return desk


def sender(desk: Desk, name: str = "农业.xlsx") -> Sender:
    filled = Sender(desk.folder / "模板.xlsx", desk.folder)
    filled.path = desk.folder / name
    return filled


def farm(filled: Sender) -> None:
    """A little of everything: late rice by mu, fertiliser, people, vegetables, cows, pigeons by 10^4, no buffalo."""
    filled.put("稻田", {"稻作类型": "双季晚稻", "播种面积": 180, "计量单位": "亩"})
    filled.put("农用地", {"投入或活动": "氮肥（折纯氮）", "数量": 85, "计量单位": "吨氮"})
    filled.put("农用地", {"投入或活动": "复合肥", "数量": 120, "计量单位": "吨", "复合肥含氮量": 0.15}, row=5)
    filled.put("农用地", {"投入或活动": "石灰石（施用）", "符号": "NE"}, row=6)
    filled.put("农作物", {"作物": "蔬菜", "产量": 1.6, "计量单位": "万吨", "秸秆还田率": 0.3})
    filled.put("农作物", {"作物": "稻谷", "产量": 72, "计量单位": "吨", "秸秆还田率": 0.8}, row=5)
    filled.put("畜禽养殖", {"畜禽与饲养方式": "奶牛（规模化饲养）", "存栏或出栏量": 3200, "计量单位": "头"})
    filled.put("畜禽养殖", {"畜禽与饲养方式": "鸽（存栏）", "存栏或出栏量": 28, "计量单位": "万只"}, row=5)
    filled.put("畜禽养殖", {"畜禽与饲养方式": "水牛（农户饲养）", "符号": "NO"}, row=6)


def compiled(desk: Desk, guideline: str) -> tuple[str, dict[tuple[str, str], float]]:
    """The run and its masses by category and gas."""
    called = ("compile", "--year", YEAR, "--guideline", guideline, "--format", "json")
    run = desk.done("-w", "w", *called).json()["run"]
    rows = desk.done("-w", "w", "table", run, "emissions", "--format", "json").json()
    masses: dict[tuple[str, str], float] = {}
    for row in rows:
        key = (row["category"], row["gas"])
        masses[key] = masses.get(key, 0.0) + row["mass_t"]
    return run, masses


def test_from_the_sheets_to_the_result_workbook(desk):
    filled = sender(desk)
    farm(filled)
    path = filled.save()
    assert desk.done("-w", "w", "check", path, "--format", "json").json() == []
    desk.done("-w", "w", "import", path)

    run, masses = compiled(desk, "pg2011")
    rice, cows, pigeons = 180 / 15, 3200, 280_000
    assert masses["A.1", "CH4"] == pytest.approx(rice * 273.2 / 1000, rel=1e-9)
    assert masses["A.3", "CH4"] == pytest.approx(cows * 88.1 / 1000, rel=1e-9)
    assert masses["A.4", "CH4"] == pytest.approx((cows * 8.45 + pigeons * 0.02) / 1000, rel=1e-9)
    assert masses["A.4", "N2O"] == pytest.approx((cows * 1.710 + pigeons * 0.007) / 1000, rel=1e-9)
    manure = [(cows * 60, cows * 1.710), (pigeons * 0.6, pigeons * 0.007)]
    applied = [(excreted * 0.65 - emitted * 28 / 44) / 1000 for excreted, emitted in manure]
    vegetables = 16_000 * 0.15
    straw = ((vegetables / 0.83 - vegetables) * 0.3 + vegetables / 0.83 * 0.25) * 0.008
    grain = 72 * 0.855
    straw += ((grain / 0.489 - grain) * 0.8 + grain / 0.489 * 0.125) * 0.00753
    total = 85 + 120 * 0.15 + sum(applied) + straw
    assert masses["A.2.D", "N2O"] == pytest.approx(total * 0.0178 * 44 / 28, rel=1e-7)
    volatilised = sum(excreted for excreted, _ in manure) / 1000 * 0.20 + total * 0.10
    indirect = (volatilised * 0.01 + total * 0.20 * 0.0075) * 44 / 28
    assert masses["A.2.I", "N2O"] == pytest.approx(indirect, rel=1e-6)

    lines = desk.done("-w", "w", "table", run, "inventory", "--format", "json").json()
    by_line = {line["category"]: line for line in lines}
    assert by_line["A.3"]["ch4_t"] == pytest.approx(cows * 88.1 / 1000, rel=1e-6)
    assert by_line["A.LI"]["co2_t"] == "NE"
    assert not {"A.LS", "A.2.X"} & by_line.keys()  # no buffalo does not make livestock a source that does not occur

    evidence = desk.done("-w", "w", "trace", run, "--category", "A.3", "--gas", "CH4", "--format", "json").json()
    (row,) = evidence["rows"]
    terms = {term["name"]: term for term in row["parameters"]}
    assert terms["enteric_ch4_factor"]["value"] == 88.1
    assert terms["days_alive"]["value"] == 365

    desk.done("-w", "w", "export", run, "-o", "结果.xlsx")
    book = openpyxl.load_workbook(desk.folder / "结果.xlsx")
    texts = {str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None}
    assert any("奶牛" in text for text in texts)


def test_the_same_sheets_under_ipcc_and_gpc(desk):
    filled = sender(desk)
    farm(filled)
    filled.put("畜禽养殖", {"粪便管理方式": "舍下粪坑"})
    filled.put("稻田", {"水分管理": "间歇灌溉（多次晒田）", "水稻生长期天数": 110})
    desk.done("-w", "w", "import", filled.save())
    _, ipcc = compiled(desk, "ipcc2006")
    assert ipcc["3C7", "CH4"] == pytest.approx(12 * 1.30 * 110 * 0.52 * 1.22 / 1000, rel=1e-6)
    assert ipcc["3A1", "CH4"] == pytest.approx(3200 * 68 / 1000, rel=1e-9)
    cows, pigeons = 3200 * 0.47 * 350 / 1000 * 365 / 1000, 280_000 * 0.6 / 1000
    assert ipcc["3A2", "N2O"] == pytest.approx((cows * 0.002 + pigeons * 0.001) * 44 / 28, rel=1e-6)
    assert ipcc["3C6", "N2O"] == pytest.approx((cows + pigeons) * (0.2 * 0.01 + 0.15 * 0.0075) * 44 / 28, rel=1e-6)
    _, gpc = compiled(desk, "gpc")
    assert {category for category, _ in gpc} == {"V.1", "V.3"}
    assert gpc["V.1", "CH4"] == pytest.approx(ipcc["3A1", "CH4"] + ipcc["3A2", "CH4"], rel=1e-9)
    assert gpc["V.3", "N2O"] == pytest.approx(sum(ipcc[code, "N2O"] for code in ("3C4", "3C5", "3C6")), rel=1e-9)


def test_what_is_wrong_is_said_at_its_cell(desk):
    filled = sender(desk)
    farm(filled)
    filled.put("畜禽养殖", {"存栏或出栏量": 0.32, "计量单位": "头"}, row=4)
    filled.put("畜禽养殖", {"畜禽与饲养方式": "生猪（出栏）", "存栏或出栏量": 900, "计量单位": "头"}, row=7)
    filled.put("畜禽养殖", {"畜禽与饲养方式": "生猪（存栏）", "存栏或出栏量": 3, "计量单位": "头"}, row=8)
    filled.put("农作物", {"秸秆还田率": 1.2}, row=4)
    filled.put("农用地", {"投入或活动": "乡村人口", "数量": 900, "计量单位": "人"}, row=7)
    filled.put("稻田", {"播种面积": -12})
    answer = desk.call("-w", "w", "check", filled.save(), "--format", "json")
    assert answer.code == 1
    found = {(each["sheet"], each["cell"][1:], each["code"]) for each in answer.json()}
    assert {
        ("畜禽养殖", "4", "livestock-implausible"),
        ("畜禽养殖", "7", "entry-missing"),
        ("畜禽养殖", "7", "livestock-counted-twice"),
        ("畜禽养殖", "8", "livestock-implausible"),
        ("农作物", "4", "term-out-of-range"),
        ("农用地", "7", "entry-missing"),
        ("稻田", "4", "quantity-negative"),
    } <= found
    assert desk.call("-w", "w", "import", filled.path).code == 1
    assert desk.done("-w", "w", "submissions", "--format", "json").json() == []
