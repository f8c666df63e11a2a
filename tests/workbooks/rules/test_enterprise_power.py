"""Electricity of an enterprise: green, sold, generated, and against what was made."""

from __future__ import annotations

import pytest

from ghginv.workbooks.layout import MONTHS


def test_green_power_in_the_unit_of_the_row(verdict) -> None:
    whole = sum(verdict.rows["购入电力"][0][month] for month in MONTHS)
    row = {month: verdict.rows["购入电力"][0][month] / 10 for month in MONTHS}
    verdict.change("购入电力", 0, **row, unit="万千瓦时", green_electricity=whole / 10)
    assert verdict.found() == []
    finding = verdict.change("购入电力", 0, green_electricity=whole).one()
    assert (finding.code, finding.cell) == ("green-above-bought", "Q4")


def test_more_is_sold_than_there_was(verdict) -> None:
    sold = {"category": "X.1 输出电力", "item": "电力", "unit": "万千瓦时", **dict.fromkeys(MONTHS, 1000)}
    finding = verdict.change("输出和自发电", 2, **sold).one()
    assert (finding.code, finding.sheet, finding.cell) == ("power-sold-above-supply", "输出和自发电", "R6")


def test_own_generation_is_not_bought(verdict) -> None:
    numbers = {month: verdict.rows["购入电力"][0][month] for month in MONTHS}
    finding = verdict.change("输出和自发电", 0, **numbers).one()
    assert (finding.code, finding.cell, finding.details["other"]) == ("own-power-as-bought", "R4", "购入电力!P4")


def test_an_own_plant_burns_fuel(verdict) -> None:
    verdict.change("输出和自发电", 0, technology="自备电厂（化石燃料）")
    assert verdict.found() == []
    for sheet in ("燃料", "车辆和移动机械", "实测参数"):
        verdict.rows[sheet] = []
    found = [(code, cell) for code, _, cell in verdict.found() if code != "intensity-unusual"]
    assert found == [("own-power-without-fuel", "R4")]


def test_production_without_power(verdict) -> None:
    verdict.rows["输出和自发电"] = []
    verdict.change("购入电力", 0, **dict.fromkeys(MONTHS, 0)).change("购入电力", 1, **dict.fromkeys(MONTHS, 0))
    finding = verdict.one()
    assert (finding.code, finding.sheet, finding.cell) == ("power-none", "购入电力", "P4")
    verdict.rows["购入电力"] = []
    finding = verdict.one()
    assert (finding.code, finding.sheet, finding.cell) == ("power-none", "产量产值", "P4")


def test_a_month_of_production_without_power(verdict) -> None:
    verdict.rows["输出和自发电"] = []
    verdict.change("购入电力", 0, month_5=0).change("购入电力", 1, month_5=0)
    assert verdict.found() == [("power-none-in-month", "购入电力", "H4")]
    for row in verdict.rows["产量产值"]:
        if row["item"] != "运行小时数" and "month_5" in row:
            row["month_5"] = 0
    assert verdict.found() == []


@pytest.mark.parametrize(("unit", "code"), [("千瓦时", "intensity-unusual"), ("兆瓦时", "")])
def test_power_for_a_product(verdict, unit: str, code: str) -> None:
    verdict.rows["输出和自发电"] = []
    verdict.change("购入电力", 0, unit=unit).change("购入电力", 1, unit=unit)
    found = [(each.code, each.details["item"]) for each in verdict.findings()]
    assert found == ([(code, "水泥产量（核定用）")] if code else [])
