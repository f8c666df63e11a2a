"""Merger, split, move, closure: what is left goes to who follows, what was emitted stays, the books stay in order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger import guards, invariants, posting, replay, successions
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.entries import Leg
from ghginv.errors import InputError
from tests.budget.ledger.emissions import LISTED, at, estimate, left, reverse, stands, told, verified
from tests.budget.ledger.made_up import (
    CELL,
    FIRM,
    ISSUE,
    NEITHER,
    PAPER,
    RESERVE,
    RULES,
    SAME_INDUSTRY,
    codes,
    empty,
    posted,
    refused,
    written,
)

HEIR, OTHER = replace(FIRM, enterprise="E8"), replace(FIRM, enterprise="E9")
ELSEWHERE = replace(SAME_INDUSTRY, enterprise="E1")
DISTRICT = Account("reserve.general", "D1")


@pytest.fixture(scope="module")
def books():
    return posted(empty(documents=LISTED), ISSUE)


@pytest.fixture(scope="module")
def worn(books):
    """Of the 200 of E1 120 are emitted."""
    return posted(books, [estimate(books, 120)])


@pytest.fixture(scope="module")
def overspent(books):
    """E1 emitted 230 of its 200."""
    return posted(books, [estimate(books, 230)])


def succeed(kind, shares, old=FIRM, **more):
    return successions.succeed(kind, old, shares, 2026, **PAPER, **more)


GOOD = {
    "merger": {HEIR: 80},
    "split": {HEIR: 50, OTHER: 30},
    "move": {ELSEWHERE: 80},
    "closure": {DISTRICT: 80},
}


@pytest.mark.parametrize("kind", GOOD)
def test_what_is_left_goes_to_who_follows_and_emissions_stay(worn, kind):
    entry = succeed(kind, GOOD[kind])
    after = posted(worn, [entry])
    assert (stands(after, FIRM), stands(after, at(FIRM, "consumed.est"))) == (0, 120)
    assert {account: stands(after, account) - stands(worn, account) for account in GOOD[kind]} == GOOD[kind]
    assert invariants.check(after) == []
    back = posted(after, [posting.reverse(tables.read(after.entries, after.legs)[-1], **PAPER)])
    assert replay.digest(back.stored) == replay.digest(worn.stored)
    assert invariants.check(back) == []


def test_two_that_merge_into_one_are_an_entry_each(worn):
    both = [succeed("merger", {HEIR: 80}), succeed("merger", {HEIR: 310}, old=NEITHER)]
    after = posted(worn, both)
    assert (stands(after, HEIR), stands(after, NEITHER)) == (390, 0)
    assert invariants.check(after) == []


def test_a_successor_takes_over_what_was_overspent(overspent):
    entry = succeed("merger", {at(HEIR, "overspent"): -30})
    assert told(entry) == {"overspent:D1:C39:KEY:E8": -30, "overspent:D1:C39:KEY:E1": 30}
    after = posted(overspent, [entry])
    assert (left(after, FIRM), left(after, HEIR)) == (0, -30)
    assert invariants.check(after) == []
    # Its emissions cannot be reversed under it: the succession goes first.
    (emitted,) = [each for each in tables.read(after.entries, after.legs) if each.kind == "estimate"]
    assert refused(reverse(after, emitted), after) == ["overspent-above"]
    back = posting.reverse(tables.read(after.entries, after.legs)[-1], **PAPER)
    undone = posted(after, [back, reverse(after, emitted), verified(after, 210, left_kg=200)])
    assert left(undone, FIRM) == -10
    assert invariants.check(undone) == []
    beyond = succeed("merger", {at(HEIR, "overspent"): -31})
    assert refused(beyond, overspent) == ["overspent-above", "succession-rest"]


def test_available_and_overspent_go_together(overspent):
    mixed = posted(overspent, [posting.release(RESERVE, FIRM, 2026, 40, **PAPER)])
    assert refused(succeed("merger", {HEIR: 40}), mixed) == ["left"]
    assert refused(succeed("merger", {HEIR: 9}), mixed) == ["succession-rest"]
    for shares in ({HEIR: 10}, {HEIR: 40, at(HEIR, "overspent"): -30}):
        after = posted(mixed, [succeed("merger", shares)])
        assert (left(after, HEIR), left(after, FIRM)) == (10, 0)
        assert invariants.check(after) == []


def test_emissions_of_the_rest_of_the_year_are_those_of_the_successor(worn):
    after = posted(worn, [succeed("merger", {HEIR: 80})])
    after = posted(after, [estimate(after, 90, month=2, place=HEIR)])
    assert left(after, HEIR) == -10
    assert invariants.check(after) == []


@pytest.mark.parametrize(
    "shares", [{}, {HEIR: 0}, {HEIR: -5}, {replace(HEIR, kind="overspent"): 5}, {Account("pool", "D1"): 5}]
)
def test_shares_have_the_right_sign(shares):
    with pytest.raises(InputError) as raised:
        succeed("split", shares)
    assert codes(raised.value.findings) == ["share"]
    with pytest.raises(InputError):
        succeed("takeover", {HEIR: 5})


BAD = [
    ("merger", {HEIR: 50, OTHER: 30}, ["succession-kind"]),
    ("merger", {CELL: 80}, ["succession-kind"]),
    ("merger", {ELSEWHERE: 80}, ["succession-kind"]),
    ("merger", {HEIR: 79}, ["succession-rest"]),
    ("split", {HEIR: 50, ELSEWHERE: 30}, ["succession-kind"]),
    ("split", {HEIR: 81}, ["overdrawn"]),
    ("move", {HEIR: 80}, ["succession-kind"]),
    ("move", {replace(ELSEWHERE, region="D9"): 80}, ["node"]),
    ("closure", {HEIR: 80}, ["succession-kind", "closure-clawback"]),
    ("closure", {RESERVE: 80}, ["succession-kind"]),
    ("closure", {DISTRICT: 70}, ["succession-rest"]),
    ("closure", {DISTRICT: 79, CELL: 1}, ["closure-clawback"]),
]


@pytest.mark.parametrize(("kind", "shares", "found"), BAD)
def test_who_cannot_follow_is_refused(worn, kind, shares, found):
    assert sorted(refused(succeed(kind, shares), worn)) == sorted(found)


def test_part_of_a_closed_enterprise_may_stay_in_its_cell_where_the_rule_says_so(worn):
    half = replace(worn, rules=replace(RULES, closure_clawback=50.0))
    for shares in ({DISTRICT: 40, CELL: 40}, {DISTRICT: 80}):
        after = posted(half, [succeed("closure", shares)])
        assert invariants.check(after) == []
    assert refused(succeed("closure", {CELL: 41, DISTRICT: 39}), half) == ["closure-clawback"]
    street = replace(half, rules=replace(half.rules, closure_clawback=0.0))
    assert guards.refuse(succeed("closure", {CELL: 80}), street) == []


def test_only_one_enterprise_gives_and_only_what_it_has_left(worn):
    entry = succeed("split", {HEIR: 50})
    two = (Leg(HEIR, 2026, 50), Leg(FIRM, 2026, -40), Leg(NEITHER, 2026, -10))
    cell = (Leg(HEIR, 2026, 50), Leg(CELL, 2026, -50))
    emitted = (Leg(at(HEIR, "consumed.est"), 2026, 50), Leg(at(FIRM, "consumed.est"), 2026, -50))
    mixed = (Leg(HEIR, 2026, 50), Leg(at(FIRM, "overspent"), 2026, -50))
    for legs in (two, cell, emitted, mixed):
        assert "succession" in refused(replace(entry, legs=legs), worn)
    over_years = (Leg(HEIR, 2027, 50), Leg(FIRM, 2026, -50))
    assert "succession" in refused(replace(entry, legs=over_years), worn)


def test_the_plan_may_lag_behind_a_legal_succession_and_behind_nothing_else(worn):
    """E8 has no facility in the plan: it is known by the succession, while that is in force."""
    after = posted(worn, [succeed("merger", {HEIR: 80})])
    assert invariants.check(after) == []
    given = written(worn, [posting.virement(CELL, HEIR, 2026, 5, **PAPER)])
    assert codes(invariants.check(given)) == ["stranger"]
    back = posting.reverse(tables.read(after.entries, after.legs)[-1], **PAPER)
    kept = written(posted(after, [back]), [posting.virement(CELL, HEIR, 2026, 5, **PAPER)])
    assert codes(invariants.check(kept)) == ["stranger"]
    next_year = written(after, [posting.virement(CELL, HEIR, 2027, 5, **PAPER)])
    assert codes(invariants.check(next_year)) == ["stranger"]


@given(st.lists(st.integers(1, 90), min_size=1, max_size=4))
@settings(deadline=None, max_examples=25)
def test_shares_sum_to_what_is_moved(parts):
    start = posted(empty(documents=LISTED), ISSUE)
    shares = {replace(FIRM, enterprise=f"N{number}"): kg for number, kg in enumerate(parts)}
    entry = succeed("split", shares)
    if sum(parts) > 200:
        assert codes(guards.refuse(entry, start)) == ["overdrawn"]
        return
    after = posted(start, [entry])
    assert stands(after, FIRM) + sum(stands(after, each) for each in shares) == 200
    assert invariants.check(after) == []
