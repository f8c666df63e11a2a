"""The audit log 审计日志: who did what, when, each entry chained by hash to the one before.

An entry is written in the transaction of what it tells. Where that added rows to the workspace file, the entry claims
them: how many of which table, and their digest. So the log proves itself (the chain) and the tables beside it (the
claims cover all rows, in the order in which they were added). Whoever can write the file can also make a whole new
chain: against that, write the last hash down elsewhere.
"""

from __future__ import annotations

import datetime
import getpass
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError
from ghginv.findings import Finding

if TYPE_CHECKING:
    from sqlite_utils import Database

VARIABLE, DAY_VARIABLE = "GHGINV_ACTOR", "GHGINV_TODAY"
_acting: ContextVar[str] = ContextVar("acting", default="")
_on: ContextVar[str] = ContextVar("on", default="")
COLUMNS = ("seq", "at", "actor", "action", "subject", "detail", "previous", "hash")
# The tables that the log covers, and the column that says whose their rows are.
FILED = (
    "submission", "submission_version", "submission_finding", "activity", "measured_parameter",
    "enterprise_year", "facility", "indicator", "evidence", "monthly_filing", "monthly_row", "economic_figure",
)  # fmt: skip
COMPILED = ("run", "run_choice", "run_parameter", "emission_row")
ALLOCATED = ("quota_allocation", "quota_unit", "quota_entity")
BUDGETED = ("budget_event", "budget_plan", "budget_version", "budget_line", "budget_request", "budget_document")
JOURNAL = ("journal_entry", "journal_leg")
TARGETED = ("target_filing", "target_fact", "target_goal", "target_report")
SCENARIOS = ("scenario_run", "scenario_cell", "scenario_effect")
SINGLE = {"submission_event": "event_id", "check_note": "note_id", "run_seal": "rowid"}
OWNER = {
    **dict.fromkeys(FILED, "submission"),
    **dict.fromkeys(COMPILED, "run"),
    **dict.fromkeys(ALLOCATED, "quota"),
    **dict.fromkeys(BUDGETED, "event_id"),
    **dict.fromkeys(JOURNAL, "batch"),
    **dict.fromkeys(TARGETED, "filing"),
    **dict.fromkeys(SCENARIOS, "scenario_run"),
    **SINGLE,
}
Row = tuple[Any, ...]
_PIECE = 1000


