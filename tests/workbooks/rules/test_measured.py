"""Measured and local values: readable, given where needed, plausible, of their item, and kept as parameters."""

from __future__ import annotations

import pytest


def test_measured_values_become_parameters_of_the_region(sender) -> None:
    sender.coal(平均低位发热量=22.35, 碳氧化率=0.985, 数据来源="企业化验报告")
    judgement = sender.judge()
    assert judgement.findings == []
    by_name = {parameter.name: parameter for parameter in judgement.parameters}
    assert set(by_name) == {"net_calorific_value", "oxidation_rate"}
    value = by_name["net_calorific_value"]
    assert (value.value, value.unit, value.tier, value.written) == (22.35, "GJ/t", "measured", "22.35")
    assert (value.region, value.valid_from, value.valid_to) == ("440400", 2023, 2023)
    assert (value.category, value.item, value.place, value.note) == (
        "1.2.1",
        "bituminous",
        "化石燃料!E4",
        "企业化验报告",
    )
    assert value.source_id.startswith("workbook:")


def test_the_unit_of_a_value_follows_the_item(sender) -> None:
    sender.coal(燃料品种="天然气", 计量单位="万立方米", 平均低位发热量=389.31)
    (parameter,) = sender.judge().parameters
    assert parameter.unit == "GJ/10^4 m3"


def test_kilojoules_per_kilogram_are_out_of_range(sender) -> None:
    sender.coal(平均低位发热量=20908)
    (finding,) = sender.findings()
    assert (finding.code, finding.severity, finding.cell) == ("term-out-of-range", "error", "E4")
    assert "GJ/t" in finding.expected


def test_a_value_that_fits_no_unit_is_found_even_where_the_fuel_is_unknown(sender) -> None:
    sender.coal(燃料品种="无烟媒", 平均低位发热量=20908)
    assert set(sender.found()) == {("choice-unknown", "化石燃料", "B4"), ("term-out-of-range", "化石燃料", "E4")}


def test_oxidation_in_percent_is_out_of_range(sender) -> None:
    sender.coal(碳氧化率=98)
    assert sender.found() == [("term-out-of-range", "化石燃料", "G4")]


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("22.35", "text-number", "22.35"),
        ("22.35 GJ/t", "term-with-unit", "22.35"),
        ("20 908 千焦/千克", "term-with-unit", "20.908"),
    ],
)
def test_a_value_typed_as_text_is_converted_in_the_remedy(sender, text: str, code: str, expected: str) -> None:
    sender.coal(平均低位发热量=text)
    (finding,) = sender.findings()
    assert (finding.code, finding.cell, finding.expected) == (code, "E4", expected)


def test_fleets_need_mileage_and_consumption(sender) -> None:
    cars = {"车型与燃料": "小型载客汽车（汽油）", "保有量": 5000, "计量单位": "辆"}
    sender.put("道路交通", {**cars, "百公里油耗": 8.2})
    assert sender.found() == [("entry-missing", "道路交通", "D4")]


def test_a_fleet(sender) -> None:
    cars = {"车型与燃料": "小型载客汽车（汽油）", "保有量": 0.5, "计量单位": "万辆", "年均行驶里程": 12000}
    sender.put("道路交通", {**cars, "百公里油耗": 8.2})
    judgement = sender.judge()
    (activity,) = judgement.activities
    assert (activity.category, activity.item, activity.quantity, activity.unit) == (
        "1.3.2",
        "car_gasoline",
        5000.0,
        "vehicle",
    )
    assert {(each.name, each.value, each.unit) for each in judgement.parameters} == {
        ("annual_mileage", 12000.0, "km"),
        ("fuel_economy", 8.2, "L/100km"),
    }


def test_values_belong_to_their_item(sender) -> None:
    sender.put(
        "逃逸", {"活动": "天然气消费", "活动水平": 10, "计量单位": "万立方米", "煤炭开采和矿后活动甲烷排放因子": 8}
    )
    assert ("term-not-of-item", "逃逸", "D4") in sender.found()


def test_aircraft_have_no_calorific_value(sender) -> None:
    row = {"航班类别": "1.3.1.1", "燃料或机型": "A320", "消费量或起降次数": 1000, "计量单位": "架次"}
    sender.put("航空", {**row, "平均低位发热量": 43})
    assert sender.found() == [("term-not-of-item", "航空", "E4")]
