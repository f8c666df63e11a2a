"""What cannot be decomposed is refused with the year, the code and the amount."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from ghginv.budget.decompose import decompose
from ghginv.budget.trees import Node
from ghginv.errors import InputError
from tests.budget.cities import BASELINE, CITY, INDUSTRIES, REGIONS, RULES, plan

TOTAL = {2026: 1_600_000_000}


def refused(made, totals=None, **more):
    with pytest.raises(InputError) as fault:
        decompose(made, RULES, totals or TOTAL, **more)
    return fault.value.findings


def only(made, totals=None, **more):
    found = refused(made, totals, **more)
    assert len(found) == 1
    return found[0]


def test_years_outside_the_plan():
    assert only(plan(), {2031: 1}).code == "budget-decompose-years"
    with pytest.raises(InputError):
        decompose(plan(), RULES, {})


@pytest.mark.parametrize("kg", [-1, 1.5, math.nan])
def test_totals_that_are_no_whole_kilograms(kg):
    assert only(plan(), {2026: kg}).code == "budget-decompose-total"


def test_a_total_outside_the_bounds_of_the_city():
    found = only(plan(bounds=[{"region": CITY, "upper_t": 1_500_000.0}]))
    assert (found.code, found.found, found.sheet) == ("budget-decompose-total-bound", "1600000", "2026")


def test_missing_children_and_unknown_ones():
    found = only(plan(), regions={"440305": 1.0, "port": 1.0})
    assert (found.code, found.found, found.sheet) == ("budget-decompose-children", "440306", "2026")
    found = only(plan(), regions={"440305": 1.0, "440306": 1.0, "440306-01": 1.0})
    assert (found.code, found.found) == ("budget-decompose-unknown", "440306-01")
    assert only(plan(), industries={"C": 1.0, "D": 1.0}).found == "G"
    assert only(plan(), industries={"C": 1.0, "D": 1.0, "G": 1.0, "X": 1.0}).code == "budget-decompose-unknown"


@pytest.mark.parametrize("weight", [-1.0, math.nan, math.inf])
def test_weights_that_are_no_numbers(weight):
    assert only(plan(), regions={"440305": 1.0, "440306": weight}).code == "budget-decompose-weight"
    assert only(plan(), industries={"C": weight, "D": 1.0, "G": 1.0}).found == "C"


def test_weights_without_the_year():
    found = only(plan(), regions=pd.DataFrame({2027: [1.0, 1.0]}, ["440305", "440306"]))
    assert (found.code, found.sheet) == ("budget-decompose-weight-year", "2026")


def test_layers_that_the_rules_do_not_know_or_budget():
    found = only(plan([*BASELINE, ("440305", "C", "FOO", 1.0)]))
    assert (found.code, found.found) == ("budget-decompose-layer", "FOO")
    found = only(plan(bounds=[{"region": "440305", "industry": "C", "layer": "SINK", "upper_t": 1.0}]))
    assert (found.code, found.details["place"]) == ("budget-decompose-layer", "bounds!2")


def test_a_baseline_that_is_missing_or_negative():
    assert only(plan([])).code == "budget-decompose-baseline-missing"
    found = only(plan([("440305", "C", "KEY", -1.0)]))
    assert (found.code, found.found) == ("budget-decompose-baseline-negative", "440305 / C / KEY")


def test_codes_that_are_gone_and_not_mapped():
    regions = [*REGIONS, Node("440320", CITY, "旧区", "district", valid_to="2025-12-31")]
    found = only(plan([*BASELINE, ("440320", "C", "KEY", 1.0)], regions=regions))
    assert (found.code, found.found) == ("budget-decompose-code-gone", "440320")


@pytest.mark.parametrize(
    ("bound", "code"),
    [
        ({"region": "440305", "lower_t": 2.0, "upper_t": 1.0}, "budget-decompose-bounds-crossed"),
        ({"region": "440305", "fixed_t": 2.0, "upper_t": 1.0}, "budget-decompose-bounds-crossed"),
        ({"layer": "KEY", "upper_t": 1.0}, "budget-decompose-bound-layer"),
        ({"region": "440305", "industry": "miit", "upper_t": 1.0}, "budget-decompose-bound-department"),
        ({"region": "440306-01", "upper_t": 1.0}, "budget-decompose-bound-below"),
        ({"region": "port", "industry": "C", "lower_t": 1.0}, "budget-decompose-layerless"),
    ],
)
def test_bounds_that_cannot_be(bound, code):
    assert only(plan(bounds=[bound])).code == code


def test_a_cell_that_has_no_room_for_its_layers():
    bounds = [
        {"region": "440305", "industry": "C", "upper_t": 100.0},
        {"region": "440305", "industry": "C", "layer": "KEY", "lower_t": 101.0},
    ]
    found = only(plan(bounds=bounds))
    assert (found.code, found.found) == ("budget-decompose-bounds-crossed", "440305 / C")


def test_reserves_above_the_budget_or_below_a_district():
    found = only(plan(reserves=[{"region": CITY, "kind": "general", "amount_t": 1_600_001.0}]))
    assert (found.code, found.found) == ("budget-decompose-reserve-above", CITY)
    found = only(
        plan(
            reserves=[{"region": "440306", "kind": "new", "amount_t": 1_000_000.0}],
            bounds=[{"region": "440306", "upper_t": 9.0}],
        )
    )
    assert found.code == "budget-decompose-room"
    found = only(plan(reserves=[{"region": "440306-01", "kind": "new", "share": 1.0}]))
    assert (found.code, found.found) == ("budget-decompose-reserve-below", "440306-01")


def test_bounds_that_leave_no_room_name_the_side():
    found = only(plan(bounds=[{"region": each, "upper_t": 400_000.0} for each in ("440305", "440306", "port")]))
    assert (found.code, found.details["most"]) == ("budget-decompose-room", "1200000")
    assert "块" in found.message()
    found = only(plan(bounds=[{"industry": "miit", "upper_t": 1.0}, {"industry": "G", "upper_t": 1.0}]))
    assert (found.code, found.details["most"]) == ("budget-decompose-room", "2")
    assert "条" in found.message()


def test_what_regions_and_industries_cannot_both_have_names_the_cells_to_relax():
    # Power and transport stand in the port alone; together they are to have more than it, each alone would fit.
    places = [("440305", "C"), ("440305", "E"), ("440306", "C"), ("440306", "E")]
    places += [("port", each) for each in ("C", "D", "G")]
    more = [*INDUSTRIES, Node("E", "all", "建筑业", "industry")]
    made = plan([(*place, "DIF", 100.0) for place in places], industries=more)
    third = {"440305": 1.0, "440306": 1.0, "port": 1.0}
    found = only(made, {2026: 3_000_000}, regions=third, industries={"C": 2.0, "D": 3.0, "E": 2.0, "G": 3.0})
    assert (found.code, found.sheet) == ("budget-matrix-infeasible", "2026")
    assert (found.found, found.details["needed"]) == ("440305, 440306", "2000")
    assert (sorted(found.details["columns"].split(", ")), found.details["shortfall"]) == (["C", "E"], "800")
    assert found.details["raised"] == "440305 / G, 440305 / D, 440306 / G, 440306 / D"


def test_unknown_methods_and_rates():
    assert only(plan(), enterprises="auction").code == "budget-decompose-method"
    assert only(plan(), below="population").code == "budget-decompose-method"
    assert only(plan(), enterprises="contraction", contraction_rate=140.0).code == "budget-decompose-rate"
