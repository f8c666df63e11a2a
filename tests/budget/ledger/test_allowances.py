"""Allowances: the published examples as postings, and each way to be refused."""

from __future__ import annotations

import pytest

from ghginv.budget.ledger import allowances, guards, invariants, posting
from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.entries import Leg
from ghginv.enterprise.quotas import issue
from ghginv.errors import InputError
from tests.budget.ledger.made_up import CELL, PAPER, SAME_INDUSTRY, codes, posted
from tests.budget.ledger.market_made_up import (
    BLOCK,
    CARRY,
    OFFSET,
    OLD,
    T,
    books,
    head,
    holding,
    market,
    refused,
    stands,
    with_terms,
)

HELD = allowances.of(allowances.HOLDING, "E1")
DEDUCTION = allowances.of(allowances.DEDUCTION, "E1")
PRE = allowances.of(allowances.PRE, "E1")


def settled(found, pre, final, deduct, unit="CEA", vintage=2025):
    """A year of an entity as the draft for 2025 and 2026 has it, in units of 10 kt."""
    kt = 10_000 * T
    if deduct:
        found = posted(found, [allowances.deduct("E1", unit, vintage, deduct * kt, **head("d"))])
    made = issue.settle(pre, final, deduct)
    entry = allowances.preallocate("E1", unit, vintage, pre * kt, made.pre_deducted * kt, **head("pre"))
    found = posted(found, [entry])
    entry = allowances.finalise(
        "E1", unit, vintage, pre_kg=stands(found, PRE, unit, vintage), issued_kg=made.final_issued * kt,
        deducted_kg=(made.final_deducted - made.handed_back) * kt, **head("final"),
    )  # fmt: skip
    return posted(found, [entry] if entry.legs else []), made


def test_the_official_example_of_a_deduction():
    """2025-2026 draft, table 2-5: pre 5, final 3, to deduct 7: pre paid 0, 2 handed back, final paid 0, 4 left."""
    found, made = settled(books(), 5, 3, 7)
    assert (made.pre_issued, made.handed_back, made.final_issued, made.to_deduct) == (0, 2, 0, 4)
    assert stands(found, DEDUCTION, "CEA", 2025) == -4 * 10_000 * T
    assert stands(found, HELD, "CEA", 2025) == stands(found, PRE, "CEA", 2025) == 0
    assert list(invariants.retired.breaches(found)) == []


@pytest.mark.parametrize(
    ("pre", "final", "deduct", "held", "left"),
    [(5, 8, 0, 8, 0), (5, 3, 0, 3, 0), (5, 8, 7, 1, 0), (5, 8, 4, 4, 0), (5, 8, 10, 0, 2), (5, 5, 5, 0, 0)],
)
def test_what_is_issued_is_final_less_deducted(pre, final, deduct, held, left):
    found, _ = settled(books(), pre, final, deduct)
    assert stands(found, HELD, "CEA", 2025) == held * 10_000 * T
    assert stands(found, DEDUCTION, "CEA", 2025) == -left * 10_000 * T


def test_a_deduction_decided_after_the_pre_allocation_is_taken_from_the_rest():
    made = issue.settle(5, 6, 2, 0)
    assert (made.pre_issued, made.final_issued, made.to_deduct) == (5, 0, 1)


def test_what_is_left_of_a_deduction_is_put_to_the_next_year():
    found, _ = settled(books(), 5, 3, 7)
    rolled = allowances.roll("E1", "CEA", {2025: 4 * 10_000 * T}, 2026, **head("roll"))
    found = posted(found, [rolled])
    assert stands(found, DEDUCTION, "CEA", 2025) == 0
    assert stands(found, DEDUCTION, "CEA", 2026) == -4 * 10_000 * T
    assert allowances.roll("E1", "CEA", {2026: 5}, 2026, **head()) is None


@pytest.mark.parametrize(("received", "freed", "short"), [(120, 20, 0), (80, 0, 20)])
def test_differentiated_issuing_frees_what_is_left(received, freed, short):
    """2025-2026 draft, table 2-5 note 9: received 120, due 100: 20 released; received 80, due 100: 20 still to buy."""
    assert issue.released(received, 100) == (freed, short)
    used = min(received, 100)
    give = allowances.finalise("E1", "CEA", 2025, pre_kg=0, issued_kg=received * T, deducted_kg=0, frozen=True,
                               **head("final"))  # fmt: skip
    entries = [
        give,
        allowances.freeze("E1", "CEA", 2025, used * T, free=True, **head("free")),
        allowances.surrender("E1", "CEA", {2025: used * T}, **head("s")),
    ]
    entries += [allowances.freeze("E1", "CEA", 2025, freed * T, free=True, **head("rest"))] if freed else []
    found = posted(books(told=market(s=OFFSET)), entries)
    assert stands(found, HELD, "CEA", 2025) == freed * T
    assert stands(found, allowances.of(allowances.FROZEN, "E1"), "CEA", 2025) == 0
    assert stands(found, allowances.of(allowances.SURRENDERED, "E1"), "CEA", 2025) == used * T


