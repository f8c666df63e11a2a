"""The totals of a carbon budget by year, to hold scenarios against: of the version in force, else as chosen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.workspace.scenarios.scenarios import ScenarioRun

if TYPE_CHECKING:
    from ghginv.workspace.budgets.budget import Budget


@dataclass(frozen=True)
class Line:
    """A budget's totals: kg by year, whose they are, of which version (0: the total chosen for the draft)."""

    budget: str
    region: str
    version: int
    basis: str
    kg: dict[int, int]
    findings: list[Finding] = field(default_factory=list)


def line(found: ScenarioRun, budget: str, place: str = "") -> Line:
    """The totals of a budget for the region of the scenarios, or for ``place``, a region of the budget.

    InputError: no totals yet, no such region in it, no year in common. A basis that differs is a remark.
    """
    from ghginv.workspace.budgets import budget as budgets

    made = budgets.find(found.workspace, budget)
    region = place or _place(found, made)
    version, kg = _kilograms(made, region)
    common = [year for year in kg if year in found.plan.horizon.years]
    if not common:
        horizon = found.plan.horizon
        expected = f"{horizon.base}–{horizon.last}"
        raise InputError(Finding("scenario-budget-years", found="、".join(map(str, kg)), expected=expected))
    basis = made.plan.facts.get("basis") or made.rules.basis
    findings = []
    if basis != found.plan.basis:
        findings.append(Finding("scenario-budget-basis", found=found.plan.basis, expected=basis))
    return Line(made.id, region, version, basis, kg, findings)


def _place(found: ScenarioRun, made: Budget) -> str:
    """The region of the scenarios in the budget: itself, else what it lies in."""
    from ghginv.domain import regions

    code = str(found.head["region"])
    with found.workspace.overlaid():
        chain = regions.chain(code) if regions.known(code) else [code]
    if code in made.plan.regions.nodes:
        return code
    above = [each for each in chain if each in made.plan.regions.nodes]
    raise UsageError(
        Finding("scenario-budget-region", found=code, expected=above[0] if above else made.plan.facts["region"])
    )


def _kilograms(made: Budget, region: str) -> tuple[int, dict[int, int]]:
    from ghginv.budget import lines
    from ghginv.workspace.budgets import totals

    number = made.standing.issued or made.standing.version
    if region not in made.plan.regions.nodes:
        raise UsageError(Finding("scenario-budget-region", found=region, expected=made.plan.facts["region"]))
    if number:
        table = lines.by_region(made.lines(number), made.plan.regions).loc[region]
        return number, {int(year): int(kg) for year, kg in table.items()}
    if region != made.plan.facts["region"]:
        raise InputError(Finding("scenario-budget-version", found=made.id, details={"region": region}))
    return 0, {int(year): int(kg) for year, kg in totals.chosen(made).kg.items()}
