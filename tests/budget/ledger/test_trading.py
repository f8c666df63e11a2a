"""Over-budget trade between districts: net view only, above a buffer, below a cap, no circles, the price a memo."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget import trees
from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger import guards, invariants, posting, replay, trading
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.entries import Leg
from ghginv.errors import InputError
from ghginv.findings import errors
from tests.budget.ledger.emissions import LISTED, estimate, told
from tests.budget.ledger.made_up import (
    CELL,
    ISSUE,
    NEITHER,
    PAPER,
    RULES,
    SAME_INDUSTRY,
    codes,
    empty,
    node,
    posted,
    refused,
    written,
)


@pytest.fixture(scope="module")
def books():
    """District D1 has 550, of which 20 in reserve; D2 has 350."""
    return posted(empty(documents=LISTED), ISSUE)


def trade(kg=30, seller="D1", buyer="D2", price=5000, **changes):
    return replace(trading.trade(seller, buyer, 2026, kg, price, **PAPER), **changes)


def test_what_one_sells_another_buys_and_money_goes_the_other_way(books):
    assert told(trade()) == {"traded:D2": 30, "traded:D1": -30, "money:D1": 150, "money:D2": -150}
    assert {leg.instrument for leg in trade().legs} == {"BU", "CNY"}
    after = posted(books, [trade()])
    assert invariants.check(after) == []
    assert after.held.equals(books.held)
    back = posted(after, [posting.reverse(tables.read(after.entries, after.legs)[-1], **PAPER)])
    assert replay.digest(back.stored) == replay.digest(books.stored)


@pytest.mark.parametrize(
    ("kg", "price", "code"), [(0, 1, "nothing"), (-5, 1, "nothing"), (5, -1, "market-price-negative")]
)
def test_a_trade_of_nothing_or_below_nothing_is_refused(kg, price, code):
    with pytest.raises(InputError) as raised:
        trading.trade("D1", "D2", 2026, kg, price, **PAPER)
    assert codes(raised.value.findings) == [code]


def test_a_buyer_keeps_to_the_cap_of_its_budget_over_the_year(books):
    assert guards.refuse(trade(35), books) == []
    assert refused(trade(36), books) == ["trade-buyer"]
    after = posted(books, [trade(20)])
    assert guards.refuse(trade(15), after) == []
    (finding,) = guards.refuse(trade(16), after)
    assert (finding.found, finding.expected) == ("16", "15")


def test_a_seller_sells_what_it_has_left_above_its_buffer_and_what_it_sold(books):
    free = replace(books, rules=replace(RULES, trade_buyer_cap=100.0, trade_seller_buffer=40.0))
    assert guards.refuse(trade(310), free) == []  # 530 left less 40 % of 550
    assert refused(trade(311), free) == ["trade-seller"]
    after = posted(free, [trade(300)])
    assert refused(trade(11), after) == ["trade-seller"]
    emitted = posted(free, [estimate(free, 480, place=CELL)])
    assert refused(trade(111), emitted) == ["trade-seller"]  # 280 available used up and 200 overspent: 50 left
    assert refused(trade(1), emitted) == ["trade-seller"]
    assert guards.refuse(trade(50), replace(emitted, rules=replace(free.rules, trade_seller_buffer=0.0))) == []


def test_what_was_sold_does_not_leave_again(books):
    free = replace(books, rules=replace(RULES, trade_buyer_cap=100.0, carry_over=True, carry_over_rate=100.0))
    after = posted(free, [trade(300)])
    out = posting.virement(CELL, SAME_INDUSTRY, 2026, 231, **PAPER)
    assert refused(out, after) == ["trade-sold"]
    assert guards.refuse(posting.virement(CELL, SAME_INDUSTRY, 2026, 230, **PAPER), after) == []
    assert refused(posting.carry_over(CELL, 2026, 231, **PAPER), after) == ["trade-sold"]
    inside = posting.virement(CELL, replace(CELL, layer="ETSL"), 2026, 280, **PAPER)
    assert guards.refuse(inside, after) == []
    assert guards.refuse(posting.virement(NEITHER, replace(NEITHER, enterprise=""), 2026, 310, **PAPER), after) == []


def test_districts_right_below_the_city_trade(books):
    for seller, buyer in (("C", "D2"), ("S1", "D2"), ("D1", "D9")):
        assert "trade-region" in refused(trade(1, seller, buyer), books)
    held = trees.tree([node("C"), node("D1", "C"), node("D2", "C", kind="held"), node("S1", "D1")], "region")
    assert refused(trade(), replace(books, regions=held)) == ["trade-region"]
    poor = trees.tree([node("C"), node("D1", "C"), node("D2", "C"), node("S1", "D1"), node("D3", "C")], "region")
    assert "trade-budget" in refused(trade(1, "D1", "D3"), replace(books, regions=poor))
    assert "trade-budget" in refused(trade(1, "D3", "D1"), replace(books, regions=poor))


def test_nobody_trades_with_himself_and_nobody_in_a_circle(books):
    assert "trade-legs" in refused(trade(1, "D1", "D1"), books)
    after = posted(books, [trade(20)])
    assert refused(trade(5, "D2", "D1"), after) == ["trade-circle", "trade-circle"]
    undone = posted(after, [posting.reverse(tables.read(after.entries, after.legs)[-1], **PAPER)])
    assert guards.refuse(trade(5, "D2", "D1"), undone) == []


def test_the_rule_set_may_have_no_trade(books):
    assert refused(trade(), replace(books, rules=replace(RULES, trade=False))) == ["trade-off"]


def test_money_matches_the_goods(books):
    goods, money = trade().legs[:2], trade().legs[2:]
    swapped = tuple(replace(leg, amount_kg=-leg.amount_kg) for leg in money)
    firm = tuple(replace(leg, account=replace(leg.account, enterprise="E1")) for leg in money)
    third = Leg(Account("money", "S1"), 2026, 150, "CNY")
    for legs in ((*goods, *swapped), (*goods, *firm), goods[:1], (*goods, *goods), money, (*goods, third, money[1])):
        assert "trade-legs" in refused(trade(legs=legs), books)
    uneven = (*goods, money[0], replace(money[1], amount_kg=-1))
    assert "unbalanced" in refused(trade(legs=uneven), books)
    assert "instrument" in refused(trade(legs=tuple(replace(leg, instrument="CNY") for leg in goods)), books)


@pytest.mark.parametrize(("price", "flagged"), [(0, True), (50, True), (100, False), (100_000, False), (200_000, True)])
def test_a_price_of_nothing_or_an_absurd_one_is_flagged_and_not_refused(books, price, flagged):
    entry = trading.trade("D1", "D2", 2026, 30, price, **PAPER)
    fresh, found = guards.judge([entry], books)
    assert codes(found) == (["trade-price"] if flagged else [])
    assert errors(found) == []
    assert guards.admit([entry], books) == fresh
    assert invariants.check(posted(books, [entry])) == []


@given(st.integers(1, 10**9), st.integers(0, 10**6))
@settings(deadline=None)
def test_money_is_the_amount_at_the_price_to_half_a_fen(kg, price):
    paid = trading.price(kg, price)
    assert abs(1000 * paid - kg * price) * 2 <= 1000


# invariant 11, broken behind the back of the guards


def test_11_trades_that_do_not_come_to_nothing_or_go_in_circles_are_found(books):
    def breaches(*entries):
        found = list(invariants.INVARIANTS[11](written(books, entries)))
        return set(codes(found))

    lost = trade(legs=(Leg(Account("traded", "D2"), 2026, 30), Leg(Account("external", "D1"), 2026, -30)))
    assert breaches(lost) == {"trade", "trade-legs"}
    paid = trade(legs=(*trade().legs[:2], Leg(Account("money", "D1"), 2026, 9, "CNY")))
    assert breaches(paid) == {"trade"}
    assert breaches(trade(10), trade(10, "D2", "D1")) == {"trade-circle"}
    assert breaches(trade(10), trade(10)) == set()
