"""Whole units in a matrix whose row and column sums are whole and stay as they are (controlled rounding).

Each cell becomes its floor or its ceiling, so it is off by less than one unit. Which go up is a transportation problem
with cells of 0 or 1; its matrix is totally unimodular, so a vertex of the linear programme is whole, and it has a
solution whenever the margins are those of the matrix (Bacharach 1966, Management Science 12:732; Cox & Ernst 1982,
INFOR 20:423; recalled). Among all solutions the one with the least sum of squared changes is taken; near-ties are
broken by the labels of the cells, so that neither order nor solver matters.
"""

from __future__ import annotations

import math
import zlib
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ghginv.budget.allocation.checked import listed
from ghginv.budget.allocation.matrix_problem import Floats
from ghginv.errors import InputError
from ghginv.findings import Finding

Whole = NDArray[np.int64]
_NEAR = 1e-7  # of a unit: this near to a whole number, a cell is one
_TIE = 1e-4  # costs of cells that differ by less are told apart by their labels


def rounded_matrix(matrix: Any, rows: Any, columns: Any, *, unit: int = 1, lower: Any = None, upper: Any = None) -> Any:
    """``matrix`` (m × n, ≥ 0) in whole multiples of ``unit`` as int64, with exactly the sums ``rows`` and ``columns``.

    ``rows`` and ``columns`` are whole multiples of the unit with one total, and those of the matrix but for less than
    a unit in all. A cell that is whole (fixed ones) stays; bounds (arrays of the same size) are kept, which they
    always can be where they are whole units. The result has the labels of the matrix. InputError: margins that are not
    whole units or not those of the matrix, bounds between which there is no whole unit.
    """
    labels = [tuple(axis) for axis in matrix.axes] if hasattr(matrix, "axes") else []
    units = np.asarray(matrix, dtype=np.float64) / unit
    labels = labels or [tuple(range(1, size + 1)) for size in units.shape]
    wanted = [_whole(given, unit, names) for given, names in zip((rows, columns), labels, strict=True)]
    _same_margins(units, wanted, labels, unit)
    floors, ceilings = _range(units, unit, lower, upper, labels)
    cells = floors + _ups(units, floors, ceilings, wanted, labels)
    if hasattr(matrix, "axes"):
        import pandas as pd

        return pd.DataFrame(cells * unit, index=matrix.index, columns=matrix.columns)
    return cells * unit


