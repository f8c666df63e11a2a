"""What enterprises say of themselves beside activity data: names and industries, facilities, output, evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from ghginv.domain.records import Enterprise, Evidence, Facility, Indicator

if TYPE_CHECKING:
    import pandas as pd

TABLES = {"enterprise_year": Enterprise, "facility": Facility, "indicator": Indicator, "evidence": Evidence}
Record = Enterprise | Facility | Indicator | Evidence


def add(database: Database, submission: str, records: Iterable[Record]) -> None:
    """Store what a submission says, each record in the table of its kind (inside a transaction)."""
    of_kind = {kind: table for table, kind in TABLES.items()}
    for record in records:
        row = {"submission": submission, **asdict(record)}
        marks = ", ".join(f":{name}" for name in row)
        database.conn.execute(f"INSERT INTO {of_kind[type(record)]} ({', '.join(row)}) VALUES ({marks})", row)


def years(database: Database, year: int | None = None, states: Sequence[str] = ()) -> pd.DataFrame:
    """A row for each workbook of an enterprise: the fields of ``Enterprise``, submission, version, state, since.

    Forms of statistics are left out. ``year`` and ``states`` keep only these; sorted by enterprise, year and version.
    """
    names = _names("enterprise_year")
    select = ", ".join(f"y.{name}" for name in names)
    return _frame(
        database,
        f"SELECT {select}, s.version, s.state, s.since"
        " FROM enterprise_year y JOIN submission_state s USING (submission)"
        " WHERE s.kind = 'enterprise' AND (? IS NULL OR y.year = ?)"
        " AND (? = '[]' OR s.state IN (SELECT value FROM json_each(?)))"
        " ORDER BY y.enterprise, y.year, s.version",
        [year, year, *[json.dumps(list(states))] * 2],
        [*names, "version", "state", "since"],
    )


def facilities(database: Database, submissions: Sequence[str]) -> pd.DataFrame:
    """The facilities named in these submissions: submission and the fields of ``Facility``."""
    return _of(database, "facility", submissions)


def indicators(database: Database, submissions: Sequence[str]) -> pd.DataFrame:
    """Output, value added, load and the like in these submissions: submission and the fields of ``Indicator``."""
    return _of(database, "indicator", submissions)


def evidence(database: Database, submissions: Sequence[str]) -> pd.DataFrame:
    """The evidence listed in these submissions: submission and the fields of ``Evidence``."""
    return _of(database, "evidence", submissions)


def _of(database: Database, table: str, submissions: Sequence[str]) -> pd.DataFrame:
    names = _names(table)
    chosen = "SELECT value FROM json_each(?)"
    select = f"SELECT {', '.join(names)} FROM {table} WHERE submission IN ({chosen}) ORDER BY submission, rowid"
    return _frame(database, select, [json.dumps(list(submissions))], names)


def _names(table: str) -> list[str]:
    return ["submission", *(each.name for each in fields(TABLES[table]))]


def _frame(database: Database, select: str, values: Sequence[Any], names: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(database.conn.execute(select, list(values)).fetchall(), columns=list(names))
