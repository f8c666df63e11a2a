"""How form 205-1 and workbook are compared, as data: tolerances, families of items, what stands for what, the words.

``templates/checks/reconciliation.toml`` and ``reconciliation.csv``; a workspace's own stand before the shipped ones.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ghginv import folders
from ghginv.domain import items


@dataclass(frozen=True)
class Rules:
    """How the two are compared, and the words for why."""

    status: str
    guideline: str
    agrees_percent: float
    tolerance_percent: float
    least_effect_t: float
    tolerance: Mapping[str, float]
    adjustments: Sequence[Mapping[str, Any]]
    families: Mapping[str, Sequence[str]]
    stands_for: Mapping[str, str]
    unasked: Sequence[str]
    words: Mapping[str, tuple[str, str]]

    def family(self, item: str) -> str:
        """The item as which kinds of it are compared, or the item itself."""
        return next((whole for whole, kinds in self.families.items() if item in kinds), item)

    def allowed(self, item: str) -> float:
        """How many percent the two may differ."""
        return self.tolerance.get(item, self.tolerance_percent)


@folders.remembered
def rules() -> Rules:
    """The rules in force. BrokenFile for an item that does not exist."""
    path = folders.file("templates", "checks/reconciliation.toml")
    given = tomllib.loads(path.read_text("utf-8"))
    given["unasked"] = given["unasked"]["items"]
    words = folders.rows(folders.file("templates", "checks/reconciliation.csv"))
    found = Rules(**given, words={row["reason"]: (row["zh"], row["en"]) for _, row in words})
    named = [*found.tolerance, *found.stands_for, *found.stands_for.values(), *found.unasked, *found.families]
    named += [kind for kinds in found.families.values() for kind in kinds]
    named += [each["item"] for each in found.adjustments]
    if strange := [item for item in named if not items.known(item)]:
        raise folders.BrokenFile(f"{path}: no such items: {', '.join(strange)}")
    return found