def test_nothing_is_issued_before_a_deduction():
    found = posted(books(), [allowances.deduct("E1", "CEA", 2025, 2 * T, **head("d"))])
    assert refused(allowances.preallocate("E1", "CEA", 2025, 5 * T, 1 * T, **head("p")), found) == ["deduction-first"]
    assert "deduction-over" in refused(allowances.preallocate("E1", "CEA", 2025, 5 * T, 3 * T, **head("p")), found)
    later = allowances.preallocate("E1", "CEA", 2026, 5 * T, **head("p"))
    assert refused(later, found) == ["deduction-first"]


def test_a_pre_allocation_is_positive_and_not_all_gone():
    for pre, deducted in ((0, 0), (-1, 0), (5, 6)):
        with pytest.raises(InputError):
            allowances.preallocate("E1", "CEA", 2025, pre * T, deducted * T, **head())


def test_allowances_are_whole():
    assert refused(allowances.trade("", "E1", "CEA", 2025, 1500, **head("b")), books()) == ["whole"]


def test_a_trade_moves_allowances_and_notes_the_price():
    found = books(holding(CEA2025=10))
    sold = allowances.trade("E1", "E2", "CEA", 2025, 4 * T, price_fen=30_000, year=2026, **head("t"))
    found = posted(found, [sold])
    assert stands(found, HELD, "CEA", 2025) == 6 * T
    assert stands(found, Account("money", enterprise="E1"), "CNY", 2026) == 30_000
    assert stands(found, Account("money", enterprise="E2"), "CNY", 2026) == -30_000


def test_a_trade_above_the_free_holding_is_refused():
    found = books(holding(CEA2025=10))
    assert refused(allowances.trade("E1", "", "CEA", 2025, 11 * T, **head("t")), found) == ["short"]


def test_frozen_units_are_not_free():
    found = posted(books(holding(CEA2025=10)), [allowances.freeze("E1", "CEA", 2025, 8 * T, **head("f"))])
    assert refused(allowances.trade("E1", "", "CEA", 2025, 3 * T, **head("t")), found) == ["frozen"]
    late = allowances.surrender("E1", "CEA", {2025: 3 * T}, **head("s"))
    assert refused(late, found, OFFSET) == ["frozen"]
    free = allowances.freeze("E1", "CEA", 2025, 8 * T, free=True, **head("u"))
    assert stands(posted(found, [free]), HELD, "CEA", 2025) == 10 * T


def test_nobody_trades_with_himself_or_below_nothing():
    for seller, buyer, amount, price in (("E1", "E1", T, 0), ("", "", T, 0), ("", "E1", 0, 0), ("", "E1", T, -1)):
        with pytest.raises(InputError):
            allowances.trade(seller, buyer, "CEA", 2025, amount, price_fen=price, **head())


def test_a_later_vintage_cannot_be_surrendered():
    found = books(holding(CEA2024=10, CEA2025=10))
    terms = {**OFFSET, "year": 2023, "first_vintage": 2019}
    assert refused(allowances.surrender("E1", "CEA", {2024: T}, **head("s")), found, terms) == ["vintage-later"]


def test_vintages_before_2025_do_not_pay_2025():
    found = books(holding(CEA2024=10))
    assert refused(allowances.surrender("E1", "CEA", {2024: T}, **head("s")), found, OFFSET) == ["vintage-void"]


def test_the_oldest_eligible_vintage_is_used_first():
    terms = {**OFFSET, "year": 2026}
    found = books(holding(CEA2025=10, CEA2026=10))
    assert refused(allowances.surrender("E1", "CEA", {2026: T}, **head("s")), found, terms) == ["order"]
    assert refused(allowances.surrender("E1", "CEA", {2025: 10 * T, 2026: T}, **head("s")), found, terms) == []
    assert allowances.oldest_first({2023: 5, 2024: 5, 2025: 5}, 2025, 7, first=2024) == {2024: 5, 2025: 2}


