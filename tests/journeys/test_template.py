"""The statistics bureau fills in the template: mistakes come back marked, a corrected copy becomes an inventory."""

import openpyxl
import pytest

from tests.journeys.command_line import Desk
from tests.workbooks.conftest import Sender
from tests.workbooks.rules.test_counted_twice import CARS
from tests.workbooks.rules.test_green_electricity import POWER


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    desk.done("init", "w", "--region", "440400", "--name", "珠海市")
    desk.done("-w", "w", "template", "inventory", "--year", 2022, "-o", "模板.xlsx")
    return desk


def filled(desk: Desk, name: str) -> Sender:
    sender = Sender(desk.folder / "模板.xlsx", desk.folder)
    sender.path = desk.folder / name
    sender.coal()
    sender.put("电力热力", POWER)
    sender.put("道路交通", CARS)
    return sender


def test_a_filled_template_becomes_an_inventory(desk):
    desk.done("-w", "w", "import", filled(desk, "填报.xlsx").save())
    run = desk.done("-w", "w", "compile", "--year", 2022, "--format", "json").json()
    assert (run["region"], run["year"], run["guideline"], run["gwp"]) == ("440400", 2022, "pg2011", "SAR")
    co2 = next(row["mass_t"] for row in run["totals"] if row["gas"] == "CO2")
    coal = 1200 * 19.57 / 1000 * 26.1 * 0.93 * 44 / 12
    cars = 5000 * 12000 * 8.2 / 100 * 0.775 / 1000 * 43.07 / 1000 * 18.9 * 0.98 * 44 / 12
    assert co2 == pytest.approx(coal + cars, rel=1e-9)
    rows = desk.done("-w", "w", "table", run["run"], "emissions", "--format", "json").json()
    power = next(row for row in rows if row["memo"] == "indirect")
    assert power["mass_t"] == pytest.approx(1000 * 0.4403, rel=1e-9)


def test_a_measured_value_goes_before_the_default_and_shows_in_the_trace(desk):
    sender = filled(desk, "实测.xlsx")
    sender.coal(平均低位发热量=20.5)
    desk.done("-w", "w", "import", sender.save())
    run = desk.done("-w", "w", "compile", "--year", 2022, "--format", "json").json()["run"]
    evidence = desk.done("-w", "w", "trace", run, "--category", "1.2.1", "--gas", "CO2", "--format", "json").json()
    terms = {term["name"]: term for row in evidence["rows"] for term in row["parameters"]}
    assert terms["net_calorific_value"]["value"] == 20.5
    assert "本地填报" in terms["net_calorific_value"]["reason"]
    assert any("ent24" in other for other in terms["net_calorific_value"]["passed_over"])


def test_mistakes_are_marked_nothing_is_stored_and_the_corrected_copy_passes(desk):
    sender = filled(desk, "有误.xlsx")
    sender.coal(消费量="１２００吨", 计量单位="吨吨")
    sender.coal(row=5, 燃料品种="烟媒")
    path = sender.save()
    answer = desk.call("-w", "w", "check", path, "--marked", "退回", "--format", "json")
    assert answer.code == 1
    findings = answer.json()
    assert set(findings[0]) == {"file", "sheet", "cell", "code", "severity", "found", "expected", "message"}
    errors = {finding["cell"] for finding in findings if finding["severity"] == "error"}
    assert len(errors) >= 3
    refused = desk.call("-w", "w", "import", path)
    assert refused.code == 1
    assert "烟煤" in refused.err
    assert desk.done("-w", "w", "submissions", "--format", "json").json() == []

    (marked,) = (desk.folder / "退回").iterdir()
    book = openpyxl.load_workbook(marked)
    assert all(book["化石燃料"][cell].comment for cell in errors)
    corrected = {"消费量": 1200, "计量单位": "吨"}
    amount, unit = (sender.column("化石燃料", header) for header in corrected)
    fuel = sender.column("化石燃料", "燃料品种")
    book["化石燃料"].cell(4, amount).value, book["化石燃料"].cell(4, unit).value = 1200, "吨"
    book["化石燃料"].cell(5, fuel).value = "无烟煤"
    book.save(marked)
    desk.done("-w", "w", "import", marked)


