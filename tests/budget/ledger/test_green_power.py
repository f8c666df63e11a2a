"""Green power: certificates of the same year, at most what was consumed, claimed once and by one side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghginv.budget.ledger import green_power
from tests.budget.ledger.made_up import posted
from tests.budget.ledger.market_made_up import GREEN, SHARE, T, books, head, market, refused, stands

MINE = green_power.holder("E1")
CONSUMED = {"year": 2026, "consumption_kwh": 10 * T, "use": "consumption"}
PARTS = (
    replace(GREEN, id="G1a", end="G-8", quantity=8, parent="G1"),
    replace(GREEN, id="G1b", start="G-9", quantity=12, parent="G1"),
)


def registered(*told, holder=MINE, shares=(), **terms):
    entries = [green_power.register(each, holder, **head(f"r/{each.id}")) for each in told]
    return books(entries, market(*told, shares=shares, **terms))


def retired(kwh, found, terms=CONSUMED, holder=MINE, block=GREEN):
    return refused(green_power.retire(block, holder, kwh, **head("x")), found, terms)


def test_certificates_are_claimed_up_to_the_consumption():
    found = registered(GREEN, a=CONSUMED)
    assert retired(10 * T, found) == []
    assert retired(11 * T, found) == ["green-consumption"]
    found = posted(found, [green_power.retire(GREEN, MINE, 6 * T, **head("a"))])
    assert stands(found, replace(MINE, kind="green.retired"), GREEN.unit, 2026) == 6 * T
    assert retired(5 * T, found) == ["green-consumption"]
    assert retired(4 * T, found) == []


def test_certificates_of_several_blocks_count_together():
    other = replace(GREEN, id="G2", start="G-21", end="G-40")
    found = registered(GREEN, other, a=CONSUMED)
    found = posted(found, [green_power.retire(GREEN, MINE, 6 * T, **head("a"))])
    assert retired(5 * T, found, block=other) == ["green-consumption"]


def test_certificates_are_of_the_same_year():
    assert retired(T, registered(GREEN), {**CONSUMED, "year": 2025}) == ["green-year"]


@pytest.mark.parametrize("gone", ["year", "consumption_kwh"])
def test_a_claim_says_what_was_consumed(gone):
    assert retired(T, registered(GREEN), {**CONSUMED, gone: None}) == ["terms"]


def test_certificates_are_whole():
    assert retired(1500, registered(GREEN)) == ["whole"]


def test_who_sold_cannot_claim():
    found = registered(GREEN)
    district = green_power.holder(region="D1")
    found = posted(found, [green_power.trade(GREEN, MINE, district, 15 * T, price_fen=100, **head("t"))])
    assert retired(6 * T, found) == ["short"]
    assert retired(10 * T, found, holder=district) == []


def test_what_one_side_claimed_the_other_cannot():
    found = posted(registered(GREEN, a={**CONSUMED, "consumption_kwh": 20 * T}),
                   [green_power.retire(GREEN, MINE, 20 * T, **head("a"))])  # fmt: skip
    assert "retired" in retired(T, found, holder=green_power.holder(region="D1"))


def test_a_split_of_certificates():
    found = posted(books([green_power.register(GREEN, MINE, **head("g"))], market(GREEN, *PARTS)),
                   [green_power.split(GREEN, PARTS, MINE, **head("s"))])  # fmt: skip
    assert stands(found, MINE, "GEC.G1b", 2026) == 12 * T


def test_certificates_of_an_enclave_are_not_an_enterprises():
    found = registered(GREEN, shares=(SHARE,))
    assert retired(T, found) == ["green-side"]
    district = green_power.holder(region="D2")
    theirs = registered(GREEN, holder=district, shares=(SHARE,))
    assert retired(20 * T, theirs, {"year": 2026, "use": "enclave"}, holder=district) == []
