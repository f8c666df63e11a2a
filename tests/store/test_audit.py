"""The audit log: an entry for each deed, and no row of it or of what it covers changes unnoticed."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections import Counter
from itertools import count
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ghginv.store import audit, database, submissions
from tests.store.filings import compiled, everything, hand_in

COVERED = (*audit.OWNER, "audit", "audit_end")


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "w.db"
    everything(path).conn.close()
    return path


@contextlib.contextmanager
def behind_its_back(path: Path):
    """The file in the hands of somebody who has SQLite and bad intentions: no triggers while he is at it."""
    raw = sqlite3.connect(path, isolation_level=None)
    guards = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute("PRAGMA ignore_check_constraints = ON")
    raw.execute("PRAGMA synchronous = OFF")
    yield raw
    for _, sql in guards:
        raw.execute(sql)
    raw.close()


def columns(raw: sqlite3.Connection, table: str) -> list[tuple[str, str, int]]:
    """Name, type and place in the key of each column."""
    return [(row[1], row[2], row[5]) for row in raw.execute(f"PRAGMA table_info({table})")]


def other(value: object, kind: str) -> object:
    if kind == "BLOB":
        return bytes([value[0] ^ 1]) + value[1:]
    return (value or 0) + 1000 if kind in ("INTEGER", "REAL") else f"{value}x"


def change(raw, table, row, draw):
    name, kind, _ = draw(st.sampled_from(columns(raw, table)))
    (value,) = raw.execute(f"SELECT {name} FROM {table} WHERE {row}").fetchone()
    raw.execute(f"UPDATE {table} SET {name} = ? WHERE {row}", [other(value, kind)])


def drop(raw, table, row, draw):
    raw.execute(f"DELETE FROM {table} WHERE {row}")


def unique(raw: sqlite3.Connection, table: str) -> set[str]:
    """The columns that stand in a key of their own; those without one are told apart by their content."""
    own = [row[1] for row in raw.execute(f"PRAGMA index_list({table})") if row[2]]
    return {row[2] for name in own for row in raw.execute(f"PRAGMA index_info({name})")} | {"sha256"}


def insert(raw, table, row, draw):
    values = raw.execute(f"SELECT * FROM {table} WHERE {row}").fetchone()
    kinds = [kind for _, kind, _ in columns(raw, table)]
    once = unique(raw, table)
    keys = [key or name in once for name, _, key in columns(raw, table)]
    new = [other(v, k) if key and k != "BLOB" else v for v, k, key in zip(values, kinds, keys, strict=True)]
    if kinds[0] == "INTEGER" and keys[0]:
        new[0] = 1000
    raw.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(new))})", new)


def reorder(raw, table, row, draw):
    rows = [each for (each,) in raw.execute(f"SELECT rowid FROM {table} WHERE NOT ({row})")]
    assume(rows)
    (mine,) = raw.execute(f"SELECT rowid FROM {table} WHERE {row}").fetchone()
    theirs = draw(st.sampled_from(rows))
    for before, after in ((mine, -1), (theirs, mine), (-1, theirs)):
        raw.execute(f"UPDATE {table} SET rowid = ? WHERE rowid = ?", [after, before])


def chosen(raw: sqlite3.Connection, table: str, draw) -> str:
    """A condition that holds for one row."""
    if table == "emission_row":
        rows = raw.execute("SELECT activity_id FROM emission_row").fetchall()
        return f"activity_id = '{draw(st.sampled_from(rows))[0]}'"
    return f"rowid = {draw(st.sampled_from(raw.execute(f'SELECT rowid FROM {table}').fetchall()))[0]}"


def content(raw: sqlite3.Connection, table: str) -> list:
    return raw.execute(f"SELECT * FROM {table}").fetchall()


def test_the_log_of_an_untouched_file_is_whole(whole):
    opened = database.connect(whole)
    assert audit.faults(opened) == []
    told = Counter(entry["action"] for entry in audit.entries(opened))
    assert told == {
        "import": 4, "submitted": 2, "returned": 1, "superseded": 1, "resubmitted": 1, "draft": 1, "refused": 2,
        "verified": 1, "locked": 1, "compile": 1, "scenario": 1, "explain": 2, "seal": 1, "allocate": 1, "post": 1,
        "budget-draft": 1, "budget-allocate": 1, "budget-request": 1, "budget-approve": 1,
        "target-plan": 1, "target-progress": 1,
    }  # fmt: skip
    for table in audit.OWNER:
        assert opened.conn.execute(f"SELECT count(*) FROM {table}").fetchone() > (0,), table


NUMBER = count()


@settings(max_examples=250, deadline=None)
@given(data=st.data(), table=st.sampled_from(COVERED), deed=st.sampled_from([change, drop, insert, reorder]))
def test_any_row_changed_dropped_inserted_or_reordered_is_found(whole, data, table, deed):
    assume(not (deed is reorder and table in ("emission_row", "audit_end")))  # no order of rows, a single row
    path = whole.parent / f"{next(NUMBER)}.db"
    shutil.copy(whole, path)
    with behind_its_back(path) as raw:
        before = content(raw, table)
        deed(raw, table, chosen(raw, table, data.draw), data.draw)
        assume(content(raw, table) != before)
    opened = database.connect(path)
    found = audit.faults(opened)
    opened.conn.close()
    path.unlink()
    assert found
    for finding in found:
        assert "{" not in finding.message("zh") + finding.message("en")


def test_the_first_broken_link_is_named(whole, tmp_path):
    path = shutil.copy(whole, tmp_path / "w.db")
    with behind_its_back(path) as raw:
        raw.execute("UPDATE audit SET actor = 'nobody' WHERE seq IN (4, 7)")
    (found,) = audit.faults(database.connect(path))
    assert (found.code, found.details["entry"]) == ("audit-entry-changed", 4)


def test_a_single_byte_of_a_workbook_is_found(whole, tmp_path):
    path = shutil.copy(whole, tmp_path / "w.db")
    with behind_its_back(path) as raw:
        (content,) = raw.execute("SELECT content FROM submission WHERE submission = 'S0000000002'").fetchone()
        raw.execute("UPDATE submission SET content = ? WHERE submission = 'S0000000002'", [other(content, "BLOB")])
    (found,) = audit.faults(database.connect(path))
    assert (found.code, found.details["submission"]) == ("audit-content-differs", "S0000000002")


def test_a_chain_made_anew_is_found_by_the_hash_that_was_written_down(whole, tmp_path):
    path = shutil.copy(whole, tmp_path / "w.db")
    opened = database.connect(path)
    first, last = audit.entries(opened)[0]["hash"], audit.end(opened)[1]
    with database.writing(opened, path):
        submissions.refuse(opened, "later.xlsx", "", {})
    assert audit.faults(opened, first) == audit.faults(opened, last) == []
    opened.conn.close()
    with behind_its_back(path) as raw:
        raw.execute("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)")
        raw.execute("UPDATE audit_end SET (seq, hash) = (SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1)")
        raw.execute("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)")
        raw.execute("UPDATE audit_end SET (seq, hash) = (SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1)")
    opened = database.connect(path)
    assert audit.faults(opened) == []
    assert [finding.code for finding in audit.faults(opened, last)] == ["audit-not-expected"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'x'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit",
        "INSERT INTO audit SELECT seq + 1000, at, actor, action, subject, detail, previous, hash FROM audit",
        "UPDATE audit_end SET seq = 1",
        "DELETE FROM audit_end",
        "INSERT OR REPLACE INTO audit_end VALUES (1, 1, '')",
    ],
)
def test_the_log_guards_itself(whole, tmp_path, statement):
    opened = database.connect(shutil.copy(whole, tmp_path / "w.db"))
    with pytest.raises(sqlite3.IntegrityError, match="audit"):
        opened.conn.execute(statement)


def test_what_is_undone_is_not_in_the_log(tmp_path):
    path = tmp_path / "w.db"
    opened = database.connect(path)
    hand_in(opened, path, 1)
    before = audit.end(opened)
    with pytest.raises(sqlite3.IntegrityError):
        hand_in(opened, path, 1)
    assert audit.end(opened) == before
    assert audit.faults(opened) == []


def old_file(path: Path) -> None:
    """A workspace file as it was before there was a log, with the rows of its time."""
    scripts = sorted((Path(database.__file__).parent / "migrations").glob("000[1-5]_*.sql"))
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute(
        "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT)"
    )
    raw.execute("CREATE UNIQUE INDEX x ON _sqlite_migrations (migration_set, name)")
    for script in scripts:
        raw.executescript(script.read_text("utf-8"))
        named = [script.stem, "2026"]
        raw.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('ghginv', ?, ?)", named)
    for number in (1, 2):
        values = [f"S{number:010d}", f"{number}.xlsx", f"{number:064d}", 2020, b""]
        raw.execute("INSERT INTO submission VALUES (?, ?, ?, 'sealed', '1', '440300', ?, '', ?)", values)
    for number, state in ((1, "submitted"), (1, "superseded"), (2, "submitted"), (2, "verified"), (2, "locked")):
        values = [f"S{number:010d}", state]
        raw.execute(
            "INSERT INTO submission_event (submission, state, at, actor, note) VALUES (?, ?, '2026', 'li', '')", values
        )
    raw.execute(
        "INSERT INTO activity VALUES ('a', 'S0000000002', '440300', 2020, 0, '', '', '1.1', 'diesel', '', 5, 't', '', "
        "NULL, '燃料', 'D7', '5', 't', 0, '')"
    )
    raw.execute("INSERT INTO run VALUES ('r', '440300', 2020, 'x', 'SAR', '{}', '2026')")
    raw.execute("INSERT INTO emission_row VALUES ('r', 'a', 0, 1, 1)")
    raw.close()


def test_a_file_from_before_the_log_keeps_its_rows_and_gets_an_entry(tmp_path):
    path = tmp_path / "w.db"
    old_file(path)
    opened = database.connect(path)
    states = [(row["submission"], row["state"], row["version"], row["replaces"]) for row in submissions.states(opened)]
    assert states == [("S0000000001", "superseded", 1, ""), ("S0000000002", "locked", 2, "S0000000001")]
    assert [each["state"] for each in submissions.events(opened, "S0000000002")] == ["submitted", "verified", "locked"]
    (entry,) = audit.entries(opened)
    rows = {table: claim["rows"] for table, claim in entry["detail"]["rows"].items()}
    assert entry["action"] == "migrated"
    assert rows == {
        "submission": 2, "submission_version": 2, "submission_event": 5, "activity": 1, "run": 1, "emission_row": 1,
    }  # fmt: skip
    hand_in(opened, path, 3)
    hand_in(opened, path, 2, enterprise="x", submission="S2b")
    compiled(opened, path, 3)
    assert audit.faults(opened) == []


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM submission_event WHERE event_id = 2", "UPDATE activity SET quantity = 6", "DELETE FROM emission_row"],
)
def test_what_the_log_found_when_it_began_is_proved_too(tmp_path, statement):
    path = tmp_path / "w.db"
    old_file(path)
    database.connect(path).conn.close()
    with behind_its_back(path) as raw:
        raw.execute(statement)
    (found,) = audit.faults(database.connect(path))
    assert (found.code, found.details["entry"]) == ("audit-rows-differ", 1)


def test_who_acts_may_be_said(monkeypatch):
    monkeypatch.setenv(audit.VARIABLE, " 李四 ")
    assert audit.actor() == "李四"
    monkeypatch.delenv(audit.VARIABLE)
    assert audit.actor() != "李四"
