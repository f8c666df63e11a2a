"""Carbon budgets as they were made: each step an event with a number of its own, and all that came with it.

The number of the last event is the budget's revision: who writes says from which one he started, so that two people
who edit one budget cannot overwrite each other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlite_utils import Database

from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.store import audit

Row = Mapping[str, Any]
LINE = ("year", "kind", "region", "industry", "layer", "enterprise", "amount_kg")


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as received: the file's content and the tables read from it."""

    sha256: str
    tables: Mapping[str, list[dict[str, Any]]]
    file: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Version:
    """A version's lines and what they were made by; its number is that of the event."""

    plan: str
    about: Mapping[str, Any]
    lines: Iterable[Row]


@dataclass(frozen=True, slots=True)
class Document:
    """A document 文件 of a budget: the file as it is, named by the digest of its content."""

    kind: str
    addressee: str
    title: str
    file: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The digest of the content."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Step:
    """An event about to be stored, with all that comes with it; ``revision`` is the one the writer started from."""

    budget: str
    revision: int
    version: int
    step: str
    note: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    plan: Plan | None = None
    content: Version | None = None
    requests: Iterable[Row] = ()
    documents: Iterable[Document] = ()


def add(database: Database, step: Step, at: str, actor: str) -> int:
    """Store an event (inside a transaction) and return the new revision.

    InputError when the budget has moved on since the revision from which the writer started.
    """
    now = revision(database, step.budget)
    if now != step.revision:
        last = events(database, step.budget)[-1]
        told = {"budget": step.budget, "actor": last["actor"], "at": last["at"], "step": last["step"]}
        raise InputError(Finding("budget-edited-meanwhile", found=str(step.revision), expected=str(now), details=told))
    row = {"budget": step.budget, "revision": now + 1, "version": step.version, "step": step.step, "at": at}
    row |= {"actor": actor, "note": step.note, "detail": _text(step.detail)}
    event = database["budget_event"].insert(row).last_pk
    owned = _with_event(database, step, int(event))
    told = {"budget": step.budget, "version": step.version, "revision": now + 1, "note": step.note}
    audit.record(database, f"budget-{step.step}", step.budget, told, owns=dict.fromkeys(owned, event), at=at, by=actor)
    return now + 1


def _with_event(database: Database, step: Step, event: int) -> list[str]:
    """Store what comes with an event; the tables that were written to."""
    written = ["budget_event"]
    if step.plan:
        plan = {"event_id": event, "budget": step.budget, "sha256": step.plan.sha256, "file": step.plan.file}
        plan |= {"tables": _text(step.plan.tables), "content": step.plan.content}
        database["budget_plan"].insert({**plan, "file_sha256": hashlib.sha256(step.plan.content).hexdigest()})
        written.append("budget_plan")
    if step.content:
        _add_version(database, step, step.content, event)
        written += ["budget_version", "budget_line"]
    if requests := [{"event_id": event, "budget": step.budget, **row} for row in step.requests]:
        database["budget_request"].insert_all(requests)
        written.append("budget_request")
    if documents := list(step.documents):
        head = {"event_id": event, "budget": step.budget, "version": step.version}
        rows = [
            {"document": number(step.budget, each), **head, **asdict(each), "sha256": each.sha256}
            for each in documents
            if not document_known(database, number(step.budget, each))
        ]
        database["budget_document"].insert_all(rows)
        written.append("budget_document")
    return written


def _add_version(database: Database, step: Step, content: Version, event: int) -> None:
    lines = sorted([row[name] for name in LINE] for row in content.lines)
    digest = hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()
    head = {"event_id": event, "budget": step.budget, "version": step.version}
    database["budget_version"].insert({**head, "plan": content.plan, "about": _text(content.about), "sha256": digest})
    marks = ", ".join("?" * (len(LINE) + 1))
    database.conn.executemany(
        f"INSERT INTO budget_line (event_id, {', '.join(LINE)}) VALUES ({marks})", ([event, *line] for line in lines)
    )


