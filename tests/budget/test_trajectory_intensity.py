"""Intensity target × GDP: the published figures of the fifteenth plan, versions of GDP, the two dual controls."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget import trajectory
from ghginv.domain import policy
from ghginv.errors import InputError

BASE = 2025
YEARS = range(2026, 2031)


def refused(code: str, call, *args, **named) -> InputError:
    with pytest.raises(InputError) as caught:
        call(*args, **named)
    assert [finding.code for finding in caught.value.findings] == [code]
    return caught.value


def test_seventeen_percent_in_five_years() -> None:
    """国发〔2026〕22号: CO2/GDP -17 % 2025-30. Equivalent yearly cut 3.66 %, the total falls below a growth of 3.80
    %/yr (arithmetic: 1 - 0.83^(1/5), 0.83^(-1/5) - 1)."""
    target = float(policy.load()["co2_intensity_cut_15fyp"][0].value)
    assert target == 17
    assert trajectory.annual_cut(target, 5) == pytest.approx(3.66, abs=0.005)
    assert trajectory.break_even_growth(target, 5) == pytest.approx(3.80, abs=0.005)
    assert 100 * (1 - (1 - trajectory.annual_cut(17, 5) / 100) ** 5) == pytest.approx(17)


def test_three_point_eight_in_the_first_year_is_ahead_of_the_path() -> None:
    """2026年政府工作报告: about -3.8 % in 2026 within -17 % over five years; then 3.62 %/yr are left for four years."""
    first = float(policy.load()["co2_intensity_cut_year_2026"][0].value)
    assert first == 3.8
    assert first > trajectory.annual_cut(17, 5)
    left = 100 * (1 - 0.83 / (1 - first / 100))
    assert trajectory.annual_cut(left, 4) == pytest.approx(3.62, abs=0.005)


@given(st.floats(1.0, 1e9), st.floats(1.0, 1e6), st.floats(1.0, 60.0), st.floats(-5.0, 12.0))
@settings(deadline=None)
def test_closed_form_of_the_total(emissions: float, gdp: float, cut: float, growth: float) -> None:
    """B_T = E_0 (1-c)(1+g)^n; falling exactly where growth is below the break-even."""
    path = trajectory.gdp_path(gdp, dict.fromkeys(YEARS, growth))
    total = trajectory.intensity_target(emissions, gdp, cut, path, base_year=BASE)
    assert list(total.index) == list(YEARS)
    assert total.iloc[-1] == pytest.approx(emissions * (1 - cut / 100) * (1 + growth / 100) ** 5)
    even = trajectory.break_even_growth(cut, 5)
    if abs(growth - even) > 1e-6:
        assert (total.iloc[-1] < emissions) == (growth < even)


def test_revised_gdp_moves_the_total() -> None:
    """The formula stays, the number moves: in proportion to the GDP of the year where the base stays."""
    versions = pd.DataFrame(
        {
            "预测": trajectory.gdp_path(100, dict.fromkeys(YEARS, 5.0)),
            "修订": trajectory.gdp_path(100, dict.fromkeys(YEARS, 4.0)),
        }
    )
    totals = trajectory.intensity_target(50, 100, 17, versions, base_year=BASE)
    assert list(totals.columns) == ["预测", "修订"]
    for name in versions:
        alone = trajectory.intensity_target(50, 100, 17, versions[name], base_year=BASE)
        assert totals[name].to_list() == pytest.approx(alone.to_list())
    assert totals["修订"][2030] / totals["预测"][2030] == pytest.approx((1.04 / 1.05) ** 5)


def test_a_revision_of_base_and_path_alike_changes_nothing() -> None:
    path = trajectory.gdp_path(100, dict.fromkeys(YEARS, 5.0))
    before = trajectory.intensity_target(50, 100, 17, path, base_year=BASE)
    after = trajectory.intensity_target(50, 103, 17, path * 1.03, base_year=BASE)
    assert after.to_list() == pytest.approx(before.to_list())


def test_mixed_prices_are_refused() -> None:
    path = trajectory.gdp_path(100, dict.fromkeys(YEARS, 5.0))
    error = refused("budget-total-prices", trajectory.intensity_target, 50, 100, 17, path, base_year=BASE,
                    price_base="2025", gdp_price_base="2020")  # fmt: skip
    assert "2020" in error.message("zh")


@pytest.mark.parametrize("value", [0.17, 0.5])
def test_a_cut_typed_as_a_fraction_is_refused(value: float) -> None:
    error = refused("budget-total-percent", trajectory.annual_cut, value, 5)
    assert f"{value * 100:g}" in error.message("zh")
    path = trajectory.gdp_path(100, dict.fromkeys(YEARS, 5.0))
    refused("budget-total-percent", trajectory.intensity_target, 50, 100, value, path, base_year=BASE)


def test_missing_years_of_gdp_are_refused() -> None:
    refused("budget-total-years", trajectory.gdp_path, 100, {2026: 5, 2028: 5})
    refused("budget-total-years", trajectory.gdp_path, 100, {2027: 5, 2028: 5}, base_year=BASE)
    gap = pd.Series({2026: 1.0, 2027: float("nan"), 2028: 1.2})
    assert "2027" in refused("budget-total-years", trajectory.intensity_target, 1, 1, 17, gap, base_year=BASE).message(
        "zh"
    )


def test_convergence_of_intensity_before_the_start_is_refused() -> None:
    refused("budget-total-target-early", trajectory.intensity_path, 1, 17, YEARS, base_year=BASE, target_year=2025)


def controls(**changed: object) -> trajectory.DualControl:
    told = {"base_emissions": 67.545, "base_energy": 48.0, "co2_cut": 17, "energy_cut": 10, "base_year": BASE,
            "gdp": trajectory.gdp_path(38700, dict.fromkeys(YEARS, 4.0))}  # fmt: skip
    return trajectory.dual_control(**{**told, **changed})


def test_both_dual_controls_side_by_side() -> None:
    """国发〔2026〕22号: CO2/GDP -17 %, energy/GDP about -10 %: CO2 per unit of energy must fall by 1 - 0.83/0.90 = 7.8
    %."""
    found = controls()
    assert found.carbon_content_cut == pytest.approx(100 * (1 - 0.83 / 0.9))
    summary = found.summary.set_index("control")
    assert summary.annual_cut.round(2).to_dict() == {"energy": 2.09, "carbon": 3.66}
    assert summary.break_even_growth.round(2).to_dict() == {"energy": 2.13, "carbon": 3.80}
    assert summary.implied_co2["energy"] == pytest.approx(67.545 * 0.9 * 1.04**5)
    assert summary.implied_co2["carbon"] == pytest.approx(67.545 * 0.83 * 1.04**5)
    last = found.table[found.table.year == 2030].set_index("indicator")
    assert last.cut_target[["energy_intensity", "co2_intensity"]].to_list() == pytest.approx([10, 17])
    assert last.met.all()
    assert set(found.table.indicator) == {"energy_intensity", "energy_total", "co2_intensity", "co2_total"}


def test_outcomes_are_judged_year_by_year() -> None:
    found = controls(emissions={2026: 66.0, 2027: 70.0}, energy={2026: 50.0}, energy_total=49.0)
    table = found.table.set_index(["year", "indicator"])
    assert table.met[2026, "co2_total"] is True
    assert table.met[2027, "co2_intensity"] is False
    assert table.met[2028, "co2_total"] is None
    assert table.met[2026, "energy_total"] is False  # the line to 49 allows 48.2 in 2026
    assert table.target[2026, "energy_total"] == pytest.approx(48.2)
    assert table.gap[2026, "energy_total"] == pytest.approx(1.8)


def test_dual_control_refuses_what_the_targets_refuse() -> None:
    refused("budget-total-percent", controls, co2_cut=0.17)
    refused("budget-total-base-zero", controls, base_energy=0)
