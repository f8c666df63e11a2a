"""One year of a plan, as every step of its decomposition sees it: trees on a day, baseline, bounds, units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ghginv.budget.decomposition.bounds import Bounds
from ghginv.budget.decomposition.sharing import exact_units, nearest
from ghginv.budget.trees import last_day
from ghginv.errors import InputError
from ghginv.findings import Finding

if TYPE_CHECKING:
    from ghginv.budget.plan import Plan
    from ghginv.budget.rules import Rules

Key = tuple[str, str, str]
"""Region, industry, layer."""


@dataclass
class Context:
    """``total`` in units of ``rules.unit_kg``; ``baseline`` kg by (region, industry, layer), budgeted layers only.

    ``rows`` are the regions right below the root (and the root where it has a baseline of its own), ``columns`` the
    industries that cells may belong to. Steps add what they did to ``steps`` and what is worth knowing to ``findings``.
    """

    plan: Plan
    rules: Rules
    year: int
    total: int
    baseline: Mapping[Key, int]
    bounds: Bounds
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    above: Mapping[str, str]
    steps: list[dict[str, object]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def day(self) -> str:
        """The day whose trees and facilities count: the last of the year."""
        return last_day(self.year)

    @property
    def root(self) -> str:
        """The city."""
        return self.plan.regions.root

    def units(self, tonnes: float) -> int:
        """Tonnes as whole units, to the nearest."""
        return nearest(exact_units(tonnes, self.rules.unit_kg))

    def note(self, code: str, found: object = "", expected: object = "", **details: object) -> None:
        """Add a remark of this year."""
        self.findings.append(self.finding(code, found, expected, **details))

    def finding(self, code: str, found: object = "", expected: object = "", **details: object) -> Finding:
        """A finding of this year."""
        return Finding(code, sheet=str(self.year), found=str(found), expected=str(expected), details=details)

    def step(
        self, step: str, amount: int, *, region: str = "", industry: str = "", why: str = "", weight: float = 0.0
    ) -> None:
        """Record what a step gave, in units."""
        told = {"step": step, "region": region, "industry": industry, "weight": float(weight)}
        self.steps.append({"year": self.year, **told, "amount_kg": amount * self.rules.unit_kg, "why": why})

    def limited(self, code: str, name: str, amount: int, wanted: float) -> None:
        """Note that a node was kept from its share by what its cells or other nodes can take."""
        self.note(
            "budget-decompose-limited", f"{name} ({code})", self.tonnes(amount), wanted=self.tonnes(round(wanted))
        )

    def base(self, row: str, column: str) -> int:
        """The baseline of a cell, kg."""
        return self.cells.get((row, column), 0)

    @cached_property
    def cells(self) -> Mapping[tuple[str, str], int]:
        """The baseline by row and column, kg."""
        found: dict[tuple[str, str], int] = {}
        for (region, industry, _), kg in self.baseline.items():
            at = self.above[region], industry
            found[at] = found.get(at, 0) + kg
        return found

    def tonnes(self, units: float) -> str:
        """Units in tonnes, for a message."""
        return f"{units * self.rules.unit_kg / 1000:.15g}"


def of_year(fault: InputError, year: int) -> InputError:
    """The same findings, of a year."""
    return InputError(*(replace(each, sheet=str(year)) if not each.sheet else each for each in fault.findings))


def refuse(found: Iterable[Finding]) -> None:
    """InputError with the findings, where there are any."""
    faults = list(found)
    if faults:
        raise InputError(*faults)
