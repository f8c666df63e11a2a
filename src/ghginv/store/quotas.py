"""Quotas as allocated: their inputs by hash, units and enterprises with the reasons, kept as they were."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from ghginv.store import audit

HEAD = ("quota", "rules", "stage", "region", "year", "at", "actor")
Rows = Sequence[Mapping[str, Any]]


def known(database: Database, quota: str) -> bool:
    """Whether an allocation with this id is stored; the id is the hash of its inputs, so it is then the same one."""
    return database.conn.execute("SELECT 1 FROM quota_allocation WHERE quota = ?", [quota]).fetchone() is not None


def add(
    database: Database,
    about: Mapping[str, Any],
    units: Rows,
    entities: Rows,
    totals: Rows,
    at: str,
    actor: str,
) -> None:
    """Store an allocation (inside a transaction); ``about`` has quota, rules, stage, region, year and its inputs."""
    quota = about["quota"]
    head = {name: about[name] for name in ("quota", "rules", "stage", "region", "year")}
    written = {"about": _text(about), "totals": _text(list(totals)), "at": at, "actor": actor}
    database["quota_allocation"].insert({**head, **written})
    database["quota_unit"].insert_all(
        {"quota": quota, "enterprise": row["enterprise"], "facility": row["facility"], "quota_t": row["quota_t"],
         "record": _text(row)} for row in units
    )  # fmt: skip
    database["quota_entity"].insert_all(
        {"quota": quota, "enterprise": row["enterprise"], "quota_t": row["quota_t"], "record": _text(row)}
        for row in entities
    )
    owns = dict.fromkeys(audit.ALLOCATED, quota)
    audit.record(database, "allocate", quota, {**head, "sha256": about["sha256"]}, owns=owns, at=at, by=actor)


def listed(database: Database, enterprise: str = "") -> list[dict[str, Any]]:
    """All allocations in the order in which they were made, with units and tonnes; of one enterprise where named."""
    return list(
        database.query(
            "SELECT a.quota, a.rules, a.stage, a.region, a.year, a.at, a.actor, count(*) AS enterprises, "
            "sum(e.quota_t) AS quota_t FROM quota_allocation a JOIN quota_entity e USING (quota) "
            "WHERE ? = '' OR e.enterprise = ? GROUP BY a.quota ORDER BY a.rowid",
            [enterprise, enterprise],
        )
    )


def given(database: Database) -> list[dict[str, Any]]:
    """What each enterprise was given by each allocation, in the order in which they were made."""
    return list(
        database.query(
            "SELECT e.enterprise, a.year, a.stage, e.quota_t, a.quota, a.rules FROM quota_allocation a "
            "JOIN quota_entity e USING (quota) ORDER BY a.rowid, e.enterprise"
        )
    )


def find(database: Database, quota: str) -> dict[str, Any]:
    """One allocation: its head, ``about``, ``totals``, ``units`` and ``entities`` as they were stored."""
    (row,) = database.query("SELECT * FROM quota_allocation WHERE quota = ?", [quota])
    found: dict[str, Any] = {name: row[name] for name in HEAD}
    found |= {"about": json.loads(row["about"]), "totals": json.loads(row["totals"])}
    found["units"] = _records(database, "quota_unit", quota, "enterprise, facility")
    found["entities"] = _records(database, "quota_entity", quota, "enterprise")
    return found


def _records(database: Database, table: str, quota: str, order: str) -> list[dict[str, Any]]:
    rows = database.query(f"SELECT record FROM {table} WHERE quota = ? ORDER BY {order}", [quota])
    return [json.loads(row["record"]) for row in rows]


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
