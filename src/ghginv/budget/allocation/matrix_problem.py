"""A matrix to be fitted, stated and checked: prior, margins, bounds, and what is refused before anything is computed.

Rows are regions 块, columns industries 条. Numbers come as NumPy arrays or as pandas tables; tables are put in order by
their labels, and labels name rows, columns and cells in messages (plain arrays are counted from 1).
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ghginv.budget.allocation.checked import listed
from ghginv.errors import InputError
from ghginv.findings import Finding

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
SAME = 1e-9
"""Margins whose totals differ by less than this share count as equal; columns are then scaled to the rows."""
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Problem:
    """x_ij = clip(z_ij a_i b_j, l_ij, u_ij) with given sums: ``prior`` z (m × n), ``rows`` m, ``columns`` n, bounds.

    A cell whose prior is zero stays at its lower bound: its ``upper`` is its ``lower`` here.
    """

    prior: Floats
    rows: Floats
    columns: Floats
    lower: Floats
    upper: Floats
    row_labels: tuple[Hashable, ...]
    column_labels: tuple[Hashable, ...]
    frame: Any = None

    @property
    def total(self) -> float:
        """The sum of the rows."""
        return math.fsum(self.rows)

    @property
    def bounded(self) -> bool:
        """Whether any cell has a bound of its own."""
        return bool(self.lower.any() or np.isfinite(self.upper[self.prior > 0]).any())

    def like(self, values: NDArray[Any]) -> Any:
        """Values in the shape the prior came in: a DataFrame with its labels, or an array."""
        if self.frame is None:
            return values
        import pandas as pd

        return pd.DataFrame(values, index=self.frame.index, columns=self.frame.columns)

    def cells(self, which: Mask) -> str:
        """The names of the cells where ``which`` is true, for a message."""
        return listed((self.row_labels[i], self.column_labels[j]) for i, j in np.argwhere(which).tolist())


def stated(prior: Any, rows: Any, columns: Any, lower: Any = None, upper: Any = None) -> Problem:
    """The problem in arrays. InputError with every fault at once:

    sizes or labels that differ, what is no number (blank bounds are no bounds), negative numbers, totals of rows and
    columns that differ, a row or column of zeros with a total, crossed bounds, bounds of a row or column that leave no
    room for its total.
    """
    frame = prior if hasattr(prior, "index") and hasattr(prior, "columns") else None
    base = _numbers(prior, "prior")
    if base.ndim != 2 or 0 in base.shape:
        raise _refused("budget-matrix-shape", found=f"prior {base.shape}", expected="m × n")
    labels = [tuple(range(1, size + 1)) for size in base.shape] if frame is None else [*map(tuple, frame.axes)]
    down, across = labels[0], labels[1]
    for each in labels:
        if len(set(each)) < len(each):
            raise _refused("budget-matrix-labels", found=listed({x for x in each if each.count(x) > 1}), field="prior")
    row_totals, column_totals = _margin(rows, "rows", down, frame), _margin(columns, "columns", across, frame)
    low, high = (_bound(given, field, base, frame) for given, field in ((lower, "lower"), (upper, "upper")))
    problem = Problem(base, row_totals, column_totals, low, high, down, across, frame)
    _clean(problem)
    return _together(problem)


def _refused(code: str, found: str = "", expected: str = "", **details: object) -> InputError:
    return InputError(_finding(code, found, expected, **details))


def _finding(code: str, found: str = "", expected: str = "", **details: object) -> Finding:
    zh = {"prior": "基础矩阵", "rows": "行合计", "columns": "列合计", "lower": "下限", "upper": "上限"}
    if "field" in details:
        details = {**details, "field_zh": zh[str(details["field"])]}
    return Finding(code, found=found, expected=expected, details=details)


def _numbers(given: Any, field: str) -> Floats:
    try:
        return np.array(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise _refused("budget-matrix-number", found=str(given)[:80], field=field) from None


def _margin(given: Any, field: str, labels: tuple[Hashable, ...], frame: Any) -> Floats:
    index = getattr(given, "index", None)
    if frame is not None and index is not None and not callable(index):
        _same(tuple(index), labels, field)
        given = given.loc[list(labels)]
    values = _numbers(given, field)
    if values.shape != (len(labels),):
        raise _refused("budget-matrix-shape", found=f"{field} {values.shape}", expected=str(len(labels)))
    return values


def _same(found: tuple[Hashable, ...], wanted: tuple[Hashable, ...], field: str) -> None:
    odd = set(found) ^ set(wanted) or {each for each in found if found.count(each) > 1}
    if odd:
        raise _refused("budget-matrix-labels", found=listed(sorted(odd, key=str)), field=field)


def _bound(given: Any, field: str, base: Floats, frame: Any) -> Floats:
    without = 0.0 if field == "lower" else math.inf
    if given is None:
        return np.full(base.shape, without)
    if frame is not None and hasattr(given, "columns"):
        for side, wanted in zip(given.axes, frame.axes, strict=True):
            _same(tuple(side), tuple(wanted), field)
        given = given.loc[list(frame.index), list(frame.columns)]
    values = _numbers(given, field)
    if values.shape not in ((), base.shape):
        size = f"{base.shape[0]} × {base.shape[1]}"
        raise _refused("budget-matrix-shape", found=f"{field} {values.shape}", expected=size)
    return np.where(np.isnan(values), without, np.broadcast_to(values, base.shape))


def _clean(problem: Problem) -> None:
    """Every number a number, none negative, bounds not crossed."""
    found = []
    for field in ("prior", "rows", "columns", "lower", "upper"):
        values = getattr(problem, field)
        sound = np.isfinite(values) | (values == math.inf if field == "upper" else False)
        for code, wrong in (("budget-matrix-number", ~sound), ("budget-matrix-negative", values < 0)):
            if wrong.any():
                found.append(_finding(code, _places(problem, field, wrong), field=field))
    crossed = problem.lower > problem.upper
    if crossed.any():
        found.append(_finding("budget-matrix-bounds-crossed", problem.cells(crossed)))
    if found:
        raise InputError(*found)


def _places(problem: Problem, field: str, wrong: Mask) -> str:
    if wrong.ndim == 2:
        return problem.cells(wrong)
    labels = problem.row_labels if field == "rows" else problem.column_labels
    return listed(label for label, bad in zip(labels, wrong.tolist(), strict=True) if bad)


def _together(problem: Problem) -> Problem:
    """Totals of both sides equal, each row and column with room for its total; zero cells held at their lower bound."""
    whole, across = problem.total, math.fsum(problem.columns)
    if abs(whole - across) > SAME * max(whole, across):
        gap = f"{whole - across:+.15g}"
        raise _refused("budget-matrix-totals", f"{whole:.15g}", f"{across:.15g}", difference=gap)
    columns = problem.columns * (whole / across) if across else problem.columns
    upper = np.where(problem.prior > 0, problem.upper, problem.lower)
    found = []
    sides = (("rows", 1, problem.rows, problem.row_labels), ("columns", 0, columns, problem.column_labels))
    for field, axis, totals, labels in sides:
        least, most = problem.lower.sum(axis=axis), upper.sum(axis=axis)
        slack = _ROUNDING * whole
        for place in np.flatnonzero((least > totals + slack) | (most < totals - slack)).tolist():
            code = "budget-matrix-least" if least[place] > totals[place] else "budget-matrix-most"
            code = "budget-matrix-zero" if most[place] == 0 else code
            side = f"{least[place]:.15g}" if code == "budget-matrix-least" else f"{most[place]:.15g}"
            told = {"total": f"{totals[place]:.15g}", "field": field}
            found.append(_finding(code, str(labels[place]), side, **told))
    if found:
        raise InputError(*found)
    return replace(problem, columns=columns, upper=upper)
