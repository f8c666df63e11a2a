"""All methods side by side: amounts, spread, what each means, what was refused; a blend says what it is."""

import math

import numpy as np
import pandas as pd
import pytest

from ghginv.budget.allocation import gini
from ghginv.budget.allocation.compare import blend, compare
from ghginv.errors import InputError, UsageError

TABLE = pd.DataFrame(
    {
        "emissions": [600.0, 300, 100], "population": [10.0, 20, 30], "gdp": [20.0, 30, 50],
        "cumulative_emissions": [9000.0, 100, 100], "requests": [600.0, 350, 150],
    },
    index=["甲", "乙", "丙"],
)  # fmt: skip
MEASURES = pd.DataFrame(
    [(unit, f"{unit}{step}", 400.0, cost, "") for unit in TABLE.index for step, cost in enumerate((-10.0, 50.0))],
    columns=["unit", "measure", "abatement_t", "cost", "exclusive_group"],
)
SOME = ["grandfather", "per-capita", "per-gdp"]


def test_amounts_and_spread_by_hand():
    found = compare(900, TABLE, SOME)
    assert found.amounts.round(9).to_dict("list") == {
        "grandfather": [540, 270, 90], "per-capita": [150, 300, 450], "per-gdp": [180, 270, 450],
    }  # fmt: skip
    assert found.spread.loc["甲"].round(9).to_dict() == {
        "min": 150, "max": 540, "median": 180, "mean": 290, "recommended": 180,
    }  # fmt: skip
    assert found.refused == {}


def test_the_recommended_value_is_the_medians_brought_to_the_total_within_bounds():
    found = compare(
        900, TABLE.assign(cumulative_emissions=0.0, lower=[200.0, np.nan, np.nan]), ["per-gdp", "per-capita"]
    )
    assert found.spread["recommended"].sum() == pytest.approx(900)
    assert found.spread.loc["甲", "recommended"] >= 200
    several = compare(900, TABLE, [*SOME, "talmud", "blended"])
    assert abs(several.spread["median"].sum() - 900) > 1
    assert several.spread["recommended"].sum() == pytest.approx(900)


def test_methods_that_come_to_the_same_count_once():
    found = compare(900, TABLE, [*SOME, "equal-rate"])
    assert found.spread.equals(compare(900, TABLE, SOME).spread)
    assert found.methods.loc["equal-rate", "note_en"].startswith("method equal-rate comes to the same as grandfather")
    assert found.methods.loc["grandfather", "note"] == ""


def test_a_method_with_debts_is_shown_but_not_in_the_spread():
    found = compare(900, TABLE, [*SOME, "equal-cumulative"])
    assert found.amounts.loc["甲", "equal-cumulative"] < 0
    assert found.spread.loc["甲", "min"] == pytest.approx(150)
    assert "欠" in found.methods.loc["equal-cumulative", "note"]
    assert "debt" in found.methods.loc["equal-cumulative", "note_en"]
    assert math.isnan(found.methods.loc["equal-cumulative", "gini_population"])
    alone = compare(900, TABLE, ["equal-cumulative"])
    assert alone.spread.isna().all(axis=None)


def test_equity_and_distance_to_requests():
    found = compare(900, TABLE, SOME).methods
    assert found.loc["per-capita", "gini_population"] == pytest.approx(0, abs=1e-12)
    assert found.loc["per-gdp", "gini_gdp"] == pytest.approx(0, abs=1e-12)
    assert found.loc["grandfather", "gini_emissions"] == pytest.approx(0, abs=1e-12)
    amounts = pd.Series([540.0, 270, 90], index=TABLE.index)
    assert found.loc["grandfather", "gini_population"] == pytest.approx(gini(amounts, TABLE.population))
    assert found.loc["grandfather", "distance_to_requests"] == pytest.approx((60 + 80 + 60) / 900)
    assert compare(900, TABLE.drop(columns="requests"), SOME).methods.distance_to_requests.isna().all()
    assert compare(900, TABLE.drop(columns="gdp"), SOME[:2]).methods.gini_gdp.isna().all()


