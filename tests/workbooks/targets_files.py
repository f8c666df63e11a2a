"""A small plan and its standings, made up, as the workbooks of the target register take them."""

from __future__ import annotations

from typing import Any

from ghginv.workbooks.targets_workbook import Material

FACTS = [
    {"fact": fact, "value": value}
    for fact, value in (("plan", "P"), ("name", "=编造的方案"), ("region", "440300"), ("warning", "编造，不得引用"))
]
GOALS: list[dict[str, Any]] = [
    {"indicator": "01", "name": "光伏装机", "unit": "万千瓦", "base_year": 2020, "base": 50.0, "year": 2025,
     "role": "target", "operator": "ge", "target": 100.0, "lead": "甲局"},
    {"indicator": "02", "name": "@能耗下降率", "unit": "%", "measure": "cut", "base_year": 2020, "year": 2025,
     "operator": "ge", "target": 14.5, "lead": "乙局"},
]  # fmt: skip
PROGRESS: list[dict[str, Any]] = [
    {"indicator": "01", "name": "光伏装机", "unit": "万千瓦", "lead": "甲局", "aim": "≥100", "period": "2025-06"},
    {"indicator": "02", "name": "@能耗下降率", "unit": "%", "lead": "乙局", "aim": "≥14.5", "period": "2025-06",
     "last": "2025-05  11", "amount": 12.0, "status": "reported", "basis": "total"},
]  # fmt: skip
BLANK = ("section", "support", "measure", "operator", "path", "done", "reached", "status", "evidence", "cell", "note",
         "begun_note", "begun", "period", "state")  # fmt: skip
NONE = ("target", "upper", "year", "begun_value", "value", "expected", "completion", "margin", "gap", "forecast",
        "forecast_met", "late")  # fmt: skip


def standing(**told: Any) -> dict[str, Any]:
    """A row of the sheet of indicators."""
    common = {"plan": "P", "indicator": "01", "name": "指标", "unit": "万千瓦", "lead": "甲局", "sign": 1,
              "measure_id": "level", "path_id": "linear", "operator_id": "ge", "reported_start": False, "single": True,
              "over": False, "state_id": "no-data"}  # fmt: skip
    return {**dict.fromkeys(BLANK, ""), **dict.fromkeys(NONE), **common, **told}


def material(*rows: dict[str, Any]) -> Material:
    rules = [
        {"parameter": name, "value": value, "unit": "%", "evidence": "own", "citation": "本系统缺省", "note": ""}
        for name, value in (("target_margin", 5.0), ("target_about", 5.0), ("target_pace_months", 12.0))
    ]
    history = [{"plan": "P", "indicator": "01", "name": "指标", "month": "2025-06", "amount": 80.0, "cell": "=1+1"}]
    return Material("2025-06", [{"plan": "P", "name": "编造的方案"}], rows, history, rules, 5.0, "编造，不得引用")
