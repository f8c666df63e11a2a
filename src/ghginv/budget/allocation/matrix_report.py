"""What to know of a fitted matrix: margins, which bounds bind, how far cells moved, factors as shadow prices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ghginv.budget.allocation.matrix import Fit
from ghginv.budget.allocation.matrix_problem import Floats

STATES = ("free", "at lower", "at upper", "fixed", "forced", "no prior")


@dataclass(frozen=True)
class MatrixReport:
    """Tables beside a fitted matrix, in the unit of its margins.

    ``rows``, ``columns``: label; total, fitted, prior, lower, upper (sums), factor (a_i, b_j: how much the prior of the
    whole row or column is scaled; above 1 its total presses cells up), binding (cells at a bound of their own).
    ``cells``: row, column; prior, fitted, change (fitted ÷ the prior scaled to the total, less 1), lower, upper, state
    (one of STATES), pull (fitted ÷ a z b: above 1 a lower bound lifts the cell, below 1 an upper bound holds it down).
    ``largest``: the cell that changed most among those with a prior, by |ln(1 + change)|.
    """

    rows: pd.DataFrame
    columns: pd.DataFrame
    cells: pd.DataFrame
    largest: tuple[object, object, float]
    iterations: int
    error: float


def matrix_report(fitted: Fit) -> MatrixReport:
    """The report of a fit; see ``MatrixReport``."""
    cells = _cells(fitted)
    tops = _side(fitted, 1), _side(fitted, 0)
    for table, label in zip(tops, ("row", "column"), strict=True):
        binding = cells[cells["state"].isin(STATES[1:5])].groupby(label, sort=False).size()
        table["binding"] = binding.reindex(table.index, fill_value=0).astype(int)
    moved = cells[(cells["prior"] > 0) & (cells["fitted"] > 0)]
    sizes = np.log1p(moved["change"].to_numpy()).round(12)
    largest: tuple[object, object, float] = ("", "", 0.0)
    if len(sizes):
        place = int(np.abs(sizes).argmax())
        largest = moved["row"].iat[place], moved["column"].iat[place], float(moved["change"].iat[place])
    return MatrixReport(*tops, cells, largest, fitted.iterations, fitted.error)


def _side(fitted: Fit, axis: int) -> pd.DataFrame:
    """Rows (axis 1) or columns (axis 0)."""
    problem = fitted.problem
    labels, totals, factors = (
        (problem.row_labels, problem.rows, fitted.a) if axis else (problem.column_labels, problem.columns, fitted.b)
    )
    return pd.DataFrame(
        {
            "total": totals,
            "fitted": fitted.values.sum(axis=axis),
            "prior": problem.prior.sum(axis=axis),
            "lower": problem.lower.sum(axis=axis),
            "upper": problem.upper.sum(axis=axis),
            "factor": factors,
        },
        index=pd.Index(labels),
    )


def _cells(fitted: Fit) -> pd.DataFrame:
    problem, found = fitted.problem, fitted.values
    m, n = found.shape
    whole = problem.prior.sum()
    scaled = problem.prior * (problem.total / whole if whole else 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        change = np.where(scaled > 0, found / scaled - 1, np.nan)
        free = problem.prior * (fitted.a[:, None] * fitted.b)
        pull = np.where(free > 0, found / free, np.nan)
    columns = {
        "prior": problem.prior,
        "fitted": found,
        "change": change,
        "lower": problem.lower,
        "upper": problem.upper,
        "state": _states(fitted),
        "pull": np.where(fitted.forced, np.nan, pull),
    }
    return pd.DataFrame(
        {
            "row": [label for label in problem.row_labels for _ in range(n)],
            "column": list(problem.column_labels) * m,
            **{name: np.asarray(values).ravel() for name, values in columns.items()},
        }
    )


def _states(fitted: Fit) -> np.ndarray:
    problem, found = fitted.problem, fitted.values
    grain = 1e-12 * problem.total

    def near(bound: Floats) -> np.ndarray:
        with np.errstate(invalid="ignore"):
            return np.abs(found - bound) <= grain

    # In this order: a cell without prior has equal bounds, and every cell without lower bound may be at 0.
    chosen = [
        (problem.prior == 0) & (problem.lower == 0),
        problem.lower == problem.upper,
        fitted.forced,
        near(problem.upper),
        near(problem.lower) & (problem.lower > 0),
    ]
    return np.select(chosen, ["no prior", "fixed", "forced", "at upper", "at lower"], "free")
