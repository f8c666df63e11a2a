"""A budget adjusted below what was emitted: the place is overspent by the difference, and nothing is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.ledger import commitments, guards, invariants, posting, views
from ghginv.budget.ledger.entries import Leg
from ghginv.budget.settlement import statement
from ghginv.errors import InputError
from tests.budget.ledger.emissions import LISTED, at, estimate, last, left, reverse, stands, verified
from tests.budget.ledger.made_up import (
    CELL,
    FIRM,
    INDUSTRIES,
    ISSUE,
    PAPER,
    REGIONS,
    changed,
    codes,
    empty,
    lines,
    posted,
    totals,
)


@pytest.fixture(scope="module")
def books():
    return posted(empty(documents=LISTED), ISSUE)


def adjusted(books, amounts):
    """The books after version 2, which sets budgets of 2026 anew."""
    new = changed(amounts)
    columns = (books.stored[name].tolist() for name in ("account", "vintage", "amount_kg"))
    sums = {(account, year): kg for account, year, kg in zip(*columns, strict=True)}
    entries = posting.change(lines(), new, REGIONS, INDUSTRIES, version=2, stands=sums, **PAPER)
    return posted(books, entries, lines=new, versions=totals(lines(), new))


def test_what_was_emitted_above_the_new_budget_is_overspent(books):
    before = posted(books, [estimate(books, 150)])
    after = adjusted(before, {FIRM: 120})
    assert (stands(after, FIRM), stands(after, at(FIRM, "overspent")), left(after, FIRM)) == (0, -30, -30)
    assert invariants.check(after) == []
    row = statement.by_place(statement.moves(after.entries, after.legs, 2026), ["enterprise"]).loc["E1"]
    assert (row["adjustment_kg"], row["final_kg"], row["left_kg"], row["consumed_kg"]) == (-80, 120, -30, 150)
    found = views.views(after.legs, REGIONS, 2026).set_index("region").loc["D1"]
    assert found["budget_kg"] == found["left_kg"] + found["reserve_kg"] + found["consumed_kg"] == 470


def test_the_year_goes_on_after_it(books):
    after = adjusted(posted(books, [estimate(books, 150)]), {FIRM: 120})
    more = posted(after, [estimate(after, 10, month=2)])
    assert left(more, FIRM) == -40
    first = last(posted(books, [estimate(books, 150)]))
    back = posted(more, [reverse(more)])
    done = posted(back, [reverse(back, first)])
    certain = posted(done, [verified(done, 100)])
    assert left(certain, FIRM) == 20
    assert invariants.check(certain) == []


def test_a_place_is_not_overspent_by_what_nobody_emitted(books):
    before = posted(books, [commitments.hold(FIRM, "P1", 2026, 100, **PAPER), estimate(books, 40)])
    with pytest.raises(InputError) as refused:
        adjusted(before, {FIRM: 90})
    assert codes(refused.value.findings) == ["overdrawn"]
    assert refused.value.findings[0].details["short"] == 10


def test_an_adjustment_that_overspends_what_is_still_available_is_refused(books):
    before = posted(books, [estimate(books, 150)])
    wrong = posting.change(lines(), changed({FIRM: 190}), REGIONS, INDUSTRIES, version=2, **PAPER)[0]
    legs = tuple(Leg(at(FIRM, "overspent"), 2026, leg.amount_kg) if leg.account == FIRM else leg for leg in wrong.legs)
    new = changed({FIRM: 190})
    told = replace(before, lines=new, versions=totals(lines(), new))
    assert "overspent" in codes(guards.refuse(replace(wrong, legs=legs), told))


@settings(deadline=None)
@given(st.integers(1, 400), st.integers(0, 300), st.integers(0, 400))
def test_left_is_the_new_budget_less_emissions(emitted, firm, cell):
    start = posted(empty(documents=LISTED), ISSUE)
    before = posted(start, [estimate(start, emitted), estimate(start, emitted, place=CELL)])
    after = adjusted(before, {FIRM: firm, CELL: cell})
    assert (left(after, FIRM), left(after, CELL)) == (firm - emitted, cell - emitted)
    assert stands(after, FIRM) >= 0
    assert stands(after, CELL) >= 0
    assert invariants.check(after) == []
