"""Output, value and intensity of an enterprise."""

from __future__ import annotations

from ghginv.workbooks.layout import MONTHS
from tests.workbooks import enterprise_files as files


def index(verdict, item: str) -> int:
    """The row of an item."""
    return [row["item"] for row in verdict.rows["产量产值"]].index(item)


def test_value_added_is_a_part_of_gross_output(verdict) -> None:
    row = index(verdict, "工业增加值")
    finding = verdict.change("产量产值", row, quantity=60000).one()
    assert (finding.code, finding.cell) == ("value-added-above", f"P{row + 4}")


def test_nothing_by_which_to_measure(verdict) -> None:
    verdict.rows["产量产值"] = [row for row in verdict.rows["产量产值"] if "工业" in row["item"]]
    finding = verdict.one()
    assert (finding.code, finding.sheet, finding.severity) == ("output-missing", "产量产值", "warning")
    assert "水泥产量" in finding.expected


def test_an_output_twice(verdict) -> None:
    row = index(verdict, "水泥产量（核定用）")
    finding = verdict.change("产量产值", row + 1, facility="F01").one()
    assert (finding.code, finding.cell) == ("entry-twice", f"B{row + 5}")


def test_units_of_output(verdict) -> None:
    row = index(verdict, "水泥产量（核定用）")
    assert verdict.change("产量产值", row, unit="兆瓦时").found() == [("unit-wrong-kind", "产量产值", f"C{row + 4}")]
    assert verdict.change("产量产值", row, unit=None).found() == [("unit-missing", "产量产值", f"C{row + 4}")]


def test_more_hours_than_a_year_has(verdict) -> None:
    row = index(verdict, "运行小时数")
    finding = verdict.change("产量产值", row, **dict.fromkeys(MONTHS, 744)).one()
    assert (finding.code, finding.cell, finding.expected) == ("operation-impossible", f"P{row + 4}", "≤ 8784")


def test_months_of_a_level_are_not_added_up(verdict) -> None:
    row = {"item": "从业人数", "unit": "人", **dict.fromkeys(MONTHS, 320), "quantity": 320}
    assert verdict.change("产量产值", len(verdict.rows["产量产值"]), **row).found() == []


def test_a_value_typed_in_yuan(verdict) -> None:
    verdict.change("产量产值", index(verdict, "工业总产值"), quantity=5e11)
    verdict.change("产量产值", index(verdict, "工业增加值"), quantity=1e11)
    found = [(each.code, each.details.get("item")) for each in verdict.findings() if each.code == "intensity-unusual"]
    assert found == [("intensity-unusual", "工业总产值")]


def test_a_product_in_tons_instead_of_ten_thousand(verdict) -> None:
    for item in ("水泥产量（核定用）", "熟料产量（核定用）"):
        row = index(verdict, item)
        verdict.change("产量产值", row, unit="万吨").change("产量产值", row + 1, unit="万吨")
    assert {each.details["item"] for each in verdict.findings()} == {"水泥产量（核定用）", "熟料产量（核定用）"}
    assert {each.code for each in verdict.findings()} == {"intensity-unusual"}


def test_nothing_is_said_of_intensity_while_a_row_cannot_be_read(verdict) -> None:
    verdict.change("产量产值", index(verdict, "工业总产值"), quantity=5e11).change("燃料", 0, month_1="x")
    assert "intensity-unusual" not in {each.code for each in verdict.findings()}


def test_power_usage_effectiveness(tmp_path) -> None:
    centre = files.Verdict(tmp_path)
    centre.industry = "data_centre"
    centre.fact(industry="6450")
    centre.rows = {
        "购入电力": [{"item": "电力", "unit": "兆瓦时", **dict.fromkeys(MONTHS, 1400)}],
        "产量产值": [{"item": "信息设备用电量", "unit": "兆瓦时", **dict.fromkeys(MONTHS, 1000)}],
    }
    assert centre.found() == []
    centre.rows["产量产值"][0].update(dict.fromkeys(MONTHS, 1500))
    assert [code for code, _, _ in centre.found()] == ["intensity-unusual"]
