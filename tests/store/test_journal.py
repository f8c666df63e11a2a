"""The journal: whole balanced entries come in, nothing is changed afterwards, and two who post at once lose nothing."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import pandas as pd
import pytest

from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger import posting, replay
from ghginv.store import audit, database, journal
from tests.budget.ledger.made_up import (
    CELL,
    INDUSTRIES,
    PAPER,
    REGIONS,
    RESERVE,
    SAME_INDUSTRY,
    codes,
    documents,
    empty,
    lines,
    written,
)
from tests.store.test_audit import behind_its_back

AT = "2026-03-01T08:00:00+00:00"
ISSUE = posting.issue(lines(), REGIONS, INDUSTRIES, version=1, **PAPER)
MOVE = posting.virement(CELL, SAME_INDUSTRY, 2026, 30, note="检修", key="letter-5", **PAPER)


def post(opened, path: Path, entries, book="B1", actor="li"):
    with database.writing(opened, path):
        return journal.append(opened, book, *tables.frames(entries), at=AT, actor=actor)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "w.db"


@pytest.fixture
def opened(path):
    connected = database.connect(path)
    post(connected, path, ISSUE)
    post(connected, path, [MOVE])
    yield connected
    connected.conn.close()


def test_what_was_posted_comes_back(opened):
    heads, legs = journal.entries(opened, "B1"), journal.legs(opened, "B1")
    back = tables.read(heads, legs)
    assert [entry.content for entry in back] == [entry.content for entry in [*ISSUE, MOVE]]
    assert (back[-1].entry_id, back[-1].posted_at, back[-1].actor, back[-1].key) == ("E000017", AT, "li", "letter-5")
    assert list(heads.columns) == list(tables.ENTRY)
    assert list(legs.columns) == list(tables.LEG)
    assert heads["batch"].tolist() == [1] * 16 + [2]
    assert all(legs[name].dtype == "int64" for name in ("entry", "leg", "vintage", "amount_kg"))


def test_balances_of_the_database_are_those_of_the_replay_byte_for_byte(opened):
    stored = journal.balances(opened, "B1")
    expected = replay.replay(tables.frames([*ISSUE, MOVE])[1])
    assert replay.canonical(stored) == replay.canonical(expected)
    assert replay.digest(replay.replay(journal.legs(opened, "B1"))) == replay.digest(stored)
    assert replay.canonical(stored).decode().splitlines()[0] == '["available:D1:C39:KEY","BU",2026,250]'
    until = replay.replay(journal.legs(opened, "B1"), until=16)
    assert replay.digest(until) == replay.digest(replay.replay(tables.frames(ISSUE)[1]))


def test_legs_come_in_pieces_of_any_size(opened, monkeypatch):
    whole, digest = journal.legs(opened, "B1"), replay.digest(journal.balances(opened, "B1"))
    for size in (1, 3, 7):
        monkeypatch.setattr(journal, "_PIECE", size)
        assert replay.digest(replay.replay(journal.pieces(opened, "B1"))) == digest
        pd.testing.assert_frame_equal(journal.legs(opened, "B1"), whole, check_categorical=False)


def test_an_empty_journal_has_its_columns(path):
    opened = database.connect(path)
    assert list(journal.entries(opened, "B1").columns) == list(tables.ENTRY)
    assert list(journal.legs(opened, "B1").columns) == list(tables.LEG)
    assert replay.canonical(journal.balances(opened, "B1")) == b""
    assert list(journal.listing(opened, "B1").columns) == list(journal.COLUMNS)
    assert list(journal.pieces(opened, "B1")) == []
    assert replay.replay(journal.pieces(opened, "B1")).empty


def test_balances_until_a_day_leave_later_entries_out(opened, path):
    later = posting.release(RESERVE, CELL, 2026, 5, effective="2026-09-01", document="D1")
    before = replay.digest(journal.balances(opened, "B1"))
    post(opened, path, [later])
    assert replay.digest(journal.balances(opened, "B1", "2026-08-31")) == before
    assert replay.digest(journal.balances(opened, "B1", "2026-09-01")) == replay.digest(journal.balances(opened, "B1"))


def test_books_are_apart(opened, path):
    before = replay.digest(journal.balances(opened, "B1"))
    post(opened, path, [MOVE], book="B2")
    assert replay.digest(journal.balances(opened, "B1")) == before
    assert journal.legs(opened, "B2")["amount_kg"].tolist() == [30, -30]
    assert journal.entries(opened, "B2")["entry_id"].tolist() == ["E000018"]
    assert replay.digest(replay.replay(journal.pieces(opened, "B1"))) == before


def test_the_journal_for_people(opened):
    table = journal.listing(opened, "B1")
    assert list(table.columns)[:10] == [
        "entry_id", "posted_at", "effective", "kind", "document", "account", "amount_kg", "counterparty", "actor",
        "note",
    ]  # fmt: skip
    assert len(table) == len(journal.legs(opened, "B1"))
    assert table["counterparty"].iloc[:2].tolist() == ["cap", "pool:C"]
    last = table.iloc[-1]
    assert (last["account"], last["amount_kg"], last["counterparty"]) == (CELL.text, -30, SAME_INDUSTRY.text)
    # 550 of the 900 that the city hands on go to the first district: the largest of two.
    handed = journal.listing(opened, "B1", account="pool:C", entry="E000003")
    assert handed["counterparty"].tolist() == ["pool:D1 +1"]


def test_the_journal_is_narrowed_down(opened):
    def read(**wanted):
        return journal.listing(opened, "B1", **wanted)

    assert read(kind="virement")["entry_id"].unique().tolist() == ["E000017"]
    assert set(read(account="available:D1")["account"]) == {"available:D1:C39:KEY", "available:D1:C39:KEY:E1"}
    assert read(account="available:D").empty
    assert read(vintage=2027)["vintage"].unique().tolist() == [2027]
    assert read(last=1)["account"].tolist() == [CELL.text]
    assert read(document="D9").empty


def test_nothing_to_post_is_nothing(opened, path):
    before = audit.end(opened)
    with database.writing(opened, path):
        assert journal.append(opened, "B1", *tables.frames([])) == journal.Posted(0, ())
    assert audit.end(opened) == before


def test_each_posting_is_an_entry_of_the_log_that_claims_its_rows(opened):
    told = [entry for entry in audit.entries(opened) if entry["action"] == "post"]
    assert [entry["detail"]["entries"] for entry in told] == [["E000001", "E000016"], ["E000017", "E000017"]]
    assert {name: claim["rows"] for name, claim in told[1]["detail"]["rows"].items()} == {
        "journal_entry": 1, "journal_leg": 2,
    }  # fmt: skip
    assert audit.faults(opened) == []


# The file refuses


LEG = (
    "INSERT {} INTO journal_leg (batch, entry, leg, account, instrument, vintage, amount_kg) "
    "VALUES ({}, {}, {}, 'available:D1:C39:KEY', 'BU', 2026, {})"
)
ENTRY = "INSERT {} INTO journal_entry VALUES ({}, {}, 'B1', 'virement', '2026-03-01', 'D1', '', {}, {}, 0, {}, '', '')"
STATEMENTS = [
    "UPDATE journal_leg SET amount_kg = 1",
    "UPDATE journal_entry SET note = 'x'",
    "UPDATE OR REPLACE journal_leg SET leg = 1 WHERE entry = 1",
    "DELETE FROM journal_leg WHERE entry = 3",
    "DELETE FROM journal_entry WHERE entry = 3",
    LEG.format("", 2, 17, 3, 5),
    LEG.format("OR REPLACE", 2, 17, 1, 5),
    LEG.format("", 9, 17, 1, 5),
    LEG.format("", 2, 17, 1, 5) + " ON CONFLICT (entry, leg) DO UPDATE SET amount_kg = 5",
    "REPLACE INTO journal_leg SELECT * FROM journal_leg",
    "INSERT OR IGNORE INTO journal_leg VALUES (17, 3, 2, 'a', 'BU', 2026, 5)",
    ENTRY.format("OR REPLACE", 17, 2, "''", 0, 2),
    ENTRY.format("", 17, 2, "''", 0, 2) + " ON CONFLICT (entry) DO UPDATE SET note = 'x'",
    "REPLACE INTO journal_entry SELECT * FROM journal_entry WHERE entry = 17",
    ENTRY.format("", 18, 3, "''", 0, 2),
    ENTRY.format("", 19, 3, "''", 0, 2),
    ENTRY.format("OR REPLACE", 18, 3, "'letter-5'", 0, 2),
]


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_strange_hand_is_refused(opened, path, statement, recursive):
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute(f"PRAGMA recursive_triggers = {recursive}")
    before = raw.execute("SELECT * FROM journal_entry, journal_leg USING (entry)").fetchall()
    with pytest.raises(sqlite3.IntegrityError, match="journal_"):
        raw.execute(statement)
    assert raw.execute("SELECT * FROM journal_entry, journal_leg USING (entry)").fetchall() == before
    raw.close()
    assert audit.faults(opened) == []


def unbalanced(legs):
    return legs.assign(amount_kg=legs["amount_kg"] + (legs["leg"] == 1))


def over_two_years(legs):
    return legs.assign(vintage=[2026, 2027])


@pytest.mark.parametrize("spoil", [unbalanced, over_two_years])
def test_an_entry_that_does_not_balance_is_not_taken(opened, path, spoil):
    heads, legs = tables.frames([posting.virement(CELL, SAME_INDUSTRY, 2026, 1, **PAPER)])
    with pytest.raises(sqlite3.IntegrityError, match="do not balance"), database.writing(opened, path):
        journal.append(opened, "B1", heads, spoil(legs), at=AT, actor="li")
    assert len(journal.entries(opened, "B1")) == 17


def test_a_leg_without_its_entry_is_not_kept(opened, path):
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), database.writing(opened, path):
        opened.conn.execute(LEG.format("", 3, 18, 1, 5))
    assert not opened.conn.in_transaction
    assert journal.legs(opened, "B1")["entry"].max() == 17


def test_an_entry_lacking_a_leg_is_not_taken(opened, path):
    def two_of_three():
        with database.writing(opened, path):
            opened.conn.execute(LEG.format("", 3, 18, 1, 5))
            opened.conn.execute(LEG.format("", 3, 18, 2, -5))
            opened.conn.execute(ENTRY.format("", 18, 3, "''", 0, 3))

    with pytest.raises(sqlite3.IntegrityError, match="not all legs"):
        two_of_three()
    assert journal.legs(opened, "B1")["entry"].max() == 17


def test_a_key_and_a_reversal_are_used_once(opened, path):
    with pytest.raises(sqlite3.IntegrityError, match="this key was used"):
        post(opened, path, [MOVE])
    (entry,) = tables.some(journal.entries(opened, "B1"), journal.legs(opened, "B1"), ["E000017"])
    post(opened, path, [posting.reverse(entry, **PAPER)])
    assert journal.entries(opened, "B1")["reverses"].iloc[-1] == "E000017"
    with pytest.raises(sqlite3.IntegrityError, match="reversed once"):
        post(opened, path, [posting.reverse(entry, **PAPER)])
    with pytest.raises(sqlite3.IntegrityError, match="of the same book"):
        post(opened, path, [posting.reverse(entry, **PAPER)], book="B2")


def test_a_fault_in_the_middle_of_a_posting_leaves_nothing(opened, path):
    digest, ends = replay.digest(journal.balances(opened, "B1")), audit.end(opened)
    with pytest.raises(sqlite3.IntegrityError):
        post(opened, path, [posting.virement(CELL, SAME_INDUSTRY, 2026, 1, **PAPER), MOVE])
    assert replay.digest(journal.balances(opened, "B1")) == digest
    assert audit.end(opened) == ends


# What is done with the triggers out of the way is found


@pytest.mark.parametrize(
    ("statement", "breach"),
    [
        ("UPDATE journal_leg SET amount_kg = amount_kg + 5 WHERE entry = 17 AND leg = 1", "unbalanced"),
        ("UPDATE journal_leg SET amount_kg = amount_kg * 20 WHERE entry = 17", "overdrawn"),
        ("UPDATE journal_leg SET account = 'available:D9:C39:KEY' WHERE entry = 17 AND leg = 1", "matrix"),
        ("DELETE FROM journal_leg WHERE entry = 3 AND leg = 2", "unbalanced"),
        ("DELETE FROM journal_entry WHERE entry = 5", "torn"),
        ("INSERT INTO journal_leg VALUES (18, 1, 3, 'available:D1:C39:KEY', 'BU', 2026, 5)", "torn"),
        ("UPDATE journal_entry SET document = 'D9' WHERE entry = 1", "document"),
        ("UPDATE journal_entry SET note = 'x' WHERE entry = 17", ""),
    ],
)
def test_tampering_is_found_by_the_invariants_and_the_log(opened, path, statement, breach):
    from dataclasses import replace

    from ghginv.budget.ledger import invariants

    def books():
        kept = {"entries": journal.entries(opened, "B1"), "legs": journal.legs(opened, "B1")}
        return replace(written(empty(documents=documents()), []), **kept, stored=journal.balances(opened, "B1"))

    assert codes(invariants.check(books())) == []
    with behind_its_back(path) as raw:
        raw.execute(statement)
    found = codes(invariants.check(books()))
    assert breach in found if breach else found == []
    faults = audit.faults(opened)
    assert faults
    assert {each.details.get("table") for each in faults} <= {"journal_entry", "journal_leg"}


# Two at once


def post_many(path: Path, name: str, count: int) -> None:
    opened = database.connect(path)
    for number in range(count):
        entry = posting.virement(CELL, SAME_INDUSTRY, 2026, 1, key=f"{name}-{number}", **PAPER)
        post(opened, path, [entry, posting.release(RESERVE, CELL, 2026, 1, **PAPER)], actor=name)
    opened.conn.close()


def test_two_processes_that_post_at_once_lose_nothing(opened, path):
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=post_many, args=(path, name, 20)) for name in ("li", "wang")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    heads = journal.entries(opened, "B1")
    assert heads["entry"].tolist() == list(range(1, 17 + 80 + 1))
    assert heads.groupby("batch").size().tolist() == [16, 1, *[2] * 40]
    stored = journal.balances(opened, "B1").set_index(["account", "vintage"])["amount_kg"]
    assert (stored[SAME_INDUSTRY.text, 2026], stored[CELL.text, 2026]) == (40 + 30 + 40, 280 - 30)
    assert replay.digest(replay.replay(journal.legs(opened, "B1"))) == replay.digest(journal.balances(opened, "B1"))
    assert audit.faults(opened) == []
