"""Explanations of what checks found, append-only: of several on one finding the last holds, the others stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from ghginv.store import audit


def explain(database: Database, run: str, finding: str, note: str, at: str, actor: str) -> None:
    """Record an explanation of a finding of a run (inside a transaction)."""
    added = database.conn.execute(
        "INSERT INTO check_note (run, finding, note, at, actor) VALUES (?, ?, ?, ?, ?)", [run, finding, note, at, actor]
    )
    told = {"finding": finding, "note": note}
    audit.record(database, "explain", run, told, owns={"check_note": added.lastrowid}, at=at, by=actor)


def explanations(database: Database, run: str) -> Mapping[str, Mapping[str, Any]]:
    """The last explanation by finding, ``note, run, at, actor``, given on any run of the same region and year."""
    found = database.query(
        "SELECT n.finding, n.note, n.run, n.at, n.actor FROM check_note n JOIN run r ON r.run = n.run "
        "JOIN run mine ON mine.run = ? AND (mine.region, mine.year) = (r.region, r.year) ORDER BY n.note_id",
        [run],
    )
    return {row.pop("finding"): row for row in found}
