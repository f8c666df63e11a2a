"""Scenarios 情景 as computed: the file as received, what was read from it, emissions by cell, effects of measures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from ghginv.store import audit

CELL = ("scenario", "year", "category", "item", "gas", "memo", "driver", "counts", "before_g", "after_g")
EFFECT = ("scenario", "measure", "year", "share", "effect_g")
HEAD = ("scenario_run", "name", "run", "region", "base_year", "last_year", "file", "sha256", "at", "actor")
Rows = Iterable[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Computed:
    """About to be stored: ``about`` its inputs, ``plan`` facts and tables, rows as ``CELL`` and ``EFFECT``."""

    id: str
    head: Mapping[str, Any]
    about: Mapping[str, Any]
    plan: Mapping[str, Any]
    file: str
    content: bytes
    cells: Rows
    effects: Rows


def known(database: Database, scenario_run: str) -> bool:
    """Whether it is stored; the id is the hash of its inputs, so it is then the same one."""
    found = database.conn.execute("SELECT 1 FROM scenario_run WHERE scenario_run = ?", [scenario_run])
    return found.fetchone() is not None


def add(database: Database, made: Computed, at: str, actor: str) -> None:
    """Store a scenario run (inside a transaction); ``head`` has name, run, region, base_year, last_year."""
    row = {"scenario_run": made.id, **made.head, "about": _text(made.about), "plan": _text(made.plan)}
    row |= {"file": made.file, "sha256": hashlib.sha256(made.content).hexdigest(), "at": at, "actor": actor}
    database["scenario_run"].insert({**row, "content": made.content})
    for table, names, rows in (("scenario_cell", CELL, made.cells), ("scenario_effect", EFFECT, made.effects)):
        marks = ", ".join("?" * (len(names) + 1))
        database.conn.executemany(
            f"INSERT INTO {table} (scenario_run, {', '.join(names)}) VALUES ({marks})",
            ((made.id, *row) for row in rows),
        )
    owns = dict.fromkeys(audit.SCENARIOS, made.id)
    audit.record(database, "scenario", made.id, dict(made.head), owns=owns, at=at, by=actor)


def listed(database: Database) -> list[dict[str, Any]]:
    """All scenario runs in the order in which they were made."""
    return list(database.query(f"SELECT {', '.join(HEAD)}, about FROM scenario_run ORDER BY rowid"))


def find(database: Database, scenario_run: str) -> dict[str, Any]:
    """One scenario run: its head, ``about`` and ``plan``."""
    (row,) = database.query(
        f"SELECT {', '.join(HEAD)}, about, plan FROM scenario_run WHERE scenario_run = ?", [scenario_run]
    )
    return {**row, "about": json.loads(row["about"]), "plan": json.loads(row["plan"])}


def cells(database: Database, scenario_run: str) -> list[tuple[Any, ...]]:
    """Emissions, columns as ``CELL``."""
    return _rows(database, "scenario_cell", CELL, scenario_run)


def effects(database: Database, scenario_run: str) -> list[tuple[Any, ...]]:
    """Effects of measures, columns as ``EFFECT``."""
    return _rows(database, "scenario_effect", EFFECT, scenario_run)


def _rows(database: Database, table: str, names: tuple[str, ...], scenario_run: str) -> list[tuple[Any, ...]]:
    query = f"SELECT {', '.join(names)} FROM {table} WHERE scenario_run = ? ORDER BY rowid"
    return database.conn.execute(query, [scenario_run]).fetchall()


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
