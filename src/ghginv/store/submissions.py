"""Submissions 提交: the workbook as received, what was read from it, and its life cycle as events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from ghginv.domain.monthly import KIND as MONTHLY
from ghginv.domain.monthly import Reported
from ghginv.domain.records import Activity, Parameter
from ghginv.findings import Finding
from ghginv.store import audit, enterprises

if TYPE_CHECKING:
    import pyarrow as pa

SEALED = "sealed"
ENTERPRISE = "enterprise"
# Not the region's own filings: a package counts in its roll-up, an enterprise through what its account feeds, what is
# reported month by month in the execution of a budget.
ASIDE = (SEALED, ENTERPRISE, "form_205_1", "remainder", MONTHLY)
ACTIVE = ("submitted", "resubmitted", "verified", "locked")


@dataclass(frozen=True, slots=True)
class Filing:
    """A workbook about to be stored; ``content`` is the file as received, ``replaces`` the version before.

    ``monthly`` is what a monthly one says beside its activity data.
    """

    submission: str
    file: str
    sha256: str
    kind: str
    template_version: str
    region: str
    year: int
    enterprise: str
    content: bytes
    version: int = 1
    replaces: str = ""
    monthly: Reported | None = None


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
    about: Iterable[enterprises.Record] = (),
) -> None:
    """Store a filing with all that was read from it (inside a transaction); ``about`` is what an enterprise says."""
    _insert(database, filing)
    rows = [_activity_row(filing.submission, activity) for activity in activities]
    columns = ", ".join(f":{name}" for name in rows[0]) if rows else ""
    if rows:
        database.conn.executemany(f"INSERT INTO activity ({', '.join(rows[0])}) VALUES ({columns})", rows)
    database["measured_parameter"].insert_all(_parameter_row(filing.submission, parameter) for parameter in parameters)
    database["submission_finding"].insert_all(_finding_row(filing.submission, finding) for finding in findings)
    enterprises.add(database, filing.submission, about)
    if filing.monthly:
        from ghginv.store import execution

        execution.add(database, filing.submission, filing.monthly)
    _log(database, "import", filing)


def add_sealed(database: Database, filing: Filing, activity: Iterable[Mapping[str, object]]) -> None:
    """Store a sealed package and its activity data, which keep their ids and places (inside a transaction)."""
    _insert(database, filing)
    names = ("activity_id", "submission", *Activity.__slots__)
    rows = [[row[name] for name in names] for row in activity]
    marks = ", ".join("?" * len(names))
    database.conn.executemany(f"INSERT INTO activity ({', '.join(names)}) VALUES ({marks})", rows)
    _log(database, "merge", filing)


def refuse(database: Database, file: str, sha256: str, detail: Mapping[str, object]) -> None:
    """Log that a file was not taken, and why (inside a transaction); of the file itself nothing is kept."""
    audit.record(database, "refused", file, {"sha256": sha256, **detail})


def record_event(database: Database, submission: str, state: str, at: str, actor: str, note: str = "") -> None:
    """A step of the life cycle; the newest event is the state."""
    added = database.conn.execute(
        "INSERT INTO submission_event (submission, state, at, actor, note) VALUES (?, ?, ?, ?, ?)",
        [submission, state, at, actor, note],
    )
    owns = {"submission_event": added.lastrowid}
    audit.record(database, state, submission, {"note": note}, owns=owns, at=at, by=actor)


def _insert(database: Database, filing: Filing) -> None:
    row = asdict(replace(filing, monthly=None))
    del row["monthly"]
    version = {"submission": filing.submission, "version": row.pop("version"), "replaces": row.pop("replaces")}
    database["submission"].insert(row)
    database["submission_version"].insert(version)


def _log(database: Database, action: str, filing: Filing) -> None:
    told = asdict(replace(filing, monthly=None))
    told = {name: value for name, value in told.items() if name not in ("submission", "content", "monthly")}
    if filing.monthly:
        told |= {"sender": filing.monthly.sender, "period": filing.monthly.period}
    audit.record(database, action, filing.submission, told, owns=dict.fromkeys(audit.FILED, filing.submission))


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


def find(database: Database, submission: str) -> dict[str, Any] | None:
    """One submission with its present state, or None."""
    return next(iter(database.query("SELECT * FROM submission_state WHERE submission = ?", [submission])), None)


def content(database: Database, submission: str) -> bytes:
    """The file as it was received."""
    row = database.conn.execute("SELECT content FROM submission WHERE submission = ?", [submission]).fetchone()
    return bytes(row[0])


def count(database: Database, submission: str) -> int:
    """How many rows of activity data a submission holds."""
    (rows,) = database.conn.execute("SELECT count(*) FROM activity WHERE submission = ?", [submission]).fetchone()
    return int(rows)


def active(database: Database, region: str, year: int) -> list[dict[str, Any]]:
    """A region's own filings that count for a year: no sealed packages, and nothing of single enterprises."""
    return list(
        database.query(
            "SELECT * FROM submission_state WHERE region = ? AND year = ?"
            " AND kind NOT IN (SELECT value FROM json_each(?)) AND state IN (SELECT value FROM json_each(?))"
            " ORDER BY submission",
            [region, year, json.dumps(ASIDE), json.dumps(ACTIVE)],
        )
    )


def enterprise_active(database: Database, year: int, states: Sequence[str] = ACTIVE) -> list[dict[str, Any]]:
    """The enterprises' filings of a year in one of these states, those that count unless said otherwise."""
    return list(
        database.query(
            "SELECT * FROM submission_state WHERE kind = ? AND year = ?"
            " AND state IN (SELECT value FROM json_each(?)) ORDER BY enterprise, submission",
            [ENTERPRISE, year, json.dumps(list(states))],
        )
    )


def versions(database: Database, kind: str, region: str, year: int, enterprise: str) -> list[dict[str, Any]]:
    """All that was handed in as the same thing, in the order in which it came.

    That is one kind, region and year, or one kind, enterprise and year: an enterprise may move.
    """
    return list(
        database.query(
            "SELECT v.* FROM submission_state v JOIN submission s USING (submission)"
            " WHERE v.kind = ? AND v.year = ? AND v.enterprise = ? AND (v.enterprise <> '' OR v.region = ?)"
            " ORDER BY s.rowid",
            [kind, year, enterprise, region],
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
    rows = database.query(
        "SELECT record FROM measured_parameter WHERE submission IN (SELECT value FROM json_each(?))"
        " ORDER BY parameter_id",
        [json.dumps(list(submissions))],
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


def _finding_row(submission: str, finding: Finding) -> dict[str, object]:
    told = {name: getattr(finding, name) for name in ("code", "severity", "sheet", "cell", "found", "expected")}
    return {"submission": submission, **told, "zh": finding.text("zh"), "en": finding.text("en")}
