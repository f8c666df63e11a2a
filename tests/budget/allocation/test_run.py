"""Methods by name: what they take from the table, what they lack, bounds and remarks."""

import numpy as np
import pandas as pd
import pytest

from ghginv.budget.allocation.run import run, usable
from ghginv.errors import InputError, UsageError

TABLE = pd.DataFrame(
    {"emissions": [60.0, 30, 10], "population": [10.0, 20, 30], "requests": [60.0, 20, 40]}, index=["甲", "乙", "丙"]
)


def test_a_method_by_name_whatever_the_dash():
    assert run("per_capita", 60, TABLE).tolist() == run("per-capita", 60, TABLE).tolist() == [10, 20, 30]
    found = run("grandfather", 50, TABLE)
    assert found.to_dict() == {"甲": 30, "乙": 15, "丙": 5}
    assert (found.name, found.attrs["findings"]) == ("grandfather", [])


def test_options_of_the_method_and_a_remark_on_our_default():
    assert run("blended", 60, TABLE, weight=0).tolist() == [36, 18, 6]
    assert run("blended", 60, TABLE, weight=0).attrs["findings"] == []
    (remark,) = run("blended", 60, TABLE).attrs["findings"]
    assert (remark.code, remark.found, remark.severity) == ("budget-allocation-default", "weight=0.5", "note")
    assert remark.details["method"] == "blended"


def test_one_year_of_convergence():
    found = run("convergence", 60, TABLE, year=2030, start=2025, convergence_year=2035)
    assert found.tolist() == [23, 19, 18]


def test_debts_come_with_the_result():
    table = TABLE.assign(cumulative_emissions=[100.0, 0, 0])
    found = run("equal-cumulative", 20, table)
    assert found["甲"] == pytest.approx(-80)
    assert [each.code for each in found.attrs["findings"]] == ["budget-allocation-debt"]


def test_bounds_go_to_methods_that_have_them():
    found = run("per-capita", 60, TABLE.assign(lower=[20.0, np.nan, np.nan]))
    assert found.tolist() == pytest.approx([20, 16, 24])
    assert found.attrs["findings"] == []


def test_results_of_the_others_are_brought_within_and_it_is_said():
    found = run("equal-rate", 50, TABLE.assign(upper=[20.0, np.nan, np.nan]))
    assert found.tolist() == [20, 22.5, 7.5]
    assert [each.code for each in found.attrs["findings"]] == ["budget-allocation-clipped"]
    inside = run("equal-rate", 50, TABLE.assign(upper=[40.0, np.nan, np.nan]))
    assert (inside.tolist(), inside.attrs["findings"]) == ([30, 15, 5], [])


def test_claims_within_bounds_give_nobody_more_than_was_asked():
    found = run("equal-awards", 90, TABLE.assign(upper=[30.0, np.nan, np.nan]))
    assert found.to_dict() == {"甲": 30, "乙": 20, "丙": 40}


def test_a_debt_cannot_be_brought_within_bounds():
    table = TABLE.assign(cumulative_emissions=[100.0, 0, 0], lower=0.0)
    with pytest.raises(InputError) as wrong:
        run("equal-cumulative", 20, table)
    assert (wrong.value.findings[0].code, wrong.value.findings[0].found) == ("budget-allocation-below-zero", "甲")


def test_what_is_lacking_is_named():
    with pytest.raises(InputError) as wrong:
        run("capability", 60, TABLE)
    assert wrong.value.findings[0].text("zh") == "方法 capability 缺少数据：地区生产总值（gdp）"
    with pytest.raises(InputError) as wrong:
        run("convergence", 60, TABLE, year=2030)
    assert (wrong.value.findings[0].code, wrong.value.findings[0].found) == (
        "budget-allocation-option", "convergence_year, start",
    )  # fmt: skip


def test_a_gap_in_a_column_names_its_unit():
    with pytest.raises(InputError) as wrong:
        run("per-capita", 60, TABLE.assign(population=[1.0, np.nan, 2]))
    assert (wrong.value.findings[0].code, wrong.value.findings[0].found) == ("budget-allocation-not-number", "乙")


def test_unknown_names_are_wrong_calls():
    with pytest.raises(UsageError):
        run("by-mood", 60, TABLE)
    with pytest.raises(UsageError) as wrong:
        run("blended", 60, TABLE, wieght=0.3)
    assert (wrong.value.findings[0].code, wrong.value.findings[0].found) == (
        "budget-allocation-option-unknown",
        "wieght",
    )


def test_usable_says_why_not():
    found = usable(TABLE)
    assert found["grandfather"] == found["talmud"] == found["blended"] == ""
    assert found["per-gdp"] == "方法 per-gdp 缺少数据：地区生产总值（gdp）"
    assert found["maximum-entropy"] == "方法 maximum-entropy 需要参数：beta"
    assert usable(TABLE, beta=1.0)["maximum-entropy"] == ""
    assert usable(TABLE, "en")["composite-ahp"].startswith("method composite-ahp lacks: criteria")
    assert usable(TABLE.assign(**{"need:POP": 1.0}))["composite-entropy"] == ""
