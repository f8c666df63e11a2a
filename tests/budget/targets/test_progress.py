"""Progress as written: each mistake is told in its cell, and nothing of a faulty sheet is taken."""

import pytest

from ghginv.budget.targets import progress, reading
from ghginv.findings import errors
from tests.budget.targets.made_up import GOAL, goal, indicator, plan, plan_rows, progress_rows, report

CUT = {**GOAL, "indicator": "02", "name": "能耗下降率", "unit": "%", "measure": "下降率", "base": None, "target": 14.5}
ADDED = {**GOAL, "indicator": "03", "name": "新增光伏", "measure": "累计新增", "base": None}
EVENT = {**GOAL, "indicator": "04", "name": "出台办法", "unit": None, "operator": "完成事项", "target": None,
         "base": None}  # fmt: skip
YEARLY = {**GOAL, "indicator": "05", "name": "非机动车道", "unit": "公里", "measure": "每年", "base": None,
          "base_year": None, "year": None}  # fmt: skip
PLAN, REMARKS = reading.judge(plan_rows(GOAL, CUT, ADDED, EVENT, YEARLY))
TODAY = "2025-07"


def told(*rows, known=None):
    reports, findings = progress.judge(progress_rows(*rows), PLAN, known or {}, TODAY)
    return reports, {finding.code: finding for finding in findings}


def test_the_plan_of_these_tests_is_sound():
    assert not REMARKS


def test_a_good_row_is_a_report_with_its_cell():
    (found,), remarks = told({})
    assert (found.indicator, found.period, found.amount, found.status) == ("01", "2025-06", 80, "reported")
    assert (found.file, found.sheet, found.cell) == ("a.xlsx", "进度", "H4")
    assert not remarks


def test_an_indicator_may_be_named_and_a_code_may_lose_its_zero():
    (found, other), remarks = told({"indicator": "光伏装机"}, {"indicator": 3.0})
    assert (found.indicator, other.indicator) == ("01", "03")
    assert not remarks


@pytest.mark.parametrize(
    ("changed", "code", "cell"),
    [({"indicator": "99", "name": "光伏装机容量"}, "target-indicator-unknown", "A4"),
     ({"indicator": None}, "budget-plan-required", "A4"), ({"period": "2025-08"}, "target-future", "G4"),
     ({"period": "上月"}, "target-period", "G4"), ({"period": None}, "target-period", "G4"),
     ({"amount": "八十"}, "not-a-number", "H4"), ({"amount": "80"}, "text-number", "H4"),
     ({"amount": "80万千瓦"}, "not-a-number", "H4"), ({"unit": "千瓦"}, "target-unit-other", "C4"),
     ({"status": None}, "target-status-missing", "K4"), ({"status": "猜测"}, "budget-plan-choice", "K4"),
     ({"basis": "当月"}, "target-basis", "J4"), ({"amount": None, "note": "没有数"}, "target-needs-number", "H4"),
     ({"indicator": "02", "unit": "%", "amount": 101.0}, "target-percent-over", "H4"),
     ({"indicator": "02", "unit": "%", "amount": 1.0, "period": "2020-12"}, "target-before-base", "G4"),
     ({"indicator": "03", "period": "2020"}, "target-before-base", "G4"),
     ({"indicator": "04", "unit": None}, "target-needs-done", "H4"),
     ({"indicator": "04", "unit": None, "amount": None, "done": "已完成"}, "target-proof-missing", "L4"),
     ({"indicator": "03", "basis": "当月"}, "target-month-gap", "H4"), ({"amount": 1e300}, "target-size", "H4")],
)  # fmt: skip
def test_a_mistake_is_told_in_its_cell(changed, code, cell):
    finding = told(changed)[1][code]
    assert (finding.sheet, finding.cell, finding.severity) == ("进度", cell, "error")


def test_an_unknown_indicator_is_told_with_those_that_come_close():
    finding = told({"indicator": "99", "name": "光伏装机容量"})[1]["target-indicator-unknown"]
    assert "光伏装机" in finding.expected


def test_one_month_twice_is_refused():
    assert told({}, {"amount": 81.0})[1]["target-report-twice"].cell == "A5"


def test_a_percentage_as_text_is_answered_in_percent():
    finding = told({"indicator": "02", "unit": "%", "amount": "12%"})[1]["text-number"]
    assert finding.expected == "12"


def test_a_percentage_as_a_fraction_is_refused_beside_the_month_before():
    known = {"02": [report("2025-05", 11)]}
    finding = told({"indicator": "02", "unit": "%", "amount": 0.12}, known=known)[1]["target-percent-fraction"]
    assert (finding.severity, finding.expected) == ("error", "12")


def test_a_first_percentage_that_looks_like_a_fraction_is_asked_about_for_a_cut():
    finding = told({"indicator": "02", "unit": "%", "amount": 0.12})[1]["target-percent-small"]
    assert finding.severity == "warning"


def test_a_total_does_not_fall():
    known = {"03": [report("2025-05", 90)]}
    finding = told({"indicator": "03", "amount": 89.9}, known=known)[1]["target-falling"]
    assert (finding.cell, finding.found, finding.expected) == ("H4", "89.9", "90")
    assert "target-falling" not in told({"indicator": "03", "amount": 90.0}, known=known)[1]


def test_an_earlier_month_corrected_above_a_later_one_is_refused_unless_both_are():
    known = {"03": [report("2025-04", 80), report("2025-05", 90)]}
    late = {"indicator": "03", "amount": 95.0, "period": "2025-04"}
    assert "target-falling" in told(late, known=known)[1]
    assert not told(late, {"indicator": "03", "amount": 96.0, "period": "2025-05"}, known=known)[1]


def test_a_level_may_fall():
    assert not told({"amount": 70.0}, known={"01": [report("2025-05", 80)]})[1]


def test_what_counts_every_year_begins_anew_in_january():
    known = {"05": [report("2024-12", 300)]}
    rows = [{"indicator": "05", "unit": "公里", "amount": 20.0, "period": "2025-01", "basis": "当月"},
            {"indicator": "05", "unit": "公里", "amount": 45.0, "period": "2025-02"}]  # fmt: skip
    assert not told(*rows, known=known)[1].keys() - {"target-jump"}


def test_a_jump_is_asked_about():
    finding = told({"amount": 900.0}, known={"01": [report("2025-05", 80)]})[1]["target-jump"]
    assert (finding.severity, finding.found, finding.expected) == ("warning", "900", "80")


def test_rows_left_blank_are_counted_and_an_empty_sheet_is_refused():
    blank = {"amount": None, "status": None}
    reports, remarks = told({}, {**blank, "indicator": "02"})
    assert (len(reports), remarks["target-rows-blank"].found) == (1, "1")
    assert errors(told(blank)[1].values())


def test_a_unit_written_otherwise_is_the_same_unit():
    one = plan(indicator(goal(), unit="公里"))
    _, findings = progress.judge(progress_rows({"unit": "km"}), one, {}, TODAY)
    assert findings == []
