"""Fit a matrix of regions × industries to its margins: ghginv against bare NumPy loops that do the same and no more.

Ghginv gets arrays, checks them, names what is wrong, fits, and says how far off it is. The bare loops take their data
on trust and stop at the same error of the margins (1e-10 of the total): RAS as it is usually written, a matrix scaled
by rows and columns in turn; RAS by its factors alone; with bounds, the same loop clipped, each row and column solved by
bisection. Cases: without bounds; bounds on every cell, more than half of which bind; 5 % of the cells fixed; and an
upper triangle whose zeros force all cells but the diagonal to nothing, where loops crawl (the bare one is stopped after
1,000 rounds). Rounding to whole units with all margins kept is timed beside. Candidates take turns within a round;
medians are printed. Where matrices differ by more than 1e-7 of the total, the exit code is 1; slowness never fails.

    python benchmarks/matrix_fitting.py
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np

from ghginv.budget.allocation.controlled_rounding import rounded_matrix
from ghginv.budget.allocation.matrix import Fit, fit

SIZES = ((10, 12), (300, 100))
ROUNDS, TOLERANCE, PATIENCE = 9, 1e-10, 1000
Case = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray | None, np.ndarray | None]
Found = tuple[np.ndarray, int]


def scaled(case: Case) -> Found:
    """RAS as it is usually written."""
    prior, rows, columns, *_ = case
    matrix, slack, taken = prior.copy(), TOLERANCE * rows.sum(), 0
    while taken < PATIENCE:
        taken += 1
        matrix *= (rows / matrix.sum(axis=1))[:, None]
        matrix *= columns / matrix.sum(axis=0)
        if np.abs(matrix.sum(axis=1) - rows).max() <= slack:
            break
    return matrix, taken


def factors(case: Case) -> Found:
    """RAS by its factors: two products of a matrix and a vector a round."""
    prior, rows, columns, *_ = case
    turned, slack = prior.T.copy(), TOLERANCE * rows.sum()
    sums, taken = prior.sum(axis=1), 0
    while taken < PATIENCE:
        taken += 1
        a = rows / sums
        b = columns / (turned @ a)
        sums = prior @ b
        if np.abs(a * sums - rows).max() <= slack:
            break
    return a[:, None] * prior * b, taken


def clipped(case: Case) -> Found:
    """Rows and columns in turn, each by bisection on its factor."""
    prior, rows, columns, lower, upper = case
    assert lower is not None
    assert upper is not None
    a, b = np.ones(len(rows)), np.ones(len(columns))
    slack, taken = TOLERANCE * rows.sum(), 0
    while taken < PATIENCE:
        taken += 1
        a = bisected(prior * b, rows, lower, upper)
        b = bisected((prior * a[:, None]).T, columns, lower.T, upper.T)
        matrix = np.clip(prior * a[:, None] * b, lower, upper)
        if np.abs(matrix.sum(axis=1) - rows).max() <= slack:
            break
    return matrix, taken


def bisected(weights: np.ndarray, totals: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """The factor of each row, between 1e-9 and 1e9, to the last bit."""
    low, high = np.full(len(totals), -9 * np.log(10)), np.full(len(totals), 9 * np.log(10))
    for _ in range(60):
        middle = (low + high) / 2
        over = np.clip(weights * np.exp(middle)[:, None], lower, upper).sum(axis=1) > totals
        low, high = np.where(over, low, middle), np.where(over, middle, high)
    return np.exp(low)


def ghginv_task(case: Case) -> Found:
    """Checked, fitted, and what is known of the fit."""
    prior, rows, columns, lower, upper = case
    found: Fit = fit(prior, rows, columns, lower=lower, upper=upper, tolerance=TOLERANCE)
    return found.values, found.iterations


def cases(size: tuple[int, int]) -> dict[str, tuple[Case, dict[str, Callable[[Case], Found]]]]:
    """The same data each time."""
    draw = np.random.default_rng(20251127)
    prior, target = draw.lognormal(0, 1.5, size), draw.integers(1, 2000, size).astype(float)
    sums = target.sum(axis=1), target.sum(axis=0)
    low, high = target * draw.uniform(0, 0.9, size), target * draw.uniform(1.1, 3, size)
    fixed = draw.random(size) < 0.05
    some = np.where(fixed, target, 0.0), np.where(fixed, target, np.inf)
    triangle = np.triu(np.ones((size[1], size[1])))
    one = np.ones(size[1])
    plain = {"ghginv": ghginv_task, "NumPy, matrix scaled": scaled, "NumPy, factors": factors}
    bounded = {"ghginv": ghginv_task, "NumPy, clipped, bisection": clipped}
    return {
        "without bounds": ((prior, *sums, None, None), plain),
        "bounds on all cells": ((prior, *sums, low, high), bounded),
        "5 % of cells fixed": ((prior, *sums, *some), bounded),
        "forced by zeros": (
            (triangle, one, one, None, None),
            {each: plain[each] for each in ("ghginv", "NumPy, factors")},
        ),
    }


def main() -> None:
    """Print medians and ratios."""
    from tabulate import tabulate

    rows, wrong = [], []
    for size in SIZES:
        for name, (case, tasks) in cases(size).items():
            seconds: dict[str, list[float]] = {each: [] for each in tasks}
            found: dict[str, Found] = {}
            for _ in range(ROUNDS):
                for each, task in tasks.items():
                    start = time.perf_counter()
                    found[each] = task(case)
                    seconds[each].append(time.perf_counter() - start)
            ours = statistics.median(seconds["ghginv"])
            total = case[1].sum()
            for each in tasks:
                gap = np.abs(found[each][0] - found["ghginv"][0]).max() / total
                taken = found[each][1]
                if gap > 1e-7 and taken < PATIENCE:
                    wrong.append(f"{size} {name}: {each} {gap:.1e}")
                median = statistics.median(seconds[each])
                rounds = f"{taken}{'+' if taken == PATIENCE else ''}"
                rows.append(
                    (f"{size[0]} × {size[1]}, {name}", each, rounds, f"{gap:.0e}", median * 1000, ours / median)
                )
        rows.append((f"{size[0]} × {size[1]}, whole units", "ghginv", "", "", _rounding(cases(size)) * 1000, 1.0))
    header = ("case", "candidate", "rounds", "largest difference", "ms", "ghginv takes")
    print(tabulate(rows, header, floatfmt=("", "", "", "", ".2f", ".2f")))
    if wrong:
        raise SystemExit(f"the matrices disagree: {wrong}")


def _rounding(of_size: dict[str, tuple[Case, dict[str, Callable[[Case], Found]]]]) -> float:
    """Seconds to round the first case."""
    prior, rows, columns, *_ = of_size["without bounds"][0]
    matrix = fit(prior, rows, columns).values
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        whole = rounded_matrix(matrix, rows, columns)
        seconds.append(time.perf_counter() - start)
        assert (whole.sum(axis=1) == rows).all()
    return statistics.median(seconds)


if __name__ == "__main__":
    main()
