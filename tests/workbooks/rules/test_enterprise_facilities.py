"""Facilities of an enterprise: codes, regions, and what runs when."""

from __future__ import annotations

import pytest

from tests.workbooks import enterprise_files as files


def test_two_facilities_with_one_code(verdict) -> None:
    finding = verdict.change("设施", 2, code="f02", name="又一条线").one()
    assert (finding.code, finding.cell, finding.details["other"]) == ("facility-twice", "A6", "设施!A5")


def test_a_row_that_names_no_facility_of_the_list(verdict) -> None:
    finding = verdict.change("燃料", 2, facility="F03").one()
    assert (finding.code, finding.sheet, finding.cell) == ("facility-unknown", "燃料", "A6")
    assert "F01" in finding.remedy()


def test_no_facility_at_all_is_said_once(verdict) -> None:
    verdict.rows["设施"] = []
    assert verdict.found() == [("facility-none", "设施", "A4")]


def test_rows_for_the_whole_enterprise_need_no_facility(verdict) -> None:
    verdict.rows["设施"] = []
    for sheet in ("燃料", "车辆和移动机械", "购入电力", "购入热力", "输出和自发电", "熟料生产", "实测参数", "产量产值"):
        verdict.rows[sheet] = [{**row, "facility": None} for row in verdict.rows[sheet] if row.get("facility") != "F02"]
    assert verdict.found() == []


def test_regions_of_facilities(verdict) -> None:
    verdict.change("设施", 0, region="440399").change("设施", 1, region="440402")
    found = verdict.findings(region="440300")
    assert [(each.code, each.cell, each.severity) for each in found] == [
        ("template-region-unknown", "C4", "error"),
        ("facility-outside", "C5", "note"),
    ]


def test_a_facility_elsewhere_keeps_its_region_in_the_records(verdict) -> None:
    judgement = files.judged(verdict.change("设施", 1, region="440402").path(), region="440300")
    places = {each.facility: each.region for each in judgement.activities}
    assert (places["F01"], places["F02"]) == ("440311", "440402")


def test_days_of_facilities(verdict) -> None:
    verdict.change("设施", 0, opened="很久以前").change("设施", 1, closed="2014-01-01")
    assert verdict.found()[:2] == [("date-unreadable", "设施", "D4"), ("facility-closed-first", "设施", "E5")]


def test_activity_after_a_facility_closed_is_said_once_a_row(verdict) -> None:
    found = verdict.change("设施", 1, closed="2024-06-30").findings()
    assert {each.code for each in found} == {"facility-closed"}
    rows = [(each.sheet, each.cell[-1]) for each in found]
    assert len(rows) == len(set(rows)) == 9
    first = next(each for each in found if each.sheet == "购入电力")
    assert (first.cell, first.details["month"]) == ("J5", "7")


def test_activity_before_a_facility_opened(verdict) -> None:
    verdict.change("设施", 1, opened="2024-03-15")
    for rows in verdict.rows.values():
        for row in rows:
            if row.get("facility") == "F02" and "month_1" in row:
                row.update(month_1=None, month_2=0)
                row.pop("purchased", None)
    assert verdict.found() == []
    row = next(row for row in verdict.rows["购入电力"] if row["facility"] == "F02")
    row["month_2"] = 500
    assert verdict.found() == [("facility-closed", "购入电力", "E5")]


@pytest.mark.parametrize("month", [9, 11])
def test_a_closed_enterprise(verdict, month: int) -> None:
    verdict.fact(closed=f"2024-0{month}-10" if month < 10 else f"2024-{month}-10")
    found = verdict.findings()
    assert {each.code for each in found} == {"enterprise-closed"}
    assert {each.details["month"] for each in found} == {str(month + 1)}


def test_a_row_without_name_or_code(verdict) -> None:
    verdict.change("设施", 0, name=None).change("设施", 2, name="无编号的线").change("支撑材料", 0, title=None)
    assert verdict.found() == [
        ("entry-missing", "设施", "B4"),
        ("entry-missing", "设施", "A6"),
        ("entry-missing", "支撑材料", "B4"),
    ]
