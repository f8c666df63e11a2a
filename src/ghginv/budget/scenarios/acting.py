"""Measures at work: in their order each takes its share of what is left; what it does is what it takes.

The share is known from emissions before the measures; the activities less that share go through the formulas again,
measure by measure, so that effects are differences of whole grams and sum to the difference that all make.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ghginv.budget.plan_numbers import Row
from ghginv.budget.scenarios import matching, measures
from ghginv.budget.scenarios.future import Sources
from ghginv.budget.scenarios.paths import FULL
from ghginv.budget.scenarios.plan import Plan
from ghginv.domain import regions
from ghginv.errors import InputError
from ghginv.findings import Finding

GRAMS = 1_000_000
"""Grams in a tonne."""


@dataclass(frozen=True)
class Acting:
    """What each measure of a scenario takes.

    ``shares``: ``measure, step, at, share, asked_t, there_t`` a row a measure and year (``asked_t`` NaN for percent);
    ``steps``: ``step, source, at, left``: what is left of a source after a measure that touches it.
    """

    shares: pd.DataFrame
    steps: pd.DataFrame
    findings: list[Finding]


def act(plan: Plan, found: Sources, scenario: str, before: pd.DataFrame) -> Acting:
    """The shares of a scenario's measures; ``before``: ``source, at, co2e_g`` of what counts, before any measure.

    InputError for a measure that names nothing of the inventory. Only sources that emit are touched, never removals.
    """
    emitted = before[before["co2e_g"] > 0].set_index(["source", "at"])["co2e_g"].astype(float)
    left = pd.Series(1.0, index=emitted.index)
    shares: list[dict[str, Any]] = []
    steps: list[pd.DataFrame] = []
    findings: list[Finding] = []
    for step, row in enumerate(measures.of(plan, scenario), start=1):
        numbers = targets(found, row)
        mine = left[left.index.get_level_values("source").isin(numbers)]
        there = (emitted * left).loc[mine.index].groupby(level="at").sum() if len(mine) else pd.Series(dtype=float)
        taken = _shares(plan, row, step, there)
        findings += _above(row, scenario, taken)
        shares += taken
        by_year = {each["at"]: each["share"] for each in taken if each["share"] > 0}
        touched = mine[mine.index.get_level_values("at").isin(list(by_year))]
        if len(touched):
            kept = touched * [1 - by_year[at] for at in touched.index.get_level_values("at")]
            left.loc[kept.index] = kept
            steps.append(kept.rename("left").reset_index().assign(step=step))
    columns = ["source", "at", "left", "step"]
    return Acting(
        pd.DataFrame(shares, columns=["measure", "step", "at", "ramp", "share", "asked_t", "there_t"]),
        pd.concat(steps, ignore_index=True)[columns] if steps else pd.DataFrame(columns=columns),
        findings,
    )


def targets(found: Sources, row: Row) -> list[int]:
    """The sources that a measure touches; InputError where there are none."""
    place, region = matching.place(row), row.text("region")
    table = found.table
    fitting = [
        matching.fits(place, category, item) is not None and (not region or region in regions.chain(of))
        for category, item, of in zip(table["category"], table["item"], table["region"], strict=True)
    ]
    if not any(fitting):
        raise InputError(row.finding("scenario-measure-nothing", "category"))
    return table.loc[fitting, "source"].tolist()


def _shares(plan: Plan, row: Row, step: int, there: pd.Series) -> list[dict[str, Any]]:
    """The share that a measure takes of what is there, by year."""
    ramp, amount = measures.ramp(row, plan.horizon), row.number("amount")
    found = []
    for year in plan.horizon.years:
        grams = float(there.get(year, 0.0))
        told = {"measure": row.text("measure"), "step": step, "at": year, "ramp": ramp[year], "there_t": grams / GRAMS}
        if row.text("kind") == measures.TONNES:
            asked = amount * ramp[year]
            share = min(1.0, asked * GRAMS / grams) if grams > 0 else 0.0
            found.append({**told, "share": share, "asked_t": asked})
        else:
            found.append({**told, "share": amount / FULL * ramp[year] if grams > 0 else 0.0, "asked_t": float("nan")})
    return found


def _above(row: Row, scenario: str, taken: Sequence[dict[str, Any]]) -> list[Finding]:
    """Abatement above what is there: named once, with the first year and the largest gap."""
    above = [each for each in taken if each["asked_t"] > each["there_t"] * (1 + 1e-9)]
    if not above:
        return []
    first = above[0]
    details = {"scenario": scenario, "measure": row.text("measure"), "years": len(above), "year": first["at"]}
    return [row.finding("scenario-measure-above", "amount", found=f"{first['asked_t']:,.0f}",
                        expected=f"{first['there_t']:,.0f}", **details)]  # fmt: skip
