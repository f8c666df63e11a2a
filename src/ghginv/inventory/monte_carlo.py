"""Approach 2: what the draws of many rows say of each row, of their sum and of the trend (IPCC 2006 Vol.1 Ch.3).

Rows come one at a time as arrays of draws, the same draw at the same place in all; only the sums are kept, so memory
does not grow with the number of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.inventory.approach1 import TOTAL, WITHOUT_LAND

if TYPE_CHECKING:
    import numpy
    import pandas as pd

COLUMNS = (
    "category gas base_co2e_t co2e_t mean_t lower_t upper_t minus_percent plus_percent trend_percent "
    "trend_mean_percent trend_lower_percent trend_upper_percent draws seed"
).split()
LEAST, MOST = 100, 1_000_000
MOVED = 1.0
"""Percent by which mean and limits may still move when the draws are doubled (IPCC asks for less than 1 %)."""
_SMALLEST = 125


@dataclass(frozen=True, slots=True)
class Drawn:
    """One row: its estimate and its draws in t CO2e, and those of the base year where there is one."""

    category: str
    gas: str
    land: bool
    co2e_t: float
    draws: numpy.ndarray
    base_co2e_t: float | None = None
    base_draws: numpy.ndarray | None = None


@dataclass(frozen=True)
class Simulation:
    """``table`` has ``COLUMNS``: estimate, mean and 2.5 % and 97.5 % limits, percent from the mean, the trend likewise.

    ``convergence`` shows the same figures of the totals as the draws grow, ``moved_percent`` being the largest move of
    mean and limits from the line before, in percent of the mean, or of half the interval where that is wider.
    """

    table: pd.DataFrame
    convergence: pd.DataFrame
    draws: int
    seed: int

    @property
    def converged(self) -> bool:
        """Whether the last doubling moved no total by more than ``MOVED`` percent."""
        last = self.convergence[self.convergence["draws"] == self.draws]
        return bool((last["moved_percent"] < MOVED).all())


def summary(rows: Iterable[Drawn], draws: int, seed: int) -> Simulation:
    """Limits of each row and of the totals; UsageError for a number of draws that is not sensible."""
    import pandas as pd

    if not LEAST <= draws <= MOST:
        raise UsageError(Finding("draws-number", found=str(draws), expected=f"{LEAST:,}–{MOST:,}"))
    whole, emitted = _Sum(TOTAL, draws), _Sum(WITHOUT_LAND, draws)
    records = []
    for row in rows:
        records.append(_record(row))
        whole.add(row)
        if not row.land:
            emitted.add(row)
    totals = [whole] if emitted.rows in (0, whole.rows) else [whole, emitted]
    records += [_record(each.drawn()) for each in totals]
    steps = [record for each in totals for record in _steps(each.drawn())]
    table = pd.DataFrame(records).assign(draws=draws, seed=seed)[COLUMNS]
    return Simulation(table, pd.DataFrame(steps), draws, seed)


class _Sum:
    """The running sum of rows."""

    def __init__(self, name: str, draws: int):
        import numpy

        self.name = name
        self.rows = 0
        self.co2e_t = 0.0
        self.draws = numpy.zeros(draws)
        self.base_co2e_t: float | None = None
        self.base_draws = numpy.zeros(draws)

    def add(self, row: Drawn) -> None:
        """Add a row."""
        self.rows += 1
        self.co2e_t += row.co2e_t
        self.draws += row.draws
        if row.base_draws is not None:
            self.base_co2e_t = (self.base_co2e_t or 0.0) + (row.base_co2e_t or 0.0)
            self.base_draws += row.base_draws

    def drawn(self) -> Drawn:
        """The sum as a row."""
        base = self.base_draws if self.base_co2e_t is not None else None
        return Drawn(self.name, "", False, self.co2e_t, self.draws, self.base_co2e_t, base)


def _record(row: Drawn) -> dict[str, object]:
    mean, lower, upper = limits(row.draws)
    record: dict[str, object] = {
        "category": row.category,
        "gas": row.gas,
        "base_co2e_t": row.base_co2e_t,
        "co2e_t": row.co2e_t,
        "mean_t": mean,
        "lower_t": lower,
        "upper_t": upper,
        "minus_percent": 100 * (mean - lower) / abs(mean) if mean else None,
        "plus_percent": 100 * (upper - mean) / abs(mean) if mean else None,
    }
    names = [name for name in COLUMNS if name.startswith("trend_")]
    return record | dict(zip(names, _trend(row), strict=True))


def _trend(row: Drawn) -> tuple[float | None, ...]:
    """The change since the base year and its limits in percent, draw against draw."""
    import numpy

    if row.base_draws is None or not row.base_co2e_t or not row.base_draws.all():
        return (None,) * 4
    change = 100 * (row.draws - row.base_draws) / numpy.abs(row.base_draws)
    return 100 * (row.co2e_t - row.base_co2e_t) / abs(row.base_co2e_t), *limits(change)


def _steps(row: Drawn) -> Iterator[dict[str, object]]:
    """Mean and limits of the first draws, doubling."""
    sizes = [len(row.draws)]
    while sizes[0] // 2 >= _SMALLEST:
        sizes.insert(0, sizes[0] // 2)
    before: tuple[float, float, float] | None = None
    for size in sizes:
        found = limits(row.draws[:size])
        scale = max(abs(found[0]), (found[2] - found[1]) / 2)
        moved = 100 * max(abs(a - b) for a, b in zip(found, before, strict=True)) / scale if before and scale else None
        mean, lower, upper = before = found
        yield {
            "category": row.category,
            "draws": size,
            "mean_t": mean,
            "lower_t": lower,
            "upper_t": upper,
            "moved_percent": 0.0 if before and not scale else moved,
        }


def limits(values: numpy.ndarray) -> tuple[float, float, float]:
    """Mean, 2.5 % and 97.5 % limits, between neighbouring draws as ``numpy.quantile`` takes them."""
    import numpy

    last = len(values) - 1
    places = [0.025 * last, 0.975 * last]
    around = sorted({int(place) + step for place in places for step in (0, 1) if int(place) + step <= last})
    ordered = numpy.partition(values, around)
    ends = []
    for place in places:
        low = int(place)
        high = min(low + 1, last)
        ends.append(float(ordered[low] + (place - low) * (ordered[high] - ordered[low])))
    return float(values.mean()), ends[0], ends[1]
