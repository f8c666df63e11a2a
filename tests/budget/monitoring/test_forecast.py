"""Forecasts: published numbers of smoothing, the arithmetic of the others, bands, the choice, projects to come."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.monitoring import backtest, board, forecast, methods, smoothing
from ghginv.budget.monitoring.months import MONTHS
from tests.budget.monitoring import made_up
from tests.budget.monitoring.made_up import SEASON, past, setting, situation

# International tourist nights in Australia, quarters from 2005, data set austourists of R's fpp (Hyndman,
# Athanasopoulos, Forecasting: Principles and Practice, section 7.5), as kept in statsmodels, in its
# tsa/tests/test_holtwinters.py.
AUSTRALIA = np.array([
    41.727458, 24.04185, 32.328103, 37.328708, 46.213153, 29.346326, 36.48291, 42.977719, 48.901525, 31.180221,
    37.717881, 40.420211, 51.206863, 31.887228, 40.978263, 43.772491, 55.558567, 33.850915, 42.076383, 45.642292,
    59.76678, 35.191877, 44.319737, 47.913736,
])  # fmt: skip


def test_published_holt_winters_forecast():
    """test_predict of the same file: additive trend, multiplicative season: 61.3083, 37.3730, 46.9652, 51.5578."""
    made = smoothing.forecast(AUSTRALIA, 4, season=4, initial="estimated")
    assert made is not None
    assert made.form == "A,A,M"
    assert made.mean == pytest.approx([61.3083, 37.3730, 46.9652, 51.5578], abs=2e-3)


def test_smoothing_says_the_same_each_time_and_other_seeds_something_else():
    one, same, other = (smoothing.forecast(AUSTRALIA, 4, season=4, seed=seed) for seed in (1, 1, 2))
    assert (one.sums == same.sums).all()
    assert (one.sums != other.sums).any()
    assert np.median(one.sums) == pytest.approx(one.mean.sum(), rel=0.02)


def test_smoothing_needs_two_seasons_without_a_gap():
    assert smoothing.forecast(AUSTRALIA[:7], 4, season=4) is None
    assert smoothing.forecast(np.where(np.arange(24) == 5, np.nan, AUSTRALIA), 4, season=4) is None
    assert len(smoothing.forecast(AUSTRALIA, 0, season=4).mean) == 0
    zeros = smoothing.forecast(np.where(np.arange(24) % 4 == 1, 0.0, AUSTRALIA), 4, season=4)
    assert zeros is not None  # additive forms serve where a month is nothing
    assert zeros.form.endswith("A")


def test_ratio_and_last_year_in_the_head():
    executed, share = pd.Series({"A": 300.0, "B": 0.0}), pd.Series({"A": 0.25, "B": 0.0})
    assert methods.ratio(executed, share)["A"] == 1200
    assert np.isnan(methods.ratio(executed, share)["B"])
    before = pd.DataFrame([[100.0] * 12, [0.0] * 6 + [10.0] * 6], index=["A", "B"], columns=list(MONTHS))
    grown = methods.last_year(executed, before, 6)
    assert grown["A"] == 300 + 600 * (300 / 600)
    assert np.isnan(grown["B"])  # nothing in the months so far of last year: no growth can be told
    assert np.isnan(methods.last_year(pd.Series({"C": 1.0}), before, 6)["C"])


@pytest.mark.parametrize("method", ["ratio", "last-year", "ets"])
def test_a_year_like_all_others_is_forecast_as_it_comes(method):
    found = board.build(situation(6, settings=setting(ets_nodes=9)), "total", method).table.loc["C"]
    assert found["method"] == method
    assert found["p50_kg"] == pytest.approx(3700 * 1200, rel=2e-3)
    assert found["p10_kg"] <= found["p50_kg"] <= found["p90_kg"]


def test_a_method_without_its_history_falls_back_to_the_ratio_and_says_so():
    none = past().iloc[:0]
    for method in ("last-year", "ets", "auto"):
        made = board.build(situation(6, past=none), "region", method)
        found = made.table
        assert ("budget-monitoring-fallback" in {each.code for each in made.findings()}) == (method != "auto")
        assert set(found["method"]) == {"ratio"}
        assert set(found["band"]) == {"default"}
    # Ratio on days: 181 of 365 days have passed.
    assert found.loc["C", "p50_kg"] == pytest.approx(SEASON[:6].sum() * 3700 * 365 / 181, rel=1e-6)


def test_a_backtest_uses_nothing_that_was_not_known():
    """The first year has none before it; a year's forecast does not move when its own later months do."""
    told = board.build(situation(6, past=past(growth=0.05)), "total")
    errors = told.forecast.errors
    assert set(errors["year"]) == {2024, 2025}
    assert set(errors["method"]) == {"ratio", "last-year"}
    changed = past(growth=0.05)
    late = (changed["year"] == 2025) & (changed["month"] > 6)
    changed.loc[late, "emissions_kg"] *= 2
    other = board.build(situation(6, past=changed), "total").forecast.errors
    keys = ["method", "year", "month"]
    one, two = (each[(each["month"] <= 6)].set_index(keys)["forecast_kg"].sort_index() for each in (errors, other))
    assert (one == two).all()


