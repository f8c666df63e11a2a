"""A judged plan as plain records and back, so that it can be kept and sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ghginv.budget import plan as plans
from ghginv.budget.plan import FACTS, Plan
from ghginv.domain import plan_tables

Records = Mapping[str, list[dict[str, Any]]]


def records(plan: Plan) -> Records:
    """The rows of every table; a blank number is None."""
    return {
        name: [
            {str(key): None if value != value else value for key, value in row.items()}
            for row in frame.astype(object).to_dict("records")
        ]
        for name, frame in plan.tables.items()
    }


def restore(tables: Records, sha256: str) -> Plan:
    """The plan that ``records`` came from; ``sha256`` is its digest."""
    frames = {table.id: plans.frame(tables.get(table.id, []), table) for table in plan_tables.load().tables}
    told = dict(zip(frames["facts"]["fact"], frames["facts"]["value"], strict=True))
    regions, industries = (
        plans.tree_of(tables[name], kind) for name, kind in (("regions", "region"), ("industries", "industry"))
    )
    return Plan({name: told.get(name, "") for name in FACTS}, regions, industries, frames, sha256)