def now() -> str:
    """The time as it is written down: UTC, to the second."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def today() -> str:
    """The day of business 业务日期 by which rules judge what is early or late: ISO, UTC.

    What ``acting`` or the environment variable GHGINV_TODAY says, for drills and for entering past decisions; else the
    real day. The log keeps the real time whatever the day of business is, and names that day where it differs.
    InputError where the variable holds no day.
    """
    told = _on.get() or os.environ.get(DAY_VARIABLE, "").strip()
    if not told:
        return now()[:10]
    try:
        return datetime.date.fromisoformat(told).isoformat()
    except ValueError:
        raise InputError(Finding("audit-day", found=told)) from None


@contextmanager
def acting(name: str = "", day: str = "") -> Iterator[None]:
    """Within the block, ``name`` acts, on a ``day`` of business; what is blank stays as it is."""
    token, on = _acting.set(name or _acting.get()), _on.set(day or _on.get())
    try:
        yield
    finally:
        _acting.reset(token)
        _on.reset(on)


def actor() -> str:
    """Who acts: whom ``acting`` names, else the environment variable GHGINV_ACTOR, else the name of the account."""
    if named := _acting.get():
        return named
    if named := os.environ.get(VARIABLE, "").strip():
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def record(
    database: Database,
    action: str,
    subject: str,
    detail: Mapping[str, Any] | None = None,
    *,
    owns: Mapping[str, object] | None = None,
    at: str = "",
    by: str | None = None,
) -> str:
    """Add an entry (inside a transaction) and return its hash; ``owns`` says by table whose rows were just added."""
    claims = {table: _claim(database, table, owner) for table, owner in (owns or {}).items()}
    return _append(database, action, subject, detail, {t: c for t, c in claims.items() if c["rows"]}, at, by)


def _append(
    database: Database,
    action: str,
    subject: str,
    detail: Mapping[str, Any] | None,
    claims: Mapping[str, Any],
    at: str,
    by: str | None,
) -> str:
    ends = database.conn.execute("SELECT seq, hash FROM audit_end").fetchone()
    if ends is None:
        raise InputError(Finding("audit-cut", found="?", expected="-", details={"entry": "?"}))
    seq, previous = ends
    real, day = now(), today()
    dated = {} if day == real[:10] else {"business_day": day}
    told = json.dumps({**(detail or {}), **dated, "rows": claims}, ensure_ascii=False, sort_keys=True)
    entry = {"seq": seq + 1, "at": at or real, "actor": actor() if by is None else by, "action": action}
    entry |= {"subject": subject, "detail": told, "previous": previous}
    entry["hash"] = _hash(entry)
    marks = ", ".join(f":{name}" for name in COLUMNS)
    database.conn.execute(f"INSERT INTO audit ({', '.join(COLUMNS)}) VALUES ({marks})", entry)
    return str(entry["hash"])


def begin(database: Database) -> None:
    """Enter what stood in a workspace before it had a log: a digest of each table (inside a migration)."""
    there = {name for (name,) in database.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    claims = {table: _digest(_rows(database, table)) for table in OWNER if table in there}
    if kept := {table: claim for table, claim in claims.items() if claim["rows"]}:
        _append(database, "migrated", "", None, kept, "", None)


def entries(database: Database, last: int = 0) -> list[dict[str, Any]]:
    """The log, oldest first; ``last`` keeps that many of the newest."""
    limit = f"WHERE seq > (SELECT seq FROM audit_end) - {int(last)}" if last else ""
    rows = database.query(f"SELECT * FROM audit {limit} ORDER BY seq")
    return [{**row, "detail": json.loads(row["detail"])} for row in rows]


def end(database: Database) -> tuple[int, str]:
    """How many entries the log has, and the hash of the last one."""
    seq, last = database.conn.execute("SELECT seq, hash FROM audit_end").fetchone() or (0, "")
    return seq, last


def faults(database: Database, expected: str = "") -> list[Finding]:
    """What is wrong with the log or with the tables it covers, the first broken link first; nothing where all is whole.

    ``expected`` is a hash written down elsewhere: it must be that of an entry.
    """
    if broken := _broken_link(database):
        return [broken]
    found = list(chain(_ends_elsewhere(database, expected), _unlike_the_log(database), _other_contents(database)))
    return sorted(found, key=lambda finding: int(str(finding.details.get("entry", sys.maxsize))))


def _broken_link(database: Database) -> Finding | None:
    """The first entry that does not continue the one before, or that was changed."""
    seq, previous = 0, ""
    for row in database.query("SELECT * FROM audit ORDER BY seq"):
        seq += 1
        if row["seq"] != seq:
            return Finding("audit-entry-missing", found=str(row["seq"]), expected=str(seq), details={"entry": seq})
        if row["previous"] != previous:
            return Finding("audit-entry-moved", found=row["previous"], expected=previous, details={"entry": seq})
        if row["hash"] != _hash({name: row[name] for name in COLUMNS[:-1]}):
            return Finding("audit-entry-changed", found=row["action"], details={"entry": seq, "at": row["at"]})
        previous = row["hash"]
    ends = database.conn.execute("SELECT one, seq, hash FROM audit_end").fetchall()
    if ends != [(1, seq, previous)]:
        told = ", ".join(f"{number} {last[:12]}" for _, number, last in ends) or "-"
        return Finding("audit-cut", found=f"{seq} {previous[:12]}", expected=told, details={"entry": seq})
    return None


def _ends_elsewhere(database: Database, expected: str) -> Iterator[Finding]:
    if expected and database.conn.execute("SELECT 1 FROM audit WHERE hash = ?", [expected]).fetchone() is None:
        seq, last = end(database)
        yield Finding("audit-not-expected", found=last, expected=expected, details={"entry": seq})


def _unlike_the_log(database: Database) -> Iterator[Finding]:
    """For each table: each claim meets its rows, and no row is left without a claim."""
    claims: dict[str, list[tuple[int, str, dict[str, Any]]]] = {table: [] for table in OWNER}
    for seq, subject, detail in database.conn.execute("SELECT seq, subject, detail FROM audit ORDER BY seq"):
        for table, claim in json.loads(detail)["rows"].items():
            claims[table].append((seq, subject, claim))
    for table, told in claims.items():
        rows = _rows(database, table)
        for seq, subject, claim in told:
            if _digest(islice(rows, claim["rows"]), claim["columns"]) != claim:
                yield Finding("audit-rows-differ", found=subject or "-", details={"table": table, "entry": seq})
                break
        else:
            claimed = sum(claim["rows"] for *_, claim in told)
            (count,) = database.conn.execute(f"SELECT count(*) FROM {table}").fetchone()
            if count != claimed:
                yield Finding("audit-rows-beside", found=str(count), expected=str(claimed), details={"table": table})


def _other_contents(database: Database) -> Iterator[Finding]:
    """Files whose content is not what was received; of what a city holds itself only the digest is kept."""
    received = database.conn.execute(
        "SELECT submission, sha256, content FROM submission WHERE kind <> 'sealed' OR length(content) > 0"
    )
    plans = database.conn.execute("SELECT budget || ': ' || file, file_sha256, content FROM budget_plan")
    documents = database.conn.execute("SELECT document, sha256, content FROM budget_document")
    targets = database.conn.execute("SELECT filing, sha256, content FROM target_filing")
    scenarios = database.conn.execute("SELECT scenario_run || ': ' || file, sha256, content FROM scenario_run")
    for name, sha256, content in chain(received, plans, documents, targets, scenarios):
        if (found := hashlib.sha256(content).hexdigest()) != sha256:
            yield Finding("audit-content-differs", found=found, expected=sha256, details={"submission": name})


def _hash(entry: Mapping[str, Any]) -> str:
    text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _claim(database: Database, table: str, owner: object) -> dict[str, Any]:
    """How many rows of a table belong to an owner, of how many columns, and their digest."""
    return _digest(_selected(database, table, f"WHERE {OWNER[table]} = ?", [owner]))


def _rows(database: Database, table: str) -> Iterator[Row]:
    """All rows of a table in the order in which they were added."""
    if table != "emission_row":
        return _selected(database, table)
    # It is kept in the order of its key: whose rows came first is known from the runs.
    known = [run for (run,) in database.conn.execute("SELECT run FROM run ORDER BY rowid")]
    return chain.from_iterable(_selected(database, table, "WHERE run = ?", [run]) for run in known)


def _selected(database: Database, table: str, where: str = "", values: Sequence[object] = ()) -> Iterator[Row]:
    names = [row[1] for row in database.conn.execute(f"PRAGMA table_info({table})")]
    columns = ", ".join("length(content)" if name == "content" else name for name in names)
    order = "run, activity_id, choice_id" if table == "emission_row" else "rowid"
    yield from database.conn.execute(f"SELECT {columns} FROM {table} {where} ORDER BY {order}", list(values))


def _digest(rows: Iterable[Row], columns: int = 0) -> dict[str, Any]:
    """Count, width and SHA-256 of rows; columns that were added to the table later are left out by ``columns``."""
    found, count, kept = hashlib.sha256(), 0, iter(rows)
    while piece := list(islice(kept, _PIECE)):
        columns = columns or len(piece[0])
        count += len(piece)
        text = json.dumps([row[:columns] for row in piece], ensure_ascii=False, separators=(",", ":"))
        found.update(text[1:-1].encode() + b",")
    return {"rows": count, "columns": columns, "sha256": found.hexdigest()}