def test_a_newer_version_supersedes_the_older_and_a_locked_one_refuses(desk):
    desk.done("-w", "w", "import", filled(desk, "一.xlsx").save())
    second = filled(desk, "二.xlsx")
    second.coal(消费量=1300)
    stored = desk.done("-w", "w", "import", second.save(), "--format", "json").json()[0]
    listed = desk.done("-w", "w", "submissions", "--format", "json").json()
    assert [row["state"] for row in listed] == ["superseded", "submitted"]
    for step in ("verify", "lock"):
        desk.done("-w", "w", "submission", stored["submission"], step, "--note", "核对无误")
    third = filled(desk, "三.xlsx")
    third.coal(消费量=1400)
    assert "锁定" in (refused := desk.call("-w", "w", "import", third.save())).err
    assert refused.code == 1
    again = desk.call("-w", "w", "submission", stored["submission"], "return")
    assert again.code == 2
    described = desk.done("-w", "w", "submission", stored["submission"], "--format", "json").json()
    assert [event["state"] for event in described["events"]] == ["submitted", "verified", "locked"]
    run = desk.done("-w", "w", "compile", "--year", 2022, "--format", "json").json()["run"]
    rows = desk.done("-w", "w", "table", run, "activity", "--format", "json").json()
    assert {row["submission"] for row in rows} == {stored["submission"]}


def test_what_would_count_twice_is_refused(desk):
    from dataclasses import replace

    from tests.workbooks.balance_files import guangdong, write

    title = "珠海市能源平衡表（实物量） 2022年"
    balance = write(desk.folder / "平衡表.xlsx", replace(guangdong(), title=title, subtitle="").sheet())
    sender = filled(desk, "填报.xlsx")
    sender.coal(排放源类别="1.2.6 建筑业", 燃料品种="柴油")
    stored = desk.done("-w", "w", "import", sender.save(), "--format", "json").json()[0]["submission"]
    desk.done("-w", "w", "import", balance)
    refused = desk.call("-w", "w", "compile", "--year", 2022)
    assert refused.code == 1
    assert "重复计算" in refused.err
    assert desk.done("-w", "w", "runs", "--format", "json").json() == []
    desk.done("-w", "w", "submission", stored, "return", "--note", "以平衡表为准")
    desk.done("-w", "w", "compile", "--year", 2022)


def test_the_workspaces_own_factor_hides_the_shipped_one(desk):
    desk.done("-w", "w", "import", filled(desk, "填报.xlsx").save())
    before = desk.done("-w", "w", "compile", "--year", 2022, "--format", "json").json()["run"]
    folder = desk.folder / "w" / "emission_factors"
    folder.mkdir()
    header = (
        "parameter_id,name,value,unit,lower,upper,distribution,region,valid_from,valid_to,category,item,technology,"
        "factor_set,source_id,place,tier,status,confirmed,note\n"
    )
    row = "local.ncv,net_calorific_value,{value},GJ/t,,,,440400,,,,bituminous,,ent24,{source},,local,found,,\n"
    (folder / "zhuhai.csv").write_text(header + row.format(value=21, source=""), "utf-8")
    refused = desk.call("-w", "w", "compile", "--year", 2022)
    assert refused.code == 1
    assert "zhuhai.csv" in refused.err
    assert "line 2" in refused.err
    (folder / "zhuhai.csv").write_text(header + row.format(value=21, source="ent24_guidelines_missing"), "utf-8")
    assert desk.call("-w", "w", "factors", "check").code == 1
    (folder / "zhuhai.csv").write_text(header + row.format(value=21, source="gbt32150_2025"), "utf-8")
    desk.done("-w", "w", "factors", "check")
    after = desk.done("-w", "w", "compile", "--year", 2022, "--format", "json").json()["run"]
    assert before != after
    terms = desk.done("-w", "w", "trace", after, "--category", "1.2.1", "--format", "json").json()["rows"][0][
        "parameters"
    ]
    assert next(term["value"] for term in terms if term["name"] == "net_calorific_value") == 21
