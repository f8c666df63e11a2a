"""Budgets as they were made: an event with all that came with it, one writer at a time, nothing changed afterwards."""

from __future__ import annotations

import sqlite3

import pytest

from ghginv.errors import InputError
from ghginv.store import audit, budgets, database
from tests.store.filings import AT, budgeted

TABLES = [table for table in audit.OWNER if table.startswith("budget_")]


def step(revision: int, name: str = "draft", **more) -> budgets.Step:
    return budgets.Step("B1", revision, more.pop("version", 0), name, **more)


@pytest.fixture
def kept(tmp_path):
    opened = database.connect(tmp_path / "w.db")
    budgeted(opened, tmp_path / "w.db")
    return opened


def test_what_was_stored_is_read_again(kept):
    assert budgets.names(kept) == ["B1"]
    assert [event["step"] for event in budgets.events(kept, "B1")] == ["draft", "allocate", "request", "approve"]
    assert budgets.plan(kept, "B1")["tables"] == {"facts": [{"fact": "name", "value": "虚构市"}]}
    assert [row[-1] for row in budgets.lines(kept, "B1", 1)] == [4000, 6000]
    assert budgets.version(kept, "B1", 1)["about"] == {"totals": {"2026": 10000}}
    assert budgets.version(kept, "B1", 2) is None
    assert [row["requested_kg"] for row in budgets.requests(kept, "B1")] == [9000]
    assert [(row["kind"], row["actor"]) for row in budgets.documents(kept, "B1")] == [("approval", "wang")]
    assert audit.faults(kept) == []


def test_who_started_from_an_older_revision_is_refused_and_nothing_is_stored(kept, tmp_path):
    before = budgets.events(kept, "B1")
    with pytest.raises(InputError) as refused, database.writing(kept, tmp_path / "w.db"):
        budgets.add(kept, step(2, "submit", version=1), AT, "zhao")
    (finding,) = refused.value.findings
    assert (finding.code, finding.details["actor"]) == ("budget-edited-meanwhile", "wang")
    assert budgets.events(kept, "B1") == before


def test_a_newer_request_stands_for_the_older_one(kept, tmp_path):
    request = {"region": "440311", "industry": "", "year": 2026, "requested_kg": 8000, "reason": "核减", "contact": ""}
    with database.writing(kept, tmp_path / "w.db"):
        budgets.add(kept, step(4, "request", version=1, requests=[{**request, "file": "s.xlsx"}]), AT, "chen")
    assert [row["requested_kg"] for row in budgets.requests(kept, "B1")] == [8000]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("recursive", [True, False])
def test_no_row_is_changed_deleted_or_replaced(kept, tmp_path, table, recursive):
    raw = sqlite3.connect(tmp_path / "w.db", isolation_level=None)
    raw.execute(f"PRAGMA recursive_triggers = {int(recursive)}")
    row = raw.execute(f"SELECT * FROM {table}").fetchone()
    marks = ", ".join("?" * len(row))
    column = raw.execute(f"PRAGMA table_info({table})").fetchall()[-1][1]
    for deed in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            raw.execute(deed)
    if table != "budget_request":  # its rows have no key of their own: a row added is found by the log
        with pytest.raises(sqlite3.IntegrityError, match="there already"):
            raw.execute(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", row)
    raw.close()
    assert audit.faults(kept) == []


def test_a_document_whose_content_was_changed_is_found(kept, tmp_path):
    raw = sqlite3.connect(tmp_path / "w.db", isolation_level=None)
    raw.execute("DROP TRIGGER budget_document_kept_as_is")
    raw.execute("UPDATE budget_document SET content = X'00'")
    raw.close()
    assert "audit-content-differs" in {finding.code for finding in audit.faults(kept)}


def test_the_same_file_is_kept_for_each_budget_and_once_in_each(kept, tmp_path):
    paper = budgets.Document("approval", "", "批复", "批复.docx", b"the same bytes")
    with database.writing(kept, tmp_path / "w.db"):
        budgets.add(kept, step(4, "sign", version=1, documents=[paper]), AT, "chen")
        budgets.add(kept, step(5, "sign", version=1, documents=[paper]), AT, "chen")
        budgets.add(kept, budgets.Step("B2", 0, 0, "draft"), AT, "chen")
        budgets.add(kept, budgets.Step("B2", 1, 0, "sign", documents=[paper]), AT, "chen")
    mine, theirs = ([row for row in budgets.documents(kept, name) if row["title"] == "批复"] for name in ("B1", "B2"))
    assert [row["document"] for row in mine if row["sha256"] == paper.sha256] == [budgets.number("B1", paper)]
    assert [row["document"] for row in theirs] == [budgets.number("B2", paper)]
    assert budgets.content(kept, theirs[0]["document"]) == b"the same bytes"
    assert audit.faults(kept) == []
