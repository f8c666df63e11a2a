"""Replacement 等量或减量替代 of a two-high project's carbon, each source used once (State Council 2026 No. 22)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from ghginv.budget.projects.form import Form, Source
from ghginv.domain import policy
from ghginv.domain.policy import Dated
from ghginv.findings import Finding

RATIO = "two_high_project_carbon_replacement_ratio_min"
_KG = 1000


@dataclass(frozen=True, slots=True)
class Replacement:
    """What must be replaced and what the form brings, kg of CO2 a year; ``used`` are sources taken already."""

    required: bool
    needed_kg: int
    given_kg: int
    ratio: Dated
    used: tuple[tuple[Source, str], ...]

    @property
    def reached(self) -> float | None:
        """Tonnes replaced per tonne needed at a ratio of one; None where nothing is needed."""
        base = self.needed_kg / float(self.ratio.number)
        return self.given_kg / base if base else None


def replacement(form: Form, added_kg: int, used: Mapping[str, str]) -> Replacement:
    """The replacement of a project that adds so much; ``used``: the project that holds a source, by its key."""
    ratio = policy.find(RATIO, form.rules_year, "CN")
    taken = tuple((each, used[each.key]) for each in form.sources if used.get(each.key, form.id) != form.id)
    free = [each for each in form.sources if each.key not in {source.key for source, _ in taken}]
    needed = ceil(max(added_kg, 0) * ratio.number)
    return Replacement(form.two_high, needed, sum(each.amount_kg for each in free), ratio, taken)


def reasons(found: Replacement) -> Iterator[Finding]:
    """Sources used before, and too little replaced where it is required."""
    for source, project in found.used:
        told = {"name": source.name, "document": source.document, "project": project}
        yield source.row.finding("project-replacement-used", "document", **told)
    if found.required and found.given_kg < found.needed_kg:
        told = {"given": f"{found.given_kg / _KG:,.3f}", "needed": f"{found.needed_kg / _KG:,.3f}",
                "ratio": found.ratio.value}  # fmt: skip
        yield Finding("project-replacement-short", details=told)
