"""Do the parts add up to the whole? Districts to the city, the base line to stated emissions, requests to requests."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ghginv.budget import layers
from ghginv.budget.plan_checks.draft import Draft
from ghginv.budget.plan_numbers import Row
from ghginv.budget.trees import Tree
from ghginv.domain.written_numbers import digits
from ghginv.findings import Finding

ADDITIVE = ("population", "gdp", "value_added", "emissions", "cumulative_emissions", "energy", "electricity", "area")
TONNES = ("emissions", "cumulative_emissions")


def check(draft: Draft) -> Iterator[Finding]:
    """Sums that are off."""
    if draft.regions is not None:
        yield from _districts(draft, draft.regions)
        yield from _baseline(draft, draft.regions)
    yield from _requests(draft)


def _districts(draft: Draft, tree: Tree) -> Iterator[Finding]:
    """Each statistic of the city against those of its districts, where all of them have one."""
    rows: dict[tuple[object, ...], dict[str, Row]] = {}
    for row in draft.table("indicators"):
        if row.text("indicator") in ADDITIVE:
            key = (row.text("indicator"), row.year(), row.text("industry"), row.text("version"))
            rows.setdefault(key, {})[row.text("region")] = row
    central = set(layers.held(tree))
    for same in rows.values():
        city = same.get(tree.root)
        if city is None:
            continue
        day = f"{city.year()}-12-31"
        children = tree.children(tree.root, day)
        parts = [same[code].number("value") for code in children if code in same]
        missing = [code for code in children if code not in same and code not in central]
        total, whole = math.fsum(parts), city.number("value")
        allowed = 1.0 if city.text("indicator") in TONNES else whole * draft.rules.sum_tolerance / 100
        off = total - whole
        if parts and (abs(off) >= allowed if not missing else off >= allowed) and off:
            yield _off(city, "value", total, whole, city.text("unit"))


def _baseline(draft: Draft, regions: Tree) -> Iterator[Finding]:
    """The base line of the city and of each region against the emissions stated for them.

    Nodes that begin later count: the base year may be stated for the regions as they will be.
    """
    memo = {layer.id for layer in draft.rules.layers if layer.memo}
    cells = [row for row in draft.table("baseline") if row.text("layer") not in memo and row.year() == draft.base_year]
    stated: dict[str, list[Row]] = {}
    for row in draft.indicator("emissions"):
        if row.year() == draft.base_year and not row.text("industry") and regions.has(row.text("region")):
            stated.setdefault(row.text("region"), []).append(row)
    for region, rows in stated.items():
        below = set(regions.subtree(region))
        parts = [cell.number("emissions_t") for cell in cells if cell.text("region") in below]
        nearest = min(rows, key=lambda row: abs(row.number("value") - math.fsum(parts)))
        if parts and abs(math.fsum(parts) - nearest.number("value")) >= 1:
            yield _off(nearest, "value", math.fsum(parts), nearest.number("value"), "t")


def _requests(draft: Draft) -> Iterator[Finding]:
    """What a region asks for against what its industries ask for."""
    parts: dict[tuple[str, int], list[float]] = {}
    wholes: dict[tuple[str, int], Row] = {}
    for row in draft.table("requests"):
        key = row.text("region"), row.year()
        if row.text("industry"):
            parts.setdefault(key, []).append(row.number("requested_t"))
        else:
            wholes[key] = row
    for key, row in wholes.items():
        total = math.fsum(parts.get(key, ()))
        if key in parts and abs(total - row.number("requested_t")) >= 1:
            yield _off(row, "requested_t", total, row.number("requested_t"), "t")


def _off(row: Row, column: str, total: float, whole: float, unit: str) -> Finding:
    off, found = digits(round(total - whole, 6)), digits(round(total, 6))
    return row.finding("budget-plan-sum", column, found=found, expected=digits(whole), off=off, unit=unit)
