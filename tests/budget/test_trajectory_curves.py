"""Curves over time: formulas against published figures, sums, continuity, what is refused."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from ghginv.budget import trajectory
from ghginv.errors import InputError

YEARS = range(2026, 2031)
amounts = st.floats(1e-3, 1e9)


def refused(code: str, call, *args, **named) -> InputError:
    with pytest.raises(InputError) as caught:
        call(*args, **named)
    assert [finding.code for finding in caught.value.findings] == [code]
    assert caught.value.message("en")
    return caught.value


def test_linear_and_geometric_reach_the_target_and_stay() -> None:
    line = trajectory.linear(100, 50, YEARS)
    assert line.to_list() == pytest.approx([90, 80, 70, 60, 50])
    same = trajectory.geometric(100, 83, YEARS, target_year=2028)
    assert same.to_list() == pytest.approx([100 * 0.83 ** (1 / 3), 100 * 0.83 ** (2 / 3), 83, 83, 83])
    assert list(same.index) == list(YEARS)


def test_linear_to_zero_is_the_line_of_effort_sharing() -> None:
    """imagepbl/effort-sharing src/effortsharing/allocation/pcb.py: nz = 2 budget/co2_hist + start_year - 1, and the
    line co2_hist - co2_hist/(nz - start_year) t, clipped at zero. van den Berg et al. 2020."""
    budget, co2_hist, start_year = 5500.0, 1000.0, 2021
    nz = budget * 2 / co2_hist + start_year - 1
    published = [max(0.0, co2_hist - co2_hist / (nz - start_year) * t) for t in range(12)]
    assert trajectory.years_to_zero(co2_hist, budget) == nz - start_year == 10
    path = trajectory.linear_to_zero(co2_hist, budget, base_year=start_year)
    assert path.index[0] == start_year
    assert path.index[-1] == 2031
    assert path.to_list() == pytest.approx(published[:11])
    assert path.sum() == pytest.approx(budget)


@given(amounts, st.floats(1.0, 60.0))
@settings(deadline=None)
def test_linear_to_zero_spends_its_quota_exactly(start: float, years: float) -> None:
    path = trajectory.linear_to_zero(start, start * years, base_year=2025)
    assert path.sum() == pytest.approx(start * years, rel=1e-12)
    assert path.iloc[-1] == pytest.approx(0, abs=1e-9 * start)
    assert (path.diff().dropna() <= 1e-9 * start).all()
    without = trajectory.linear_to_zero(start, start * (years - 1) + start * 1e-9, base_year=2025, start_included=False)
    assert without.index[0] == 2026


@given(amounts, st.floats(0.01, 3.0), st.integers(1, 60))
@settings(deadline=None)
def test_constant_rate_spends_its_quota_exactly(start: float, part: float, count: int) -> None:
    quota = start * count * part
    path = trajectory.constant_rate(start, quota, range(2026, 2026 + count))
    assert path.sum() == pytest.approx(quota, rel=1e-12)
    rates = path / path.shift().fillna(start)
    assert rates.to_list() == pytest.approx([rates.iloc[0]] * count, rel=1e-6)


def test_constant_rate_of_two_years_by_hand() -> None:
    """k + k² = 3/4 has the root k = 1/2: 100 falls to 50 and 25, which spend 75."""
    assert trajectory.constant_rate(100, 75, (2026, 2027)).to_list() == pytest.approx([50, 25])


@pytest.mark.parametrize(("f0", "r", "m"), [(5.54, 0.015, 0.03), (7.5, 0.03, 0.02)])
def test_capped_path_is_that_of_margo(f0: float, r: float, m: float) -> None:
    """The capped form of carbonplan's margo-js (public code; parameters f0, r, m of its examples) follows Raupach et
    al. 2014: f0 (1 + (r + m) t) exp(-m t). Its quota by numerical integration gives back its m and its yearly
    amounts."""

    def curve(t: float) -> float:
        return f0 * (1 + (r + m) * t) * math.exp(-m * t)

    quota = quad(curve, 0, np.inf)[0]
    assert trajectory.capped_rate(f0, 100 * r, quota) == pytest.approx(m, rel=1e-9)
    path = trajectory.capped(f0, 100 * r, quota, range(2101, 2111))
    for number, year in enumerate(path.index):
        assert path[year] == pytest.approx(quad(curve, number, number + 1)[0], rel=1e-9)


@given(amounts, st.floats(-2.0, 4.0), st.floats(2.0, 40.0))
@settings(deadline=None)
def test_cumulative_of_the_capped_path_is_its_quota(start: float, growth: float, years: float) -> None:
    quota = start * years
    path = trajectory.capped(start, growth, quota, range(2026, 2026 + 1500))
    assert path.sum() == pytest.approx(quota, rel=1e-9)
    assert (path >= 0).all()


@given(amounts, st.floats(-5.0, 5.0), st.integers(1, 40), st.floats(0.02, 0.98))
@settings(deadline=None)
def test_capped_path_with_a_horizon_spends_its_quota_by_then(
    start: float, growth: float, count: int, part: float
) -> None:
    rate = growth / 100
    most = start * (count + rate * count**2 / 2 if rate >= 0 else -math.expm1(rate * count) / -rate)
    path = trajectory.capped(start, growth, most * part, range(2026, 2026 + count), horizon=count)
    assert path.sum() == pytest.approx(most * part, rel=1e-9)
    assert (path >= 0).all()


def test_capped_path_leaves_with_the_slope_of_its_growth() -> None:
    """f'(0) = f0 r: over a short first step the path grows by r."""
    start, growth, quota = 100.0, 3.0, 5000.0
    m = trajectory.capped_rate(start, growth, quota)
    step = 1e-6
    value = start * (1 + (growth / 100 + m) * step) * math.exp(-m * step)
    assert (value - start) / step == pytest.approx(start * growth / 100, rel=1e-4)


