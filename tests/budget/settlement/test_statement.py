"""The statement of a year: every column, both sides, reversals; final = consumed + left + reserves + projects."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger import posting
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.entries import Entry, Leg
from ghginv.budget.settlement import statement
from tests.budget.ledger.made_up import (
    CELL,
    FIRM,
    INDUSTRIES,
    OWN_RESERVE,
    PAPER,
    REGIONS,
    RESERVE,
    SAME_INDUSTRY,
    lines,
)  # fmt: skip

ISSUED = {"effective": "2026-01-01", "document": "D1", "version": 1}


def booked(*more: Entry) -> tuple[pd.DataFrame, pd.DataFrame]:
    issued = posting.issue(lines(), REGIONS, INDUSTRIES, **ISSUED)
    numbered = [replace(each, entry_id=tables.named(place)) for place, each in enumerate([*issued, *more], start=1)]
    return tables.frames(numbered)


def used(place: Account, kg: int, left: int, kind: str = "consumed.ver") -> Entry:
    """Emissions of a place: as far as there is budget from it, the rest overspent."""
    legs = [Leg(replace(place, kind=kind), 2026, kg), Leg(place, 2026, -min(kg, left))]
    legs += [Leg(replace(place, kind="overspent"), 2026, left - kg)] if kg > left else []
    return Entry("verified" if kind != "consumed.est" else "estimate", "2026-12-31", "D1",
                 tuple(leg for leg in legs if leg.amount_kg))  # fmt: skip


def region(entries: pd.DataFrame, legs: pd.DataFrame) -> pd.DataFrame:
    return statement.by_node(statement.moves(entries, legs, 2026), REGIONS, "region", 2026)


def test_every_way_a_budget_came_about_has_its_column():
    moves = [
        posting.virement(CELL, SAME_INDUSTRY, 2026, 30, **PAPER),
        posting.release(RESERVE, CELL, 2026, 40, **PAPER),
        used(FIRM, 250, 200),
        used(CELL, 90, 290, "consumed.est"),
    ]
    found = region(*booked(*moves))
    # D1 with its street: 20 reserve + 280 + 200 + 50; less 30 given to D2, plus 40 of the city's reserve.
    d1 = found.loc["D1"]
    assert (d1["original_kg"], d1["virement_kg"], d1["reserve_kg"], d1["final_kg"]) == (550, -30, 40, 560)
    assert (d1["consumed_ver_kg"], d1["consumed_est_kg"], d1["consumed_kg"]) == (250, 90, 340)
    assert (d1["left_kg"], d1["reserves_kg"], d1["projects_kg"]) == (560 - 340 - 20, 20, 0)
    assert d1["rate"] == pytest.approx(340 / 560)
    assert found.loc["D2", "virement_kg"] == 30
    # Nothing is gained or lost within the city.
    assert (found.loc["C", "virement_kg"], found.loc["C", "reserve_kg"], found.loc["C", "final_kg"]) == (0, 0, 1000)
    assert found.loc["C", "execution_kg"] == 0


def test_industries_have_no_reserves():
    moved = statement.moves(*booked(posting.release(RESERVE, CELL, 2026, 40, **PAPER)), 2026)
    found = statement.by_node(moved, INDUSTRIES, "industry", 2026)
    assert (found["reserves_kg"] == 0).all()
    assert (found.loc["C39", "original_kg"], found.loc["C39", "reserve_kg"]) == (520, 40)
    assert found.loc["DRC", "final_kg"] == 520 + 40 + 360
    assert found.loc["ALL", "final_kg"] == 880 + 40


def test_a_reversal_counts_where_the_entry_stands():
    entries, legs = booked(posting.virement(CELL, SAME_INDUSTRY, 2026, 30, **PAPER))
    wrong = tables.read(entries, legs)[-1]
    found = region(*booked(posting.virement(CELL, SAME_INDUSTRY, 2026, 30, **PAPER), posting.reverse(wrong, **PAPER)))
    assert (found["virement_kg"] == 0).all()
    assert "other_kg" not in found


def test_a_kind_that_no_column_names_is_not_lost():
    strange = Entry("something-new", "2026-02-01", "D1", (Leg(CELL, 2026, 5), Leg(Account("external"), 2026, -5)))
    found = region(*booked(strange))
    assert (found.loc["D1", "other_kg"], found.loc["D1", "final_kg"]) == (5, 555)


def test_a_node_without_budget_has_no_rate():
    found = statement.by_node(statement.moves(*booked(), 2026), INDUSTRIES, "industry", 2026)
    assert pd.isna(found.loc["E", "rate"])


def test_other_years_and_instruments_stay_outside():
    allowance = Entry("ets-pre", "2026-02-01", "D1",
                      (Leg(Account("ent.pre", enterprise="E1"), 2026, 9000, "CEA"),
                       Leg(Account("ets.cap"), 2026, -9000, "CEA")))  # fmt: skip
    entries, legs = booked(allowance)
    assert region(entries, legs).equals(region(*booked()))
    of_2027 = statement.by_node(statement.moves(entries, legs, 2027), REGIONS, "region", 2027)
    assert of_2027.loc["C", "final_kg"] == 800


def test_enterprises_are_rows():
    moved = statement.moves(*booked(used(FIRM, 250, 200)), 2026)
    found = statement.by_place(moved[moved["enterprise"] != ""], ["enterprise"])
    assert list(found.index) == ["E1", "E2"]
    assert (found.loc["E1", "left_kg"], found.loc["E1", "consumed_kg"], found.loc["E2", "left_kg"]) == (-50, 250, 310)


@settings(deadline=None)
@given(some.lists(some.tuples(some.integers(0, 3), some.integers(1, 400)), max_size=8))
def test_what_came_about_is_what_stands(steps):
    """In every node and on both sides the columns add up to emissions, rest, reserves and projects."""
    moves = []
    for what, kg in steps:
        moves.append([
            posting.virement(CELL, SAME_INDUSTRY, 2026, kg, **PAPER),
            posting.release(OWN_RESERVE, CELL, 2026, kg, **PAPER),
            used(FIRM, kg, 100),
            used(SAME_INDUSTRY, kg, 40, "consumed.est"),
        ][what])  # fmt: skip
    moved = statement.moves(*booked(*moves), 2026)
    for tree, column in ((REGIONS, "region"), (INDUSTRIES, "industry")):
        found = statement.by_node(moved, tree, column, 2026)
        stands = found[["consumed_kg", "left_kg", "reserves_kg", "projects_kg"]].sum(axis=1)
        assert (stands == found["final_kg"]).all()
    places = statement.by_place(moved, list(statement.PLACE))
    assert int(places["final_kg"].sum()) == 1000
