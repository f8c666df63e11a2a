"""Budget kept for projects: held, committed, freed, started; back to where it came from and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.ledger import commitments, guards, invariants, posting, replay
from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.guards.registers import Origins
from ghginv.errors import InputError
from tests.budget.ledger.emissions import stands, told
from tests.budget.ledger.made_up import (
    CELL,
    FIRM,
    ISSUE,
    OWN_RESERVE,
    PAPER,
    RESERVE,
    SAME_DISTRICT,
    SAME_INDUSTRY,
    codes,
    empty,
    posted,
    refused,
)

NEW = Account("available", "D1", "C39", "NEW")
STREET = Account("available", "S1", "C39", "NEW")
HELD, BOUND = Account("reserved", "D1", "C39", "KEY", "", "P1"), Account("committed", "D1", "C39", "KEY", "", "P1")


@pytest.fixture(scope="module")
def books():
    return posted(empty(), ISSUE)


def hold(kg=100, place=CELL, project="P1"):
    return commitments.hold(place, project, 2026, kg, **PAPER)


def commit(kg=100, place=CELL, project="P1"):
    return commitments.commit(place, project, 2026, kg, **PAPER)


def from_reserve(kg=20, place=NEW, reserve=OWN_RESERVE):
    return commitments.hold_from_reserve(reserve, place, "P1", 2026, kg, **PAPER)


def test_a_project_is_held_committed_and_started(books):
    after = posted(books, [hold(), commit(80)])
    assert [stands(after, each) for each in (CELL, HELD, BOUND)] == [180, 20, 80]
    joined = replace(CELL, enterprise="E9")
    start = commitments.start("P1", CELL, joined, 2026, 50, 80, **PAPER)
    assert told(start) == {joined.text: 50, CELL.text: 30, BOUND.text: -80}
    done = posted(after, [start, commitments.release_hold(CELL, "P1", 2026, 20, **PAPER)])
    assert [stands(done, each) for each in (CELL, joined, HELD, BOUND)] == [230, 50, 0, 0]
    assert invariants.check(done) == []
    assert invariants.check(after) == []


def test_what_a_start_uses_whole_goes_back_nowhere(books):
    after, target = posted(books, [hold(), commit()]), replace(CELL, layer="ETSL")
    start = commitments.start("P1", CELL, target, 2026, 100, 100, **PAPER)
    assert told(start) == {target.text: 100, BOUND.text: -100}
    assert guards.refuse(start, after) == []


@pytest.mark.parametrize("kg", [0, -1, 81])
def test_a_start_uses_at_most_what_was_approved(kg):
    with pytest.raises(InputError) as raised:
        commitments.start("P1", CELL, CELL, 2026, kg, 80, **PAPER)
    assert codes(raised.value.findings) == ["start-amount"]


@pytest.mark.parametrize("kg", [0, -1])
def test_nothing_is_no_hold(kg):
    for make in (commitments.hold, commitments.release_hold, commitments.commit, commitments.lapse):
        with pytest.raises(InputError) as raised:
            make(CELL, "P1", 2026, kg, **PAPER)
        assert codes(raised.value.findings) == ["nothing"]


def test_a_hold_needs_headroom_and_a_project(books):
    assert refused(hold(281), books) == ["overdrawn"]
    assert "coordinates" in refused(hold(project=""), books)
    assert "project" in refused(hold(project=""), books)


def test_only_what_is_held_is_committed_and_only_what_stands_is_freed(books):
    after = posted(books, [hold(), commit(60)])
    assert refused(commit(41), after) == ["project-short"]
    assert refused(commit(1, project="P2"), after) == ["project-short"]
    assert refused(commitments.release_hold(CELL, "P1", 2026, 41, **PAPER), after) == ["project-short"]
    assert refused(commitments.lapse(CELL, "P1", 2026, 61, **PAPER), after) == ["project-short"]
    start = commitments.start("P1", CELL, FIRM, 2026, 1, 61, **PAPER)
    assert refused(start, after) == ["project-short"]
    assert guards.refuse(commitments.lapse(CELL, "P1", 2026, 60, **PAPER), after) == []


def test_nothing_of_a_project_goes_elsewhere(books):
    after = posted(books, [hold(), commit(60)])
    for make, kg in ((commitments.release_hold, 40), (commitments.lapse, 60)):
        for back in (FIRM, SAME_INDUSTRY, RESERVE):
            assert "project-origin" in refused(make(CELL, "P1", 2026, kg, back=back, **PAPER), after)
    for target in (SAME_INDUSTRY, SAME_DISTRICT, replace(CELL, industry="C26")):
        assert refused(commitments.start("P1", CELL, target, 2026, 60, 60, **PAPER), after) == ["project-target"]
    two = commitments.start("P1", CELL, FIRM, 2026, 30, 60, back=replace(CELL, layer="ETSL"), **PAPER)
    assert refused(two, after) == ["project-target"]
    entry = commit(10)
    other = replace(entry.legs[0], account=replace(entry.legs[0].account, project="P2"))
    assert refused(replace(entry, legs=(other, entry.legs[1])), after) == ["project"]
    elsewhere = replace(entry.legs[0], account=replace(entry.legs[0].account, region="D2"))
    assert refused(replace(entry, legs=(elsewhere, entry.legs[1])), after) == ["project"]
    wrong_way = replace(entry, kind="hold")
    assert "project" in codes(guards.refuse(wrong_way, after))
    other_cell = replace(hold(10), legs=(hold(10).legs[0], replace(hold(10).legs[1], account=FIRM)))
    assert refused(other_cell, after) == ["project-reserve"]


def test_the_reserve_for_new_projects_serves_its_own_node_and_below(books):
    for place in (NEW, STREET):
        assert guards.refuse(from_reserve(place=place), books) == []
    assert refused(from_reserve(place=replace(NEW, region="D2")), books) == ["project-reserve"]
    assert refused(from_reserve(reserve=RESERVE), books) == ["project-reserve"]
    assert refused(from_reserve(21), books) == ["overdrawn"]


def test_what_came_from_a_reserve_goes_back_there(books):
    after = posted(books, [from_reserve(), commitments.commit(NEW, "P1", 2026, 15, **PAPER)])
    assert invariants.check(after) == []
    assert refused(commitments.release_hold(NEW, "P1", 2026, 5, **PAPER), after) == ["project-origin"]
    back = {"back": OWN_RESERVE, **PAPER}
    done = posted(after, [commitments.release_hold(NEW, "P1", 2026, 5, **back)])
    start = commitments.start("P1", NEW, FIRM, 2026, 10, 15, **back)
    started = posted(done, [start])
    assert (stands(started, OWN_RESERVE), stands(started, FIRM)) == (10, 210)
    assert invariants.check(started) == []
    lapsed = posted(done, [commitments.lapse(NEW, "P1", 2026, 15, **back)])
    assert stands(lapsed, OWN_RESERVE) == 20
    # Twice at most what came from there, however it is divided.
    more = posted(after, [commitments.release_hold(NEW, "P1", 2026, 5, **back), from_reserve(5)])
    assert guards.refuse(commitments.lapse(NEW, "P1", 2026, 15, **back), more) == []
    assert refused(commitments.start("P1", NEW, FIRM, 2026, 1, 15, back=RESERVE, **PAPER), done) == ["project-origin"]


def test_what_was_kept_is_given_back_to_where_it_came_from(books):
    """A project with 20 from the reserve and 30 from its cell, half of it committed, is dropped."""
    after = posted(books, [from_reserve(20, CELL), hold(30), commit(25)])
    kept = {HELD: 25, BOUND: 25}
    back = commitments.give_back(kept, Origins.of(after).amounts, 2026, key="drop", **PAPER)
    assert [(each.kind, told(each)) for each in back] == [
        ("lapse", {OWN_RESERVE.text: 20, BOUND.text: -20}), ("lapse", {CELL.text: 5, BOUND.text: -5}),
        ("hold-release", {CELL.text: 25, HELD.text: -25}),
    ]  # fmt: skip
    assert len({each.key for each in back}) == 3
    done = posted(after, back)
    assert replay.digest(done.stored) == replay.digest(books.stored)
    assert invariants.check(done) == []


STEP = st.tuples(
    st.sampled_from(["hold", "reserve", "commit", "free", "lapse", "start"]), st.integers(1, 60),
    st.sampled_from([CELL, FIRM]), st.sampled_from([CELL, FIRM, OWN_RESERVE, SAME_INDUSTRY]),
)  # fmt: skip


@given(st.lists(STEP, max_size=12))
@settings(deadline=None, max_examples=25)
def test_any_sequence_keeps_the_books_in_order_and_can_be_undone(steps):
    start = after = posted(empty(), ISSUE)
    for step, kg, place, other in steps:
        makers = {
            "hold": partial(hold, kg, place),
            "reserve": partial(from_reserve, kg, place),
            "commit": partial(commit, kg, place),
            "free": partial(commitments.release_hold, place, "P1", 2026, kg, back=other, **PAPER),
            "lapse": partial(commitments.lapse, place, "P1", 2026, kg, back=other, **PAPER),
            "start": partial(commitments.start, "P1", place, FIRM, 2026, kg, kg + 3, back=other, **PAPER),
        }
        entry = makers[step]()
        before = replay.digest(after.stored)
        if guards.refuse(entry, after):
            assert replay.digest(after.stored) == before
        else:
            after = posted(after, [entry])
            inside = (after.stored["account"] != "cap") & (after.stored["vintage"] == 2026)
            assert after.stored.loc[inside, "amount_kg"].sum() == 1000
    assert invariants.check(after) == []
    mine = tables.read(after.entries, after.legs)[len(start.entries) :]
    for entry in mine[::-1]:
        after = posted(after, [posting.reverse(entry, **PAPER)])
    assert replay.digest(after.stored) == replay.digest(start.stored)
    assert invariants.check(after) == []
    assert all(not any(each.values()) for each in Origins.of(after).amounts.values())
