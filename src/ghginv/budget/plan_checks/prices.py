"""Prices, warming potentials and factors: one price base for an intensity target, one GWP set, one power factor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ghginv.budget.plan_checks.draft import Draft
from ghginv.budget.plan_numbers import Row
from ghginv.domain import gases
from ghginv.findings import Finding

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)
_POWER_FACTOR = re.compile(r"(\d\.\d+)\s*(?:kg|t|千克|吨)?\s*CO2e?/[kM]Wh")
_TARGETS = ("intensity_cut", "energy_intensity_cut", "gdp_growth")


def check(draft: Draft) -> Iterator[Finding]:
    """Where prices, warming potentials or power factors are mixed."""
    if any(row.text("parameter") in _TARGETS for row in draft.table("path")):
        yield from _prices(draft)
    stated = [row for row in draft.indicator("emissions") if row.year() == draft.base_year]
    emissions = [*draft.table("baseline"), *stated]
    yield from _potentials(draft, emissions)
    yield from _power(emissions)


def _prices(draft: Draft) -> Iterator[Finding]:
    """GDP from the base year on is in the constant prices of the target: of the city an error, of a part a warning."""
    base = draft.facts["price_base"]
    if not base:
        yield draft.fact("budget-plan-price-base", "price_base")
        return
    for row in draft.indicator("gdp"):
        if row.year() < draft.base_year or _price_year(row.text("price_base")) == base:
            continue
        whole = draft.is_city(row.text("region")) and not row.text("industry")
        code = "budget-plan-prices" if whole else "budget-plan-prices-mixed"
        yield row.finding(code, "price_base", found=row.text("price_base") or "—", expected=base)


def _price_year(text: str) -> str:
    """The year of constant prices as written (2025年不变价); the text itself where it names none."""
    found = _YEAR.findall(text)
    return found[0] if len(found) == 1 else text


def _potentials(draft: Draft, rows: list[Row]) -> Iterator[Finding]:
    """Sets of warming potentials named in sources and notes are those of the plan."""
    known = gases.gwp_sets()
    pattern = re.compile(rf"(?<![A-Za-z0-9])({'|'.join(sorted(known, key=len, reverse=True))})(?![A-Za-z0-9_])")
    named = [(row, pattern.findall(f"{row.text('source')} {row.text('note')}")) for row in rows]
    wanted = draft.facts["gwp"] or next((found[0] for _, found in named if found), "")
    for row, found in named:
        if found and wanted not in found:
            yield row.finding("budget-plan-gwp-mixed", "source", found=found[0], expected=wanted)


def _power(rows: list[Row]) -> Iterator[Finding]:
    """One factor for net imported power, where the notes say it."""
    first = ""
    for row in (row for row in rows if row.values.get("layer") == "PWR"):
        found = _POWER_FACTOR.findall(f"{row.text('source')} {row.text('note')}")
        first = first or (found[0] if found else "")
        if found and first not in found:
            yield row.finding("budget-plan-factor-mixed", "source", found=found[0], expected=first)
