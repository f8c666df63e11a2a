"""What every method demands of its inputs before it divides anything, and sharing within bounds.

A method names its units by the labels of its first vector, takes further vectors in any order where they carry labels,
and gives back what it was given: a Series for a Series, an array for an array. What is wrong is refused with the name
of the vector and of the units.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ghginv.domain import plan_tables
from ghginv.errors import InputError
from ghginv.findings import Finding

Floats = NDArray[np.float64]
Vector = Any
"""A Series (its index names the units), an array or a sequence; numbers, one a unit."""

_NAMED = 8  # units named in a message; more are counted


@dataclass(frozen=True, slots=True)
class Units:
    """The units of an allocation: their labels, in the order of the first vector; ``index`` where it was a Series."""

    labels: tuple[Hashable, ...]
    index: Any = None

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def rows(self) -> Any:
        """The index of a DataFrame with a row a unit."""
        return list(self.labels) if self.index is None else self.index

    def like(self, values: Floats) -> Any:
        """Values in the shape the caller used: Series with the same index, or array."""
        if self.index is None:
            return values
        import pandas as pd

        return pd.Series(values, index=self.index)

    def named(self, which: Iterable[bool] | NDArray[np.bool_]) -> str:
        """The labels where ``which`` is true, for a message."""
        return listed(label for label, chosen in zip(self.labels, which, strict=True) if chosen)


def refuse(code: str, **details: object) -> InputError:
    """The error to raise: ``found`` and ``expected`` of the finding, and what its wording wants besides."""
    found, expected = str(details.pop("found", "")), str(details.pop("expected", ""))
    return InputError(Finding(code, found=found, expected=expected, details=details))


def shown(amount: float) -> str:
    """An amount for a message: nine digits, enough for a city's tonnes."""
    return f"{amount:.9g}"


def listed(labels: Iterable[Hashable]) -> str:
    """Labels for a message: the first ones by name, how many there are where there are more."""
    names = [" / ".join(map(str, each)) if isinstance(each, tuple) else str(each) for each in labels]
    return ", ".join(names[:_NAMED]) + (f" … ({len(names)})" if len(names) > _NAMED else "")


def words(field: str) -> dict[str, object]:
    """How an argument is called in messages: the words of the plan's own tables where it has them."""
    layout = plan_tables.load()
    for table in layout.tables:
        for column in table.columns:
            told: tuple[Any, ...] = (column, *column.choices)
            for each in told:
                if field in (each.id, each.id.removesuffix("_t")):
                    return {"field_zh": f"{each.zh}（{field}）", "field_en": field}
    return {"field_zh": field, "field_en": field}


def total(value: Any, field: str = "total") -> float:
    """The amount to share out. InputError unless it is a finite number above zero."""
    amount = number(value, field)
    if amount <= 0:
        raise refuse("budget-allocation-total", found=value, **words(field))
    return amount


def number(value: Any, field: str, *, least: float = -math.inf, most: float = math.inf) -> float:
    """A parameter. InputError unless it is a finite number from ``least`` to ``most``."""
    try:
        amount = float(value)
    except (TypeError, ValueError):
        amount = math.nan
    if not math.isfinite(amount) or not least <= amount <= most:
        bounds = f"{least:g} – {most:g}".replace("inf", "∞")
        raise refuse("budget-allocation-parameter", found=value, expected=bounds, **words(field))
    return amount


def years(asked: Sequence[int], first: int, last: int | None = None) -> None:
    """InputError: no year, a year twice, a year before ``first`` or after ``last``."""
    if not asked:
        raise refuse("budget-allocation-empty")
    if twice := sorted({year for year in asked if asked.count(year) > 1}):
        raise refuse("budget-allocation-labels-twice", found=listed(twice))
    if early := [year for year in asked if year < first]:
        raise refuse("budget-allocation-before-start", found=listed(early), expected=first)
    if last is not None and (late := [year for year in asked if year > last]):
        raise refuse("budget-allocation-after-end", found=listed(late), expected=last)


def units(first: Vector) -> Units:
    """The units as the first vector (or the rows of a DataFrame) name them. InputError: none, or a label twice."""
    index = getattr(first, "index", None)
    if index is not None and not callable(index):
        labels = tuple(index)
    else:
        index, labels = None, tuple(range(1, len(first) + 1))
    if not labels:
        raise refuse("budget-allocation-empty")
    twice = sorted({str(each) for each in labels if labels.count(each) > 1}) if len(set(labels)) < len(labels) else []
    if twice:
        raise refuse("budget-allocation-labels-twice", found=listed(twice))
    return Units(labels, index)


def vector(
    values: Vector, among: Units, field: str, *, positive: bool = False, some: bool = True, signed: bool = False
) -> Floats:
    """One number a unit, in the order of the units; a Series is put in order by its labels.

    InputError: lengths or labels differ, not a finite number, negative (unless ``signed``), zero where ``positive``
    (a denominator), nothing but zeros where ``some``.
    """
    found = _in_order(values, among, field)
    for code, wrong in (
        ("budget-allocation-not-number", ~np.isfinite(found)),
        ("budget-allocation-negative", (found < 0) & (not signed)),
        ("budget-allocation-zero", (found == 0) & positive),
    ):
        if wrong.any():
            raise refuse(code, found=among.named(wrong), **words(field))
    if some and not found.any():
        raise refuse("budget-allocation-all-zero", **words(field))
    return found


