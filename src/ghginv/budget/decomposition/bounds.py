"""The bounds 约束 of a plan in one year: of the total, of regions, industries, cells, layers; in whole units."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ghginv.budget.decomposition.sharing import exact_units, nearest
from ghginv.errors import InputError
from ghginv.findings import Finding

if TYPE_CHECKING:
    from ghginv.budget.plan import Plan

Range = tuple[int, int | None]
FREE: Range = (0, None)


@dataclass
class Bounds:
    """Ranges (lower, upper or None) by what they bound: total, region, industry, cell, (region, industry, layer)."""

    total: Range = FREE
    regions: dict[str, Range] = field(default_factory=dict)
    industries: dict[str, Range] = field(default_factory=dict)
    cells: dict[tuple[str, str], Range] = field(default_factory=dict)
    layers: dict[tuple[str, str, str], Range] = field(default_factory=dict)


def read(
    plan: Plan, year: int, unit_kg: int, above: Mapping[str, str], columns: tuple[str, ...], layers: tuple[str, ...]
) -> tuple[Bounds, list[Finding]]:
    """The bounds of a year, all rows on one thing together, and notes on fixed values that were no whole units.

    ``above`` gives the row of the matrix for each region valid in the year, ``columns`` its columns; rows that name
    others are of another year. InputError: an unknown layer, bounds of a layer without region and industry, of a
    department's cell, of a street as a whole, bounds that cross.
    """
    found, faults, notes = Bounds(), [], []
    day = f"{year}-12-31"
    for row in plan.tables["bounds"].to_dict("records"):
        if row["year"] not in (0, year):
            continue
        region = "" if row["region"] == plan.regions.root else row["region"]
        industry = "" if row["industry"] == plan.industries.root and row["industry"] not in columns else row["industry"]
        if (region and region not in above) or (industry and not plan.industries.has(industry, day)):
            continue
        given, odd = _range(row, unit_kg)
        notes += [_told("budget-decompose-fixed-rounded", row, year, _name(row), odd)] if odd else []
        code = _wrong(region, industry, row["layer"], above, columns, layers)
        if code:
            name = row["layer"] if code == "budget-decompose-layer" else _name(row)
            faults.append(_told(code, row, year, name, "、".join(layers)))
            continue
        if _keep(found, region, industry, row["layer"], given):
            faults.append(_told("budget-decompose-bounds-crossed", row, year, _name(row)))
    if faults:
        raise InputError(*faults)
    return found, notes


def _wrong(
    region: str, industry: str, layer: str, above: Mapping[str, str], columns: tuple[str, ...], layers: tuple[str, ...]
) -> str:
    """The code of what such a bound cannot be; "" where it can."""
    if layer and layer not in layers:
        return "budget-decompose-layer"
    if layer and not (region and industry):
        return "budget-decompose-bound-layer"
    if region and industry and industry not in columns:
        return "budget-decompose-bound-department"
    if region and above[region] != region and not layer:
        return "budget-decompose-bound-below"
    return ""


def _keep(found: Bounds, region: str, industry: str, layer: str, given: Range) -> bool:
    """Put a range with what is known of the same thing; True where the two leave nothing."""
    if layer:
        kept = found.layers[region, industry, layer] = both(found.layers.get((region, industry, layer), FREE), given)
    elif region and industry:
        kept = found.cells[region, industry] = both(found.cells.get((region, industry), FREE), given)
    elif region:
        kept = found.regions[region] = both(found.regions.get(region, FREE), given)
    elif industry:
        kept = found.industries[industry] = both(found.industries.get(industry, FREE), given)
    else:
        kept = found.total = both(found.total, given)
    return crossed(kept)


def both(one: Range, other: Range) -> Range:
    """What both ranges allow."""
    tops = [top for top in (one[1], other[1]) if top is not None]
    return max(one[0], other[0]), min(tops, default=None)


def crossed(given: Range) -> bool:
    """Whether a range allows nothing."""
    return given[1] is not None and given[0] > given[1]


def _range(row: Mapping[str, Any], unit_kg: int) -> tuple[Range, str]:
    """Lower bounds rounded up, upper down, fixed values to the nearest unit; the fixed value where that moved it."""

    def units(column: str, how: Callable[[Any], int]) -> int | None:
        return None if math.isnan(row[column]) else how(exact_units(row[column], unit_kg))

    fixed = units("fixed_t", nearest)
    if fixed is None:
        return (units("lower_t", math.ceil) or 0, units("upper_t", math.floor)), ""
    odd = exact_units(row["fixed_t"], unit_kg) != fixed
    given = both((fixed, fixed), (units("lower_t", math.ceil) or 0, units("upper_t", math.floor)))
    return given, f"{row['fixed_t']:.15g}" if odd else ""


def _name(row: Mapping[str, Any]) -> str:
    return " / ".join(str(row[part]) for part in ("region", "industry", "layer") if row[part]) or "∑"


def _told(code: str, row: Mapping[str, Any], year: int, found: str, expected: str = "") -> Finding:
    details = {"place": row.get("place", "") or "–"}
    return Finding(code, sheet=str(year), found=found, expected=expected, details=details)
