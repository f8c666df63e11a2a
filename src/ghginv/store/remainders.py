"""Remainders 余额: what is left of a region's statistics when enterprises are taken off, kept as derived submissions.

The content of such a submission is the record of the feed (JSON): which figures of the statistics, by their rows, less
which rows of enterprises. Its id is the hash of that content, so the same inputs give the same submission, stored once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlite_utils import Database

from ghginv.domain.records import Activity
from ghginv.findings import Finding
from ghginv.store import audit, submissions
from ghginv.store.submissions import Filing

REMAINDER = "remainder"
STATE = "locked"  # nobody hands it in or returns it: it follows from others, and a change makes another one


def add(
    database: Database,
    filing: Filing,
    rows: Iterable[Mapping[str, object]],
    findings: Iterable[Finding],
    at: str,
    actor: str,
) -> None:
    """Store a derived submission and its rows, which keep the ids and places given (inside a transaction); once."""
    if submissions.known(database, filing.sha256) is not None:
        return
    row = asdict(filing)
    del row["monthly"]
    version = {"submission": filing.submission, "version": row.pop("version"), "replaces": row.pop("replaces")}
    database["submission"].insert(row)
    database["submission_version"].insert(version)
    names = ("activity_id", "submission", *Activity.__slots__)
    marks = ", ".join("?" * len(names))
    database.conn.executemany(
        f"INSERT INTO activity ({', '.join(names)}) VALUES ({marks})", [[row[name] for name in names] for row in rows]
    )
    told = {name: getattr(filing, name) for name in ("file", "sha256", "kind", "region", "year")}
    database["submission_finding"].insert_all(_finding_row(filing.submission, each) for each in findings)
    audit.record(database, "derive", filing.submission, told, owns=dict.fromkeys(audit.FILED, filing.submission))
    submissions.record_event(database, filing.submission, STATE, at, actor)


def _finding_row(submission: str, finding: Finding) -> dict[str, object]:
    told = {name: getattr(finding, name) for name in ("code", "severity", "sheet", "cell", "found", "expected")}
    return {"submission": submission, **told, "zh": finding.text("zh"), "en": finding.text("en")}


def record(database: Database, used: Sequence[str]) -> dict[str, Any] | None:
    """The record of the feed among these submissions, with ``submission``, its own id; None where there is none."""
    row = database.conn.execute(
        "SELECT submission, content FROM submission WHERE kind = ? AND submission IN (SELECT value FROM json_each(?))",
        [REMAINDER, json.dumps(list(used))],
    ).fetchone()
    return None if row is None else {**json.loads(row[1]), "submission": row[0]}


def set_aside(database: Database, used: Sequence[str]) -> list[str]:
    """The rows of these submissions that are no part of what is compiled from them: replaced, or left out."""
    found = record(database, used)
    return [] if found is None else [*found["replaced"], *found["beside"]]