def number(budget: str, document: Document) -> str:
    """The id of a document of a budget: budget, kind, addressee and content make it."""
    told = "\0".join((budget, document.kind, document.addressee, document.sha256))
    return f"D{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def document_known(database: Database, document: str) -> bool:
    """Whether a document with this id is stored."""
    return database.conn.execute("SELECT 1 FROM budget_document WHERE document = ?", [document]).fetchone() is not None


def revision(database: Database, budget: str) -> int:
    """The number of the last event of a budget; 0 where there is none."""
    found = database.conn.execute("SELECT max(revision) FROM budget_event WHERE budget = ?", [budget]).fetchone()
    return int(found[0] or 0)


def names(database: Database) -> list[str]:
    """The ids of all budgets in the order in which they were begun."""
    rows = database.conn.execute("SELECT budget FROM budget_event WHERE revision = 1 ORDER BY event_id")
    return [budget for (budget,) in rows]


def events(database: Database, budget: str) -> list[dict[str, Any]]:
    """The events of a budget, oldest first, each with its ``detail``."""
    rows = database.query("SELECT * FROM budget_event WHERE budget = ? ORDER BY revision", [budget])
    return [{**row, "detail": json.loads(row["detail"])} for row in rows]


def plan(database: Database, budget: str, sha256: str = "") -> dict[str, Any]:
    """The newest plan of a budget, or the one with this digest: ``sha256``, ``tables``, ``file``, ``content``."""
    (row,) = database.query(
        "SELECT * FROM budget_plan WHERE budget = ? AND ? IN ('', sha256) ORDER BY event_id DESC LIMIT 1",
        [budget, sha256],
    )
    return {**row, "tables": json.loads(row["tables"])}


def version(database: Database, budget: str, number: int) -> dict[str, Any] | None:
    """A version: ``plan``, ``about``, ``sha256``, ``event_id``; None where there is none of this number."""
    rows = list(database.query("SELECT * FROM budget_version WHERE budget = ? AND version = ?", [budget, number]))
    return {**rows[0], "about": json.loads(rows[0]["about"])} if rows else None


def versions(database: Database, budget: str) -> list[dict[str, Any]]:
    """All versions of a budget, oldest first, with who made them when and their totals by year in kg."""
    rows = database.query(
        "SELECT v.version, v.plan, v.about, v.sha256, e.at, e.actor, e.note FROM budget_version v "
        "JOIN budget_event e USING (event_id) WHERE v.budget = ? ORDER BY v.version",
        [budget],
    )
    return [{**row, "about": json.loads(row["about"])} for row in rows]


def lines(database: Database, budget: str, number: int) -> list[tuple[Any, ...]]:
    """The lines of a version, columns as ``LINE``, in a fixed order."""
    rows = database.conn.execute(
        f"SELECT {', '.join('l.' + name for name in LINE)} FROM budget_line l JOIN budget_version v USING (event_id) "
        "WHERE v.budget = ? AND v.version = ? ORDER BY l.year, l.kind, l.region, l.industry, l.layer, l.enterprise",
        [budget, number],
    )
    return rows.fetchall()


def requests(database: Database, budget: str) -> list[dict[str, Any]]:
    """The requests 申请 of a budget: of each region, industry and year the newest."""
    return list(
        database.query(
            "SELECT r.* FROM budget_request r JOIN (SELECT max(event_id) AS event_id, region, industry, year "
            "FROM budget_request WHERE budget = ? GROUP BY region, industry, year) USING (event_id, region, industry, "
            "year) WHERE r.budget = ? ORDER BY region, industry, year",
            [budget, budget],
        )
    )


def documents(database: Database, budget: str) -> list[dict[str, Any]]:
    """The documents of a budget without their content, in the order in which they came."""
    return list(
        database.query(
            "SELECT d.document, d.version, d.kind, d.addressee, d.title, d.file, d.sha256, e.at, e.actor "
            "FROM budget_document d JOIN budget_event e USING (event_id) WHERE d.budget = ? ORDER BY d.rowid",
            [budget],
        )
    )


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def content(database: Database, document: str) -> bytes:
    """The file of a document."""
    (found,) = database.conn.execute("SELECT content FROM budget_document WHERE document = ?", [document]).fetchone()
    return bytes(found)
