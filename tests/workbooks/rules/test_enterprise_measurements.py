"""The sheet of measured values of an enterprise."""

from __future__ import annotations

import pytest

from tests.workbooks import enterprise_files as files

NCV, CARBON = 0, 2  # rows of 实测参数 for the first facility


def test_measured_values_become_parameters(verdict) -> None:
    values = files.judged(verdict.path()).parameters
    first = next(each for each in values if each.facility == "F01" and each.name == "net_calorific_value")
    assert (first.value, first.unit, first.tier, first.month) == (22.0, "GJ/t", "measured", 0)
    assert (first.method, first.laboratory, first.place) == ("GB/T 213 煤的发热量测定方法", "自检", "实测参数!Q4")


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (22000, "measured-other-unit", "22"),
        (5250, "measured-other-unit", "21.9807"),
        (11.5, "measured-unusual", "13.699-33.55 GJ/t"),
        (90, "measured-unusual", "13.699-33.55 GJ/t"),
        (400, "term-out-of-range", "0.5-125 GJ/t"),
        (28, "", ""),
    ],
)
def test_calorific_values_of_coal(verdict, value: float, code: str, expected: str) -> None:
    found = verdict.change("实测参数", NCV, quantity=value).findings()
    assert [(each.code, each.cell, each.expected) for each in found] == ([(code, "Q4", expected)] if code else [])


def test_calorific_values_of_gas_in_megajoules_a_cubic_metre(verdict) -> None:
    verdict.change("燃料", 2, item="天然气", unit="万立方米").change(
        "实测参数", NCV, item="天然气", unit="GJ/10^4 m3", quantity=36.0
    )
    verdict.change("实测参数", CARBON, item="天然气", quantity=15.3)
    finding = verdict.one()
    assert (finding.code, finding.expected, finding.details["other"]) == ("measured-other-unit", "360", "MJ/m3")


def test_the_month_is_named(verdict) -> None:
    values = {**dict.fromkeys(files.MONTHS, 22.0), "month_4": 21500, "quantity": None}
    finding = verdict.change("实测参数", NCV, **values).one()
    assert (finding.code, finding.cell, finding.expected) == ("measured-other-unit", "H4", "21.5")


def test_a_share_in_percent(verdict) -> None:
    verdict.change("实测参数", 4, facility="F01", item=files.COAL, parameter="碳氧化率", unit="1", quantity=98)
    verdict.change("实测参数", 4, method="供应商检测报告", laboratory="自检")
    finding = verdict.one()
    assert (finding.code, finding.cell, finding.expected) == ("measured-other-unit", "Q8", "0.98")


@pytest.mark.parametrize(
    ("unit", "code"),
    [(None, "measured-unit-missing"), ("kJ/kg", "measured-unit-other"), ("吨", "measured-unit-wrong")],
)
def test_units(verdict, unit: str | None, code: str) -> None:
    finding = verdict.change("实测参数", NCV, unit=unit).one()
    assert (finding.code, finding.cell) == (code, "D4")


def test_the_remedy_says_how_to_convert(verdict) -> None:
    assert "0.001" in verdict.change("实测参数", NCV, unit="kJ/kg", quantity=22000).one().remedy()


def test_a_parameter_that_the_item_does_not_have(verdict) -> None:
    finding = verdict.change("实测参数", NCV, parameter="熟料中氧化钙含量", unit="1", quantity=0.65).findings()[0]
    assert (finding.code, finding.cell) == ("measured-not-of-item", "C4")


def test_the_same_parameter_twice(verdict) -> None:
    finding = verdict.change("实测参数", 1, facility="F01").findings()[0]
    assert (finding.code, finding.cell, finding.details["other"]) == ("measured-twice", "C5", "实测参数!C4")


def test_method_and_laboratory(verdict) -> None:
    found = verdict.change("实测参数", NCV, method=None).change("实测参数", 1, laboratory=None).findings()
    assert [(each.code, each.cell, each.severity) for each in found] == [
        ("entry-missing", "R4", "error"),
        ("measured-laboratory-missing", "S5", "warning"),
    ]


def test_what_was_not_used(verdict) -> None:
    verdict.change("实测参数", NCV, item="无烟煤").change("实测参数", CARBON, item="无烟煤")
    assert verdict.found() == [("measured-of-nothing", "实测参数", "B4"), ("measured-of-nothing", "实测参数", "B6")]


def test_measured_for_a_facility_that_did_not_use_it(verdict) -> None:
    verdict.change("燃料", 1, facility="F01", item="无烟煤", evidence=None)
    found = {(each.code, each.cell) for each in verdict.findings()}
    assert found == {("measured-of-nothing", "B5"), ("measured-of-nothing", "B7")}


def test_carbon_without_the_calorific_value(verdict) -> None:
    del verdict.rows["实测参数"][NCV]
    finding = verdict.one()
    assert (finding.code, finding.cell, finding.severity) == ("measured-without", "C5", "warning")


def test_months_beside_the_year(verdict) -> None:
    months = dict.fromkeys(files.MONTHS, 22.0)
    assert verdict.change("实测参数", NCV, **months, quantity=22).one().code == "measured-year-beside"
    assert verdict.change("实测参数", NCV, quantity=25).one().code == "measured-year-outside"


def test_a_row_without_a_value(verdict) -> None:
    assert verdict.change("实测参数", NCV, quantity=None).found() == [("row-without-number", "实测参数", "Q4")]


def test_coal_for_which_carbon_must_be_measured(tmp_path) -> None:
    power = files.Verdict(tmp_path)
    power.industry = "power_generation"
    power.fact(industry="4411")
    coal = {"item": "燃煤（实测元素碳）", "unit": "吨", **dict.fromkeys(files.MONTHS, 30000.0)}
    made = {"item": "发电量", "unit": "兆瓦时", **dict.fromkeys(files.MONTHS, 70000.0)}
    power.rows = {"燃料": [coal], "产量产值": [made]}
    finding = power.one()
    assert (finding.code, finding.sheet, finding.cell) == ("measured-needed", "燃料", "B4")
    tested = {
        "item": "燃煤（实测元素碳）",
        "unit": "1",
        "method": "GB/T 476 煤中碳和氢的测定方法",
        "laboratory": "自检",
    }
    power.rows["实测参数"] = [
        {**tested, "parameter": "空气干燥基元素碳含量", "unit": "tC/t", "quantity": 0.6},
        {**tested, "parameter": "收到基水分", "quantity": 0.09},
        {**tested, "parameter": "空气干燥基水分", "quantity": 0.03},
    ]
    assert power.found() == []
