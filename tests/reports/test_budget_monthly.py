"""The monthly report, its workbook and the one-page brief: the same figures, both languages, live formulas."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from ghginv.reports import budget_monthly, page
from ghginv.reports.budget_monthly import MonthlyMaterial
from ghginv.reports.document import Chart, Paragraph, Table
from ghginv.workbooks import execution_workbook
from tests.recalculation import recalculate
from tests.reports.test_budget_settlement import FACTS


def row(code, name, budget, plan, used, light, coverage=95.5, **more):
    told = {"p10_t": used * 1.8, "p50_t": used * 2, "p90_t": used * 2.2, "months_left": 5.25, "burn": 1.0}
    told |= {"method": "ratio", "forecast_light": light, "alert": False, "data_light": "green", "profile": "days"}
    return {"code": code, "name": name, "budget_t": budget, "plan_t": plan, "executed_t": used,
            "rate": round(100 * used / budget, 2) if budget else None,
            "gap": round(100 * (used - plan) / plan, 2) if plan else None, "light": light, "coverage": coverage,
            **told, **more}  # fmt: skip


def material(**changes) -> MonthlyMaterial:
    told = {
        "facts": FACTS, "year": 2026, "month": 6,
        "regions": [row("C", "测试市", 10_000, 5_000, 5_200, "yellow"), row("D1", "东区", 6_000, 3_000, 3_500, "red"),
                    row("D2", "=1+1西区", 4_000, 2_000, 1_700, "green"),
                    row("D3", "北区", 0, 0, 0, "grey", None, months_left=None)],
        "industries": [row("C39", "电子", 5_000, 2_500, 2_900, "red")],
        "enterprises": [row("E1", "甲厂", 3_000, 1_500, 1_900, "red"), row("E2", "乙厂", 3_000, 1_500, 1_000, "green")],
        "projects": [{"project": "P1", "name": "新线", "state": "已批复", "held_t": 0.0, "committed_t": 300.0}],
        "warnings": [{"month": 3, "code": "D1", "name": "东区", "light": "yellow", "document": "abc"}],
        "quality": budget_monthly.shares([
            {"code": "D1", "name": "东区", "expected_t": 1_000.0, "covered_t": 970.0},
            {"code": "D2", "name": "西区", "expected_t": 1_000.0, "covered_t": 500.0},
            {"code": "D3", "name": "北区", "expected_t": 0.0, "covered_t": 0.0},
        ]),
        "decisions": [{"kind": "red", "name": "东区", "share": 95.5}, {"kind": "cutoff", "day": "2026-11-30"}],
        "evidence": [{"parameter": "light_red_gap_over", "value": "10", "unit": "%",
                      "citation": "发改办环资〔2020〕901号", "status": "found"}],
    }  # fmt: skip
    return MonthlyMaterial(**{**told, **changes})


def texts(made) -> str:
    return "\n".join(each.text for each in made.blocks if isinstance(each, Paragraph))


def test_report_and_brief_say_the_same_of_the_same_month():
    report, brief = (texts(each(material())) for each in (budget_monthly.report, budget_monthly.brief))
    for said in ("5,200 吨", "10,000 吨的 52.00%", "10,400 吨", "95.50%"):
        assert said in report
        assert said in brief


def test_who_stands_where_and_why():
    said = texts(budget_monthly.report(material()))
    assert "红灯：东区。" in said
    assert "灰灯（数据不足，不作判断）：北区。" in said
    # By tonnes above plan: the district 500, then industry and enterprise 400 each.
    assert "东区：超出计划 500 吨。" in said
    assert "电子：超出计划 400 吨。" in said
    assert "甲厂：超出计划 400 吨。" in said
    assert "乙厂" not in said.split("超出计划 400")[-1]
    assert "东区：红灯，召开会商并列出措施清单" in said


def test_the_brief_is_short_and_says_what_is_to_be_decided():
    made = budget_monthly.brief(material())
    assert not any(isinstance(each, Table) for each in made.blocks)
    assert "本年度调整截止日：2026-11-30" in texts(made)
    assert "没有待决事项" in texts(budget_monthly.brief(material(decisions=())))


def test_a_long_list_of_decisions_is_cut_and_says_so():
    many = [{"kind": "red", "name": f"第{at}区", "share": 95.5} for at in range(9)]
    said = texts(budget_monthly.brief(material(decisions=many)))
    assert "第5区" in said
    assert "第6区：红灯" not in said
    assert "其余 3 项见执行月报" in said


def test_the_brief_draws_those_most_above_plan():
    regions = [row("C", "测试市", 100_000, 50_000, 50_000, "green")]
    regions += [row(f"D{at}", f"第{at}区", 10_000, 5_000, 5_000 + at, "green") for at in range(1, 10)]
    chart = next(each for each in budget_monthly.brief(material(regions=regions)).blocks if isinstance(each, Chart))
    assert {name.split()[0] for name, _ in chart.values} == {f"第{at}区" for at in range(6, 10)}


def test_a_node_without_budget_has_neither_rate_nor_gap():
    made = budget_monthly.report(material())
    table = next(each for each in made.blocks if isinstance(each, Table) and "各区执行情况" in each.caption)
    north = next(line for line in table.rows if "北区" in line[0])
    assert north[4:] == ["—", "—", "灰灯", "—"]


def test_the_least_covered_come_first():
    assert [each["code"] for each in material().quality] == ["D3", "D2", "D1"]


def test_evidence_marks_stay_visible():
    made = budget_monthly.report(material())
    table = next(each for each in made.blocks if isinstance(each, Table) and "阈值" in each.caption)
    assert table.rows[0][-2:] == ["发改办环资〔2020〕901号", "已核对原文"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", [budget_monthly.report, budget_monthly.brief])
def test_no_word_is_left_unfilled(make, lang):
    made = make(material(), lang)
    said = page.html(made)
    assert "{" not in texts(made)
    for unfilled in ("col.", "table.", "decision.", "light."):
        assert unfilled not in said


def test_the_workbook_recalculates(tmp_path: Path):
    made, path = material(), tmp_path / "执行月报.xlsx"
    names = ("regions", "industries", "enterprises", "projects", "warnings", "quality", "evidence")
    lists = {name: getattr(made, name) for name in names}
    execution_workbook.write_execution(path, execution_workbook.Execution("测试市", 2026, 6, **lists))
    (again,) = recalculate([path], tmp_path / "again")
    kept, computed = (openpyxl.load_workbook(each, data_only=True) for each in (path, again))
    assert kept.sheetnames == ["汇总", "各区", "各行业", "重点企业", "项目占用", "预警清单", "数据质量", "阈值和证据"]
    for sheet in kept:
        for line in sheet.iter_rows():
            for cell in line:
                other = computed[sheet.title][cell.coordinate].value
                same = cell.value == other or {cell.value, other} <= {"", None}
                assert same or cell.value == pytest.approx(other, rel=1e-9), f"{sheet.title}!{cell.coordinate}"
    whole = {line[0].value: line[1].value for line in computed["汇总"].iter_rows(min_row=3)}
    assert whole["排放 (吨)"] == 5200
    formulas = [cell.value for sheet in openpyxl.load_workbook(path) for line in sheet.iter_rows() for cell in line
                if cell.data_type == "f"]  # fmt: skip
    assert formulas
    assert not any("1+1" in str(each) for each in formulas)