def _in_order(values: Vector, among: Units, field: str) -> Floats:
    """Values as floats in the order of the units; what is no number becomes NaN."""
    index = getattr(values, "index", None)
    if index is not None and not callable(index):
        labels = tuple(index)
        if len(set(labels)) < len(labels):
            raise refuse("budget-allocation-labels-twice", found=listed(x for x in labels if labels.count(x) > 1))
        if among.index is not None and labels != among.labels:
            if set(labels) != set(among.labels):
                odd = set(labels) ^ set(among.labels)
                raise refuse("budget-allocation-labels", found=listed(sorted(odd, key=str)), **words(field))
            values = values.loc[list(among.labels)]
    array = np.asarray(values)
    if array.shape != (len(among),):
        raise refuse("budget-allocation-lengths", found=array.shape, expected=len(among), **words(field))
    return np.array([_float(each) for each in array.tolist()], dtype=np.float64)


def _float(value: Any) -> float:
    if isinstance(value, str | bytes):
        return math.nan
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan


def limits(amount: float, lower: Vector | None, upper: Vector | None, among: Units) -> tuple[Floats, Floats]:
    """Lower and upper bounds a unit; None, or NaN for a unit, means none; one number holds for every unit.

    InputError, naming the units: negative or crossed bounds, lower bounds above the total, upper bounds below it.
    """
    low = _limit(lower, among, "lower", 0.0)
    high = _limit(upper, among, "upper", math.inf)
    slack = 1e-12 * amount
    if (low > high).any():
        raise refuse("budget-allocation-bounds-crossed", found=among.named(low > high))
    if math.fsum(low) > amount + slack:
        details = {"sum": shown(math.fsum(low))}
        raise refuse("budget-allocation-lower", found=among.named(low > 0), expected=shown(amount), **details)
    if np.isfinite(high).all() and math.fsum(high) < amount - slack:
        details = {"sum": shown(math.fsum(high))}
        raise refuse("budget-allocation-upper", found=among.named(high < math.inf), expected=shown(amount), **details)
    return low, high


def _limit(values: Vector | None, among: Units, field: str, without: float) -> Floats:
    if values is None:
        return np.full(len(among), without)
    if np.ndim(values) == 0:
        values = np.full(len(among), float(values))
    found = _in_order(values, among, field)
    found = np.where(np.isnan(found), without, found)
    if (found < 0).any():
        raise refuse("budget-allocation-negative", found=among.named(found < 0), **words(field))
    return found


def by_key(whole: float, key: Vector, field: str, lower: Vector | None, upper: Vector | None) -> Any:
    """Share in proportion to one key, within bounds: what grandfathering, per head and per GDP have in common."""
    amount, among = total(whole), units(key)
    keys = vector(key, among, field)
    low, high = limits(amount, lower, upper, among)
    return among.like(within_bounds(amount, keys, low, high, among.labels))


def within_bounds(
    amount: float, shares: Floats, lower: Floats, upper: Floats, labels: Sequence[Hashable] = ()
) -> Floats:
    """Share an amount in proportion, within bounds: clip(λ·share, lower, upper) with the λ that meets the amount.

    The sum over units is piecewise linear in λ; its kinks are lower/share and upper/share. The piece that holds the
    amount is found by bisection over the kinks, λ in it by division; sums are correctly rounded (``math.fsum``), so
    that the order of units changes no bit. Bounds must have passed ``limits``. InputError where only units whose
    share is zero could take what is left.
    """
    if not (lower > 0).any() and not np.isfinite(upper).any():
        return amount * (shares / math.fsum(shares))
    weights = shares / shares.max()
    has = weights > 0
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        enters = np.where(has, lower / weights, math.inf)  # below it the unit stands at its lower bound
        leaves = np.where(has, upper / weights, math.inf)  # above it at its upper bound
    most = np.where(has, upper, lower)
    if np.isfinite(most).all() and math.fsum(most) <= amount:
        return _filled(amount, most, ~has, labels)
    kinks = np.unique(np.concatenate([[0.0], enters, leaves]))
    kinks = kinks[np.isfinite(kinks)]
    first, last = 0, len(kinks)  # the piece starts at kinks[first]
    while last - first > 1:
        middle = (first + last) // 2
        at = _at(kinks[middle], weights, lower, upper)
        first, last = (middle, last) if math.fsum(at) <= amount else (first, middle)
    start = kinks[first]
    free = has & (enters <= start) & (leaves > start)
    if not free.any():
        return _at(start, weights, lower, upper)
    fixed = np.where(leaves <= start, upper, lower)
    rate = (amount - math.fsum(fixed[~free])) / math.fsum(weights[free])
    return np.where(free, np.clip(rate * weights, lower, upper), fixed)


def _at(rate: float, weights: Floats, lower: Floats, upper: Floats) -> Floats:
    found: Floats = np.clip(rate * weights, lower, upper)
    return found


def _filled(amount: float, most: Floats, without: NDArray[np.bool_], labels: Sequence[Hashable]) -> Floats:
    """All at their upper bounds: right where that is the amount, else what is left has no taker."""
    left = amount - math.fsum(most)
    if left > 1e-12 * amount:
        names = labels or tuple(range(1, len(most) + 1))
        found = listed(name for name, zero in zip(names, without, strict=True) if zero)
        raise refuse("budget-allocation-no-taker", found=found, expected=shown(left))
    return most
