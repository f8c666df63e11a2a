"""The drivers 驱动因子 of a scenario: an index for each by year, of those that follow another too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ghginv.budget.plan_numbers import Row
from ghginv.budget.scenarios import matching, paths
from ghginv.findings import Finding

if TYPE_CHECKING:
    from ghginv.budget.scenarios.plan import Plan

CONSTANT = "constant"
"""The driver of what is meant to stay as it is."""


@dataclass(frozen=True)
class Drivers:
    """The index of each driver by year, 1 in the base year; the rows that give its own growth by year."""

    index: dict[str, dict[int, float]]
    rows: dict[str, dict[int, Row]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def of(plan: Plan, scenario: str, variant: str = "") -> Drivers:
    """The drivers of a scenario, with the low or high growth where ``variant`` asks for it and it is given."""
    horizon = plan.horizon
    defined = {row.text("driver"): row for row in plan.tables["drivers"]}
    grown = matching.in_force(plan.tables["growth"], scenario, ["driver"])
    findings: list[Finding] = list(circles(defined))
    made = Drivers({CONSTANT: dict.fromkeys(horizon.years, 1.0)}, {}, findings)
    if findings:
        return made
    own: dict[str, paths.Path] = {}
    for name, row in defined.items():
        rows = grown.get((name,), [])
        own[name] = paths.path(rows, horizon, filled=False, variant=variant)
        findings += own[name].findings
        if not rows and not row.text("follows"):
            findings.append(row.finding("scenario-driver-no-growth", "driver", scenario=scenario))
        if not rows:
            own[name] = paths.Path(dict.fromkeys(horizon.years, 1.0))
    if not findings:
        for name in defined:
            made.index[name] = _index(name, defined, own)
            made.rows[name] = own[name].rows
    return made


def _index(name: str, defined: Mapping[str, Row], own: Mapping[str, paths.Path]) -> dict[int, float]:
    row, index = defined[name], own[name].index
    if not row.text("follows"):
        return index
    elasticity = row.number("elasticity") if row.has("elasticity") else 1.0
    led = _index(row.text("follows"), defined, own)
    return {year: led[year] ** elasticity * value for year, value in index.items()}


def circles(defined: Mapping[str, Row]) -> Iterator[Finding]:
    """Drivers that follow each other in a circle, each circle once."""
    told: set[str] = set()
    for name in defined:
        chain = [name]
        while (ahead := defined[chain[-1]].text("follows")) in defined and ahead not in chain:
            chain.append(ahead)
        if ahead in chain and not told & set(chain):
            told |= set(chain)
            circle = [*chain[chain.index(ahead) :], ahead]
            yield defined[ahead].finding("scenario-driver-circle", "follows", found=" → ".join(circle))
