"""What an action plan promises 实施方案指标: indicators with base, targets and responsible units.

Numbers are exact fractions of what was typed, so that a value exactly at its target has met it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import cached_property

from ghginv.budget.targets import periods

FROM_ZERO = ("cut", "gain", "added")  # measures that count from nothing at the end of the base year
UNTIMED = ("yearly", "standing")  # measures that hold in every year, or at all times
NUMERIC = ("ge", "gt", "le", "lt", "eq", "about", "range")
MOST = 10**15  # a larger number is a mistake whatever its unit
RISING, FALLING = ("ge", "gt"), ("le", "lt")


def exact(value: float | str) -> Fraction:
    """The number as typed: 0.1 is a tenth."""
    return Fraction(repr(value) if isinstance(value, float) else str(value))


@dataclass(frozen=True, slots=True)
class Goal:
    """A target of an indicator: ``year`` 0 is at all times or every year; ``role`` is target or milestone."""

    year: int
    operator: str
    target: Fraction | None = None
    upper: Fraction | None = None
    role: str = "target"
    note: str = ""
    evidence: str = ""

    @property
    def due(self) -> str:
        """The month at whose end it is due; empty for none."""
        return periods.of(self.year) if self.year else ""

    @property
    def numeric(self) -> bool:
        """Whether there is a number to reach."""
        return self.operator in NUMERIC and self.target is not None


@dataclass(frozen=True)
class Indicator:
    """An indicator with its goals by year; texts may be empty, ``base_year`` 0."""

    id: str
    name: str
    unit: str
    goals: tuple[Goal, ...]
    section: str = ""
    measure: str = "level"
    base_year: int = 0
    base: Fraction | None = None
    direction: str = "rise"
    path: str = "linear"
    lead: str = ""
    support: str = ""
    kind: str = ""
    frequency: str = "month"
    definition: str = ""
    source: str = ""
    evidence: str = ""
    note: str = ""

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is."""
        return -1 if self.direction == "fall" else 1

    @property
    def targets(self) -> tuple[Goal, ...]:
        """The goals that are promised, without milestones."""
        return tuple(goal for goal in self.goals if goal.role == "target")

    @property
    def units(self) -> tuple[str, ...]:
        """All responsible units 责任单位, the lead first."""
        return tuple(dict.fromkeys(filter(None, (self.lead, *split(self.support)))))

    def current(self, period: str) -> Goal:
        """The target that counts in a month: the next one due, or the last where all are over."""
        open_ = [goal for goal in self.targets if not goal.due or goal.due >= period]
        return (open_ or list(self.targets[-1:]))[0]


@dataclass(frozen=True)
class Plan:
    """A plan: the facts of its document and its indicators in the order of the document."""

    facts: Mapping[str, str]
    indicators: tuple[Indicator, ...]

    @property
    def id(self) -> str:
        """Its code."""
        return self.facts["plan"]

    @property
    def name(self) -> str:
        """Its name."""
        return self.facts["name"]

    @cached_property
    def by_id(self) -> dict[str, Indicator]:
        """The indicators by code."""
        return {each.id: each for each in self.indicators}

    @property
    def sha256(self) -> str:
        """The digest of what it says."""
        told = {"facts": dict(self.facts), "indicators": [asdict(each) for each in self.indicators]}
        return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Report:
    """What was reported for a month: a number, or for a qualitative target ``done``; with the cell it stands in."""

    indicator: str
    period: str
    amount: Fraction | None = None
    done: str = ""
    basis: str = "total"
    status: str = "reported"
    proof: str = ""
    note: str = ""
    unit: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""
    filing: str = ""
    at: str = ""
    actor: str = ""


def split(text: str) -> list[str]:
    """Units in one cell, separated by commas or semicolons.

    >>> split("市发展改革委、市住房建设局; 各区")
    ['市发展改革委', '市住房建设局', '各区']
    """
    for sign in "，,；;\n":
        text = text.replace(sign, "、")
    return [part.strip() for part in text.split("、") if part.strip()]
