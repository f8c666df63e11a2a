"""The library of measures 减排措施: how far each has come by year, in which order they act, what cannot be.

A measure takes a share of what is left of its target – the emissions of a category and item – when its turn comes, so
that measures on one target multiply and the target never falls below zero. A measure in tonnes takes as large a share
as gives these tonnes, at most all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf, isfinite
from typing import TYPE_CHECKING

from ghginv.budget.plan_numbers import Row, codes_of
from ghginv.budget.scenarios.paths import FULL, Horizon
from ghginv.findings import Finding

if TYPE_CHECKING:
    from ghginv.budget.scenarios.plan import Plan

TONNES, PERCENT = "tonnes", "percent"
_STEP = re.compile(r"(\d{4})\s*[=:：]\s*(\d+(?:\.\d+)?)\s*%?", re.ASCII)


def of(plan: Plan, scenario: str) -> list[Row]:
    """The measures of a scenario in the order in which they act: by ``order``, then by id; those without come last."""
    return sorted(
        (row for row in plan.tables["measures"] if scenario in scenarios(row, plan)),
        key=lambda row: (row.number("order") if row.has("order") else inf, row.text("measure")),
    )


def scenarios(row: Row, plan: Plan) -> list[str]:
    """The scenarios in which a measure is taken: those it names, else all."""
    named = codes_of(row.text("scenarios"))
    return [name for name in plan.scenarios if not named or name.upper() in named]


def ramp(row: Row, horizon: Horizon) -> dict[int, float]:
    """How far a measure has come by year, from 0 to 1; 0 before its start and after its lifetime.

    Linear and S-shaped measures have their first part of the effect in the start year and all of it in the year of full
    effect (the start year where none is given); the S is ``3x² - 2x³`` (our default). Steps hold until the next one.
    """
    start, full = row.year("start_year"), row.year("full_year") or row.year("start_year")
    end = start + row.number("lifetime") if row.has("lifetime") else inf
    stages = steps(row.text("steps")) if row.text("ramp") == "steps" else {}
    found = {}
    for year in horizon.years:
        x = min(1.0, max(0.0, (year - start + 1) / (full - start + 1)))
        if row.text("ramp") == "steps":
            x = next((stages[at] / FULL for at in sorted(stages, reverse=True) if at <= year), 0.0)
        elif row.text("ramp") == "s":
            x = x * x * (3 - 2 * x)
        found[year] = x if start <= year < end else 0.0
    return found


def steps(text: str) -> dict[int, float]:
    """Stages as written, in percent by year; ValueError for anything else.

    >>> steps("2026=30; 2028=100")
    {2026: 30.0, 2028: 100.0}
    """
    found = {}
    for part in filter(None, map(str.strip, re.split(r"[;；,，]", text))):
        match = _STEP.fullmatch(part)
        if match is None or float(match[2]) > FULL or int(match[1]) in found:
            raise ValueError(part)
        found[int(match[1])] = float(match[2])
    if not found:
        raise ValueError(text)
    return found


def faults(plan: Plan) -> Iterator[Finding]:
    """What is wrong with measures whatever the inventory."""
    for row in plan.tables["measures"]:
        yield from _numbers(row)
        yield from _years(row, plan.horizon)
        known = {name.upper() for name in plan.scenarios}
        if unknown := [name for name in codes_of(row.text("scenarios")) if name not in known]:
            expected = "、".join(plan.scenarios)
            yield row.finding("scenario-unknown-here", "scenarios", found="、".join(unknown), expected=expected)
    yield from _exclusive(plan)


def _numbers(row: Row) -> Iterator[Finding]:
    amount = row.number("amount")
    if amount < 0:
        yield row.finding("scenario-measure-negative", "amount")
    if row.text("kind") == PERCENT and amount > FULL:
        yield row.finding("scenario-measure-percent", "amount")
    if row.has("lifetime") and row.number("lifetime") <= 0:
        yield row.finding("scenario-measure-lifetime", "lifetime")
    if row.has("investment") and row.number("investment") < 0:
        yield row.finding("scenario-measure-negative", "investment")


def _years(row: Row, horizon: Horizon) -> Iterator[Finding]:
    start, full = row.year("start_year"), row.year("full_year")
    if not start:
        return
    if start > horizon.last:
        yield row.finding("scenario-measure-late", "start_year", expected=horizon.last)
    if start <= horizon.base:
        yield row.finding("scenario-measure-early", "start_year", expected=horizon.base + 1)
    if full and full < start:
        yield row.finding("scenario-years-order", "full_year", expected=start)
    if row.text("ramp") == "steps":
        try:
            stages = steps(row.text("steps"))
        except ValueError as fault:
            yield row.finding("scenario-measure-steps", "steps", found=str(fault) or "-")
        else:
            if min(stages) < start or not isfinite(sum(stages.values())):
                yield row.finding("scenario-measure-steps", "steps", found=str(min(stages)))


def _exclusive(plan: Plan) -> Iterator[Finding]:
    """Two measures of an exclusive group in one scenario, each pair once."""
    told: set[tuple[str, str]] = set()
    for scenario in plan.scenarios:
        first: dict[str, Row] = {}
        for row in of(plan, scenario):
            group = row.text("exclusive_group").strip()
            other = first.setdefault(group, row) if group else row
            pair = (other.text("measure"), row.text("measure"))
            if other is not row and pair not in told:
                told.add(pair)
                details = {"group": group, "other": other.text("measure"), "scenario": scenario}
                yield row.finding("scenario-measure-exclusive", "exclusive_group", found=row.text("measure"), **details)