def test_scores_are_means_of_absolute_errors():
    rows = [("C", "ratio", 2024, 6, 100.0, 110.0, 0.1), ("C", "ratio", 2025, 6, 100.0, 80.0, -0.2)]
    (row,) = backtest.scores(pd.DataFrame(rows, columns=list(backtest.COLUMNS))).to_dict("records")
    assert row["years"] == 2
    assert row["mape"] == pytest.approx((10 / 110 + 20 / 80) / 2)


def test_the_band_is_that_of_past_errors_at_the_same_month():
    """One past year in which the rest came a fifth higher than the ratio said: t with one degree of freedom."""
    rows = past(years=(2024, 2025))
    late = (rows["year"] == 2025) & (rows["month"] > 6)
    rows.loc[late, "emissions_kg"] = rows.loc[late, "emissions_kg"] * 6 // 5
    told = board.build(situation(6, past=rows), "total", "ratio")
    errors = told.forecast.errors
    error = errors[(errors["method"] == "ratio") & (errors["month"] == 6)]["error"].item()
    found = told.table.loc["C"]
    assert found["band"] == "errors:1"
    width = 3.0776835 * abs(np.log1p(error))  # the 90 % point of Student's t with one degree of freedom
    assert found["p90_kg"] == pytest.approx(found["p50_kg"] * np.exp(width), rel=1e-6)
    assert found["p10_kg"] == pytest.approx(max(found["p50_kg"] * np.exp(-width), found["executed_kg"]), rel=1e-6)


def test_a_default_band_shrinks_with_what_is_still_to_come():
    spreads = []
    for month in (3, 6, 9, 12):
        found = board.build(situation(month, past=past().iloc[:0]), "total").table.loc["C"]
        spreads.append(found["p90_kg"] - found["p10_kg"])
    assert spreads == sorted(spreads, reverse=True)
    assert spreads[-1] == 0


def test_the_choice_takes_the_method_that_was_best_at_this_month():
    """The season moved for good last year: last year knows, the mean of three years does not."""
    rows = past(years=(2022, 2023, 2024, 2025))
    moved = rows["year"] >= 2024
    swapped = rows["month"].where(~moved, 13 - rows["month"])
    rows["emissions_kg"] = [int(SEASON[month - 1]) * 1000 for month in swapped]
    found = board.build(situation(6, past=rows), "total").table.loc["C"]
    assert found["method"] == "last-year"
    both = board.build(situation(6, past=rows, settings=setting(combine="mean")), "total")
    assert both.table.loc["C", "method"] == "mean"
    told = both.forecast.by_method.loc["C"]
    assert both.table.loc["C", "p50_kg"] == pytest.approx(told[["ratio", "last-year"]].mean(), abs=1)


def test_projects_that_start_within_the_year_are_added():
    due = pd.DataFrame([("D1", "C39", "KEY", "E1", 120_000, 10), ("D1", "C39", "KEY", "", 60_000, 1)],
                       columns=[*made_up.COLUMNS, "amount_kg", "start"])  # fmt: skip
    bare = board.build(situation(6), "region", "ratio")
    found = board.build(situation(6, commitments=due), "region", "ratio").table
    share = bare.profile.cumulative.loc["D1"]
    added = round(120_000 * (1 - share[9])) + round(60_000 * (1 - share[6]))
    assert found.loc["D1", "committed_kg"] == added
    for name in ("p10_kg", "p50_kg", "p90_kg"):
        assert found.loc["D1", name] == bare.table.loc["D1", name] + added
    assert found.loc["D2", "committed_kg"] == 0


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.integers(0, 10**9), min_size=12, max_size=12),
    st.lists(st.lists(st.integers(1, 10**9), min_size=12, max_size=12), max_size=3),
    st.integers(1, 12),
    st.sampled_from(["auto", "ratio", "last-year"]),
)
def test_a_forecast_is_never_below_what_was_emitted_and_its_band_is_in_order(now, years, month, method):
    rows = [(2026, at, *made_up.PLACES[0], kg, "metered") for at, kg in enumerate(now[:month], start=1)]
    columns = ["year", "month", *made_up.COLUMNS, "emissions_kg", "status"]
    earlier = [(2026 - place, at, *made_up.PLACES[0], kg, "metered")
               for place, each in enumerate(years, start=1) for at, kg in enumerate(each, start=1)]  # fmt: skip
    given_now, before = (pd.DataFrame(each, columns=columns) for each in (rows, earlier))
    found = board.build(situation(month, rows=given_now, past=before), "total", method).table.loc["C"]
    assert sum(now[:month]) - 1 <= found["p10_kg"] <= found["p50_kg"] <= found["p90_kg"]
    again = board.build(situation(month, rows=given_now, past=before), "total", method).table.loc["C"]
    assert found["p90_kg"] == again["p90_kg"]
    assert found["method"] in forecast.CHOICES
