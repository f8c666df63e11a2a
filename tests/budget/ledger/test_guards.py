"""Nothing is posted that a guard refuses: one test for each way to be wrong, by its code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger import guards, posting
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.entries import Entry, Leg
from ghginv.budget.ledger.guards.exchange import limit
from tests.budget.ledger.made_up import (
    CELL,
    FIRM,
    INDUSTRIES,
    ISSUE,
    NEITHER,
    OWN_RESERVE,
    PAPER,
    REGIONS,
    RESERVE,
    RULES,
    SAME_DISTRICT,
    SAME_INDUSTRY,
    codes,
    documents,
    empty,
    lines,
    posted,
    refused,
)

ALLOWED = replace(RULES, carry_over=True, carry_over_rate=50.0, borrowing=True, borrowing_rate=10.0)
OTHER = Account("available", "D2", "C26", "KEY")


@pytest.fixture(scope="module")
def books():
    return posted(empty(), ISSUE)


@pytest.fixture(scope="module")
def lenient(books):
    return replace(books, rules=ALLOWED)


def moved(kg=10, source=CELL, target=SAME_INDUSTRY, **changes):
    return replace(posting.virement(source, target, 2026, kg, **PAPER), **changes)


def legs(*rows):
    return tuple(Leg(account, 2026, kg) for account, kg in rows)


BAD = {
    "kind": moved(kind="gift"),
    "side": moved(legs=legs((CELL, -10), (RESERVE, 10))),
    "amount": moved(legs=legs((CELL, -(10**15)), (SAME_INDUSTRY, 10**15))),
    "instrument": moved(legs=(Leg(CELL, 2026, -1, "CEA"), Leg(SAME_INDUSTRY, 2026, 1, "CEA"))),
    "unbalanced": moved(legs=legs((CELL, -10), (SAME_INDUSTRY, 11))),
    "account-kind": moved(kind="reversal", legs=legs((CELL, -1), (Account("wish", "D1"), 1))),
    "coordinates": moved(target=Account("available", "D1", "C39")),
    "node": moved(target=Account("available", "D9", "C39", "KEY")),
    "layer": moved(target=replace(SAME_INDUSTRY, layer="SINK")),
    "day": moved(effective="2026-02-30"),
    "document": moved(document="D2"),
    "version": moved(version=7),
    "vintage": replace(posting.virement(CELL, SAME_INDUSTRY, 2031, 1, **PAPER)),
    "virement": moved(target=OTHER),
    "overdrawn": moved(kg=281),
    "reversal-of": moved(kind="reversal", reverses="E999999"),
    "carry-off": posting.carry_over(CELL, 2026, 10, **PAPER),
    "borrow-off": posting.borrow(CELL, 2026, 10, **PAPER),
}


@pytest.mark.parametrize("code", BAD)
def test_what_is_wrong_with_an_entry_is_named(books, code):
    assert code in refused(BAD[code], books)


def test_a_good_entry_is_admitted(books):
    assert guards.admit([moved()], books) == [moved()]


@pytest.mark.parametrize("rows", [(), ((CELL, 1),)])
def test_an_entry_has_two_legs(books, rows):
    assert "legs" in refused(moved(legs=legs(*rows)), books)


@pytest.mark.parametrize("kg", [0, 1.5, True])
def test_amounts_are_whole_kilograms(books, kg):
    assert "amount" in refused(moved(legs=legs((CELL, -kg), (SAME_INDUSTRY, kg))), books)


def test_what_is_balanced_over_two_years_only_is_not_balanced(books):
    wrong = moved(legs=(Leg(CELL, 2026, -10), Leg(SAME_INDUSTRY, 2027, 10)))
    assert codes(guards.refuse(wrong, books))[:2] == ["unbalanced", "unbalanced"]


def test_enterprises_stand_only_in_layers_that_name_them(books):
    assert "layer" in refused(moved(target=replace(SAME_DISTRICT, enterprise="E1")), books)
    assert "layer" not in codes(guards.refuse(moved(target=SAME_DISTRICT), books))


def test_a_node_must_be_valid_at_the_end_of_the_vintage(books):
    from ghginv.budget import trees
    from tests.budget.ledger.made_up import node

    gone = node("D2", "C", valid_to="2026-06-30")
    fewer = trees.tree([node("C"), node("D1", "C"), node("S1", "D1"), gone], "region")
    assert "node" in refused(moved(), replace(books, regions=fewer))


def test_a_document_has_a_digest(books):
    for digest in ("", "x", "A" * 64):
        listed = documents(("D2", "adjustment", digest, "li", "wang", "2026-03-01"))
        assert refused(moved(document="D2"), replace(books, documents=listed)) == ["document-hash"]


def test_what_always_carries_out_a_version_says_which(books):
    assert "version" in refused(replace(ISSUE[0], version=0, key=""), books)


def test_a_closed_year_takes_nothing_and_nothing_is_dated_back(books):
    closed = replace(books, closed=frozenset({2026}))
    assert refused(moved(), closed) == ["closed", "backdated"]
    later = replace(posting.virement(CELL, FIRM, 2027, 10, **PAPER), effective="2026-12-30")
    assert refused(later, closed) == ["backdated"]
    assert guards.refuse(replace(later, effective="2026-12-31"), closed) == []


def test_nothing_is_dated_before_the_last_posting_of_a_closed_year(books):
    after = posted(books, [moved(effective="2027-02-10")])
    closed = replace(after, closed=frozenset({2026}))
    entry = posting.virement(CELL, FIRM, 2027, 10, **PAPER)
    assert refused(replace(entry, effective="2027-02-09"), closed) == ["backdated"]
    assert guards.refuse(replace(entry, effective="2027-02-10"), closed) == []


def test_a_key_is_used_once(books):
    first = moved(key="letter-5")
    after = posted(books, [first])
    assert guards.judge([first], after) == ([], [])
    assert refused(moved(key="letter-5", kg=11), after) == ["key"]
    assert refused(moved(key="letter-5", note="other"), after) == ["key"]
    fresh, found = guards.judge([moved(key="letter-6"), moved(key="letter-6"), moved(key="letter-6", kg=1)], after)
    assert (len(fresh), codes(found)) == (1, ["key"])


@pytest.mark.parametrize(
    ("allowed", "target", "passes"),
    [
        ({"region", "industry"}, SAME_DISTRICT, True),
        ({"region", "industry"}, SAME_INDUSTRY, True),
        ({"region", "industry"}, OTHER, False),
        ({"region"}, SAME_DISTRICT, True),
        ({"region"}, SAME_INDUSTRY, False),
        ({"industry"}, SAME_DISTRICT, False),
        ({"industry"}, SAME_INDUSTRY, True),
        (set(), FIRM, False),
    ],
)
def test_virement_keeps_to_the_boundary_of_the_rule(books, allowed, target, passes):
    ruled = replace(books, rules=replace(RULES, virement=frozenset(allowed)))
    assert codes(guards.refuse(moved(target=target), ruled)) == ([] if passes else ["virement"])


def test_a_reserve_goes_to_its_own_node_or_below(books):
    for target in (CELL, SAME_DISTRICT):
        assert guards.refuse(posting.release(OWN_RESERVE, target, 2026, 5, **PAPER), books) == []
    assert guards.refuse(posting.release(RESERVE, NEITHER, 2026, 5, **PAPER), books) == []
    assert refused(posting.release(OWN_RESERVE, SAME_INDUSTRY, 2026, 5, **PAPER), books) == ["release"]
    assert refused(posting.release(OWN_RESERVE, CELL, 2026, 21, **PAPER), books) == ["overdrawn"]


def test_a_carry_over_keeps_to_the_rate_of_what_is_unused(lenient):
    assert guards.refuse(posting.carry_over(CELL, 2026, 140, **PAPER), lenient) == []
    assert refused(posting.carry_over(CELL, 2026, 141, **PAPER), lenient) == ["carry-limit"]


def test_each_year_is_judged_by_its_own_rules(lenient):
    """Carrying over, borrowing and trade by the parameters in force in the year that they leave."""
    stricter = replace(ALLOWED, carry_over_rate=10.0, borrowing=False)
    books = replace(lenient, rules_by_year={2026: stricter})
    assert guards.refuse(posting.carry_over(CELL, 2026, 28, **PAPER), books) == []
    assert refused(posting.carry_over(CELL, 2026, 29, **PAPER), books) == ["carry-limit"]
    assert "borrow-off" in refused(posting.borrow(CELL, 2026, 1, **PAPER), books)
    later = replace(lenient, rules_by_year={2027: stricter})
    assert guards.refuse(posting.carry_over(CELL, 2026, 140, **PAPER), later) == []


def test_carrying_over_in_two_parts_comes_to_the_same_limit(lenient):
    after = posted(lenient, [posting.carry_over(CELL, 2026, 100, **PAPER)])
    assert guards.refuse(posting.carry_over(CELL, 2026, 40, **PAPER), after) == []
    (finding,) = guards.refuse(posting.carry_over(CELL, 2026, 41, **PAPER), after)
    assert (finding.found, finding.expected) == ("41", "40")


def test_borrowing_keeps_to_the_rate_of_the_next_year_and_is_done_once(lenient):
    assert refused(posting.borrow(CELL, 2026, 27, **PAPER), lenient) == ["borrow-limit"]
    after = posted(lenient, [posting.borrow(CELL, 2026, 20, **PAPER)])
    assert after.stored.query("account == @CELL.text")["amount_kg"].tolist() == [300, 240]
    assert refused(posting.borrow(CELL, 2026, 1, **PAPER), after) == ["borrow-twice"]


def test_what_was_borrowed_and_reversed_may_be_borrowed_again(lenient):
    after = posted(lenient, [posting.borrow(CELL, 2026, 20, **PAPER)])
    (entry,) = tables.some(after.entries, after.legs, [after.entries["entry_id"].iloc[-1]])
    back, again = posting.reverse(entry, **PAPER), posting.borrow(CELL, 2026, 26, **PAPER)
    assert guards.refuse(again, posted(after, [back])) == []
    assert guards.admit([back, again], after) == [back, again]


@pytest.mark.parametrize("make", [posting.carry_over, posting.borrow])
def test_what_leaves_a_year_enters_the_next(lenient, make):
    entry = make(CELL, 2026, 10, **PAPER)
    swapped = tuple(
        replace(leg, account=replace(leg.account, region="D2")) if leg.vintage == 2027 else leg for leg in entry.legs
    )
    assert "exchange" in refused(replace(entry, legs=swapped), lenient)
    backwards = tuple(replace(leg, amount_kg=-leg.amount_kg) for leg in entry.legs)
    assert "exchange" in refused(replace(entry, legs=backwards), lenient)
    assert "exchange" in refused(replace(entry, legs=entry.legs[:2]), lenient)


def test_the_last_year_of_a_plan_has_no_next_one(lenient):
    assert "vintage" in refused(posting.carry_over(CELL, 2027, 10, **PAPER), lenient)
    assert "vintage" in refused(posting.borrow(CELL, 2027, 10, **PAPER), lenient)


def test_an_entry_is_reversed_once_exactly_and_reversals_are_not(books):
    after = posted(books, [moved()])
    (entry,) = tables.some(after.entries, after.legs, [after.entries["entry_id"].iloc[-1]])
    back = posting.reverse(entry, **PAPER)
    halved = replace(back, legs=tuple(replace(leg, amount_kg=leg.amount_kg // 2) for leg in back.legs))
    assert refused(halved, after) == ["reversal-differs"]
    assert refused(replace(back, version=1), after) == ["reversal-differs"]
    undone = posted(after, [back])
    assert refused(back, undone) == ["reversal-twice"]
    (reversal,) = tables.some(undone.entries, undone.legs, [undone.entries["entry_id"].iloc[-1]])
    assert refused(posting.reverse(reversal, **PAPER), undone) == ["reversal-of"]
    assert refused(moved(reverses=entry.entry_id), after) == ["reversal-of"]
    fresh, found = guards.judge([back, replace(back, key="again")], after)
    assert (len(fresh), codes(found)) == (2, ["reversal-twice"])


def test_what_was_handed_on_cannot_be_taken_back_by_a_reversal(books):
    (total,) = tables.some(books.entries, books.legs, ["E000001"])
    assert refused(posting.reverse(total, **PAPER), books) == ["overdrawn"]


def test_the_total_is_that_of_the_approved_version():
    wrong = posting.issue(lines([(*row[:-1], row[-1] + 1) for row in [(2026, "reserve.new", "C", "", "", "", 5)]]),
                          REGIONS, INDUSTRIES, version=1, **PAPER)  # fmt: skip
    (finding,) = guards.judge(wrong, empty())[1]
    assert (finding.code, finding.found, finding.expected) == ("budget-ledger-total", "6", "1000")
    codes([finding])


def test_entries_are_judged_one_after_the_other(books):
    steps = [moved(kg=280), moved(kg=280, source=SAME_INDUSTRY, target=CELL), moved(kg=280)]
    assert len(guards.admit(steps, books)) == 3
    found = guards.judge([*steps, moved(kg=1)], books)[1]
    assert [(each.code, each.details["short"]) for each in found] == [("budget-ledger-overdrawn", 1)]


def test_one_fault_does_not_hide_or_multiply_others(books):
    wrong = [moved(document="D7"), moved(effective="x"), moved(kg=5)]
    assert codes(guards.judge(wrong, books)[1]) == ["document", "day"]


@pytest.mark.parametrize(
    ("kg", "percent", "most"), [(1000, 1.1, 11), (10**15 + 1, 100.0, 10**15 + 1), (99, 1.0, 0), (7, 0.0, 0)]
)
def test_limits_are_exact(kg, percent, most):
    assert limit(kg, percent) == most


def test_an_entry_without_legs_does_not_break_the_guards(books):
    for kind in ("carry-over", "borrowing", "virement", "reserve-release", "reversal", "total"):
        assert "legs" in codes(guards.refuse(Entry(kind, "2026-03-01", "D1", ()), books))
