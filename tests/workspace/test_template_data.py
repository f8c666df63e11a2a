"""Workbooks filled from folders of CSV tables: the monthly report and the form of a project; the day of business."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from ghginv.domain import credit_codes
from ghginv.enterprise.synthetic import credit_code
from ghginv.errors import InputError
from ghginv.store import audit
from ghginv.workspace import check, monthly_known, template
from ghginv.workspace.budgets import projects

CODE = credit_code(3, "440305")
FACTS = "fact,value\nname,统计局（编造）\nregion,440300\nperiod,3\n"
INDICATORS = """region,industry,month,item,quantity,unit,status
440305,39,3,electricity,1200.5,MWh,reported
440305,39,3,natural_gas,80,10^4 m3,metered
"""
ECONOMY = "region,month,indicator,value,unit,price_base\n440305,3,gdp,12.5,10^8 CNY,2025\n"


def folder(path: Path, **tables: str) -> Path:
    path.mkdir()
    for name, text in tables.items():
        (path / f"{name}.csv").write_text(text, "utf-8")
    return path


def shown(path: Path, sheet: str, row: int) -> list[object]:
    return [cell.value for cell in openpyxl.load_workbook(path)[sheet][row]]


def test_a_month_is_filled_from_tables_and_judged_like_any_other(tmp_path):
    own = f"enterprise,facility,month,item,quantity,unit,status\n{CODE},F1,3,diesel,4.25,t,metered\n"
    data = folder(tmp_path / "d", facts=FACTS, indicators=INDICATORS, economics=ECONOMY, enterprise=own)
    path = template.monthly(tmp_path / "m.xlsx", None, 2026, "zh", data=data)
    assert shown(path, "快速指标", 4)[:6] == ["440305", "39", "3月", "外购电力", 1200.5, "MWh"]
    assert shown(path, "企业月报", 4)[0] == CODE
    assert shown(path, "经济指标", 4)[4] == 12.5
    with audit.acting(day="2026-04-10"):
        judged = check.check_workbook(path).judgement
    assert judged.accepted, [each.text("zh") for each in judged.findings]
    assert (judged.monthly.name, judged.monthly.period, len(judged.activities)) == ("统计局（编造）", "2026-03", 3)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_the_template_offers_is_read_again_in_either_language(tmp_path, lang):
    data = folder(tmp_path / "d", facts=FACTS, indicators=INDICATORS, economics=ECONOMY)
    path = template.monthly(tmp_path / "m.xlsx", None, 2026, lang, data=data)
    with audit.acting(day="2026-04-10"):
        judged = check.check_workbook(path).judgement
    assert judged.accepted, [each.text("en") for each in judged.findings]
    assert len(judged.activities) == 2


def test_a_month_is_not_reported_before_the_day_of_business(tmp_path):
    data = folder(tmp_path / "d", facts=FACTS, indicators=INDICATORS)
    path = template.monthly(tmp_path / "m.xlsx", None, 2026, "zh", data=data)
    with audit.acting(day="2026-02-10"):
        codes = [each.code for each in check.check_workbook(path).findings]
        assert monthly_known.surroundings(None).today == "2026-02-10"
        assert (template.this_year(), template.last_year()) == (2026, 2025)
    assert "monthly-future" in codes


def test_without_rows_of_enterprises_their_lines_stand_ready(tmp_path):
    data = folder(tmp_path / "d", facts=FACTS)
    path = template.monthly(tmp_path / "m.xlsx", None, 2027, "zh", data=data)
    facts = {row[0].value: row[1].value for row in openpyxl.load_workbook(path)["基本情况"].iter_rows(min_row=4)}
    assert (facts["填报单位"], str(facts["年度"]), str(facts["月份或季度"])) == ("统计局（编造）", "2027", "3")


@pytest.mark.parametrize(
    ("tables", "code", "word"),
    [
        ({}, "budget-folder-missing", "indicators.csv"),
        ({"quick": INDICATORS}, "budget-file-unknown", "quick.csv"),
        ({"indicators": "region,industry,month,item,quantity,unit,state\n"}, "budget-column-unknown", "state"),
        ({"indicators": "region,industry\n440305,39\n"}, "budget-column-missing", "month"),
        ({"indicators": INDICATORS + "440305,39\n"}, "budget-file-row", "2"),
    ],
)
def test_what_is_wrong_with_the_folder_is_told_and_nothing_written(tmp_path, tables, code, word):
    with pytest.raises(InputError) as refusal:
        template.monthly(tmp_path / "m.xlsx", None, 2026, "zh", data=folder(tmp_path / "d", **tables))
    (finding,) = refusal.value.findings
    assert finding.code == code
    assert word in f"{finding.found} {finding.expected}"
    assert not (tmp_path / "m.xlsx").exists()


def test_text_of_a_table_never_becomes_a_formula(tmp_path):
    rows = INDICATORS.replace("440305,39,3,electricity", "440305,=1+1,3,electricity", 1)
    path = template.monthly(tmp_path / "m.xlsx", None, 2026, "zh", data=folder(tmp_path / "d", indicators=rows))
    cell = openpyxl.load_workbook(path)["快速指标"]["B4"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_form_of_a_project_is_filled_from_tables(tmp_path):
    facts = f"fact,value\nname,编造项目\ncredit_code,{CODE}\nregion,440305\n"
    energy = "item,use,quantity,unit,source\nelectricity,fuel,2000,10^4 kWh,编造\n"
    path = projects.template(tmp_path / "p.xlsx", None, data=folder(tmp_path / "d", facts=facts, energy=energy))
    judged = projects.judge(path, None)
    codes = {each.code for each in judged.findings}
    assert credit_codes.problem(CODE) is None
    assert shown(path, "能源消费", 4)[3] == 2000
    assert not {code for code in codes if code.startswith("budget-file")}
