"""Invariants name what breaks them: each is broken on purpose, behind the back of the guards."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger import invariants, posting, replay
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.entries import Leg
from tests.budget.ledger.made_up import (
    CELL,
    DOCUMENT,
    FIRM,
    HASH,
    INDUSTRIES,
    ISSUE,
    NEITHER,
    PAPER,
    REGIONS,
    RESERVE,
    RULES,
    SAME_INDUSTRY,
    changed,
    codes,
    documents,
    empty,
    facilities,
    lines,
    posted,
    totals,
    written,
)

ALLOWED = replace(RULES, carry_over=True, carry_over_rate=50.0, borrowing=True, borrowing_rate=10.0)


@pytest.fixture(scope="module")
def books():
    return posted(empty(), ISSUE)


def breaches(books, code=""):
    found = invariants.check(books)
    codes(found)
    return [each for each in found if each.code.removeprefix("budget-books-") == code] if code else codes(found)


def virement(kg=10, source=CELL, target=SAME_INDUSTRY, **changes):
    return replace(posting.virement(source, target, 2026, kg, **PAPER), **changes)


def test_books_in_order_have_no_breach(books):
    assert breaches(empty(lines=lines([]))) == []
    assert breaches(books) == []


def test_movements_beside_versions_keep_all_invariants(books):
    moves = [
        virement(), posting.release(RESERVE, CELL, 2026, 40, **PAPER), posting.carry_over(CELL, 2026, 50, **PAPER),
        posting.borrow(NEITHER, 2026, 30, **PAPER),
    ]  # fmt: skip
    after = posted(replace(books, rules=ALLOWED), moves)
    assert breaches(after) == []
    back = [posting.reverse(entry, **PAPER) for entry in tables.read(after.entries, after.legs)[-4:][::-1]]
    assert breaches(posted(after, back)) == []


def test_a_new_version_replaces_the_lines(books):
    new = changed({CELL: 250, SAME_INDUSTRY: 90})
    after = posted(books, posting.change(lines(), new, REGIONS, INDUSTRIES, version=2, **PAPER),
                   versions=totals(lines(), new), lines=new)  # fmt: skip
    assert breaches(after) == []
    assert "node" in breaches(replace(after, lines=lines()))


def test_a_version_that_is_reversed_leaves_the_one_before_in_force(books):
    new = changed({CELL: 250, SAME_INDUSTRY: 90})
    change = posting.change(lines(), new, REGIONS, INDUSTRIES, version=2, **PAPER)
    after = posted(books, change, versions=totals(lines(), new), lines=new)
    back = [posting.reverse(each, **PAPER) for each in tables.read(after.entries, after.legs)[-len(change) :][::-1]]
    assert breaches(posted(after, back, lines=lines())) == []


# 1 balance, wholeness, replay


def test_1_an_entry_that_does_not_balance(books):
    (found,) = breaches(
        written(books, [virement(legs=(Leg(CELL, 2026, -10), Leg(SAME_INDUSTRY, 2026, 11)))]), "unbalanced"
    )
    assert (found.details["entry"], found.details["year"], found.found) == ("E000017", 2026, "+1")


def test_1_torn_entries_and_missing_legs(books):
    assert "torn" in breaches(replace(books, entries=books.entries.iloc[:-1]))
    assert "torn" in breaches(replace(books, legs=books.legs[books.legs["entry"] != 3]))
    (found,) = breaches(
        replace(books, legs=books.legs[(books.legs["entry"] != 3) | (books.legs["leg"] != 2)]), "legs-missing"
    )
    assert (found.details["entry"], found.found, found.expected) == ("E000003", "2", "1–3")


def test_1_balances_that_are_not_those_of_the_journal(books):
    other = books.stored.assign(amount_kg=books.stored["amount_kg"] + 1)
    (found,) = breaches(replace(books, stored=other), "replay")
    assert found.expected == replay.digest(books.stored)


# 2 nodes, 3 matrix


def test_2_a_node_whose_budget_is_not_that_of_the_version(books):
    found = breaches(written(books, [virement(version=1)]), "node")
    assert [(each.details["tree"], each.details["node"], each.details["difference"]) for each in found] == [
        ("region", "D1", "-10"), ("region", "D2", "+10"),
    ]  # fmt: skip
    found = breaches(written(books, [virement(target=Account("available", "D1", "C26", "KEY"), version=1)]), "node")
    assert [(each.details["tree"], each.details["node"], each.found, each.expected) for each in found] == [
        ("industry", "C26", "370", "360"), ("industry", "C39", "510", "520"),
    ]  # fmt: skip


def test_2_a_pool_that_was_not_handed_on(books):
    entry = posting.reverse(tables.read(books.entries, books.legs)[4], **PAPER)
    found = breaches(written(books, [entry]), "pool")
    assert {(each.details["node"], each.found) for each in found} == {("D1", "530"), ("S1", "-50")}


def test_2_and_3_a_leg_outside_the_trees(books):
    stray = virement(target=Account("available", "D9", "C39", "KEY"), version=1)
    after = written(books, [stray])
    assert ("D9", "10") in {(each.details["node"], each.found) for each in breaches(after, "node")}
    found = breaches(after, "matrix")
    assert [(each.details["side"], each.found, each.expected) for each in found] == [("regions", "990", "1000")]
    stray = virement(target=Account("available", "D1", "C99", "KEY"))
    assert [each.details["side"] for each in breaches(written(books, [stray]), "matrix")] == ["industries"]
    stray = virement(target=Account("reserve.new", "D1", "C39"))
    assert [each.details["side"] for each in breaches(written(books, [stray]), "matrix")] == ["cells"]


# 4 headroom


def test_4_an_account_that_was_overdrawn_is_named_where_it_began(books):
    after = written(books, [virement(kg=300), virement(kg=300, source=SAME_INDUSTRY, target=CELL)])
    (found,) = breaches(after, "overdrawn")
    assert (found.details["account"], found.details["entry"], found.found) == (CELL.text, "E000017", "-20")


def test_4_carry_over_beyond_the_rule(books):
    after = written(books, [posting.carry_over(CELL, 2026, 141, **PAPER)])
    (found,) = breaches(after, "carry")
    assert (found.found, found.expected) == ("141", "0")
    (found,) = breaches(replace(after, rules=ALLOWED), "carry")
    assert (found.details["entry"], found.expected) == ("E000017", "140")


def test_4_borrowing_beyond_the_rule_or_twice(books):
    after = written(books, [posting.borrow(CELL, 2026, 26, **PAPER)])
    assert breaches(replace(after, rules=ALLOWED)) == []
    assert breaches(after) == ["borrow"]
    twice = written(after, [posting.borrow(CELL, 2026, 1, **PAPER)])
    (found,) = breaches(replace(twice, rules=ALLOWED), "borrow")
    assert (found.details["entry"], found.found, found.expected) == ("E000018", "1", "0")


# 5 facilities, 6 markets, 7 cells


def test_5_a_facility_in_two_places(books):
    place = ("D1", "C39", "KEY")
    both = facilities(("E1", "F1", *place, "", ""), ("E1", "F1", "D2", "C39", "KEY", "2026-07-01", ""),
                      ("E2", "F1", "D2", "C26", "ETSN", "", ""))  # fmt: skip
    (found,) = breaches(replace(books, facilities=both), "facility-twice")
    assert (found.details["facility"], found.details["day"]) == ("F1", "2026-07-01")


@pytest.mark.parametrize("layer", ["ETSL", "KEY"])
def test_5_a_facility_that_moves_within_a_year(books, layer):
    def moving(day, before):
        return facilities(("E1", "F1", "D1", "C39", "KEY", "", before), ("E1", "F1", "D2", "C39", layer, day, ""),
                          ("E2", "F1", "D2", "C26", "ETSN", "", ""))  # fmt: skip

    (found,) = breaches(replace(books, facilities=moving("2026-07-01", "2026-06-30")), "facility-moved")
    assert (found.details["year"], found.severity) == (2026, "warning")
    assert breaches(replace(books, facilities=moving("2027-01-01", "2026-12-31")), "facility-moved") == []


def test_6_a_facility_in_both_markets(books):
    both = facilities(
        ("E1", "F1", "D1", "C39", "ETSN", "", "2026-06-30"), ("E1", "F1", "D1", "C39", "ETSL", "2026-07-01", "")
    )
    found = breaches(replace(books, facilities=both), "two-markets")
    assert {(each.details["enterprise"], each.found, each.details["year"]) for each in found} == {
        ("E1", "F1", 2026), ("E1", "C39", 2026),
    }  # fmt: skip


def test_6_an_enterprise_with_budgets_of_both_markets_in_one_industry(books):
    local = replace(NEITHER, layer="ETSL")
    (found,) = breaches(written(books, [virement(source=NEITHER, target=local)]), "two-markets")
    assert (found.details["enterprise"], found.found) == ("E2", "C26")
    other_industry = replace(local, industry="C39")
    assert breaches(written(books, [virement(source=NEITHER, target=other_industry)]), "two-markets") == []


def test_7_an_enterprise_whose_budget_is_not_that_of_the_version(books):
    found = breaches(written(books, [virement(source=CELL, target=FIRM, version=1)]), "cell")
    assert [(each.details["cell"], each.found, each.expected) for each in found] == [
        ("D1 / C39 / KEY / E1", "210", "200")
    ]
    found = breaches(written(books, [virement(version=1)]), "cell")
    assert [each.details["cell"] for each in found] == ["D1 / C39 / KEY", "D2 / C39 / KEY"]


def test_7_an_enterprise_without_a_facility_in_its_cell(books):
    elsewhere = facilities(
        ("E1", "F1", "D1", "C39", "KEY", "", ""), ("E2", "F1", "D2", "C26", "ETSN", "2027-01-01", "")
    )
    (found,) = breaches(replace(books, facilities=elsewhere), "stranger")
    assert (found.details["enterprise"], found.details["year"], found.found) == ("E2", 2026, "310")


# 12 documents, 13 carry-over, 14 versions


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ((DOCUMENT, "approval", "", "li", "wang;zhao", "2026-01-05"), "document"),
        ((DOCUMENT, "approval", HASH, "li", "wang;zhao", ""), "document"),
        ((DOCUMENT, "approval", HASH, "li", "li;wang;zhao", "2026-01-05"), "own-approval"),
        ((DOCUMENT, "approval", HASH, "li", "wang;wang", "2026-01-05"), "approvers"),
        (("D9", "approval", HASH, "li", "wang;zhao", "2026-01-05"), "document"),
    ],
)
def test_12_every_number_rests_on_an_approved_document(books, row, code):
    listed = pd.DataFrame([row], columns=documents().columns)
    (found,) = breaches(replace(books, documents=listed), code)
    assert (found.details["document"], found.details["entry"]) == (DOCUMENT, "E000001")


def test_12_what_moves_beside_versions_takes_one_approver(books):
    listed = documents(("D2", "adjustment", HASH, "li", "wang", "2026-03-01"))
    assert breaches(written(replace(books, documents=listed), [virement(document="D2")])) == []


def test_12_a_closed_year_stays_as_it_was(books):
    sealed = {2026: replay.digest_of_year(books.legs, 2026)}
    assert breaches(replace(books, sealed=sealed)) == []
    later = posting.virement(CELL, FIRM, 2027, 5, **PAPER)
    assert breaches(written(books, [later], sealed=sealed)) == []
    (found,) = breaches(written(books, [virement()], sealed=sealed), "closed")
    assert (found.details["year"], found.expected) == (2026, sealed[2026])


def test_13_what_left_a_year_must_enter_the_next(books):
    carry = Account("carry", "D1", "C39", "KEY")
    half = virement(kind="carry-over", legs=(Leg(CELL, 2026, -10), Leg(carry, 2026, 10)))
    after = written(replace(books, rules=ALLOWED), [half])
    (found,) = breaches(after, "carried")
    assert (found.details["account"], found.found) == (carry.text, "+10")
    (found,) = breaches(after, "apart")
    assert (found.details["entry"], found.found) == ("E000017", "2026: +10")


def test_14_versions_are_recorded_with_their_totals(books):
    assert "version" in breaches(written(books, [virement(version=9)]))
    other = totals(lines([(*row[:-1], row[-1] + 1) for row in lines().itertuples(index=False, name=None)]))
    found = breaches(replace(books, versions=other), "total")
    assert [(each.details["year"], each.found, each.expected) for each in found] == [
        (2026, "1000", "1007"),
        (2027, "800", "804"),
    ]
