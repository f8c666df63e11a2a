"""Facilities: one place a day, the row of a year, visible moves; what is refused and what is flagged."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget import layers, rules
from ghginv.budget.trees import Node, next_day, tree
from ghginv.enterprise.synthetic import credit_code

RULES = rules.load()
COLUMNS = "enterprise name facility region industry layer valid_from valid_to".split()
CODE, OTHER = credit_code(1, "440305"), credit_code(2, "440306")


def table(*rows):
    return pd.DataFrame([dict(zip(COLUMNS, row, strict=True)) for row in rows], columns=COLUMNS, dtype=object)


def stay(region="440305", industry="C39", layer="KEY", first="", last="", *, code=CODE, name="虚构企业", facility="F1"):
    return code, name, facility, region, industry, layer, first, last


def faults(*rows):
    return [finding.code for _, _, finding in layers.faults(table(*rows), RULES)]


MOVED = table(
    stay(last="2026-12-31", layer="ETSL"),
    stay(first="2027-01-01", last="2027-06-30", layer="ETSN"),
    stay(first="2027-07-01", last="2028-03-31", layer="ETSN", region="440306"),
)


@pytest.mark.parametrize(
    ("day", "where"),
    [
        ("2026-12-31", ("440305", "ETSL")),
        ("2027-01-01", ("440305", "ETSN")),
        ("2027-07-01", ("440306", "ETSN")),
        ("2028-03-31", ("440306", "ETSN")),
        ("2028-04-01", None),
    ],
)
def test_on_a_day_a_facility_is_in_one_place(day, where):
    there = layers.on(MOVED, day)
    assert [tuple(row) for row in there[["region", "layer"]].to_numpy()] == ([where] if where else [])


def test_the_last_day_decides_the_year():
    found = {year: layers.of_year(MOVED, year) for year in (2026, 2027, 2028, 2029)}
    assert found[2026].layer.tolist() == ["ETSL"]
    assert found[2027][["region", "day"]].to_numpy().tolist() == [["440306", "2027-12-31"]]
    assert found[2028][["region", "day"]].to_numpy().tolist() == [["440306", "2028-03-31"]]
    assert found[2029].empty


def test_moves_are_visible():
    seen = [tuple(row) for row in layers.moves(MOVED)[["day", "what", "before", "after"]].to_numpy()]
    assert seen == [
        ("2027-01-01", "layer", "ETSL", "ETSN"),
        ("2027-07-01", "region", "440305", "440306"),
        ("2028-03-31", "closed", "", ""),
    ]
    gap = table(stay(first="2025-01-01", last="2025-06-30"), stay(first="2025-09-01"))
    seen = [tuple(row) for row in layers.moves(gap)[["day", "what", "before", "after"]].to_numpy()]
    assert seen == [("2025-01-01", "opened", "", ""), ("2025-07-01", "gap", "2025-07-01", "2025-08-31")]
    assert layers.moves(table()).empty


def test_a_clean_history_has_no_fault():
    assert faults(*MOVED.itertuples(index=False)) == []
    assert faults() == []


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((stay(), stay(region="440306", first="2027-01-01")), "budget-facility-twice"),
        ((stay(last="2026-12-31"), stay(first="2026-12-31")), "budget-facility-twice"),
        ((stay(last="2026-12-31"), stay(first="2027-02-01")), "budget-facility-gap"),
        (
            (stay(layer="ETSL", last="2027-06-30"), stay(layer="ETSN", first="2027-07-01")),
            "budget-facility-two-markets",
        ),
        (
            (stay(layer="ETSL"), stay(layer="ETSN", name="虚构企业", facility="F1", first="2027-01-01")),
            "budget-facility-two-markets",
        ),
        ((stay(), stay(name="别的企业", facility="F2")), "budget-facility-two-names"),
        ((stay(), stay(code=OTHER)), "budget-facility-two-codes"),
        ((stay(code=CODE[:-1] + ("0" if CODE[-1] != "0" else "1")),), "credit-code-check"),
        ((stay(code="9144"),), "credit-code-length"),
        ((stay(code="O" + CODE[1:]),), "credit-code-sign"),
        ((stay(layer="DIF"),), "budget-facility-unnamed"),
        ((stay(layer="SINK"),), "budget-facility-unnamed"),
    ],
)
def test_what_cannot_be_is_found(rows, code):
    assert code in faults(*rows)
    assert code in faults(*reversed(rows))


def test_two_facilities_of_an_enterprise_may_stand_in_two_markets():
    assert faults(stay(layer="ETSN"), stay(layer="ETSL", facility="F2")) == []


def test_codes_of_made_up_enterprises_pass_however_they_are_spaced():
    spaced = f"{CODE[:4]} {CODE[4:].lower()}"
    assert faults(stay(), stay(code=spaced, facility="F2")) == []


def test_held_nodes_are_those_of_the_city_and_all_below():
    city = tree(
        [Node("C"), Node("D", "C", kind="district"), Node("H", "C", kind="held"), Node("HP", "H", kind="park")],
        "region",
    )
    assert layers.held(city) == ("H", "HP")


DAY = date(2026, 1, 1)


@st.composite
def histories(draw):
    """Rows of one facility with any days, and the same in another order."""
    rows = []
    for _ in range(draw(st.integers(1, 5))):
        first = draw(st.integers(0, 60))
        last = draw(st.integers(first, 70))
        place = draw(st.sampled_from(["440305", "440306"])), draw(st.sampled_from(["C39", "C26"]))
        days = ((DAY + timedelta(days=each)).isoformat() for each in (first, last))
        rows.append(stay(*place, draw(st.sampled_from(["KEY", "NEW"])), *days))
    return rows, draw(st.permutations(rows))


@settings(deadline=None, max_examples=40)
@given(histories())
def test_a_history_is_one_place_a_day_or_a_finding(made):
    rows, shuffled = made
    whole = table(*rows)
    found = {finding.code for _, _, finding in layers.faults(whole, RULES)}
    assert found == {finding.code for _, _, finding in layers.faults(table(*shuffled), RULES)}
    begun, ended = sorted(row[6] for row in rows), sorted(row[7] for row in rows)
    assert (max(len(layers.on(whole, day)) for day in begun) > 1) == ("budget-facility-twice" in found)
    after = {next_day(day): len(layers.on(whole, next_day(day))) for day in ended[:-1]}
    if "budget-facility-twice" not in found:
        assert any(not count for count in after.values()) == ("budget-facility-gap" in found)
        assert layers.of_year(whole, 2026).day.tolist() == ended[-1:]
