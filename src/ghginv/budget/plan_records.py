"""A judged plan as plain records and back, so that it can be kept and sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ghginv.budget import trees
from ghginv.budget.plan import FACTS, Plan
from ghginv.budget.trees import Node
from ghginv.domain import plan_tables

if TYPE_CHECKING:
    import pandas as pd

Records = Mapping[str, list[dict[str, Any]]]
_TYPES = {"number": "float64", "percent": "float64", "year": "int64"}
_NODE = ("code", "parent", "name", "kind", "owner", "valid_from", "valid_to", "note")


def records(plan: Plan) -> Records:
    """The rows of every table; a blank number is None."""
    return {
        name: [{key: None if value != value else value for key, value in row.items()} for row in _plain(frame)]
        for name, frame in plan.tables.items()
    }


def restore(tables: Records, sha256: str) -> Plan:
    """The plan that ``records`` came from; ``sha256`` is its digest."""
    frames = {table.id: _frame(tables.get(table.id, []), table) for table in plan_tables.load().tables}
    told = dict(zip(frames["facts"]["fact"], frames["facts"]["value"], strict=True))
    regions, industries = (
        trees.tree([Node(**{name: row[name] for name in _NODE}) for row in frames[name].to_dict("records")], kind)
        for name, kind in (("regions", "region"), ("industries", "industry"))
    )
    return Plan({name: told.get(name, "") for name in FACTS}, regions, industries, frames, sha256)


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.astype(object).to_dict("records")]


def _frame(rows: list[dict[str, Any]], table: plan_tables.Table) -> pd.DataFrame:
    import pandas as pd

    names = [column.id for column in table.columns]
    frame = pd.DataFrame(rows, columns=[*names, "place"], dtype=object)
    types = {column.id: _TYPES.get(column.kind, "str") for column in table.columns}
    return frame.astype({**types, "place": "str"})
