"""Actual figures beside what was approved: more than 10 % above means rectification (NDRC order 31, Art. 26)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ghginv.budget.projects.form import FIRST_YEAR
from ghginv.budget.projects.states import Project
from ghginv.domain import policy
from ghginv.findings import Finding

TOLERANCE = "gate_overrun_tolerance"
_KG = 1000


@dataclass(frozen=True, slots=True)
class Actual:
    """What a running project reports of a year: kg of CO2 on the basis of its approval; tce and output if known."""

    year: int
    amount_kg: int
    tce: float | None = None
    product: str = ""
    output: float | None = None


def overruns(project: Project, actual: Actual) -> Iterator[Finding]:
    """Carbon total, energy, and carbon and energy per product above the approved level by more than the tolerance."""
    tolerance = policy.find(TOLERANCE, max(actual.year, FIRST_YEAR), "CN")
    most, figures = 1 + tolerance.number / 100, project.figures
    told = {"year": actual.year, "tolerance": tolerance.value}
    approved = int(figures["carbon_kg"])
    if actual.amount_kg > approved * most:
        found, expected = (f"{each / _KG:,.3f}" for each in (actual.amount_kg, approved))
        yield Finding("project-over-carbon", found=found, expected=expected, details=told)
    if actual.tce is not None and _exact(actual.tce) > _exact(figures["tce_total"]) * most:
        expected = f"{float(figures['tce_total']):,.1f}"
        yield Finding("project-over-energy", found=f"{actual.tce:,.1f}", expected=expected, details=told)
    if not actual.output:
        return
    product = actual.product or next(iter(figures["unit"]), "")
    level, energy = figures["unit"].get(product), figures["energy_unit"].get(product)
    output = _exact(actual.output)
    own = Fraction(actual.amount_kg, _KG) / output
    if level is not None and own > _exact(level) * most:
        yield Finding("project-over-unit", found=f"{float(own):.6g}", expected=f"{level:.6g}", details=told)
    if energy is not None and actual.tce is not None and _exact(actual.tce) / output > _exact(energy) * most:
        found, expected = (f"{each:.6g}" for each in (actual.tce / actual.output, energy))
        yield Finding("project-over-energy-unit", found=found, expected=expected, details=told)


def _exact(figure: object) -> Fraction:
    """A figure as it is written: exactly 10 % above is not more than 10 % above."""
    return Fraction(str(figure))