def test_peak_family_fades_to_its_peak() -> None:
    path = trajectory.peak_family(100, 2, 2025, 2027, 3, YEARS)
    expected = [102, 102 * 1.01, 102 * 1.01 * 0.97, 102 * 1.01 * 0.97**2, 102 * 1.01 * 0.97**3]
    assert path.to_list() == pytest.approx(expected)
    assert path.idxmax() == 2027


@given(amounts, st.floats(0.1, 10.0), st.integers(2026, 2035), st.floats(0.1, 20.0))
@settings(deadline=None)
def test_paths_are_continuous_at_the_peak_and_highest_there(
    start: float, growth: float, peak: int, decline: float
) -> None:
    years = range(2026, 2036)
    for draw in (trajectory.peak_family, trajectory.quadratic_peak_from):
        path = draw(start, growth, 2025, peak, decline, years)
        assert path.max() == path[peak]
        if peak < 2035:
            assert path[peak + 1] == pytest.approx(path[peak] * (1 - decline / 100))
    top, bend = 3.0, 0.01
    left = trajectory.quadratic_peak(top, peak, bend, years, decline=decline)
    assert left[peak] == top


def test_quadratic_peak_by_hand() -> None:
    """E = 110 - 2 (t - 2027)² up to 2027, then 10 % less every year."""
    path = trajectory.quadratic_peak(110, 2027, 2, YEARS, decline=10)
    assert path.to_list() == pytest.approx([108, 110, 99, 89.1, 80.19])
    start = trajectory.quadratic_peak_from(100, 4, 2025, 2030, 1, YEARS)
    assert start[2030] == pytest.approx(110)  # E0 (1 + g0 n/2)
    assert start[2026] - 100 == pytest.approx(100 * 0.04 - 100 * 0.04 / 10)  # slope g0 E0 less k


@given(amounts, st.floats(0.5, 2.0), st.floats(1e-6, 1e6))
@settings(deadline=None)
def test_scaling_all_amounts_scales_every_curve(start: float, part: float, factor: float) -> None:
    def curves(k: float) -> list[pd.Series]:
        first, end, quota = start * k, start * k * part, start * k * part * 5
        return [
            trajectory.linear(first, end, YEARS),
            trajectory.geometric(first, end, YEARS),
            trajectory.constant_rate(first, quota, YEARS),
            trajectory.capped(first, 1.0, quota, YEARS),
            trajectory.linear_to_zero(first, quota, YEARS, base_year=2025),
            trajectory.peak_family(first, 1.5, 2025, 2028, 2, YEARS),
            trajectory.quadratic_peak_from(first, 1.5, 2025, 2028, 2, YEARS),
            trajectory.spread(quota, trajectory.linear(first, end, YEARS)),
        ]

    for once, scaled in zip(curves(1.0), curves(factor), strict=True):
        assert scaled.to_list() == pytest.approx((once * factor).to_list(), rel=1e-9, abs=1e-12 * start * factor)


def test_years_may_come_in_any_order() -> None:
    mixed = trajectory.constant_rate(100, 400, (2028, 2026, 2027, 2030, 2029))
    pd.testing.assert_series_equal(mixed, trajectory.constant_rate(100, 400, YEARS))


