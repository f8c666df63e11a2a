"""Credits: a block is registered, split and used once; caps, days and places of what may be used."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghginv.budget.ledger import allowances, blocks, credits, invariants
from ghginv.budget.ledger.blocks import Block, Market
from ghginv.errors import InputError
from tests.budget.ledger.made_up import codes, posted, written
from tests.budget.ledger.market_made_up import (
    BLOCK,
    GREEN,
    LOCAL,
    OFFSET,
    OLD,
    TWIN,
    T,
    books,
    head,
    market,
    refused,
    stands,
)

MINE = credits.holder("E1")
PARTS = (
    replace(BLOCK, id="A1a", start="CN-001", end="CN-040", quantity=40, parent="A1"),
    replace(BLOCK, id="A1b", start="CN-041", end="CN-100", quantity=60, parent="A1"),
)


def registered(*told: Block, extra: tuple[Block, ...] = (), **terms):
    entries = [credits.register(each, MINE, **head(f"r/{each.id}")) for each in told]
    return books(entries, market(*told, *extra, **terms))


def test_a_block_comes_to_its_holder_whole():
    found = registered(BLOCK)
    assert stands(found, MINE, BLOCK.unit, 2025) == 100 * T
    assert [each.code for each in invariants.retired.breaches(found)] == []


def test_an_unknown_block_is_refused():
    assert refused(credits.register(BLOCK, MINE, **head("r")), books()) == ["block"]


def test_a_block_has_its_own_year():
    told = market(replace(BLOCK, vintage=2024))
    assert refused(credits.register(BLOCK, MINE, **head("r")), books(told=told)) == ["block-vintage"]


def test_a_block_is_registered_once():
    found = registered(BLOCK)
    assert refused(credits.register(BLOCK, credits.holder("E2"), **head("again")), found) == ["block-twice"]


def test_serials_count_up_to_the_quantity():
    for wrong in ({"quantity": 99}, {"end": "XX-100"}, {"start": ""}, {"quantity": 0, "start": "", "end": ""}):
        block = replace(BLOCK, **wrong)
        assert codes(block.faults()) == ["market-serials"]
    assert list(replace(BLOCK, start="", end="").faults()) == []


def test_blocks_do_not_overlap():
    other = replace(BLOCK, id="A9", start="CN-100", end="CN-199")
    assert refused(credits.register(other, MINE, **head("o")), registered(BLOCK, extra=(other,))) == ["overlap"]
    beside = replace(other, start="CN-101", end="CN-200")
    assert refused(credits.register(beside, MINE, **head("o")), registered(BLOCK, extra=(beside,))) == []
    assert blocks.overlap(BLOCK, replace(other, start="X-100", end="X-199")) is False
    assert blocks.overlap(BLOCK, replace(other, start="", end="")) is False


def test_a_split_covers_the_block():
    found = registered(BLOCK, extra=PARTS)
    found = posted(found, [credits.split(BLOCK, PARTS, MINE, **head("s"))])
    assert [stands(found, MINE, each.unit, 2025) for each in (BLOCK, *PARTS)] == [0, 40 * T, 60 * T]
    assert [each.code for each in invariants.retired.breaches(found)] == []
    assert refused(credits.register(BLOCK, MINE, **head("again")), found) == ["overlap", "overlap"]


@pytest.mark.parametrize(
    "parts",
    [
        PARTS[:1],
        (PARTS[0], replace(PARTS[1], start="CN-042", quantity=59)),
        (PARTS[0], replace(PARTS[1], start="CN-040", quantity=61)),
        (PARTS[0], replace(PARTS[1], vintage=2024)),
        (PARTS[0], replace(PARTS[1], project="P9")),
        (),
    ],
)
def test_a_split_that_does_not_cover_is_refused(parts):
    with pytest.raises(InputError) as said:
        credits.split(BLOCK, parts, MINE, **head("s"))
    assert "market-split" in codes(said.value.findings)
    if parts and parts[0] is PARTS[0] and len(parts) == 1:
        lone = credits.register(parts[0], MINE, **head("x"))
        assert "split" in refused(lone, registered(BLOCK, extra=parts))


def test_only_a_whole_block_is_split():
    found = registered(BLOCK, extra=PARTS)
    found = posted(found, [credits.trade(BLOCK, MINE, credits.holder("E2"), 10 * T, **head("t"))])
    assert refused(credits.split(BLOCK, PARTS, MINE, **head("s")), found) == ["short"]


def test_credits_are_traded_between_holders_with_a_price():
    found = registered(BLOCK)
    entry = credits.trade(BLOCK, MINE, credits.holder(region="D1"), 10 * T, price_fen=9000, year=2026, **head("t"))
    found = posted(found, [entry])
    assert stands(found, credits.holder(region="D1"), BLOCK.unit, 2025) == 10 * T
    assert refused(credits.trade(BLOCK, MINE, credits.holder("E2"), 91 * T, **head("u")), found) == ["short"]
    with pytest.raises(InputError):
        credits.trade(BLOCK, MINE, MINE, T, **head())


def test_a_holder_is_an_enterprise_or_a_region():
    for who in ((), ("E1", "D1")):
        with pytest.raises(InputError):
            credits.holder(*who)


def retired(block, amount, found, terms=OFFSET, key="x"):
    return refused(credits.retire(block, MINE, amount * T, **head(key)), found, terms)


def test_the_cap_counts_all_credits_of_an_obligation():
    found = registered(BLOCK, a=OFFSET)
    assert retired(BLOCK, 5, found) == []
    assert retired(BLOCK, 6, found) == ["credit-cap"]
    found = posted(found, [credits.retire(BLOCK, MINE, 3 * T, **head("a"))])
    assert retired(BLOCK, 3, found) == ["credit-cap"]
    assert retired(BLOCK, 3, found, {**OFFSET, "year": 2026}) == []


def test_only_credits_registered_in_time_are_used():
    found = registered(OLD)
    assert retired(OLD, 1, found) == ["credit-date"]
    assert retired(OLD, 1, found, {**OFFSET, "credit_from": ""}) == []


def test_a_market_accepts_its_kinds_of_credits():
    assert retired(LOCAL, 1, registered(LOCAL)) == ["credit-kind"]


LOCAL_TERMS = {**OFFSET, "unit": "SZA", "accepted": ["CCER", "PHCER"], "home": "4403", "home_only": ["PHCER"]}


def test_reductions_of_the_inclusion_scheme_are_used_at_home():
    assert retired(LOCAL, 1, registered(LOCAL), LOCAL_TERMS) == []
    assert retired(LOCAL, 1, registered(LOCAL), {**LOCAL_TERMS, "home": "4401"}) == ["credit-host"]
    assert retired(OLD, 1, registered(OLD), {**LOCAL_TERMS, "credit_from": ""}) == []


def test_a_share_of_offsets_comes_from_home():
    """Guangdong: 70 % of the offsets from inside the province (secondary source)."""
    told = {**OFFSET, "unit": "GDEA", "home": "44", "home_share": "0.7", "credit_from": "", "credits_most_kg": 10 * T}
    found = posted(registered(BLOCK, OLD, a=told), [credits.retire(BLOCK, MINE, 7 * T, **head("a"))])
    assert retired(OLD, 3, found, told) == []
    assert retired(OLD, 1, registered(BLOCK, OLD), told) == ["credit-local"]


def test_offsets_and_allowances_together_are_not_above_what_is_due():
    found = registered(BLOCK, a={**OFFSET, "due_kg": 5 * T}, b=OFFSET)
    buy = allowances.trade("", "E1", "CEA", 2025, 3 * T, **head("b1"))
    found = posted(found, [buy, allowances.surrender("E1", "CEA", {2025: 3 * T}, **head("a"))])
    assert retired(BLOCK, 3, found, {**OFFSET, "due_kg": 5 * T}) == ["over-due"]


def test_what_is_retired_is_gone():
    found = registered(replace(BLOCK, quantity=2, start="", end=""), a={"use": "voluntary"})
    found = posted(found, [credits.retire(BLOCK, MINE, 2 * T, **head("a"))])
    assert "retired" in retired(BLOCK, 1, found)


def test_a_retirement_for_an_obligation_says_which():
    assert retired(BLOCK, 1, registered(BLOCK), {}) == ["terms"]
    assert retired(BLOCK, 100, registered(BLOCK), {"use": "voluntary"}) == []


def test_no_certificate_and_credit_of_the_same_mwh():
    from ghginv.budget.ledger import green_power

    told = market(GREEN, TWIN)
    found = books([green_power.register(GREEN, green_power.holder("E1"), **head("g"))], told)
    assert refused(credits.register(TWIN, MINE, **head("c")), found) == ["twin"]
    other = books([credits.register(TWIN, MINE, **head("c"))], told)
    assert refused(green_power.register(GREEN, green_power.holder("E1"), **head("g")), other) == ["twin"]
    forced = written(found, [credits.register(TWIN, MINE, **head("c"))])
    assert codes(invariants.retired.breaches(forced)) == ["twin"]


def test_credits_touch_no_budget():
    """A credit never lowers an inventory: its legs stand on accounts that are no budget."""
    from ghginv.budget.ledger import accounts

    found = posted(registered(BLOCK, a={"use": "voluntary"}), [credits.retire(BLOCK, MINE, T, **head("a"))])
    kinds = {text.split(":")[0] for text in found.legs["account"]}
    assert not any(accounts.in_budget(kind) for kind in kinds)
    assert set(found.legs["instrument"]) == {BLOCK.unit}


def test_the_register_is_told_again_as_it_was():
    told = market(BLOCK, GREEN, TWIN, a=OFFSET)
    assert Market.of([told.detail()]).blocks == told.blocks
    assert told.twin(GREEN) == TWIN
    assert told.twin(TWIN) == GREEN
    assert told.twin(BLOCK) is None
    again = market(replace(BLOCK, quantity=1))
    assert Market.of([told.detail(), again.detail()]).blocks[BLOCK.unit] == BLOCK


def test_the_invariant_names_blocks_that_stand_twice():
    other = replace(BLOCK, id="A9", start="CN-100", end="CN-199")
    found = written(registered(BLOCK, extra=(other,)), [
        credits.register(other, MINE, **head("o")), credits.register(BLOCK, MINE, **head("again")),
    ])  # fmt: skip
    assert sorted(codes(invariants.retired.breaches(found))) == ["block", "overlap"]
