"""The target register 实施方案目标 as it was filed: versions of plans, progress report by report; the newest counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlite_utils import Database

from ghginv.store import audit

PLAN, PROGRESS = "plan", "progress"
Row = Mapping[str, Any]
_HEAD = "filing, kind, plan, version, file, sha256, at, actor, note"
_REPORT = "indicator, period, amount, done, basis, status, proof, note, unit, sheet, cell"


@dataclass(frozen=True, slots=True)
class Filing:
    """A workbook about to be stored; ``content`` is the file as received."""

    filing: str
    kind: str
    plan: str
    file: str
    sha256: str
    content: bytes
    note: str = ""


def known(database: Database, sha256: str) -> dict[str, Any] | None:
    """The filing that holds exactly this file, without its content, or None."""
    rows = database.query(f"SELECT {_HEAD} FROM target_filing WHERE sha256 = ?", [sha256])
    return next(iter(rows), None)


def add(
    database: Database,
    filing: Filing,
    *,
    facts: Mapping[str, str] | None = None,
    goals: Iterable[Row] = (),
    reports: Iterable[Row] = (),
) -> int:
    """Store a filing with all that was read from it (inside a transaction) and return its version.

    ``facts`` and ``goals`` are those of a plan, ``reports`` those of a month, with the columns of their tables.
    """
    (last,) = database.conn.execute(
        "SELECT coalesce(max(version), 0) FROM target_filing WHERE kind = ? AND plan = ?", [filing.kind, filing.plan]
    ).fetchone()
    at, actor, own = audit.now(), audit.actor(), {"filing": filing.filing}
    row = {**asdict(filing), "version": last + 1, "at": at, "actor": actor}
    database["target_filing"].insert(row)
    database["target_fact"].insert_all({**own, "fact": fact, "value": value} for fact, value in (facts or {}).items())
    database["target_goal"].insert_all({**own, "plan": filing.plan, **goal} for goal in goals)
    database["target_report"].insert_all({**own, "plan": filing.plan, **report} for report in reports)
    told = {name: row[name] for name in ("kind", "plan", "version", "file", "sha256", "note")}
    owns = dict.fromkeys(audit.TARGETED, filing.filing)
    audit.record(database, f"target-{filing.kind}", filing.filing, told, owns=owns, at=at, by=actor)
    return int(last) + 1


def filings(database: Database, plan: str = "", kind: str = "") -> list[dict[str, Any]]:
    """The filings of a plan (of all), oldest first, without their content."""
    return list(
        database.query(
            f"SELECT {_HEAD} FROM target_filing WHERE ? IN ('', plan) AND ? IN ('', kind) ORDER BY rowid", [plan, kind]
        )
    )


def plans(database: Database) -> list[str]:
    """The codes of all plans in the order in which they were registered."""
    rows = database.conn.execute("SELECT plan FROM target_filing WHERE kind = 'plan' AND version = 1 ORDER BY rowid")
    return [plan for (plan,) in rows]


def plan(database: Database, code: str, version: int = 0) -> tuple[int, dict[str, str], list[dict[str, Any]]] | None:
    """Version, facts and goals of a plan: its newest version unless one is asked for; None where there is none."""
    found = [each for each in filings(database, code, PLAN) if version in (0, each["version"])]
    if not found:
        return None
    filing = found[-1]["filing"]
    facts = database.conn.execute("SELECT fact, value FROM target_fact WHERE filing = ?", [filing])
    goals = database.query("SELECT * FROM target_goal WHERE filing = ? ORDER BY position", [filing])
    return int(found[-1]["version"]), dict(facts.fetchall()), list(goals)


def reports(database: Database, code: str) -> list[dict[str, Any]]:
    """All reports of a plan, oldest filing first, with ``file``, ``at`` and ``actor`` of their filing.

    ``in_force``: 1 for the newest of its indicator and month, 0 for what a later one has replaced.
    """
    return list(
        database.query(
            f"SELECT r.filing, {', '.join('r.' + name for name in _REPORT.split(', '))}, f.file, f.at, f.actor, "
            "row_number() OVER (PARTITION BY r.indicator, r.period ORDER BY f.rowid DESC) = 1 AS in_force "
            "FROM target_report r JOIN target_filing f USING (filing) WHERE r.plan = ? ORDER BY f.rowid, r.rowid",
            [code],
        )
    )


def content(database: Database, filing: str) -> bytes:
    """The file as it was received."""
    (found,) = database.conn.execute("SELECT content FROM target_filing WHERE filing = ?", [filing]).fetchone()
    return bytes(found)