def _whole(given: Any, unit: int, labels: tuple[Any, ...]) -> Whole:
    if hasattr(given, "index") and not callable(given.index) and set(given.index) == set(labels):
        given = given.loc[list(labels)]
    found = np.asarray(given)
    if found.shape != (len(labels),):
        raise InputError(Finding("budget-matrix-shape", found=str(found.shape), expected=str(len(labels))))
    sound = np.isfinite(found.astype(np.float64))
    units = np.where(sound, found, 0)
    wrong = ~sound | (units % unit != 0) | (units < 0)
    if wrong.any():
        odd = listed(f"{label}: {value}" for label, value in zip(np.array(labels)[wrong], found[wrong], strict=True))
        raise InputError(Finding("budget-rounding-whole", found=odd, expected=str(unit)))
    return (units // unit).astype(np.int64)


def _same_margins(units: Floats, wanted: list[Whole], labels: list[tuple[Any, ...]], unit: int) -> None:
    """Less than a unit between the margins and the sums of the matrix, all told: then a rounding exists."""
    gaps = [units.sum(axis=axis) - margin for axis, margin in zip((1, 0), wanted, strict=True)]
    if int(wanted[0].sum()) == int(wanted[1].sum()) and sum(np.abs(gap).sum() for gap in gaps) < 1:
        return
    odd = [
        f"{label}: {gap * unit:+.6g}"
        for names, side in zip(labels, gaps, strict=True)
        for label, gap in zip(names, side.tolist(), strict=True)
        if not abs(gap) < 1e-6
    ]
    raise InputError(Finding("budget-rounding-margins", found=listed(odd), expected=str(unit)))


def _range(units: Floats, unit: int, lower: Any, upper: Any, labels: list[tuple[Any, ...]]) -> tuple[Whole, Whole]:
    """The two whole numbers that each cell may become (one where it is whole or a bound leaves one)."""
    nearest = np.rint(units)
    whole = np.abs(units - nearest) <= _NEAR
    floors = np.where(whole, nearest, np.floor(units))
    ceilings = np.where(whole, nearest, np.ceil(units))
    if lower is not None:
        floors = np.maximum(floors, np.ceil(np.asarray(lower, dtype=np.float64) / unit - _NEAR))
    if upper is not None:
        ceilings = np.minimum(ceilings, np.floor(np.asarray(upper, dtype=np.float64) / unit + _NEAR))
    if (floors > ceilings).any():
        odd = listed((labels[0][i], labels[1][j]) for i, j in np.argwhere(floors > ceilings).tolist())
        raise InputError(Finding("budget-rounding-bounds", found=odd, expected=str(unit)))
    return floors.astype(np.int64), ceilings.astype(np.int64)


def _ups(units: Floats, floors: Whole, ceilings: Whole, wanted: list[Whole], labels: list[tuple[Any, ...]]) -> Whole:
    """1 where a cell goes up (m × n): the least Σ (rounded - exact)², by a linear programme."""
    from scipy import sparse
    from scipy.optimize import linprog

    m, n = units.shape
    ups = np.zeros(m * n, dtype=np.int64)
    place = np.flatnonzero((ceilings > floors).ravel())
    needed = np.concatenate([margin - floors.sum(axis=axis) for axis, margin in zip((1, 0), wanted, strict=True)])
    if len(place):
        order = _by_label(place, n, labels)
        place, at, ones = place[order], np.arange(len(place)), np.ones(len(place))
        rank = [_ranks(each) for each in labels]
        sums = sparse.csr_matrix(
            (np.tile(ones, 2), (np.concatenate([rank[0][place // n], m + rank[1][place % n]]), np.tile(at, 2))),
            (m + n, len(place)),
        )
        goals = np.concatenate([needed[:m][np.argsort(rank[0])], needed[m:][np.argsort(rank[1])]])
        costs = 1 - 2 * (units.ravel()[place] - floors.ravel()[place]) + _TIE * _marks(place, n, labels)
        solved = linprog(costs, A_eq=sums, b_eq=goals, bounds=(0, 1), method="highs-ds")
        if solved.x is not None:
            ups[place] = np.rint(solved.x).astype(np.int64)
    found = ups.reshape(m, n)
    gaps = np.concatenate([found.sum(axis=1), found.sum(axis=0)]) - needed
    if gaps.any():
        names = [*labels[0], *labels[1]]
        odd = listed(f"{names[i]}: {int(gaps[i]):+d}" for i in np.flatnonzero(gaps).tolist())
        raise InputError(Finding("budget-rounding-bounds", found=odd, expected="1"))
    return found


def _ranks(labels: tuple[Any, ...]) -> NDArray[np.int64]:
    """The place of each label in the order of labels."""
    found = np.empty(len(labels), dtype=np.int64)
    found[sorted(range(len(labels)), key=lambda each: _sortable(labels[each]))] = np.arange(len(labels))
    return found


def _sortable(label: Any) -> tuple[str, str]:
    return (f"{int(label):020d}", "") if isinstance(label, Integral) else (str(label), type(label).__name__)


def _by_label(place: NDArray[np.int64], n: int, labels: list[tuple[Any, ...]]) -> NDArray[np.int64]:
    rows, columns = _ranks(labels[0]), _ranks(labels[1])
    return np.lexsort((columns[place % n], rows[place // n]))


def _marks(place: NDArray[np.int64], n: int, labels: list[tuple[Any, ...]]) -> Floats:
    """A number from 0 to 1 that only the labels of a cell decide."""
    names = [[str(label) for label in side] for side in labels]
    marks = [zlib.crc32(f"{names[0][i // n]}|{names[1][i % n]}".encode()) for i in place.tolist()]
    return np.array(marks, dtype=np.float64) / math.pow(2, 32)
