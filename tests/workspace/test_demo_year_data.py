"""The made-up data of the simulated year: from budgets and parameters alone, the same for the same seed."""

from __future__ import annotations

import copy
import tomllib

import pytest

from ghginv import folders
from ghginv.workspace.demo_year_data import MONTHS, Place, Year

CASE = tomllib.loads(folders.file("budgets", "shenzhen-demo/2026/year.toml").read_text("utf-8"))
CODE = "91440306FAKE000125"
PLACES = (
    Place("440306", "C39", "ETSL", CODE, 12_000_000, "F1", "虚构半导体企业001"),
    Place("440306", "C39", "DIF", "", 20_000_000),
    Place("440306", "C39", "PWR", "", 60_000_000),
    Place("440303", "S72", "DIF", "", 5_000_000),
    Place("440303", "S72", "PWR", "", 7_000_000),
)
GDP = {"440300": 1200.0, "440306": 500.0}


def year(**changes) -> Year:
    return Year({**copy.deepcopy(CASE), **changes}, PLACES, GDP)


def test_the_same_seed_gives_the_same_figures_and_another_others():
    assert year().own(5) == year().own(5)
    assert year().quick(5) == year().quick(5)
    assert year().statistics() == year().statistics()
    assert year(seed=7).quick(5) != year().quick(5)


def test_what_is_asked_for_first_changes_nothing():
    one, two = year(), year()
    late = one.quick(12)
    two.annual(CODE)
    assert two.quick(12) == late


def test_indicators_hold_what_enterprises_use():
    rows = year()
    for month in MONTHS:
        own = {row["item"]: row["quantity"] for row in rows.own(month)}
        cell = {row["item"]: row["quantity"] for row in rows.quick(month) if row["region"] == "440306"}
        assert set(own) == {"natural_gas", "electricity"}
        assert all(own[item] < cell[item] for item in own)


def test_a_year_comes_to_the_level_of_its_district():
    rows = year(change=[], change_of={})
    levels = CASE["levels"]
    for place in PLACES:
        level = levels.get(place.region, levels["usual"])
        emitted = sum(rows.tonnes(place, month) for month in MONTHS)
        assert emitted == pytest.approx(place.kg / 1000 * level, rel=levels["noise"])


def test_the_district_in_red_rises_in_spring_and_falls_in_autumn():
    rows, still = year(), year(change=[])
    ratio = [rows.tonnes(PLACES[2], month) / still.tonnes(PLACES[2], month) for month in MONTHS]
    assert ratio == pytest.approx([1.0] * 3 + [1.19] * 6 + [1.05] * 3)


def test_annual_workbooks_say_what_the_months_said():
    rows = year()
    (gas,) = [row for row in rows.annual(CODE) if row.get("item") == "natural_gas"]
    noise = CASE["annual"]["noise"]
    for month in MONTHS:
        (own,) = [row for row in rows.own(month) if row["item"] == "natural_gas"]
        assert gas[f"month_{month}"] == pytest.approx(own["quantity"], rel=noise * 1.01)


def test_statistics_are_what_was_used():
    rows, factor = year(), CASE["annual"]["statistics"]
    power = sum(row["quantity"] for month in MONTHS for row in rows.quick(month) if row["item"] == "electricity")
    (told,) = [row for row in rows.statistics() if row["item"] == "electricity"]
    assert told["quantity"] == pytest.approx(power * factor, abs=0.01)


def test_gdp_of_months_adds_up():
    rows = [row for month in MONTHS for row in year().economy(month) if row["region"] == "440306"]
    assert sum(row["value"] for row in rows) == pytest.approx(500 * (1 + CASE["economy"]["growth"] / 100), abs=0.01)


def test_past_months_follow_the_base_year():
    baseline = [{"region": "440303", "industry": "S72", "layer": "PWR", "emissions_t": 1200.0}]
    rows = list(year().past(baseline))
    assert len(rows) == 36
    for number, factor in CASE["history"].items():
        mine = sum(row["emissions_t"] for row in rows if row["year"] == number)
        assert mine == pytest.approx(1200 * factor, rel=CASE["levels"]["noise"])
