"""Methods that are plain arithmetic as formulas over the cells of their inputs, each checked against our own result.

A formula is used only where it gives what the method gave. Within bounds shares are multiplied by a factor that was
solved for; where another reading of a method was taken, the values stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ghginv.workbooks.account_page import Placed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_SAME = 1e-9
_KEYS = {"grandfather": "emissions", "per-capita": "population", "per-gdp": "gdp", "proportional": "requests"}


@dataclass(frozen=True)
class Source:
    """Inputs of the methods: numbers by column, where their cells stand, total and options with their cells."""

    columns: Mapping[str, Floats]
    placed: Placed
    total: float
    total_cell: str
    options: Mapping[str, tuple[float, str]]

    def here(self, key: str, row: int) -> str:
        """The cell of a unit."""
        return self.placed.cell(row, key)

    def all(self, key: str) -> str:
        """The cells of all units."""
        return self.placed.range(key)

    def has(self, *keys: str) -> bool:
        """Whether all of these are there for every unit."""
        return all(key in self.columns and bool(np.isfinite(self.columns[key]).all()) for key in keys)


Rule = tuple[Callable[[int], str], Any]


@dataclass(frozen=True)
class Lines:
    """A formula a unit; ``factor`` where shares were multiplied by it and kept within bounds, else None."""

    formulas: list[str]
    factor: float | None = None


def formulas(
    method: str, source: Source, amounts: Floats, indices: Mapping[str, Rule], factor_cell: str
) -> Lines | None:
    """The formulas of a method, or None where it is no plain arithmetic or gives something else than ``amounts``.

    ``indices``: for composite methods, the cell and the value of each unit's index. ``factor_cell`` is where the factor
    of a method with bounds will stand.
    """
    for formula, values in _candidates(method, source, indices):
        found = np.asarray(values, dtype="float64")
        if found.shape != amounts.shape or not np.isfinite(found).all():
            continue
        lines = [formula(row) for row in range(len(amounts))]
        if _same(found, amounts, source):
            return Lines(lines)
        factor, within = _bounded(source, found, amounts)
        if factor is not None and _same(within, amounts, source):
            return Lines([_clipped(source, row, line, factor_cell) for row, line in enumerate(lines)], factor)
    return None


def _same(found: Floats, amounts: Floats, source: Source) -> bool:
    return bool(np.allclose(found, amounts, rtol=_SAME, atol=_SAME * abs(source.total)))


def _bounded(source: Source, shares: Floats, amounts: Floats) -> tuple[float | None, Floats]:
    """The factor λ by which shares were multiplied before they were cut to their bounds, and the amounts it gives."""
    none = np.full(len(amounts), np.nan)
    lower, upper = (source.columns.get(key, none) for key in ("lower", "upper"))
    low, high = np.where(np.isnan(lower), -np.inf, lower), np.where(np.isnan(upper), np.inf, upper)
    inside = (shares > 0) & (amounts > low * (1 + _SAME)) & (amounts < high * (1 - _SAME))
    if not inside.any():
        return None, shares
    factor = float(amounts[inside].sum() / shares[inside].sum())
    return factor, np.clip(factor * shares, low, high)


def _clipped(source: Source, row: int, line: str, factor_cell: str) -> str:
    """A share times the factor, within the unit's bounds; blank bounds are passed over."""
    found = f"{factor_cell}*({line.removeprefix('=')})"
    for key, function in (("lower", "MAX"), ("upper", "MIN")):
        if key in source.columns:
            found = f"{function}({source.here(key, row)},{found})"
    return f"={found}"


def _candidates(method: str, source: Source, indices: Mapping[str, Rule]) -> list[Rule]:
    with np.errstate(all="ignore"):
        if method in _KEYS and source.has(_KEYS[method]):
            return [_by_key(source, _KEYS[method])]
        if method == "equal-rate" and source.has("emissions"):
            return [_equal_rate(source)]
        if method == "blended" and source.has("emissions", "population") and "weight" in source.options:
            return [_blended(source)]
        if method == "intensity" and source.has("output", "emissions"):
            return [_intensity(source, key) for key in ("expected_output", "output") if source.has(key)]
        if method == "benchmark" and source.has("benchmark"):
            return [_product(source, key, "benchmark") for key in ("output", "expected_output") if source.has(key)]
        if method in indices:
            cell, values = indices[method]
            return [_index(source, cell, values, len(values))]
    return []


def _by_key(source: Source, key: str) -> Rule:
    values = source.columns[key]
    shares = source.total * values / values.sum()
    return lambda row: f"={source.total_cell}*{source.here(key, row)}/SUM({source.all(key)})", shares


def _equal_rate(source: Source) -> Rule:
    emitted = source.columns["emissions"]
    total, every = source.total_cell, source.all("emissions")
    values = emitted * (1 - (1 - source.total / emitted.sum()))
    return lambda row: f"={source.here('emissions', row)}*(1-(1-{total}/SUM({every})))", values


def _blended(source: Source) -> Rule:
    weight, cell = source.options["weight"]
    emitted, heads = source.columns["emissions"], source.columns["population"]
    values = source.total * ((1 - weight) * emitted / emitted.sum() + weight * heads / heads.sum())

    def formula(row: int) -> str:
        old, new = (f"{source.here(key, row)}/SUM({source.all(key)})" for key in ("emissions", "population"))
        return f"={source.total_cell}*((1-{cell})*{old}+{cell}*{new})"

    return formula, values


def _intensity(source: Source, coming: str) -> Rule:
    """q' · e/q, scaled to the total."""
    emitted, past, output = (source.columns[key] for key in ("emissions", "output", coming))
    keys = output * (emitted / past)

    def formula(row: int) -> str:
        here = [source.here(key, row) for key in (coming, "emissions", "output")]
        every = [source.all(key) for key in (coming, "emissions", "output")]
        scale = f"SUMPRODUCT({every[0]}*{every[1]}/{every[2]})"
        return f"={source.total_cell}*{here[0]}*{here[1]}/{here[2]}/{scale}"

    return formula, source.total * keys / keys.sum()


def _product(source: Source, one: str, other: str) -> Rule:
    keys = source.columns[one] * source.columns[other]

    def formula(row: int) -> str:
        here = f"{source.here(one, row)}*{source.here(other, row)}"
        return f"={source.total_cell}*{here}/SUMPRODUCT({source.all(one)}*{source.all(other)})"

    return formula, source.total * keys / keys.sum()


def _index(source: Source, cell: Callable[[int], str], values: Floats, count: int) -> Rule:
    """The share of a unit's index, whose cells stand one below the other."""
    first, last = cell(0), cell(count - 1)
    every = f"{held(first)}:{held(last)}"
    return lambda row: f"={source.total_cell}*{cell(row)}/SUM({every})", source.total * values / values.sum()


def held(cell: str) -> str:
    """An address held fast: D7 is $D$7."""
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"


def normalised(values: Floats, direction: str, floor: float) -> Floats:
    """A criterion from the floor to 1, more need or less duty upwards."""
    with np.errstate(all="ignore"):
        plain = (values - values.min()) / (values.max() - values.min())
    return np.asarray(floor + (1 - floor) * (1 - plain if direction == "duty" else plain))


def normal_formula(here: str, every: str, direction: str, floor: str) -> str:
    """The same as a formula."""
    low, high = f"MIN({every})", f"MAX({every})"
    plain = f"({high}-{here})/({high}-{low})" if direction == "duty" else f"({here}-{low})/({high}-{low})"
    return f"={floor}+(1-{floor})*{plain}"