def test_carbon_budgets_of_the_united_kingdom_as_caps() -> None:
    """Five-year budgets of 3018, 2782, 2544, 1950 MtCO2e for 2008-12 … 2023-27 (National Audit Office, briefing for the
    Environmental Audit Committee, July 2013, nao.org.uk/briefings/…carbon-budget-management-2). Each spread along a
    falling line is spent to the tonne, and sums by five years give the budgets back."""
    budgets = [3018.0, 2782.0, 2544.0, 1950.0]
    parts = []
    for number, cap in enumerate(budgets):
        years = range(2008 + 5 * number, 2013 + 5 * number)
        parts.append(trajectory.spread(cap, trajectory.linear(cap / 5, cap / 6, years)))
    path = pd.concat(parts)
    periods = trajectory.by_period(path)
    assert periods.to_dict() == pytest.approx(dict(zip((2008, 2013, 2018, 2023), budgets, strict=True)))
    assert trajectory.cumulative(path).iloc[-1] == pytest.approx(sum(budgets))
    assert trajectory.first_over(path, 3018 + 2782) == 2018
    assert trajectory.first_over(path, sum(budgets)) is None


@pytest.mark.parametrize("draw", [trajectory.linear, trajectory.geometric])
def test_convergence_before_the_start_is_refused(draw) -> None:
    error = refused("budget-total-target-early", draw, 100, 50, YEARS, base_year=2025, target_year=2025)
    assert "2025" in error.message("zh")


def test_peak_year_outside_the_horizon_is_refused() -> None:
    for year in (2025, 2031):
        refused("budget-total-peak-outside", trajectory.peak_family, 100, 2, 2025, year, 3, YEARS)
        refused("budget-total-peak-outside", trajectory.quadratic_peak_from, 100, 2, 2025, year, 3, YEARS)
    refused("budget-total-peak-outside", trajectory.quadratic_peak, 100, 2031, 1, YEARS, decline=1)


def test_base_of_zero_is_refused() -> None:
    refused("budget-total-base-zero", trajectory.linear, 0, 50, YEARS)
    refused("budget-total-base-zero", trajectory.constant_rate, 0, 50, YEARS)
    refused("budget-total-base-zero", trajectory.intensity_target, 0, 10, 17, pd.Series({2026: 1.0}), base_year=2025)
    refused("budget-total-base-zero", trajectory.intensity_target, 10, 0, 17, pd.Series({2026: 1.0}), base_year=2025)


def test_missing_years_are_refused() -> None:
    error = refused("budget-total-years", trajectory.linear, 100, 50, (2026, 2028))
    assert "2027" in error.message("zh")
    refused("budget-total-years", trajectory.cumulative, pd.Series({2026: 1.0, 2028: 1.0}))
    refused("budget-total-years", trajectory.linear, 100, 50, ())
    refused("budget-total-years", trajectory.linear, 100, 50, YEARS, base_year=2026)
    refused("budget-total-years", trajectory.annual_cut, 17, 0)


@pytest.mark.parametrize("quota", [0.0, -1.0, math.nan, math.inf])
def test_a_cap_that_cannot_be_spent_is_refused(quota: float) -> None:
    refused("budget-total-cap-infeasible", trajectory.constant_rate, 100, quota, YEARS)
    refused("budget-total-cap-infeasible", trajectory.capped, 100, 1, quota, YEARS)


def test_a_cap_below_one_year_cannot_end_in_a_line_to_zero() -> None:
    refused("budget-total-cap-infeasible", trajectory.linear_to_zero, 100, 99.0)


def test_a_cap_above_what_is_emitted_without_measures_is_refused() -> None:
    refused("budget-total-cap-loose", trajectory.capped, 100, -5, 2500, YEARS)  # 100/0.05 = 2000 without mitigation
    refused("budget-total-cap-loose", trajectory.capped, 100, 1, 600, YEARS, horizon=5)


@pytest.mark.parametrize("value", [math.nan, math.inf, -1.0])
def test_numbers_that_are_none_are_refused(value: float) -> None:
    refused("budget-total-number", trajectory.linear, value, 50, YEARS)
    refused("budget-total-number", trajectory.linear, 100, value, YEARS)


def test_rates_out_of_range_are_refused() -> None:
    refused("budget-total-number", trajectory.peak_family, 100, 2, 2025, 2027, 100, YEARS)
    refused("budget-total-number", trajectory.annual_cut, 100, 5)
    refused("budget-total-number", trajectory.quadratic_peak, 10, 2030, 5, YEARS, decline=1)  # 10 - 5·4² below zero
