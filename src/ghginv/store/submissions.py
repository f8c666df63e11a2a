"""Submissions 提交: the workbook as received, what was read from it, and its life cycle as events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from ghginv.domain.records import Activity, Parameter
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pyarrow as pa

SEALED = "sealed"
ACTIVE = ("submitted", "verified", "locked")
MOVES = {
    "submit": (("returned",), "submitted"),
    "return": (("submitted", "verified"), "returned"),
    "verify": (("submitted",), "verified"),
    "lock": (("verified",), "locked"),
}


@dataclass(frozen=True, slots=True)
class Filing:
    """A workbook about to be stored; ``content`` is the file as received."""

    submission: str
    file: str
    sha256: str
    kind: str
    template_version: str
    region: str
    year: int
    enterprise: str
    content: bytes


def known(database: Database, sha256: str) -> str | None:
    """The submission that holds exactly this file, if any."""
    row = database.conn.execute("SELECT submission FROM submission WHERE sha256 = ?", [sha256]).fetchone()
    return row[0] if row else None


def add(
    database: Database,
    filing: Filing,
    activities: Iterable[Activity],
    parameters: Iterable[Parameter],
    findings: Iterable[Finding],
) -> None:
    """Store a filing with all that was read from it (inside a transaction)."""
    database["submission"].insert(asdict(filing))
    rows = [_activity_row(filing.submission, activity) for activity in activities]
    columns = ", ".join(f":{name}" for name in rows[0]) if rows else ""
    if rows:
        database.conn.executemany(f"INSERT INTO activity ({', '.join(rows[0])}) VALUES ({columns})", rows)
    database["measured_parameter"].insert_all(_parameter_row(filing.submission, parameter) for parameter in parameters)
    database["submission_finding"].insert_all(
        {
            "submission": filing.submission,
            "code": finding.code,
            "severity": finding.severity,
            "sheet": finding.sheet,
            "cell": finding.cell,
            "found": finding.found,
            "expected": finding.expected,
            "zh": finding.text("zh"),
            "en": finding.text("en"),
        }
        for finding in findings
    )


def add_sealed(database: Database, filing: Filing, activity: Iterable[Mapping[str, object]]) -> None:
    """Store a sealed package and its activity data, which keep their ids and places (inside a transaction)."""
    database["submission"].insert(asdict(filing))
    names = ("activity_id", "submission", *Activity.__slots__)
    rows = [[row[name] for name in names] for row in activity]
    marks = ", ".join("?" * len(names))
    database.conn.executemany(f"INSERT INTO activity ({', '.join(names)}) VALUES ({marks})", rows)


def record_event(database: Database, submission: str, state: str, at: str, actor: str, note: str = "") -> None:
    """A step of the life cycle; the newest event is the state."""
    database["submission_event"].insert(
        {"submission": submission, "state": state, "at": at, "actor": actor, "note": note}
    )


def states(database: Database) -> list[dict[str, Any]]:
    """All submissions with their present state, in the order they arrived."""
    return list(
        database.query("SELECT v.* FROM submission_state v JOIN submission s USING (submission) ORDER BY s.rowid")
    )


def events(database: Database, submission: str) -> list[dict[str, Any]]:
    """What happened to a submission, oldest first."""
    return list(
        database.query(
            "SELECT state, at, actor, note FROM submission_event WHERE submission = ? ORDER BY event_id", [submission]
        )
    )


def findings(database: Database, submission: str) -> list[dict[str, Any]]:
    """The remarks with which a submission was accepted."""
    return list(database.query("SELECT * FROM submission_finding WHERE submission = ?", [submission]))


def active(database: Database, region: str, year: int) -> list[dict[str, Any]]:
    """The submissions that count for a region's year; a sealed package counts only in the roll-up it belongs to."""
    marks = ", ".join("?" * len(ACTIVE))
    return list(
        database.query(
            f"SELECT * FROM submission_state WHERE region = ? AND year = ? AND kind <> ? AND state IN ({marks})"
            " ORDER BY submission",
            [region, year, SEALED, *ACTIVE],
        )
    )


def activity_table(database: Database, where: str, parameters: Sequence[object]) -> pa.Table:
    """Activity rows as an Arrow table, sorted by id; ``where`` is a condition over the columns of ``activity``."""
    import pyarrow as pa

    types = dict.fromkeys(("year", "month", "vintage"), pa.int64()) | dict.fromkeys(
        ("quantity", "uncertainty"), pa.float64()
    )
    file = "(SELECT file FROM submission AS s WHERE s.submission = activity.submission) AS file"
    select = f"SELECT activity.*, {file} FROM activity WHERE {where} ORDER BY activity_id"
    cursor = database.conn.execute(select, list(parameters))
    names = [column[0] for column in cursor.description]
    columns = list(zip(*cursor.fetchall(), strict=True)) or [()] * len(names)
    return pa.table(
        {name: pa.array(column, types.get(name, pa.string())) for name, column in zip(names, columns, strict=True)}
    )


def measured(database: Database, submissions: Sequence[str]) -> list[Parameter]:
    """The parameters measured or stated in these submissions."""
    marks = ", ".join("?" * len(submissions))
    rows = database.query(
        f"SELECT record FROM measured_parameter WHERE submission IN ({marks}) ORDER BY parameter_id", list(submissions)
    )
    return [Parameter(**json.loads(row["record"])) for row in rows]


def _parameter_row(submission: str, parameter: Parameter) -> dict[str, object]:
    """A submitted value is named after its submission, which is its source: a later version has values of its own."""
    named = replace(parameter, parameter_id=f"{submission}:{parameter.parameter_id}", source_id=submission)
    record = json.dumps(asdict(named), ensure_ascii=False)
    return {"parameter_id": named.parameter_id, "submission": submission, "record": record}


def _activity_row(submission: str, activity: Activity) -> dict[str, object]:
    return {
        "activity_id": f"{submission}:{activity.sheet}!{activity.cell}",
        "submission": submission,
        **asdict(activity),
    }
