"""The tables of the target register 实施方案目标 by name: plan, indicators, progress, and their words."""

from __future__ import annotations

from ghginv.domain import plan_tables
from ghginv.domain.plan_tables import Table

FACTS, INDICATORS, PROGRESS = "facts", "indicators", "progress"


def table(name: str) -> Table:
    """The table of this id."""
    return next(each for each in plan_tables.targets().tables if each.id == name)


def word(table_id: str, column: str, choice: str, lang: str = "zh") -> str:
    """The word of a choice; empty for an empty one."""
    known = table(table_id).column(column)
    found = known.choice(choice) if known and choice else None
    return "" if found is None else found.zh if lang == "zh" else found.en