def test_cost_of_the_abatement_each_unit_then_needs():
    found = compare(900, TABLE, SOME, measures=MEASURES)
    # grandfathering needs 60, 30, 10 t, all of which pay; per head 450 t in 甲: 400 that pay, 50 at 50 CNY
    assert found.methods.loc["grandfather", "cost"] == pytest.approx(-1000)
    assert found.methods.loc["per-capita", "cost"] == pytest.approx(-4000 + 2500)
    assert compare(900, TABLE, SOME).methods.cost.isna().all()
    few = compare(900, TABLE, SOME, measures=MEASURES.head(1)).methods
    assert few.cost.isna().tolist() == [True, False, False] or math.isnan(few.loc["grandfather", "cost"])
    assert "措施不足" in few.loc["grandfather", "note"]


def test_rank_correlation():
    found = compare(900, TABLE, SOME).correlation
    assert found.loc["per-capita", "per-gdp"] == pytest.approx(1)
    assert found.loc["grandfather", "per-capita"] == pytest.approx(-1)
    assert np.allclose(np.diag(found), 1)
    assert compare(900, TABLE.head(2), SOME).correlation.isna().all(axis=None)
    even = compare(900, TABLE.assign(population=1.0), SOME).correlation
    assert even["per-capita"].isna().all()


def test_ties_by_rounding_have_one_rank():
    table = TABLE.assign(population=[0.1 + 0.2, 0.3, 5.0], gdp=[1.0, 1.0, 2.0])
    assert compare(900, table, ["per-capita", "per-gdp"]).correlation.loc["per-capita", "per-gdp"] == pytest.approx(1)


def test_what_cannot_run_is_refused_with_reasons_and_the_others_do():
    found = compare(900, TABLE)
    assert {"grandfather", "talmud", "zsg-dea", "gini", "capability"} <= set(found.amounts)
    assert {"benchmark", "intensity", "composite-ahp", "maximum-entropy", "convergence"} <= set(found.refused)
    assert [each.code for each in found.refused["maximum-entropy"]] == ["budget-allocation-option"]
    assert np.allclose(found.amounts.sum(), 900)
    assert list(found.methods.index) == list(found.amounts.columns)
    assert set(found.findings) == set(found.amounts)


def test_options_reach_the_methods_that_know_them():
    found = compare(900, TABLE, ["blended", "grandfather", "maximum-entropy"], weight=1, beta=0)
    assert np.allclose(found.amounts["blended"], [150, 300, 450])
    assert np.allclose(found.amounts["maximum-entropy"], [150, 300, 450])


def test_wrong_calls_and_nothing_left():
    with pytest.raises(UsageError):
        compare(900, TABLE, ["by-mood"])
    with pytest.raises(UsageError) as wrong:
        compare(900, TABLE, SOME, wieght=0.5)
    assert wrong.value.findings[0].found == "wieght"
    with pytest.raises(InputError) as none:
        compare(900, TABLE, ["benchmark", "maximum-entropy"])
    assert {each.code for each in none.value.findings} == {"budget-allocation-columns", "budget-allocation-option"}


def test_a_blend_says_what_it_is():
    made = compare(900, TABLE, SOME)
    found = blend(made, {"per_capita": 0.25, "grandfather": 0.75})
    assert found.tolist() == pytest.approx([442.5, 277.5, 180])
    assert found.attrs["weights"] == {"grandfather": 0.75, "per-capita": 0.25}
    assert blend(made.amounts, {"per-gdp": 1.0}).tolist() == pytest.approx([180, 270, 450])


@pytest.mark.parametrize(
    ("weights", "code", "named"),
    [
        ({"per-capita": 0.5, "grandfather": 0.4}, "budget-allocation-blend-weights", "0.9"),
        ({}, "budget-allocation-blend-weights", "0"),
        ({"per-capita": 0.5, "talmud": 0.5}, "budget-allocation-blend-method", "talmud"),
        ({"per-capita": 1.5, "grandfather": -0.5}, "budget-allocation-parameter", "-0.5"),
    ],
)
def test_a_blend_that_does_not_hold_is_refused(weights, code, named):
    with pytest.raises(InputError) as wrong:
        blend(compare(900, TABLE, SOME), weights)
    assert (wrong.value.findings[0].code, wrong.value.findings[0].found) == (code, named)


def test_the_order_of_rows_changes_nothing():
    found, again = compare(900, TABLE, SOME), compare(900, TABLE.iloc[::-1], SOME)
    pd.testing.assert_frame_equal(again.spread.loc[TABLE.index], found.spread)
    pd.testing.assert_frame_equal(again.methods, found.methods)