def test_no_more_is_surrendered_than_is_due():
    found = books(holding(CEA2025=200))
    assert refused(allowances.surrender("E1", "CEA", {2025: 101 * T}, **head("s")), found, OFFSET) == ["over-due"]
    found = posted(with_terms(found, s=OFFSET), [allowances.surrender("E1", "CEA", {2025: 60 * T}, **head("s"))])
    assert refused(allowances.surrender("E1", "CEA", {2025: 41 * T}, **head("s2")), found, OFFSET) == ["over-due"]
    assert refused(allowances.surrender("E1", "CEA", {2025: 40 * T}, **head("s2")), found, OFFSET) == []


def test_a_surrender_says_what_is_due():
    found = books(holding(CEA2025=10))
    assert refused(allowances.surrender("E1", "CEA", {2025: T}, **head("s")), found) == ["terms"]


def carried(amount, found, terms=CARRY, target=2025):
    entry = allowances.carry("E1", "CEA", 2024, target, amount * T, **head("c"))
    return refused(entry, found, terms)


def test_a_carry_over_keeps_to_formula_deadline_and_record():
    found = books(holding(CEA2024=100))
    assert carried(30, found) == []
    assert carried(31, found) == ["carry-over"]
    assert carried(1, found, {**CARRY, "day": "2026-06-11"}) == ["carry-late"]
    assert carried(1, found, {**CARRY, "on_time": False}) == ["carry-missed"]
    assert carried(1, found, target=2026) == ["carry-years"]
    assert carried(1, found, {}) == ["terms"]


def test_what_is_carried_counts_with_what_was_carried_before():
    found = posted(with_terms(books(holding(CEA2024=100)), a=CARRY),
                   [allowances.carry("E1", "CEA", 2024, 2025, 20 * T, **head("a"))])  # fmt: skip
    assert stands(found, HELD, "CEA", 2025) == 20 * T
    assert carried(11, found) == ["carry-over"]
    assert carried(10, found) == []


def test_one_market_for_the_same_gas_and_year():
    first = allowances.preallocate("E1", "CEA", 2025, 5 * T, **head("n"))
    found = books([first])
    local = allowances.preallocate("E1", "SZA", 2025, 5 * T, **head("l"))
    assert refused(local, found) == ["two"]
    assert refused(local, with_terms(found, n={"industry": "D44"}), {"industry": "C39"}) == []
    assert refused(local, found, {"gas": "CH4"}) == []
    assert refused(allowances.preallocate("E1", "SZA", 2026, 5 * T, **head("l")), found) == []


def test_allowances_stand_on_their_own_accounts():
    wrong = (Leg(CELL, 2026, -T, "CEA"), Leg(SAME_INDUSTRY, 2026, T, "CEA"))
    entry = posting.virement(CELL, SAME_INDUSTRY, 2026, 1, **PAPER)
    from dataclasses import replace

    assert codes(guards.refuse(replace(entry, legs=wrong), books()))[0] == "instrument"


def test_a_reversal_gives_everything_back():
    found = books(holding(CEA2025=10))
    before = found.stored
    sold = allowances.trade("E1", "", "CEA", 2025, 4 * T, price_fen=100, **head("t"))
    found = posted(found, [sold])
    (entry,) = tables.some(found.entries, found.legs, ["E000002"])
    found = posted(found, [posting.reverse(entry, **PAPER)])
    assert found.stored.equals(before)


def test_a_reversed_surrender_does_not_count():
    found = posted(with_terms(books(holding(CEA2025=100)), s=OFFSET),
                   [allowances.surrender("E1", "CEA", {2025: 60 * T}, **head("s"))])  # fmt: skip
    (entry,) = tables.some(found.entries, found.legs, ["E000002"])
    found = posted(found, [posting.reverse(entry, **PAPER)])
    assert refused(allowances.surrender("E1", "CEA", {2025: 100 * T}, **head("s2")), found, OFFSET) == []


def test_credits_pay_part_of_what_is_due():
    from ghginv.budget.ledger import credits

    told = market(BLOCK, OLD, s=OFFSET)
    mine = [credits.register(BLOCK, credits.holder("E1"), **head("r")), *holding(CEA2025=95)]
    found = books(mine, told)
    entry = allowances.surrender("E1", "CEA", {2025: 95 * T}, [(BLOCK.unit, 2025, 5 * T)], **head("s"))
    assert refused(entry, found) == []
    more = allowances.surrender("E1", "CEA", {2025: 94 * T}, [(BLOCK.unit, 2025, 6 * T)], **head("s"))
    assert refused(more, found) == ["credit-cap"]
