"""Simulate an inventory: 500 categories, activity data and factor uncertain, 10,000 draws; ghginv against bare NumPy.

ghginv gets a table and gives mean and limits of each category and of the total, with a random stream for each input, so
that nothing depends on order. Bare NumPy knows its distributions beforehand and draws all from one generator: once as
whole matrices (categories by draws), once category by category; each once with the mean and the limits of every
category, once with the products and their sum alone. Half of the activities and factors are normal, half lognormal, the
same for all. Candidates take turns within a round; medians are printed. Where the limits of the total differ by more
than 1 %, the exit code is 1; slowness never fails.

    python benchmarks/monte_carlo.py
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy
import pandas as pd

from ghginv.inventory.uncertainty import simulate

CATEGORIES, DRAWS, ROUNDS = 500, 10_000, 9
Z95 = 1.959963984540054
Limits = tuple[float, float, float]


def table() -> pd.DataFrame:
    """Categories of all sizes; every second one is so uncertain that it is lognormal."""
    draw = numpy.random.default_rng(20240501)
    wide = numpy.arange(CATEGORIES) % 2 == 1
    return pd.DataFrame(
        {
            "category": [f"{place:03}" for place in range(CATEGORIES)],
            "gas": "CO2",
            "co2e_t": draw.lognormal(10, 1.5, CATEGORIES),
            "activity_uncertainty": numpy.where(wide, 40.0, 5.0),
            "factor_uncertainty": numpy.where(wide, 60.0, 10.0),
        }
    )


def multipliers(generator: numpy.random.Generator, percent: float, size: int | tuple[int, int]) -> numpy.ndarray:
    """Draws with mean 1, as ghginv takes them for this half-width."""
    spread = percent / 100 / Z95
    if percent < 30:
        return generator.normal(1, spread, size)
    variance = numpy.log1p(spread**2)
    return generator.lognormal(-variance / 2, numpy.sqrt(variance), size)


def whole(frame: pd.DataFrame, limits: bool) -> Limits:
    """All categories at once."""
    generator = numpy.random.default_rng(1)
    total = numpy.zeros(DRAWS)
    for activity, rows in frame.groupby("activity_uncertainty"):
        shape = len(rows), DRAWS
        factor = float(rows["factor_uncertainty"].iloc[0])
        drawn = multipliers(generator, float(activity), shape) * multipliers(generator, factor, shape)
        drawn *= rows["co2e_t"].to_numpy()[:, None]
        if limits:
            drawn.mean(axis=1)
            numpy.quantile(drawn, [0.025, 0.975], axis=1)
        total += drawn.sum(axis=0)
    return summary(total)


def by_category(frame: pd.DataFrame, limits: bool) -> Limits:
    """One category after the other, in arrays that stay in the cache."""
    generator = numpy.random.default_rng(1)
    total = numpy.zeros(DRAWS)
    columns = ("co2e_t", "activity_uncertainty", "factor_uncertainty")
    for emission, activity, factor in zip(*(frame[name].tolist() for name in columns), strict=True):
        drawn = multipliers(generator, activity, DRAWS) * multipliers(generator, factor, DRAWS)
        drawn *= emission
        if limits:
            summary(drawn)
        total += drawn
    return summary(total)


def summary(drawn: numpy.ndarray) -> Limits:
    """Mean and limits."""
    lower, upper = numpy.quantile(drawn, [0.025, 0.975])
    return float(drawn.mean()), float(lower), float(upper)


def ghginv_task(frame: pd.DataFrame) -> Limits:
    """The table in, the table out."""
    total = simulate(frame, DRAWS, 1).iloc[-1]
    return float(total["mean_t"]), float(total["lower_t"]), float(total["upper_t"])


TASKS: dict[str, Callable[[pd.DataFrame], Limits]] = {
    "ghginv: mean, limits of all, trace of convergence": ghginv_task,
    "numpy, whole matrices: mean, limits of all": lambda frame: whole(frame, True),
    "numpy, whole matrices: products and sum": lambda frame: whole(frame, False),
    "numpy, by category: mean, limits of all": lambda frame: by_category(frame, True),
    "numpy, by category: products and sum": lambda frame: by_category(frame, False),
}


def main() -> None:
    """Print medians and ratios."""
    from tabulate import tabulate

    frame = table()
    seconds: dict[str, list[float]] = {name: [] for name in TASKS}
    for _ in range(ROUNDS):
        found: list[Limits] = []
        for name, task in TASKS.items():
            start = time.perf_counter()
            found.append(task(frame))
            seconds[name].append(time.perf_counter() - start)
        if any(abs(a / b - 1) > 0.01 for each in found for a, b in zip(each, found[0], strict=True)):
            raise SystemExit(f"the totals disagree: {found}")
    medians = {name: statistics.median(each) for name, each in seconds.items()}
    ours = next(iter(medians.values()))
    print(f"{CATEGORIES} categories, {DRAWS:,} draws, {ROUNDS} rounds; totals agree to 1 %")
    rows = [(name, each, ours / each) for name, each in medians.items()]
    print(tabulate(rows, ("candidate", "seconds", "ghginv takes"), floatfmt=("", ".3f", ".2f")))


if __name__ == "__main__":
    main()
