"""Indices of drivers, ramps of measures, the line an activity follows, peaks, gaps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.budget.scenarios import drivers, gaps, matching, measures, peaks
from ghginv.budget.scenarios.paths import Horizon
from tests.budget.scenarios.made_up import YEAR, growth, measure, plan


def test_growth_compounds_and_values_count_against_the_base_year() -> None:
    made = plan(growth=[growth("gdp", 5.0), growth("people", None, 2023, None, value=100.0),
                        growth("people", None, 2024, None, value=110.0), growth("people", 10.0, 2025)])  # fmt: skip
    index = drivers.of(made, "A").index
    assert index["gdp"][2025] == pytest.approx(1.1025)
    assert index["people"][2024] == pytest.approx(1.1)
    assert index["people"][2025] == pytest.approx(1.21)


def test_a_driver_that_follows_has_the_others_index_times_its_own() -> None:
    made = plan(drivers=[{"driver": "gdp", "name": "a"}, {"driver": "people", "name": "b", "follows": "gdp",
                                                          "elasticity": 0.5}],
                growth=[growth("gdp", 21.0), growth("people", 10.0)])  # fmt: skip
    assert drivers.of(made, "A").index["people"][2024] == pytest.approx(1.1 * 1.1)


def test_a_scenario_that_names_growth_replaces_the_common_one() -> None:
    made = plan(growth=[growth("gdp", 5.0), growth("people", 1.0), growth("gdp", 2.0, scenario="B")])
    assert drivers.of(made, "A").index["gdp"][2024] == pytest.approx(1.05)
    assert drivers.of(made, "B").index["gdp"][2024] == pytest.approx(1.02)


def test_low_growth_where_given() -> None:
    made = plan(growth=[growth("gdp", 5.0, growth_low=3.0), growth("people", 1.0)])
    assert drivers.of(made, "A", "growth_low").index["gdp"][2024] == pytest.approx(1.03)
    assert drivers.of(made, "A", "growth_low").index["people"][2024] == pytest.approx(1.01)


def test_the_closest_line_wins() -> None:
    places = [("1.2", ""), ("1.2", "electricity"), ("1.2.5", ""), ("1", "")]
    assert matching.closest(places, "1.2.5", "electricity") == ("1.2.5", "")
    assert matching.closest(places, "1.2.4", "electricity") == ("1.2", "electricity")
    assert matching.closest(places, "1.2.4", "diesel") == ("1.2", "")
    assert matching.closest(places, "1.5.U", "diesel") == ("1", "")
    assert matching.closest(places, "W.1", "msw") is None


@pytest.mark.parametrize(
    ("more", "shares"),
    [
        ({}, [0, 0, 1 / 3, 2 / 3, 1, 1, 1, 1]),
        ({"ramp": "s"}, [0, 0, 7 / 27, 20 / 27, 1, 1, 1, 1]),
        ({"ramp": "steps", "steps": "2025=30;2028=100"}, [0, 0, 0.3, 0.3, 0.3, 1, 1, 1]),
        ({"lifetime": 3.0}, [0, 0, 1 / 3, 2 / 3, 1, 0, 0, 0]),
        ({"full_year": None}, [0, 0, 1, 1, 1, 1, 1, 1]),
    ],
)
def test_ramps(more: dict, shares: list[float]) -> None:
    made = plan(measures=[measure(**more)])
    assert list(measures.ramp(made.tables["measures"][0], made.horizon).values()) == pytest.approx(shares)


def test_peaks_are_told_from_what_is_none() -> None:
    assert peaks.peak({2023: 5, 2024: 9, 2025: 7}) == peaks.Peak("peak", 2024, 9, (2024,))
    assert peaks.peak({2023: 5, 2024: 9, 2025: 9, 2026: 1}).top == (2024, 2025)
    assert not peaks.peak({2023: 5, 2024: 6, 2025: 7}).is_peak
    assert not peaks.peak({2023: 5, 2024: 7, 2025: 7}).is_peak  # flat to the end: what comes after is not known
    assert peaks.peak({2023: 9, 2024: 6, 2025: 7}).kind == "base"


@given(st.lists(st.integers(0, 10**15), min_size=2, max_size=20))
def test_a_peak_is_never_below_any_year(levels: list[int]) -> None:
    path = dict(enumerate(levels, start=2023))
    found = peaks.peak(path)
    assert found.level_g == max(levels)
    assert all(path[year] == found.level_g for year in found.top)
    assert found.is_peak == (path[max(path)] < found.level_g and found.top != (2023,))


def test_gaps_and_cumulative_emissions() -> None:
    path = {2025: 5_000, 2026: 7_000, 2027: 9_000}
    table = gaps.gaps(path, {2026: 8, 2027: 8, 2031: 1})
    assert table["gap_g"].tolist() == [-1_000, 1_000]
    assert table["cumulative_gap_g"].tolist() == [-1_000, 0]
    assert gaps.cumulative(path, 2026, 2027) == 16_000
    with pytest.raises(KeyError):
        gaps.cumulative(path, 2026, 2028)


def test_the_horizon_counts_from_the_base_year() -> None:
    assert list(Horizon(YEAR, YEAR + 2).future) == [YEAR + 1, YEAR + 2]
