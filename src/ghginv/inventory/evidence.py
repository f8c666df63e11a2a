"""How uncertain each input of a compiled inventory is, and who says so: submitted, library, default, none.

What was submitted with an activity or stands beside a factor goes first; then the default for its kind. Defaults are
about a category's statistics as a whole: rows of one category and item that rest on the same default share it, or
splitting a figure into many cells would make it look certain. Measured factors take no default.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ghginv.domain.terms import TERMS
from ghginv.domain.terms.term import FRACTION
from ghginv.inventory import defaults
from ghginv.inventory.inputs import Input

if TYPE_CHECKING:
    from ghginv.calculation.inventory import Inventory

ACTIVITY, FACTOR = "activity", "factor"


class Evidence:
    """The inputs of an inventory, each made once, so that what is shared stays shared."""

    def __init__(self, inventory: Inventory):
        self.year = f"{inventory.about['region']}\x1f{inventory.about['year']}"
        self._inventory = inventory
        self._activities: dict[str, Input] = {}
        self._parameters: dict[str, Input] = {}
        self._shared: dict[str, Input] = {}

    @cached_property
    def _activity_rows(self) -> dict[str, dict[str, Any]]:
        return self._inventory.activity.set_index("activity_id", drop=False).to_dict("index")

    @cached_property
    def _parameter_rows(self) -> dict[str, dict[str, Any]]:
        return self._inventory.parameters.set_index("parameter_id", drop=False).to_dict("index")

    def quantity(self, activity_id: str) -> float:
        """The activity in its unit."""
        return float(self._activity_rows[activity_id]["quantity"])

    def activity(self, activity_id: str) -> Input:
        """The input of an activity; different years never share one."""
        if activity_id not in self._activities:
            self._activities[activity_id] = self._of_activity(self._activity_rows[activity_id])
        return self._activities[activity_id]

    def parameter(self, parameter_id: str) -> Input:
        """The input of a parameter; the same parameter is the same input in every year."""
        if parameter_id not in self._parameters:
            self._parameters[parameter_id] = _of_parameter(self._parameter_rows[parameter_id])
        return self._parameters[parameter_id]

    def _of_activity(self, row: Mapping[str, Any]) -> Input:
        given = row["uncertainty"]
        if given is not None and not math.isnan(given):
            name = f"{ACTIVITY}\x1f{self.year}\x1f{row['activity_id']}"
            where = f"{row['sheet']}!{row['cell']}"
            return Input(
                name, ACTIVITY, given, given, origin="submitted", code=row["activity_id"], term="quantity",
                source_id=str(row["submission"]), place=where, status="submitted",
            )  # fmt: skip
        code = f"{row['category']} {row['item']}"
        name = f"{ACTIVITY}\x1f{self.year}\x1f{code}"
        if name not in self._shared:
            default = defaults.find("activity", "", row["category"], row["item"])
            self._shared[name] = _from_default(Input(name, ACTIVITY, code=code, term="quantity"), default)
        return self._shared[name]


def _of_parameter(row: Mapping[str, Any]) -> Input:
    name, value = row["name"], float(row["value"])
    bare = Input(f"{FACTOR}\x1f{row['parameter_id']}", FACTOR, code=row["parameter_id"], term=name)
    ceiling = 1 / value if value > 0 and TERMS[name].ranges == FRACTION and value <= 1 else math.inf
    lower, upper = (value if _blank(row[end]) else float(row[end]) for end in ("lower", "upper"))
    if lower < upper and value:
        multiples = sorted((lower / value, upper / value))
        minus, plus = max(0.0, 100 * (1 - multiples[0])), max(0.0, 100 * (multiples[1] - 1))
        return Input(
            bare.name, FACTOR, minus, plus, row["distribution"] or "", ceiling, "library",
            bare.code, name, row["source_id"], row["place"], row["status"],
        )  # fmt: skip
    if row["tier"] in ("measured", "derived") or not value:
        return bare
    return _from_default(bare, defaults.find("parameter", name, row["category"], row["item"], value), ceiling)


def _from_default(bare: Input, default: defaults.Default | None, ceiling: float = math.inf) -> Input:
    if default is None:
        return bare
    return Input(
        bare.name, bare.kind, default.minus, default.plus, "", ceiling, "default",
        bare.code, bare.term, default.source_id, default.place, default.status,
    )  # fmt: skip


def _blank(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))
