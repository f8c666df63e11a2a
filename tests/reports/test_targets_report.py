"""The report on targets: counts, tables by judgement, evidence marks and our defaults in sight."""

from __future__ import annotations

from typing import Any

import pytest

from ghginv.reports import targets_report
from ghginv.reports.document import Chart, Paragraph, Table

PLAN = {"plan": "P", "name": "编造的方案", "number": "编〔2025〕1号", "state": "印发", "version": "2", "source": "编造",
        "evidence": "own"}  # fmt: skip
RULES = [{"parameter": name, "value": value, "unit": "%", "evidence": "own", "note": ""}
         for name, value in (("target_margin", 5.0), ("target_about", 5.0), ("target_pace_months", 12.0))]  # fmt: skip
BLANK = ("section", "support", "base", "period", "done", "reached", "status", "cell", "note")
NONE = ("value", "expected", "completion", "margin", "gap", "forecast", "forecast_met", "late")


def row(indicator: str, state: str, **told: Any) -> dict[str, Any]:
    common = {"plan": "P", "indicator": indicator, "name": f"指标{indicator}", "unit": "%", "lead": "甲局",
                           "target": "≥14.5 %", "state": state, "state_id": state, "evidence": "found"}  # fmt: skip
    return {**dict.fromkeys(BLANK, ""), **dict.fromkeys(NONE), **common, **told}


BEHIND = row("01", "behind", value=12.0, expected=13.15, completion=82.8, gap=-8.7, forecast=13.24, forecast_met=False,
             reached="2026-07", period="2025-06", cell="a.xlsx: 进度!H4", status="估算")  # fmt: skip
AHEAD = row("02", "ahead", value=146.0, expected=135.0, completion=97.3, gap=8.1, forecast=162.2, forecast_met=True,
            period="2025-05", lead="乙局", late=1, cell="a.xlsx: 进度!H5")  # fmt: skip
ROWS = [BEHIND, AHEAD, row("03", "waiting", note="国家下达"), row("04", "no-data", lead=""),
        row("05", "doing", done="进行中")]  # fmt: skip


def document(lang: str = "zh", rows=ROWS, **more: Any):
    told = {"at": "2025-06", "plans": [PLAN], "rows": rows, "rules": RULES, "warning": "编造，不得引用"}
    return targets_report.document(targets_report.Material(**{**told, **more}), lang)


def tables(found) -> dict[str, Table]:
    return {block.caption: block for block in found.blocks if isinstance(block, Table)}


def text(found) -> str:
    return "\n".join(block.text for block in found.blocks if isinstance(block, Paragraph))


def test_the_first_paragraph_counts():
    said = text(document())
    assert "共 5 项：可以判断的 2 项中，已达到、超前和正常的 1 项，滞后 1 项" in said
    assert "待下达数值 1 项" in said
    assert "逾期未报 1 项" in said


def test_each_judgement_has_its_table():
    found = tables(document())
    behind = found["滞后和未达到的指标"]
    assert behind.rows == [["01 指标01", "≥14.5 %", "12", "13.15", "-8.7%", "13.24，不能，2026-07 才达到", "甲局"]]
    good = found["已达到、超前和正常的指标"]
    assert good.rows[0][2] == "146（2025-05）"  # not of the month of the report
    assert good.rows[0][5] == "162.2，能达到"
    assert found["待下达数值的指标"].rows[0][-1] == "国家下达"
    assert found["定性任务"].rows[0][2] == "进行中"
    assert found["逾期未报"].rows[0] == ["02 指标02", "2025-05", "1", "乙局"]


def test_units_are_counted_and_those_without_are_named():
    units = {line[0]: line[1] for line in tables(document())["各牵头单位"].rows}
    assert units == {"甲局": "3", "乙局": "1", "（未明确责任单位）": "1"}


def test_our_defaults_and_evidence_marks_are_in_sight():
    found = document()
    assert "±5% 以内为正常，以上为超前，以下为滞后（本系统缺省）" in text(found)
    assert "（证据：本系统缺省）" in found.facts[1]
    assert tables(found)["出处和证据"].rows[0][1] == "已见原文"
    assert found.warning == "编造，不得引用"


def test_a_unit_has_a_report_of_its_own():
    found = document(unit="甲局", rows=[BEHIND])
    assert found.title == "实施方案目标进度报告：甲局"
    assert "各牵头单位" not in tables(found)
    assert "甲局负责（牵头或配合）的指标共 1 项" in text(found)


def test_the_chart_shows_the_least_first():
    (chart,) = [block for block in document().blocks if isinstance(block, Chart)]
    assert [value for _, value in chart.values] == [82.8, 97.3]


@pytest.mark.parametrize("rows", [[], [row("01", "no-data")]])
def test_little_to_say_is_said(rows):
    assert document(rows=rows).blocks


def test_several_plans_are_told_apart():
    found = document(plans=[PLAN, {**PLAN, "plan": "Q", "name": "另一方案"}], rows=[BEHIND, {**AHEAD, "plan": "Q"}])
    assert tables(found)["已达到、超前和正常的指标"].rows[0][0] == "Q/02 指标02"


def test_the_english_report_is_english():
    found = document("en")
    assert found.title == "Progress of action plans"
    assert "Indicators behind or missed" in tables(found)
    assert "2 that can be judged" in text(found)
