"""Escalation 升级处置: what follows a light, from data; how often a light stood is told by past warnings.

``emission_factors/budget_rules/escalation.csv``: ``level, condition, action, zh, en, status, citation``. A condition is
``yellow``, ``red``, ``red*2`` (red that many warned periods in a row), ``forecast`` (green or grey so far, the forecast
is not) or ``intensity-up``. All conditions that hold take effect, the highest level last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ghginv import folders
from ghginv.budget.monitoring.lights import GREEN, GREY, RED, YELLOW

SUSPEND = "suspend"
_CONDITION = re.compile(r"(forecast|intensity-up|yellow|red)(\*([1-9]\d*))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Step:
    """One row: what happens when a condition holds."""

    level: int
    condition: str
    action: str
    zh: str
    en: str
    status: str
    citation: str

    def holds(self, light: str, ahead: str, row: int, intensity_up: bool) -> bool:
        """Whether it holds for a light that stands ``row`` warned periods in a row, and a forecast's light."""
        found = _CONDITION.fullmatch(self.condition)
        assert found is not None
        kind, times = found[1], int(found[3] or 1)
        if kind == "forecast":
            return light in (GREEN, GREY) and ahead in (YELLOW, RED)
        if kind == "intensity-up":
            return intensity_up
        return light == kind and row >= times


@folders.remembered
def load() -> tuple[Step, ...]:
    """The steps by level. BrokenFile for an unknown condition or a level that is no number."""
    path = folders.file("emission_factors", "budget_rules/escalation.csv")
    found = []
    for line, row in folders.rows(path):
        if not _CONDITION.fullmatch(row["condition"]) or not row["level"].isdigit():
            raise folders.BrokenFile(f"{path}:{line}: {row['condition']}: unknown condition or level")
        texts = (row[name] for name in ("condition", "action", "zh", "en", "status", "citation"))
        found.append(Step(int(row["level"]), *texts))
    return tuple(sorted(found, key=lambda each: each.level))


def in_a_row(light: str, node: str, past: Sequence[Mapping[str, str]]) -> int:
    """How many warned periods in a row a node stands at this light, this period included.

    ``past``: the lights by node of earlier warnings of the year, oldest first; what was not warned about is no period.

    >>> in_a_row("red", "A", [{"A": "yellow"}, {"A": "red"}]), in_a_row("red", "A", [{"A": "red"}, {}])
    (2, 1)
    """
    count = 1
    for each in reversed(past):
        if each.get(node) != light:
            break
        count += 1
    return count


def due(
    node: str, light: str, ahead: str, past: Sequence[Mapping[str, str]], *, intensity_up: bool = False
) -> tuple[Step, ...]:
    """The steps due for a node, the lowest level first; empty where nothing is."""
    row = in_a_row(light, node, past)
    return tuple(step for step in load() if step.holds(light, ahead, row, intensity_up))


def periods(warnings: Sequence[Mapping[str, Any]], year: int, month: int) -> list[Mapping[str, str]]:
    """The lights of the year's warned months before ``month``, oldest first; of a node warned twice the last.

    ``warnings`` are details of events: ``year, month, lights`` (light by node); regions and industries may have been
    warned by different events.
    """
    by_month: dict[int, dict[str, str]] = {}
    for each in warnings:
        if each["year"] == year:
            by_month.setdefault(int(each["month"]), {}).update(each["lights"])
    return [by_month[each] for each in sorted(by_month) if each < month]
