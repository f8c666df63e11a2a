"""Decisions become entries: issued from the root down, changed by the difference, moved, carried, borrowed, undone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget import trees
from ghginv.budget.ledger import balances, guards, invariants, posting, replay
from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger.accounts import CAP, POOL, Account
from ghginv.errors import InputError
from tests.budget.ledger.made_up import (
    CELL,
    FIRM,
    INDUSTRIES,
    NEITHER,
    PAPER,
    REGIONS,
    RESERVE,
    ROWS,
    SAME_INDUSTRY,
    changed,
    codes,
    empty,
    facilities,
    lines,
    node,
    posted,
    totals,
)

HEAD = {**PAPER, "version": 1}


def issued(table=None, **more):
    return posting.issue(lines() if table is None else table, REGIONS, INDUSTRIES, **{**HEAD, **more})


def told(entry):
    return {leg.account.text: leg.amount_kg for leg in entry.legs}


def same_as(table):
    return table.sort_values(list(balances.LINE), ignore_index=True).to_dict("records")


def test_a_version_is_issued_from_the_root_down():
    of_2026 = [entry for entry in issued() if entry.legs[0].vintage == 2026]
    assert [(entry.kind, entry.key) for entry in of_2026] == [
        ("total", "v1/2026/total"), ("reserve-set", "v1/2026/C/reserve"), ("decomposition", "v1/2026/C/pool"),
        ("reserve-set", "v1/2026/D1/reserve"), ("decomposition", "v1/2026/D1/pool"),
        ("decomposition", "v1/2026/D1/enterprises"), ("decomposition", "v1/2026/S1/pool"),
        ("decomposition", "v1/2026/D2/pool"), ("decomposition", "v1/2026/D2/enterprises"),
    ]  # fmt: skip
    assert told(of_2026[0]) == {"pool:C": 1000, "cap": -1000}
    assert told(of_2026[2]) == {"pool:C": -900, "pool:D1": 550, "pool:D2": 350}
    assert told(of_2026[4]) == {"pool:D1": -530, "pool:S1": 50, "available:D1:C39:KEY": 480}
    assert told(of_2026[5]) == {"available:D1:C39:KEY": -200, "available:D1:C39:KEY:E1": 200}


def test_what_was_issued_comes_back_as_the_lines_of_the_version():
    _, legs = tables.frames(issued())
    assert same_as(balances.lines(legs)) == same_as(lines())
    left = balances.fold(legs, ("kind", "vintage"))
    assert left[left["kind"] == POOL]["amount_kg"].tolist() == [0, 0]


@given(st.permutations(ROWS), st.integers(1, 10**6))
@settings(deadline=None, max_examples=25)
def test_order_of_lines_does_not_matter_and_amounts_scale(rows, k):
    mixed = issued(lines([(*row[:-1], row[-1] * k) for row in rows]))
    plain = [replace(e, legs=tuple(replace(leg, amount_kg=leg.amount_kg * k) for leg in e.legs)) for e in issued()]
    assert [entry.content for entry in mixed] == [entry.content for entry in plain]


def test_issuing_the_same_version_again_is_recognised():
    books = posted(empty(), issued())
    assert guards.admit(issued(), books) == []
    assert codes(guards.judge(issued(effective="2026-03-02"), books)[1])[0] == "key"


def test_a_change_is_the_difference_and_nothing_else():
    new = changed({CELL: 250, SAME_INDUSTRY: 90, RESERVE: 80})
    entries = posting.change(lines(), new, REGIONS, INDUSTRIES, **{**PAPER, "version": 2})
    assert [told(entry) for entry in entries] == [
        {"pool:C": 20, "reserve.general:C": -20},
        {"pool:C": 30, "available:D1:C39:KEY": -30},
        {"pool:C": -50, "available:D2:C39:KEY": 50},
    ]
    books = posted(empty(versions=totals(lines(), new)), [*issued(), *entries])
    assert same_as(balances.lines(books.legs)) == same_as(new)
    assert posting.change(new, new, REGIONS, INDUSTRIES, **{**PAPER, "version": 3}) == []


def test_a_total_that_rises_or_falls_moves_the_source():
    for kg in (400, 100):
        new = changed({CELL: kg})
        entries = posting.change(lines(), new, REGIONS, INDUSTRIES, **{**PAPER, "version": 2})
        books = posted(empty(versions=totals(lines(), new)), [*issued(), *entries])
        cap = books.legs[(books.legs["account"] == CAP) & (books.legs["vintage"] == 2026)]["amount_kg"].sum()
        assert cap == -(1000 + kg - 280)
        assert {entry.kind for entry in entries} == {"adjustment"}


@given(st.lists(st.integers(0, 400), min_size=len(ROWS), max_size=len(ROWS)))
@settings(deadline=None, max_examples=40)
def test_any_change_is_admitted_on_the_way_and_leads_to_the_new_lines(amounts):
    new = lines([(*row[:-1], kg) for row, kg in zip(ROWS, amounts, strict=True) if kg])
    entries = posting.change(lines(), new, REGIONS, INDUSTRIES, **{**PAPER, "version": 2})
    versions = totals(lines(), lines([(*row[:-1], kg) for row, kg in zip(ROWS, amounts, strict=True)]))
    books = posted(empty(versions=versions), [*issued(), *entries])
    assert same_as(balances.lines(books.legs)) == same_as(new)


@pytest.mark.parametrize(("column", "tree"), [(2, "region"), (3, "industry")])
def test_a_line_of_an_unknown_node_is_refused(column, tree):
    rows = [list(row) for row in ROWS]
    rows[2][column] = "X9"
    with pytest.raises(InputError) as raised:
        issued(lines(rows))
    (finding,) = raised.value.findings
    assert (finding.code, finding.found, finding.details["tree"]) == ("budget-ledger-node", "X9", tree)
    codes(raised.value.findings)


def test_a_region_that_is_merged_hands_back_what_it_had_and_gets_nothing_more():
    """District D2 becomes part of D1 for 2027: the next version says so, under the trees of its own plan."""
    gone = node("D2", "C", valid_to="2026-12-31")
    merged = trees.tree([node("C"), node("D1", "C"), gone, node("S1", "D1")], "region")
    firm = replace(NEITHER, region="D1")
    new = changed({NEITHER: 0, firm: 300}, year=2027)
    entries = posting.change(lines(), new, merged, INDUSTRIES, **{**PAPER, "version": 2})
    moved = facilities(
        ("E1", "F1", "D1", "C39", "KEY", "", ""), ("E2", "F1", "D2", "C26", "ETSN", "", "2026-12-31"),
        ("E2", "F1", "D1", "C26", "ETSN", "2027-01-01", ""),
    )  # fmt: skip
    books = posted(empty(versions=totals(lines(), new)), issued())
    books = posted(replace(books, regions=merged, lines=new, facilities=moved), entries)
    assert same_as(balances.lines(books.legs)) == same_as(new)
    assert invariants.check(books) == []
    given = posting.virement(firm, NEITHER, 2027, 1, **PAPER)
    assert "node" in codes(guards.refuse(given, books))
    with pytest.raises(InputError):
        posting.change(new, lines(), merged, INDUSTRIES, **{**PAPER, "version": 3})


def test_an_entry_and_its_reversal_are_nothing():
    books = posted(empty(), issued())
    moved = posted(books, [posting.virement(CELL, SAME_INDUSTRY, 2026, 30, **PAPER)])
    (entry,) = tables.some(moved.entries, moved.legs, [moved.entries["entry_id"].iloc[-1]])
    back = posted(moved, [posting.reverse(entry, **PAPER)])
    assert replay.digest(back.stored) == replay.digest(books.stored) != replay.digest(moved.stored)


def test_years_are_exchanged_and_each_of_them_balances():
    kept = posting.carry_over(CELL, 2026, 5, **PAPER)
    assert kept.sums == {("BU", 2026): 0, ("BU", 2027): 0}
    assert [(leg.account.kind, leg.vintage, leg.amount_kg) for leg in kept.legs] == [
        ("carry", 2026, 5), ("available", 2026, -5), ("available", 2027, 5), ("carry", 2027, -5),
    ]  # fmt: skip
    lent = posting.borrow(FIRM, 2026, 7, **PAPER)
    assert [(leg.account.text, leg.vintage, leg.amount_kg) for leg in lent.legs][:2] == [
        (FIRM.text, 2026, 7), ("borrow:D1:C39:KEY:E1", 2026, -7),
    ]  # fmt: skip
    assert lent.sums == {("BU", 2026): 0, ("BU", 2027): 0}


@pytest.mark.parametrize("kg", [0, -5])
def test_a_movement_of_nothing_or_less_is_refused(kg):
    for make in (posting.carry_over, posting.borrow):
        with pytest.raises(InputError) as raised:
            make(CELL, 2026, kg, **PAPER)
        assert codes(raised.value.findings) == ["nothing"]
    for make in (posting.virement, posting.release):
        with pytest.raises(InputError):
            make(RESERVE, CELL, 2026, kg, **PAPER)


def test_entries_come_back_from_their_tables():
    entries = [*issued(), posting.release(RESERVE, NEITHER, 2026, 3, note="说明", key="k", **PAPER)]
    heads, legs = tables.frames(entries)
    back = tables.read(heads, legs)
    assert [entry.content for entry in back] == [entry.content for entry in entries]
    assert [entry.entry_id for entry in back][:2] == ["E000001", "E000002"]
    assert tables.frames(back)[1].equals(legs)
    assert legs.dtypes["amount_kg"] == "int64"


def test_a_balance_is_traced_to_its_entries():
    books = posted(empty(), [*issued(), posting.virement(CELL, SAME_INDUSTRY, 2026, 30, note="检修", **PAPER)])
    table = balances.statement(books.entries, books.legs, CELL.text, 2026)
    assert table["amount_kg"].tolist() == [480, -200, -30]
    assert table["balance_kg"].tolist() == [480, 280, 250]
    assert table["kind"].tolist() == ["decomposition", "decomposition", "virement"]


def test_budgets_of_regions_and_industries_are_two_sums_of_the_same_legs():
    _, legs = tables.frames(issued())
    of_2026 = balances.lines(legs).query("year == 2026")
    assert balances.of_nodes(of_2026, REGIONS, "region", 2026) == {"C": 1000, "D1": 550, "S1": 50, "D2": 350}
    assert balances.of_nodes(of_2026, INDUSTRIES, "industry", 2026) == {
        "ALL": 880, "DRC": 880, "C26": 360, "C39": 520, "E": 0,
    }  # fmt: skip
    by_kind = balances.fold(balances.budgeted(legs), ("kind",))
    assert dict(zip(by_kind["kind"], by_kind["amount_kg"], strict=True))["reserve.new"] == 20


@pytest.mark.parametrize("account", [Account("pool", "C"), Account("reserve.new", "D1")])
def test_accounts_with_nothing_on_them_are_no_balances(account):
    _, legs = tables.frames(issued())
    assert (account.text in set(balances.balances(legs)["account"])) == (account.kind != "pool")
