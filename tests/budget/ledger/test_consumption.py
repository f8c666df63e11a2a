"""Emissions in the ledger: what is left first, the rest overspent, each month and year once, estimates or verified."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.ledger import consumption, guards, invariants, posting, replay
from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.entries import Leg
from ghginv.budget.ledger.views import views
from ghginv.errors import InputError
from tests.budget.ledger.emissions import (
    EVIDENCE,
    LISTED,
    at,
    estimate,
    last,
    left,
    reverse,
    stands,
    told,
    unexplained,
    verified,
)
from tests.budget.ledger.made_up import (
    CELL,
    DOCUMENT,
    FIRM,
    ISSUE,
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


@pytest.fixture(scope="module")
def books():
    return posted(empty(documents=LISTED), ISSUE)


def test_emissions_use_up_what_is_left_and_overspend_the_rest(books):
    first = posted(books, [estimate(books, 150)])
    assert told(estimate(books, 150)) == {"consumed.est:D1:C39:KEY:E1": 150, FIRM.text: -150}
    more = estimate(first, 80, month=2)
    assert told(more) == {"consumed.est:D1:C39:KEY:E1": 80, FIRM.text: -50, "overspent:D1:C39:KEY:E1": -30}
    after = posted(first, [more])
    assert (left(after, FIRM), stands(after, at(FIRM, "consumed.est"))) == (-30, 230)
    again = posted(after, [estimate(after, 5, month=3)])
    assert told(last(again)) == {"consumed.est:D1:C39:KEY:E1": 5, "overspent:D1:C39:KEY:E1": -5}
    assert invariants.check(again) == []


def test_what_is_left_may_be_said_with_or_without_what_was_overspent(books):
    """After a release into an overspent place both are known: 40 available, 30 overspent, 10 left."""
    after = posted(books, [estimate(books, 230)])
    after = posted(after, [posting.release(RESERVE, FIRM, 2026, 40, **PAPER)])
    assert (stands(after, FIRM), left(after, FIRM)) == (40, 10)
    key = consumption.key("estimate", "2026-02", FIRM)
    for said in (10, 40):
        entry = consumption.estimate(FIRM, 2026, 25, said, **EVIDENCE, key=key)
        assert left(posted(after, [entry]), FIRM) == -15
        assert invariants.check(posted(after, [entry])) == []
    assert refused(consumption.estimate(FIRM, 2026, 25, 9, **EVIDENCE, key=key), after) == ["overspent"]


def test_emissions_of_nothing_are_no_entry():
    makers = (consumption.estimate, consumption.verified, consumption.unexplained)
    for make, kg in (*((make, 0) for make in makers), (consumption.unexplained, -3)):
        with pytest.raises(InputError) as raised:
            make(FIRM, 2026, kg, 100, **EVIDENCE)
        assert codes(raised.value.findings) == ["nothing"]
    with pytest.raises(InputError):
        consumption.prior_period(FIRM, 2027, 0, year=2026, **EVIDENCE)


def test_overspending_is_for_emissions_only_and_only_beyond_what_is_left(books):
    entry = estimate(books, 50)
    over = at(FIRM, "overspent")
    early = replace(entry, legs=(entry.legs[0], Leg(FIRM, 2026, -40), Leg(over, 2026, -10)))
    assert refused(early, books) == ["overspent"]
    moved = posting.virement(over, CELL, 2026, 10, **PAPER)
    assert "side" in refused(moved, books)
    assert "side" in refused(posting.release(over, CELL, 2026, 10, **PAPER), books)


def test_emissions_stand_at_one_place_in_one_account(books):
    entry = estimate(books, 50)
    for legs in (
        (entry.legs[0], Leg(CELL, 2026, -50)),
        (Leg(at(FIRM, "consumed.ver"), 2026, 50), entry.legs[1]),
        (*entry.legs, Leg(at(FIRM, "consumed.est"), 2026, 5), Leg(at(FIRM, "overspent"), 2026, -5)),
    ):
        assert "emitted" in refused(replace(entry, legs=legs), books)
    of_project = tuple(replace(leg, account=replace(leg.account, project="P1")) for leg in entry.legs)
    assert set(refused(replace(entry, legs=of_project), books)) >= {"coordinates"}
    assert "emitted" in codes(guards.refuse(replace(entry, legs=()), books))


def test_a_month_is_estimated_once_until_it_is_reversed(books):
    after = posted(books, [estimate(books, 50)])
    assert refused(estimate(after, 60, number=2), after) == ["month-twice"]
    anew = [reverse(after), estimate(books, 60, number=2)]
    assert stands(posted(after, anew), at(FIRM, "consumed.est")) == 60
    assert guards.refuse(estimate(after, 60, month=2), after) == []
    assert guards.refuse(estimate(after, 60, place=CELL), after) == []
    both = [estimate(books, 10), estimate(books, 10, number=2)]
    assert codes(guards.judge(both, books)[1]) == ["month-twice"]


@pytest.mark.parametrize(
    "key",
    ["", "x", "est/2026-13/{}/1", "est/2027-01/{}/1", "est/2026-01/{}/x", "est/2026-01/available:D1:C39:KEY/1"],
)
def test_the_key_of_an_estimate_names_its_month_and_account(books, key):
    assert refused(estimate(books, 5, key=key.format(FIRM.text)), books) == ["estimate-key"]


def test_the_account_in_a_key_may_be_that_of_the_emissions(books):
    key = consumption.key("estimate", "2026-01", at(FIRM, "consumed.est"))
    after = posted(books, [estimate(books, 5, key=key)])
    assert refused(estimate(after, 6), after) == ["month-twice"]


def test_estimates_are_reversed_before_the_year_is_verified(books):
    after = posted(books, [estimate(books, 150)])
    after = posted(after, [estimate(after, 80, month=2)])
    assert refused(verified(after, 210), after) == ["estimates-stand"]
    back = [reverse(after, entry) for entry in tables.read(after.entries, after.legs)[-2:]]
    done = posted(after, [*back, verified(after, 210, left_kg=200)])
    assert (stands(done, at(FIRM, "consumed.est")), stands(done, at(FIRM, "consumed.ver"))) == (0, 210)
    assert left(done, FIRM) == -10
    assert invariants.check(done) == []
    assert refused(estimate(done, 5, month=3), done) == ["estimate-late"]


def test_a_year_is_verified_once_until_it_is_reversed(books):
    after = posted(books, [verified(books, 120)])
    assert refused(verified(after, 30, number=2), after) == ["emitted-twice"]
    assert refused(verified(after, 130), after) == ["key"]
    anew = [reverse(after), verified(books, 130, number=2)]
    assert stands(posted(after, anew), at(FIRM, "consumed.ver")) == 130


def test_what_enterprises_do_not_explain_is_recorded_once_for_a_cell_and_never_beside_estimates(books):
    after = posted(books, [unexplained(books, 30)])
    assert refused(replace(unexplained(after, 5), key="again"), after) == ["emitted-twice"]
    assert refused(estimate(after, 5, place=CELL), after) == ["estimate-late"]
    assert guards.refuse(verified(after, 5, place=CELL), after) == []
    assert guards.refuse(estimate(after, 5), after) == []
    estimated = posted(books, [estimate(books, 5, place=CELL)])
    assert refused(unexplained(estimated, 30), estimated) == ["estimates-stand"]
    assert "coordinates" in refused(unexplained(books, 30, place=FIRM), books)


def test_emissions_are_never_below_zero(books):
    entry = posting.reverse(estimate(books, 10), **EVIDENCE)
    assert "consumed-below" in refused(entry, books)


def test_power_sold_beyond_what_was_emitted_is_taken_off_and_gives_no_budget(books):
    first = posted(books, [estimate(books, 150), estimate(books, 30, place=CELL)])
    sold = estimate(first, -40, month=2)
    assert told(sold) == {"consumed.est:D1:C39:KEY:E1": -40, "elim.power:D1:C39:KEY:E1": 40}
    after = posted(first, [sold])
    assert (stands(after, at(FIRM, "consumed.est")), left(after, FIRM)) == (110, 50)
    assert invariants.check(after) == []
    assert "overdrawn" in refused(posting.virement(FIRM, CELL, 2026, 60, **PAPER), after)
    region = views(after.legs, after.regions, 2026).set_index("region").loc["D1"]
    before = views(first.legs, first.regions, 2026).set_index("region").loc["D1"]
    assert region["sold_kg"] == region["left_kg"] - before["left_kg"] == 40
    assert before["consumed_kg"] - region["consumed_kg"] == 40
    parts = ("left_kg", "reserve_kg", "held_kg", "committed_kg", "consumed_kg")
    assert region["budget_kg"] == before["budget_kg"] == sum(region[name] for name in parts)
    back = posted(after, [reverse(after)])
    assert stands(back, at(FIRM, "elim.power")) == 0
    assert invariants.check(back) == []


def test_power_sold_is_verified_once_in_place_of_its_estimates(books):
    after = posted(books, [estimate(books, -40)])
    assert refused(verified(after, -30), after) == ["estimates-stand"]
    done = posted(after, [reverse(after), verified(after, -30)])
    assert (stands(done, at(FIRM, "consumed.ver")), stands(done, at(FIRM, "elim.power"))) == (-30, 30)
    assert refused(estimate(done, 5, month=3), done) == ["estimate-late"]
    assert invariants.check(done) == []


def test_power_sold_is_nothing_but_what_it_takes_off_emissions(books):
    entry = estimate(books, -40)
    less, sold = entry.legs
    for legs in (
        (less, Leg(sold.account, 2026, 30), Leg(at(FIRM, "consumed.est"), 2026, 10)),
        (less, Leg(at(CELL, "elim.power"), 2026, 40)),
        (Leg(at(FIRM, "consumed.ver"), 2026, -40), sold),
        (Leg(at(FIRM, "consumed.est"), 2026, 40), Leg(at(FIRM, "consumed.ver"), 2026, -40)),
    ):
        assert "emitted" in refused(replace(entry, legs=legs), books)
    below = (Leg(at(CELL, "consumed.rest"), 2026, -5), Leg(at(CELL, "elim.power"), 2026, 5))
    rest = replace(unexplained(books, 5), legs=below)
    assert "emitted" in refused(rest, books)
    after = written(books, [replace(entry, legs=(less, Leg(FIRM, 2026, 40)))])
    assert "emitted-below" in codes(invariants.check(after))
    after = written(books, [replace(entry, legs=(sold, Leg(FIRM, 2026, -40)))])
    assert "sold" in codes(invariants.check(after))


def test_nothing_leaves_a_place_beyond_what_is_left(books):
    """40 are available and 30 overspent: 10 may go, for whatever."""
    after = posted(books, [estimate(books, 230)])
    after = posted(after, [posting.release(RESERVE, FIRM, 2026, 40, **PAPER)])
    assert guards.refuse(posting.virement(FIRM, CELL, 2026, 10, **PAPER), after) == []
    assert refused(posting.virement(FIRM, CELL, 2026, 11, **PAPER), after) == ["left"]
    assert refused(posting.virement(FIRM, CELL, 2026, 41, **PAPER), after) == ["overdrawn", "left"]
    banking = replace(after, rules=replace(RULES, carry_over=True, carry_over_rate=100.0))
    assert "carry-unverified" in refused(posting.carry_over(FIRM, 2026, 5, **PAPER), banking)


def test_a_surplus_is_carried_over_when_it_is_verified_and_only_as_far_as_it_is_left(books):
    banking = replace(books, rules=replace(RULES, carry_over=True, carry_over_rate=50.0))
    after = posted(banking, [verified(banking, 230)])
    after = posted(after, [posting.release(RESERVE, FIRM, 2026, 40, **PAPER)])
    assert refused(posting.carry_over(FIRM, 2026, 6, **PAPER), after) == ["carry-limit"]
    done = posted(after, [posting.carry_over(FIRM, 2026, 5, **PAPER)])
    assert invariants.check(done) == []
    beyond = written(after, [posting.carry_over(FIRM, 2026, 6, **PAPER)])
    assert [(each.found, each.expected) for each in invariants.check(beyond)] == [("6", "5")]


def test_evidence_is_a_basis_of_emissions_and_of_nothing_else(books):
    after = posted(books, [estimate(books, 10)])
    assert guards.refuse(reverse(after), after) == []
    for entry in (posting.virement(CELL, FIRM, 2026, 1, **EVIDENCE), reverse(books)):
        assert refused(entry, after) == ["evidence"]
    assert invariants.check(after) == []
    assert "own-approval" not in codes(invariants.check(after))
    misused = written(after, [posting.virement(CELL, FIRM, 2026, 1, **EVIDENCE)])
    assert codes(invariants.check(misused)) == ["approvers"]


def test_a_closed_year_is_corrected_in_an_open_one(books):
    after = posted(books, [verified(books, 120)])
    sealed = {2026: replay.digest_of_year(after.legs, 2026)}
    closed = replace(after, closed=frozenset({2026}), sealed=sealed)
    paper = {"effective": "2027-05-01", "document": DOCUMENT}
    for kg in (7, -7):
        entry = consumption.prior_period(FIRM, 2027, kg, year=2026, **paper)
        assert (entry.key, entry.note) == (f"prior/2026/{FIRM.text}/1", "2026")
        done = posted(closed, [entry])
        assert (stands(done, at(FIRM, "prior"), 2027), left(done, FIRM, 2027)) == (kg, 150)
        assert invariants.check(done) == []
    assert refused(replace(entry, key="letter"), closed) == ["prior"]
    assert refused(consumption.prior_period(FIRM, 2027, 7, year=2025, **paper), closed) == ["prior"]
    assert refused(consumption.prior_period(FIRM, 2026, 7, year=2026, **paper), closed) == ["closed", "prior"]
    assert refused(consumption.prior_period(FIRM, 2027, 7, year=2026, **paper), after) == ["prior"]
    apart = (entry.legs[0], replace(entry.legs[1], account=Account("external", "D2")))
    assert refused(replace(entry, legs=apart), closed) == ["prior-legs"]
    late = consumption.verified(FIRM, 2026, 5, 0, **paper | {"document": "V1"})
    assert "closed" in refused(late, closed)


# invariant 8, broken behind the back of the guards


def breaches(books):
    return {each.code.removeprefix("budget-books-") for each in invariants.INVARIANTS[8](books)}


def test_8_what_counts_twice_is_found(books):
    assert breaches(written(books, [estimate(books, 5), verified(books, 9)])) == {"emitted-both"}
    assert breaches(written(books, [estimate(books, 5, place=CELL), unexplained(books, 9)])) == {"emitted-both"}
    twice = [verified(books, 9), verified(books, 9, number=2)]
    assert breaches(written(books, twice)) == {"emitted-twice"}
    (found,) = invariants.INVARIANTS[8](written(books, twice))
    assert (found.found, found.details["entries"]) == ("2", "E000017、E000018")
    codes([found])
    assert breaches(written(books, [estimate(books, 5), estimate(books, 5, number=2)])) == {"month-twice"}
    assert breaches(written(books, [estimate(books, 5, key="x")])) == {"month-twice"}


def test_8_overspending_by_anything_else_or_above_zero_is_found(books):
    over = at(FIRM, "overspent")
    moved = replace(posting.virement(over, CELL, 2026, 10, **PAPER))
    assert breaches(written(books, [moved])) == {"overspent-by"}
    entry = estimate(books, 230)
    up = replace(entry, legs=tuple(replace(leg, amount_kg=-leg.amount_kg) for leg in entry.legs))
    assert breaches(written(books, [up])) == {"overspent-above", "emitted-below"}
    codes(invariants.check(written(books, [moved, up])))


@given(st.lists(st.tuples(st.integers(1, 400), st.sampled_from([CELL, FIRM, SAME_INDUSTRY])), max_size=6))
@settings(deadline=None, max_examples=15)
def test_left_is_budget_less_emissions_and_reversal_is_identity(emissions):
    start = posted(empty(documents=LISTED), ISSUE)
    budget = {place: left(start, place) for place in (CELL, FIRM, SAME_INDUSTRY)}
    after = start
    for month, (kg, place) in enumerate(emissions, start=1):
        after = posted(after, [estimate(after, kg, month=month, place=place)])
    for place, kg in budget.items():
        assert left(after, place) == kg - sum(each for each, there in emissions if there == place)
        assert stands(after, place) >= 0 >= stands(after, at(place, "overspent"))
    assert invariants.check(after) == []
    mine = tables.read(after.entries, after.legs)[len(start.entries) :]
    back = posted(after, [reverse(after, entry) for entry in mine])
    assert replay.digest(back.stored) == replay.digest(start.stored)
    assert invariants.check(back) == []
