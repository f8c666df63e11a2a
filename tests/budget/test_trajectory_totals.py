"""The total of a plan: the worked example of Shenzhen on every path, exact kilograms, remarks, what-if, what is
refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv import folders
from ghginv.budget import plan_folder, rules, trajectory
from ghginv.budget.plan import Plan, judge
from ghginv.budget.trajectory import paths, plan_totals
from ghginv.errors import GhginvError, InputError, UsageError

DEMO = folders.built_in() / "budgets/shenzhen-demo"
FORECAST, REVISED = "预测", "修订"


@cache
def demo() -> Plan:
    plan, findings = judge(plan_folder.read_folder(DEMO))
    assert plan is not None
    assert [finding for finding in findings if finding.severity == "error"] == []
    return plan


def changed(table: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Plan:
    plan = demo()
    return replace(plan, tables={**plan.tables, table: change(plan.tables[table].copy())})


def refused(
    code: str, call: Callable[..., object], *args: object, kind: type[GhginvError] = InputError, **named: object
) -> None:
    with pytest.raises(kind) as caught:
        call(*args, **named)
    assert [finding.code for finding in caught.value.findings] == [code]
    assert caught.value.message("zh")


def codes(found: trajectory.Totals) -> set[str]:
    return {remark.code for remark in found.remarks}


def test_total_of_the_demo_by_the_formula() -> None:
    """B_t = E_0 (1-c)^(t/5) · GDP_t/GDP_0 with growth of 5.0, 5.0, 4.8, 4.6, 4.5 %."""
    found = trajectory.totals(demo(), "intensity", FORECAST)
    gdp, expected = 1.0, []
    for number, growth in enumerate((5.0, 5.0, 4.8, 4.6, 4.5), start=1):
        gdp *= 1 + growth / 100
        expected.append(67_545_000 * 0.83 ** (number / 5) * gdp)
    assert found.table.emissions_t.to_list() == pytest.approx(expected)
    assert found.kg.to_list() == [round(value * 1000) for value in expected]
    assert found.kg.dtype == np.int64
    assert found.table.intensity_cut.iloc[-1] == pytest.approx(17)
    assert found.table.gdp.iloc[0] == pytest.approx(38700 * 1.05)
    assert set(found.table.gdp_version) == {FORECAST}
    assert found.table.energy_intensity.iloc[-1] == pytest.approx(48e6 / 38700e4 * 0.9)


def test_parameters_carry_source_and_evidence() -> None:
    table = trajectory.totals(demo(), "intensity", REVISED).parameter_table.set_index(["parameter", "year"])
    assert table.evidence["intensity_cut", 0] == "found"
    assert "国发〔2026〕22号" in table.source["intensity_cut", 0]
    assert table.evidence["gdp", 2025] == "found"
    assert table.version["gdp_growth", 2028] == REVISED
    assert table.source.str.len().gt(0).all()


def test_growth_above_the_break_even_is_remarked() -> None:
    rising = trajectory.totals(demo(), "intensity", FORECAST)
    assert {"budget-total-rises", "budget-total-over-cap", "budget-total-over-given", "budget-total-over-target",
            "budget-total-over-energy"} == codes(rising)  # fmt: skip
    said = next(remark for remark in rising.remarks if remark.code == "budget-total-rises")
    assert "3.80%" in said.text("zh")
    assert rising.table.change.gt(0).all()
    falling = trajectory.totals(demo(), "intensity", REVISED)
    assert codes(falling) == set()
    assert falling.table.change.lt(0).all()


def test_the_readme_of_the_demo_says_the_same() -> None:
    readme = (DEMO / "README.md").read_text("utf-8")
    for version in (FORECAST, REVISED):
        found = trajectory.totals(demo(), "intensity", version, rules=rules.load("default", 2026))
        for value in (*found.kg, found.cumulative_kg):
            assert f"{value // 1000:,}".replace(",", " ") in readme


@pytest.mark.parametrize("path", list(paths.load()))
def test_every_path_serves_the_demo(path: str) -> None:
    found = trajectory.totals(demo(), path, REVISED, rules=rules.load("default", 2026))
    assert list(found.kg.index) == list(demo().years)
    assert (found.kg % 1000).eq(0).all()
    assert (found.kg > 0).all()
    needs = set(paths.load()[path].needs)
    assert needs <= {row.parameter for row in found.parameters}


def test_paths_that_spend_the_cap_add_up_to_it() -> None:
    for path in ("constant_rate", "capped"):
        for unit in (None, rules.load("default", 2026)):
            found = trajectory.totals(demo(), path, REVISED, rules=unit)
            assert found.cumulative_kg == 336_000_000_000


def test_long_cap_is_chosen_by_its_year() -> None:
    """1250 Mt for 2026-2060: the whole path spends it, the plan holds its first five years."""
    found = trajectory.totals(demo(), "constant_rate", REVISED, cap_year=2060)
    whole = trajectory.constant_rate(67_545_000, 1_250_000_000, range(2026, 2061))
    assert found.table.emissions_t.to_list() == pytest.approx(whole.iloc[:5].to_list())
    assert whole.sum() == pytest.approx(1_250_000_000)


def test_given_total_is_taken_as_it_is() -> None:
    assert trajectory.totals(demo(), "given", REVISED).kg.to_list() == [
        67_500_000_000, 67_400_000_000, 67_200_000_000, 67_000_000_000, 66_700_000_000
    ]  # fmt: skip


def test_settings_replace_parameters() -> None:
    flat = trajectory.totals(demo(), "intensity", REVISED, gdp_growth=0)
    assert flat.kg.iloc[-1] == round(67_545_000 * 0.83 * 1000)
    by_year = trajectory.totals(demo(), gdp_version=REVISED, gdp_growth=dict.fromkeys(demo().years, 0))
    assert by_year.kg.equals(flat.kg)
    shifted = trajectory.totals(demo(), gdp_version=REVISED, gdp_shift=1)
    assert shifted.table.growth.to_list() == pytest.approx([4.6, 4.6, 4.5, 4.5, 4.4])
    assert trajectory.totals(demo(), gdp_version=REVISED, intensity_cut=18).kg.iloc[-1] < shifted.kg.iloc[-1]


def test_gdp_of_later_years_may_be_given_itself() -> None:
    def with_forecast(table: pd.DataFrame) -> pd.DataFrame:
        row = table[(table.indicator == "gdp") & (table.region == "440300") & (table.year == 2025)]
        return pd.concat([table, row.assign(year=2026, value=40_000.0)], ignore_index=True)

    found = trajectory.totals(changed("indicators", with_forecast), gdp_version=REVISED)
    assert found.table.gdp.to_list()[:2] == pytest.approx([40_000, 40_000 * 1.036])


@given(st.permutations(range(24)))
@settings(deadline=None, max_examples=15)
def test_order_of_rows_does_not_matter(order: list[int]) -> None:
    def mixed(table: pd.DataFrame) -> pd.DataFrame:
        return table.iloc[[each for each in order if each < len(table)] + list(range(24, len(table)))]

    assert trajectory.totals(changed("path", mixed), gdp_version=REVISED).kg.equals(
        trajectory.totals(demo(), gdp_version=REVISED).kg
    )


@given(st.integers(1, 1000))
@settings(deadline=None, max_examples=15)
def test_scaling_emissions_scales_the_total(factor: int) -> None:
    """The drawn path scales exactly; whole kilograms are off by their rounding."""
    base = trajectory.inputs(demo(), REVISED)
    scaled = replace(base, emissions=replace(base.emissions, value=base.emissions.value * factor))
    once, more = trajectory.totals(base), trajectory.totals(scaled)
    assert more.table.emissions_t.to_list() == pytest.approx((once.table.emissions_t * factor).to_list(), rel=1e-12)
    assert (more.kg - once.kg * factor).abs().le(factor).all()


@given(st.lists(st.floats(0, 1e8), min_size=1, max_size=12), st.sampled_from([1, 1000, 1_000_000]))
@settings(deadline=None)
def test_rounding_is_exact_and_keeps_sums(values: list[float], unit: int) -> None:
    path = pd.Series(values, index=range(2026, 2026 + len(values)))
    plain, kept = plan_totals.rounded(path, unit), plan_totals.rounded(path, unit, keep_sum=True)
    assert (plain % unit).eq(0).all()
    assert (kept % unit).eq(0).all()
    assert ((plain - path * 1000).abs() <= unit / 2 + 1e-3).all()
    assert ((kept - path * 1000).abs() <= unit + 1e-3).all()
    assert abs(int(kept.sum()) - sum(values) * 1000) <= unit / 2 + 1e-3


def test_halves_are_rounded_upwards() -> None:
    assert plan_totals.rounded(pd.Series([0.5, 1.5, 2.5], index=[1, 2, 3]), 1000).to_list() == [1000, 2000, 3000]


def test_centre_of_what_if_is_the_total() -> None:
    table = trajectory.what_if(
        demo(), {"gdp_shift": [-1, None, 1], "intensity_cut": [15, None, 19]}, gdp_version=REVISED
    )
    assert len(table) == 9
    centre, total = table.iloc[4], trajectory.totals(demo(), gdp_version=REVISED)
    assert centre.last_kg == total.kg.iloc[-1]
    assert centre.cumulative_kg == total.cumulative_kg
    assert centre.change == pytest.approx(100 * (total.table.emissions_t.iloc[-1] / 67_545_000 - 1))
    assert table[table.intensity_cut == 15].last_kg.is_monotonic_increasing
    assert centre.peak == 2025


def test_what_if_over_peaks_says_why_a_row_has_no_total() -> None:
    table = trajectory.what_if(
        demo(), {"peak_year": [2028, 2031], "decline_rate": [1, 2]}, path="peak", gdp_version=REVISED
    )
    assert table.refused.to_list() == ["", "", "budget-total-peak-outside", "budget-total-peak-outside"]
    assert table.peak.to_list() == [2028, 2028, 0, 0]
    assert table.last_kg[0] > table.last_kg[1] > table.last_kg[2] == 0


def test_both_controls_of_the_demo() -> None:
    found = trajectory.plan_dual_control(demo(), "intensity", REVISED)
    assert len(found.table) == 20
    assert found.carbon_content_cut == pytest.approx(7.78, abs=0.005)
    assert found.table.met.all()
    assert found.summary.set_index("control").total_target["energy"] == 52_000_000
    forecast = trajectory.plan_dual_control(demo(), "intensity", FORECAST).table.set_index(["year", "indicator"])
    assert not forecast.met[2030, "energy_total"]


def test_base_emissions_without_indicator_are_the_baseline() -> None:
    def without(table: pd.DataFrame) -> pd.DataFrame:
        return table[table.indicator != "emissions"]

    found = trajectory.totals(changed("indicators", without), gdp_version=REVISED)
    assert found.kg.equals(trajectory.totals(demo(), gdp_version=REVISED).kg)
    assert found.parameters[0].source.startswith("基线之和")


def test_a_baseline_that_differs_is_remarked() -> None:
    def more(table: pd.DataFrame) -> pd.DataFrame:
        return table.assign(emissions_t=table.emissions_t * 1.01)

    assert "budget-total-base-differs" in codes(trajectory.totals(changed("baseline", more), gdp_version=REVISED))


def without_parameter(name: str) -> Plan:
    return changed("path", lambda table: table[table.parameter != name])


@pytest.mark.parametrize(
    ("path", "parameter"),
    [(path.id, need) for path in paths.load().values() for need in path.needs if need not in ("gdp", "gdp_growth")],
)
def test_a_missing_parameter_is_named(path: str, parameter: str) -> None:
    refused("budget-total-parameter", trajectory.totals, without_parameter(parameter), path, REVISED)


def test_wrong_calls_are_refused() -> None:
    refused("budget-total-path-unknown", trajectory.totals, demo(), "straight", REVISED, kind=UsageError)
    refused("budget-total-setting", trajectory.totals, demo(), gdp_version=REVISED, growth=3, kind=UsageError)
    refused("budget-total-variations", trajectory.what_if, demo(), {}, gdp_version=REVISED, kind=UsageError)
    refused(
        "budget-total-variations", trajectory.what_if, demo(), {"peak_year": []}, gdp_version=REVISED, kind=UsageError
    )


@pytest.mark.parametrize("version", ["", "初步"])
def test_a_version_of_gdp_must_be_chosen(version: str) -> None:
    refused("budget-total-gdp-version", trajectory.totals, demo(), "intensity", version)


def test_the_only_version_needs_no_choice() -> None:
    only = changed("path", lambda table: table[table.version != FORECAST])
    assert trajectory.totals(only).inputs.gdp_version == REVISED


def test_mixed_prices_are_refused() -> None:
    def other(table: pd.DataFrame) -> pd.DataFrame:
        chosen = (table.indicator == "gdp") & (table.region == "440300") & (table.year == 2025)
        return table.assign(price_base=table.price_base.mask(chosen, "2020"))

    refused("budget-total-prices", trajectory.totals, changed("indicators", other), gdp_version=REVISED)


def test_missing_years_are_refused() -> None:
    growth = changed("path", lambda table: table[(table.parameter != "gdp_growth") | (table.year != 2028)])
    refused("budget-total-years", trajectory.totals, growth, gdp_version=REVISED)
    total = changed("path", lambda table: table[(table.parameter != "total") | (table.year != 2029)])
    refused("budget-total-years", trajectory.totals, total, "given", REVISED)


def test_missing_base_is_refused() -> None:
    def without(name: str) -> Plan:
        return changed("indicators", lambda table: table[(table.indicator != name) | (table.region != "440300")])

    refused("budget-total-no-gdp", trajectory.totals, without("gdp"), gdp_version=REVISED)
    refused("budget-total-no-energy", trajectory.plan_dual_control, without("energy"), "intensity", REVISED)
    empty = replace(
        without("emissions"), tables={**without("emissions").tables, "baseline": demo().tables["baseline"].iloc[:0]}
    )
    refused("budget-total-no-base", trajectory.totals, empty, gdp_version=REVISED)


def test_zero_base_is_refused() -> None:
    def zero(table: pd.DataFrame) -> pd.DataFrame:
        chosen = (table.indicator == "gdp") & (table.region == "440300")
        return table.assign(value=table.value.mask(chosen, 0.0))

    refused("budget-total-base-zero", trajectory.totals, changed("indicators", zero), gdp_version=REVISED)


def test_caps_that_do_not_fit_are_refused() -> None:
    refused("budget-total-cap-infeasible", trajectory.totals, demo(), "constant_rate", REVISED, cumulative_cap=-5)
    refused("budget-total-cap-loose", trajectory.totals, demo(), "capped", REVISED, cumulative_cap=400e6)
    refused("budget-total-cap-year", trajectory.totals, demo(), "constant_rate", REVISED, cumulative_cap={2028: 2e8})
    several = {2050: 1e9, 2060: 1.25e9}
    refused("budget-total-cap-year", trajectory.totals, demo(), "constant_rate", REVISED, cumulative_cap=several)


def test_percents_and_peaks_of_a_plan_are_refused_as_on_their_curves() -> None:
    refused("budget-total-percent", trajectory.totals, demo(), gdp_version=REVISED, intensity_cut=0.17)
    refused("budget-total-peak-outside", trajectory.totals, demo(), "peak", REVISED, peak_year=2032)
    refused("budget-total-target-early", trajectory.totals, demo(), "linear", REVISED, target_emissions={2025: 66e6})


def test_plan_without_gdp_still_has_its_given_total() -> None:
    bare = changed("indicators", lambda table: table[table.indicator != "gdp"])
    found = trajectory.totals(bare, "given", REVISED)
    assert found.table.gdp.isna().all()
    assert found.kg.iloc[0] == 67_500_000_000
