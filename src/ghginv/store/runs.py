"""Compiled runs: what they are made of, their choices, parameters and emission rows, kept as compiled."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from ghginv.store import audit, remainders, submissions

if TYPE_CHECKING:
    import pandas as pd

ROW = ("activity_id", "choice_id", "mass_g", "co2e_g")


def known(database: Database, run: str) -> bool:
    """Whether a run with this id is stored; the id is the hash of its inputs, so it is then the same run."""
    return database.conn.execute("SELECT 1 FROM run WHERE run = ?", [run]).fetchone() is not None


def add(
    database: Database,
    about: Mapping[str, Any],
    choices: pd.DataFrame,
    parameters: pd.DataFrame,
    rows: pd.DataFrame,
    compiled_at: str,
) -> None:
    """Store a run (inside a transaction)."""
    run = about["run"]
    named = {name: about[name] for name in ("run", "region", "year", "guideline", "gwp")}
    database["run"].insert({**named, "about": json.dumps(dict(about)), "compiled_at": compiled_at})
    short = ["choice_id", "category", "formula", "gas", "scope", "memo", "parameter_ids"]
    database["run_choice"].insert_all(
        {"run": run, **{name: record[name] for name in short}, "record": json.dumps(record, ensure_ascii=False)}
        for record in _records(choices)
    )
    database["run_parameter"].insert_all(
        {"run": run, "parameter_id": record["parameter_id"], "record": json.dumps(record, ensure_ascii=False)}
        for record in _records(parameters)
    )
    database.conn.executemany(
        f"INSERT INTO emission_row (run, {', '.join(ROW)}) VALUES (?, ?, ?, ?, ?)",
        ((run, *row) for row in rows[list(ROW)].itertuples(index=False, name=None)),
    )
    told = {name: about[name] for name in ("region", "year", "guideline", "gwp")}
    audit.record(database, "compile", run, told, owns=dict.fromkeys(audit.COMPILED, run), at=compiled_at)


def seal(database: Database, run: str, seal: str, at: str, actor: str) -> None:
    """Record that a run was sealed (inside a transaction); the same seal again is the same fact."""
    known = database.conn.execute("SELECT 1 FROM run_seal WHERE run = ? AND seal = ?", [run, seal]).fetchone()
    if known is None:
        added = database.conn.execute(
            "INSERT INTO run_seal (run, seal, sealed_at, actor) VALUES (?, ?, ?, ?)", [run, seal, at, actor]
        )
        audit.record(database, "seal", run, {"seal": seal}, owns={"run_seal": added.lastrowid}, at=at, by=actor)


def seals(database: Database, run: str) -> list[dict[str, Any]]:
    """When and by whom a run was sealed."""
    return list(database.query("SELECT seal, sealed_at, actor FROM run_seal WHERE run = ? ORDER BY sealed_at", [run]))


def listed(database: Database) -> list[dict[str, Any]]:
    """All runs in the order they were compiled."""
    return list(database.query("SELECT run, region, year, guideline, gwp, compiled_at FROM run ORDER BY rowid"))


def about(database: Database, run: str) -> dict[str, Any]:
    """What a run is made of."""
    (text,) = database.conn.execute("SELECT about FROM run WHERE run = ?", [run]).fetchone()
    return dict(json.loads(text))


def frames(database: Database, run: str) -> dict[str, pd.DataFrame]:
    """``activity``, ``choices``, ``parameters`` and ``rows`` of a run as pandas tables.

    Rows for which a remainder stands, and rows of enterprises that were left out, are no part of the activity data.
    """
    import pandas as pd

    used = "submission IN (SELECT value FROM json_each(?)) AND activity_id NOT IN (SELECT value FROM json_each(?))"
    ids = [each["submission"] for each in about(database, run)["submissions"]]
    aside = remainders.set_aside(database, ids)
    return {
        "activity": submissions.activity_table(database, used, [json.dumps(ids), json.dumps(aside)]).to_pandas(),
        "choices": pd.DataFrame(_loaded(database, "run_choice", run, "choice_id")),
        "parameters": pd.DataFrame(_loaded(database, "run_parameter", run, "parameter_id")),
        "rows": pd.DataFrame(
            database.conn.execute(
                f"SELECT {', '.join(ROW)} FROM emission_row WHERE run = ? ORDER BY activity_id, choice_id", [run]
            ).fetchall(),
            columns=list(ROW),
        ),
    }


def _loaded(database: Database, table: str, run: str, order: str) -> Sequence[dict[str, Any]]:
    found = database.query(f"SELECT record FROM {table} WHERE run = ? ORDER BY {order}", [run])
    return [json.loads(row["record"]) for row in found]


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON-ready records: a missing number is null, never NaN."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")
