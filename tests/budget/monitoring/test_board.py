"""Progress, coverage and the board: every node a sum of places, nothing divided by nothing."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.monitoring import board, nodes
from tests.budget.monitoring import made_up
from tests.budget.monitoring.made_up import SEASON, YEAR, months, places, situation


def test_plan_gap_burn_and_months_left():
    found = board.build(situation(6), "region").table
    so_far = SEASON[:6].sum()  # 569 of 1,200
    east = found.loc["D1"]
    assert east["budget_kg"] == 1_200_000 + 600_000 + 240_000
    assert east["executed_kg"] == so_far * 1700
    assert east["plan_kg"] == pytest.approx(2_040_000 * so_far / 1200, rel=2e-3)  # a leap year is among the three
    assert east["plan_kg"] == round(2_040_000 * board.build(situation(6), "region").profile.cumulative.loc["D1", 6])
    assert east["rate"] == pytest.approx(so_far * 1700 / 2_040_000)
    assert east["gap"] == pytest.approx((east["executed_kg"] - east["plan_kg"]) / east["plan_kg"])
    assert east["burn"] == pytest.approx(1 + east["gap"])
    pace = 1700 * SEASON[3:6].mean()
    assert east["pace_kg"] == round(pace)
    assert east["months_left"] == pytest.approx((2_040_000 - so_far * 1700) / pace, rel=1e-5)


def test_nodes_are_sums_on_both_sides():
    by = {each: board.build(situation(6), each).table for each in nodes.BY}
    for column in ("budget_kg", "executed_kg"):
        whole = by["total"].loc["C", column]
        assert by["region"].loc["C", column] == whole == by["industry"].loc["ALL", column]
        assert by["region"].loc[["D1", "D2"], column].sum() == whole
        assert by["industry"].loc[["C39", "C26"], column].sum() == whole
        assert by["cell"][column].sum() == by["layer"][column].sum() == whole
    assert set(by["enterprise"].index) == {"E1", "E2"}


def test_the_pace_of_the_first_months_is_of_those_there_are():
    found = board.build(situation(2), "total").table
    assert found.loc["C", "pace_kg"] == 3700 * 80


def test_december_plans_the_whole_budget():
    found = board.build(situation(12), "region").table
    assert (found["plan_kg"] == found["budget_kg"]).all()
    assert (found["p50_kg"] == found["executed_kg"]).all()
    assert (found["p90_kg"] == found["executed_kg"]).all()


def test_a_zero_budget_has_no_ratio_and_is_named():
    found = board.build(situation(6, places=places((0, 0, 0, 2_400_000))), "region")
    bare = found.table.loc["D1"]
    assert bare[["rate", "gap", "burn"]].isna().all()
    assert bare["light"] == "red"
    assert "budget-monitoring-no-budget-of" in {each.code for each in found.findings()}
    quiet = board.build(situation(6, places=places((0, 0, 0, 2_400_000)), rows=months(YEAR, 6, (0, 0, 0, 9))), "region")
    assert quiet.table.loc["D1", "light"] == "green"
    assert not quiet.table[["rate", "gap"]].isin([float("inf"), float("-inf")]).any().any()


def test_a_budget_with_nothing_planned_yet_is_named():
    late = made_up.past()
    late["emissions_kg"] = late["emissions_kg"].where(late["month"] > 3, 0)
    found = board.build(situation(2, past=late), "total")
    assert found.table.loc["C", "plan_kg"] == 0
    assert pd.isna(found.table.loc["C", "gap"])
    assert "budget-monitoring-no-plan-of" in {each.code for each in found.findings()}


def test_verified_years_count_in_december_only():
    verified = months(YEAR, 1).assign(month=0, status="verified", emissions_kg=[1000, 500, 200, 2000])
    early = board.build(situation(6, rows=pd.concat([months(YEAR, 6), verified])), "total")
    assert early.table.loc["C", "executed_kg"] == SEASON[:6].sum() * 3700
    assert "budget-monitoring-verified" in {each.code for each in early.findings()}
    late = board.build(situation(12, rows=verified), "total")
    assert late.table.loc["C", "executed_kg"] == 3700
    assert late.table.loc["C", "p50_kg"] == 3700
    assert late.table.loc["C", "coverage"] == 1


def test_coverage_weighs_what_is_expected_not_what_was_reported():
    rows = months(YEAR, 6)
    silent = rows[~((rows["enterprise"] == "E2") & (rows["month"] > 3))]
    found = board.build(situation(6, rows=silent), "region").table
    share = SEASON[:3].sum() / SEASON[:6].sum()  # what it had last year is expected of the silent months
    assert found.loc["D2", "coverage"] == pytest.approx(share)
    assert found.loc["D2", "light"] == "grey"
    assert found.loc["D2", "forecast_light"] == "grey"
    assert found.loc["D2", "data_light"] == "red"
    assert found.loc["C", "coverage"] == pytest.approx((1700 + 2000 * share) / 3700)
    bare = board.build(situation(6, rows=silent, past=made_up.past().iloc[:0]), "region").table
    expected = 2_400_000 * (30 + 31 + 30) / 365  # by budget and days
    assert bare.loc["D2", "coverage"] == pytest.approx(2000 * SEASON[:3].sum() / (2000 * SEASON[:3].sum() + expected))
    partly = rows.assign(covered_kg=rows["emissions_kg"] // 2)
    assert board.build(situation(6, rows=partly), "region").table.loc["D2", "coverage"] == pytest.approx(0.5)
    filled = rows.assign(status=rows["status"].where(rows["enterprise"] != "E2", "filled"))
    assert board.build(situation(6, rows=filled), "region").table.loc["D2", "coverage"] == 0


def test_what_is_held_for_projects_is_not_expected_to_report():
    rows = months(YEAR, 6)
    rows = rows[(rows["region"] != "D1") | (rows["enterprise"] == "E1")]
    none = made_up.past().iloc[:0]
    told = [situation(6, places=places(held=held), rows=rows, past=none) for held in (0, 600_000)]
    none, some = (board.build(each, "region").table for each in told)
    assert some.loc["D1", "held_kg"] == 600_000
    assert some.loc["D1", "coverage"] == 1
    assert none.loc["D1", "coverage"] < 0.8


def test_a_code_that_the_tree_does_not_have_belongs_to_the_root():
    rows = months(YEAR, 6)
    odd = rows.assign(region=rows["region"].where(rows["region"] != "D2", "X9"))
    found = board.build(situation(6, rows=odd), "region").table
    assert "X9" not in found.index
    assert found.loc["C", "executed_kg"] == SEASON[:6].sum() * 3700


def test_electricity_gives_the_shape_where_there_is_no_history():
    shape = pd.DataFrame([("C", month, 1.0 if month > 1 else 9.0) for month in range(1, 13)],
                         columns=["region", "month", "value"])  # fmt: skip
    found = board.build(situation(1, past=made_up.past().iloc[:0], shape=shape), "region").table
    assert found.loc["D1", "plan_kg"] == round(2_040_000 * 9 / 20)
    assert set(found["profile"]) == {"shape"}


@settings(deadline=None, max_examples=12)
@given(st.lists(st.integers(0, 10**12), min_size=4, max_size=4), st.integers(1, 12), st.integers(2, 9))
def test_scale_and_order_do_not_matter(budgets, month, factor):
    """Everything times k gives all amounts times k and the same ratios; the order of rows changes nothing."""
    one = board.build(situation(month, places=places(budgets)), "region").table
    rows = months(YEAR, month)
    rows["emissions_kg"] *= factor
    past = made_up.past()
    past["emissions_kg"] *= factor
    scaled = situation(
        month, places=places([each * factor for each in budgets]).iloc[::-1], rows=rows.iloc[::-1], past=past
    )
    many = board.build(scaled, "region").table
    assert (many["budget_kg"] == one["budget_kg"] * factor).all()
    assert ((many["plan_kg"] - one["plan_kg"] * factor).abs() <= factor).all()
    assert many["coverage"].fillna(-1).tolist() == one["coverage"].fillna(-1).tolist()
