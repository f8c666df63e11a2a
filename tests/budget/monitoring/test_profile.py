"""The seasonal profile: means of whole years, days, leap years, gaps that are named, working days, heat, shapes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.budget.monitoring import history, nodes, profile, weather
from ghginv.budget.monitoring.months import MONTHS, days
from tests.budget.monitoring import made_up

NODE = pd.Index(["C"], name="node", dtype=object)


def whole(years: dict[int, np.ndarray]) -> pd.DataFrame:
    """Years of one node as the history gives them."""
    index = pd.MultiIndex.from_tuples([("C", year) for year in sorted(years)], names=["node", "year"])
    return pd.DataFrame([years[year] for year in sorted(years)], index=index, columns=list(MONTHS), dtype="float64")


def test_the_same_shares_every_common_year_are_the_profile():
    past = whole({2023: made_up.SEASON, 2025: made_up.SEASON * 7})
    made = profile.build(past, NODE, 2026, made_up.SETTINGS)
    assert made.cumulative.loc["C"].to_numpy() == pytest.approx(made_up.SEASON.cumsum() / 1200, abs=1e-9)
    assert made.basis["C"] == "history"
    assert made.years["C"] == "2023, 2025"
    assert list(made.findings()) == []


def test_a_mean_of_the_latest_three_years():
    even, early = np.full(12, 100.0), np.array([1200.0, *[0.0] * 11])
    past = whole({2021: early, 2022: even, 2023: even, 2025: early})
    made = profile.build(past, NODE, 2026, made_up.setting(profile_years=3))
    # 2022 and 2023 give January 1/12 each, 2025 all of it; 2021 is the fourth year back.
    assert made.cumulative.loc["C", 1] == pytest.approx((1 / 12 + 1 / 12 + 1) / 3, abs=1e-9)


def test_a_leap_year_has_a_longer_february():
    a_tonne_a_day = whole({2025: days(2025)})
    made = profile.build(a_tonne_a_day, NODE, 2028, made_up.SETTINGS).cumulative.loc["C"]
    assert made.to_numpy() == pytest.approx(days(2028).cumsum() / 366, abs=1e-9)
    back = profile.build(whole({2024: days(2024)}), NODE, 2026, made_up.SETTINGS).cumulative.loc["C"]
    assert back.to_numpy() == pytest.approx(days(2026).cumsum() / 365, abs=1e-9)


def test_without_history_days_serve_and_it_is_said():
    made = profile.build(whole({}), NODE, 2028, made_up.SETTINGS)
    assert made.cumulative.loc["C", 2] == pytest.approx(60 / 366, abs=1e-9)
    assert [each.code for each in made.findings()] == ["budget-monitoring-profile-days"]


def test_without_history_the_shape_of_electricity_serves_and_it_is_said():
    shape = pd.DataFrame([np.arange(1.0, 13.0)], index=NODE, columns=list(MONTHS))
    made = profile.build(whole({}), NODE, 2026, made_up.SETTINGS, shape=shape)
    assert made.cumulative.loc["C", 3] == pytest.approx(6 / 78, abs=1e-9)
    assert [each.code for each in made.findings()] == ["budget-monitoring-profile-shape"]
    kept = profile.build(whole({2025: made_up.SEASON}), NODE, 2026, made_up.SETTINGS, shape=shape)
    assert kept.basis["C"] == "history"


def test_working_days_move_the_profile():
    """A plant that emits a tonne a working day: a year with a long February holiday does not make February small."""
    before, now = np.full(12, 21), np.full(12, 21)
    before[1], now[0] = 15, 16
    calendar = pd.DataFrame(
        [(year, month, table[month - 1]) for year, table in ((2025, before), (2026, now)) for month in MONTHS],
        columns=["year", "month", "days"],
    )
    made = profile.build(whole({2025: before}), NODE, 2026, made_up.SETTINGS, working_days=calendar)
    assert made.cumulative.loc["C"].to_numpy() == pytest.approx(now.cumsum() / now.sum(), abs=1e-9)
    lacking = profile.build(whole({2025: before}), NODE, 2026, made_up.SETTINGS, working_days=calendar[:-1])
    assert [each.code for each in lacking.findings()] == ["budget-monitoring-calendar"]
    assert lacking.cumulative.loc["C", 2] != pytest.approx(made.cumulative.loc["C", 2], abs=1e-3)


def test_heat_is_told_apart_from_the_season_and_off_by_default():
    """Daily emissions are 10 + 2 × degree days a day of the month: a hot August is expected to emit more."""
    cool, hot = np.zeros(12), np.zeros(12)
    cool[6:9], hot[6:9] = (5, 6, 4), (5, 6, 4)
    hot[7] = 9
    heat = {2023: cool, 2024: hot, 2025: cool, 2026: hot}
    table = pd.DataFrame(
        [(year, month, heat[year][month - 1] * days(year)[month - 1]) for year in heat for month in MONTHS],
        columns=["year", "month", "cdd"],
    )
    # The same whole year each time, so that shares can be compared as they are.
    past = {year: (10 + 2 * heat[year]) for year in (2023, 2024, 2025)}
    shares = whole({year: each / 4000 for year, each in past.items()})
    expected = weather.expected(shares, table, 2026).loc["C"]
    assert expected[8] == pytest.approx((10 + 2 * 9) / 4000)
    assert expected[1] == pytest.approx(10 / 4000)
    mild = weather.expected(shares, table[table["year"] < 2026], 2026).loc["C"]
    assert mild[8] == pytest.approx(np.mean([each[7] for each in past.values()]) / 4000)
    off = profile.build(whole(past), NODE, 2026, made_up.SETTINGS, degree_days=table).cumulative
    on = profile.build(whole(past), NODE, 2026, made_up.setting(degree_days=True), degree_days=table).cumulative
    assert on.loc["C", 8] - on.loc["C", 7] > off.loc["C", 8] - off.loc["C", 7]


def test_gaps_are_named_and_their_years_left_out():
    rows = made_up.past()
    rows = rows[~((rows["year"] == 2024) & (rows["enterprise"] == "E2") & rows["month"].isin([3, 4]))]
    belongs = nodes.members(rows, "region", made_up.REGIONS, made_up.INDUSTRIES, 2026)
    told = history.build(rows, belongs, made_up.SETTINGS)
    assert told.gaps[["year", "region", "enterprise", "months"]].to_numpy().tolist() == [[2024, "D2", "E2", "3, 4"]]
    assert set(zip(told.left_out["node"], told.left_out["year"], strict=True)) == {("C", 2024), ("D2", 2024)}
    assert ("D1", 2024) in told.table.index
    (remark,) = told.findings()
    assert "3, 4" in remark.text("zh")


def test_a_small_gap_leaves_the_year_in_and_is_still_named():
    rows = made_up.past(years=(2025,))
    rows.loc[rows["enterprise"] == "E1", "emissions_kg"] //= 1000
    rows = rows[~((rows["enterprise"] == "E1") & (rows["month"] == 5))]
    belongs = nodes.members(rows, "total", made_up.REGIONS, made_up.INDUSTRIES, 2026)
    told = history.build(rows, belongs, made_up.SETTINGS)
    assert len(told.gaps) == 1
    assert told.left_out.empty


@given(st.lists(st.lists(st.integers(0, 10**9), min_size=12, max_size=12), min_size=1, max_size=4), st.integers(0, 3))
def test_a_profile_never_falls_and_ends_at_one(years, more):
    past = whole({2026 - len(years) + at: np.array(each) for at, each in enumerate(years) if sum(each)})
    made = profile.build(past, NODE, 2026 + more, made_up.SETTINGS).cumulative.loc["C"].to_numpy()
    assert (np.diff(made) >= 0).all()
    assert made[0] >= 0
    assert made[-1] == 1
