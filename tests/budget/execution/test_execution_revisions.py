"""Revisions of account-months, and what of an inventory enterprises do not explain."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ghginv.budget.execution import revisions, settling
from ghginv.budget.execution.revisions import Change, Figure, Poster
from ghginv.budget.execution.settling import Inventory
from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger.accounts import parse

TEXT = "available:R:I:DIF"
PLACE = ("estimate", TEXT, 3)


def test_a_figure_that_did_not_change_is_left_alone():
    (change,) = revisions.changes({PLACE: Figure(5, "metered")}, {PLACE: Figure(5, "metered")})
    assert change.what == "same"
    assert list(Poster(2026, {}, {}).entries([change], effective="2026-03-31", document="D")) == []


def test_a_change_of_status_alone_is_a_change():
    (change,) = revisions.changes({PLACE: Figure(5, "estimated")}, {PLACE: Figure(5, "metered")})
    assert change.what == "changed"


def test_a_figure_that_is_gone_or_nothing_is_reversed():
    for wanted in ({}, {PLACE: Figure(0, "metered")}):
        (change,) = revisions.changes({PLACE: Figure(5, "metered")}, wanted)
        assert (change.what, change.new.kg) == ("reversed", 0)
    assert revisions.changes({}, {PLACE: Figure(0)}) == []


def posted(steps, budget):
    """Post a figure after the other, as execution does; all entries, and what stands at the end."""
    entries, standing, left, used = [], {}, {TEXT: budget}, {}
    for kg in steps:
        changes = revisions.changes(standing, {PLACE: Figure(kg, "metered")})
        poster = Poster(2026, left, used)
        made = list(poster.entries(changes, effective="2026-03-31", document="D"))
        entries += made
        heads, legs = tables.frames(entries)
        entries = tables.read(heads, legs)
        found = revisions.in_force(heads, legs, 2026)
        standing = {place: Figure(revisions.amount(each), "metered", each) for place, each in found.items()}
        used, left = revisions.numbers(heads), poster.left
    return entries, standing


@given(st.lists(st.integers(-200, 500), min_size=1, max_size=6), st.integers(0, 300))
def test_after_any_revisions_one_entry_stands_and_nothing_is_lost(steps, budget):
    entries, standing = posted(steps, budget)
    last = steps[-1]
    assert {place: figure.kg for place, figure in standing.items()} == ({PLACE: last} if last else {})
    sums: dict[str, int] = {}
    for entry in entries:
        for leg in entry.legs:
            sums[leg.account.kind] = sums.get(leg.account.kind, 0) + leg.amount_kg
    assert sum(sums.values()) == 0
    assert sums.get("consumed.est", 0) == last
    assert -sums.get("available", 0) == min(max(last, 0), budget)
    assert -sums.get("overspent", 0) == max(last - budget, 0)
    assert sums.get("elim.power", 0) == max(-last, 0)
    keys = [each.key for each in entries if each.kind == "estimate"]
    assert keys == [f"est/2026-03/{TEXT}/{number}" for number in range(1, len(keys) + 1)]


def test_reversals_come_before_what_is_new():
    entries, standing = posted([10], 100)
    assert [each.kind for each in entries] == ["estimate"]
    other = ("estimate", TEXT, 1)
    changes = [Change(other, Figure(0), Figure(7, "metered")), Change(PLACE, standing[PLACE], Figure(4, "metered"))]
    made = list(Poster(2026, {TEXT: 90}, {}).entries(changes, effective="2026-03-31", document="D"))
    assert [each.kind for each in made] == ["reversal", "estimate", "estimate"]


def test_what_is_left_takes_overspending_off_and_other_units_aside():
    rows = [(TEXT, "BU", 2026, 5), ("overspent:R:I:DIF", "BU", 2026, -7), (TEXT, "CEA", 2026, 9), (TEXT, "BU", 2027, 3)]
    table = pd.DataFrame(rows, columns=["account", "instrument", "vintage", "amount_kg"])
    assert revisions.left(table, 2026) == {TEXT: -2}


def inventory(kg):
    return Inventory("run", "R", kg, frozenset({"R", "R1"}))


@given(
    st.integers(0, 10**12),
    st.dictionaries(st.sampled_from(["available:R:I:KEY:E", "available:R1:J:KEY", "available:Q:I:KEY"]),
                    st.integers(1, 10**9)),
    st.dictionaries(st.sampled_from(["available:R:I:DIF", "available:R:I:PWR", "available:R1:J:KEY:E",
                                     "available:Q:I:DIF"]), st.integers(0, 10**9)),
)  # fmt: skip
def test_verified_and_rest_make_the_inventory_or_the_difference_is_named(kg, verified, weights):
    settled, shares = settling.settle(inventory(kg), verified, {parse(text): w for text, w in weights.items()})
    inside = sum(each for text, each in verified.items() if not text.startswith("available:Q"))
    assert settled.verified_kg == inside
    assert sum(shares.values()) == settled.rest_kg
    assert all(not each.enterprise and each.region in ("R", "R1") for each in shares)
    heavy = any(w for text, w in weights.items() if not text.startswith("available:Q"))
    assert settled.difference_kg == (max(inside - kg, 0) if heavy or inside >= kg else inside - kg)


def test_the_rest_goes_by_what_months_reported():
    weights = {parse("available:R:I:DIF"): 3, parse("available:R1:J:KEY:E"): 1}
    settled, shares = settling.settle(inventory(1000), {"available:R:I:KEY:E": 200}, weights)
    assert {account.text: kg for account, kg in shares.items()} == {"available:R:I:DIF": 600, "available:R1:J:KEY": 200}
    assert (settled.rest_kg, settled.difference_kg) == (800, 0)


def test_who_shares_the_rest_of_a_cell_waits_for_the_inventory():
    rows = pd.DataFrame(
        [("available:R:I:KEY:E", "E"), ("available:R:I:KEY", "F"), ("available:Q:I:KEY", "G")],
        columns=["account", "enterprise_of"],
    )
    ready, waiting = settling.postable(rows, frozenset({"R"}))
    assert ready["enterprise_of"].tolist() == ["E", "F"]
    assert waiting == {"G"}
    assert settling.postable(rows, frozenset())[0]["enterprise_of"].tolist() == ["E"]
