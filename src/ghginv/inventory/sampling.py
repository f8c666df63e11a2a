"""Approach 2 of a compiled inventory: its own formulas, called on draws of every input.

A parameter is drawn once and serves every row and year that uses it; activity data are drawn anew for each year.
Memory holds one category and gas at a time, beside the sums and the parameters drawn lately.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from ghginv.inventory import monte_carlo
from ghginv.inventory.figures import Figures, paired
from ghginv.inventory.inputs import Input
from ghginv.inventory.monte_carlo import Drawn, Simulation
from ghginv.inventory.uncertainty import DRAWS, SEED
from ghginv.readings.columns import compute

if TYPE_CHECKING:
    import numpy

ROOM = 1 << 25
"""Numbers kept for inputs drawn already: 256 MiB."""
AT_ONCE = 1 << 21
"""Numbers a formula is called on at once."""
Progress = Callable[[int, int], None]


def simulate(
    figures: Figures,
    base: Figures | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    progress: Progress | None = None,
) -> Simulation:
    """Limits by category and gas, for the total, and for the trend against a base year draw by draw.

    ``progress`` is told how many of how many categories and gases are done. Raises UsageError for a number of draws
    that is not sensible, InputError for an interval that its distribution cannot have.
    """
    return monte_carlo.summary(_drawn(figures, base, draws, seed, progress), draws, seed)


def _drawn(figures: Figures, base: Figures | None, draws: int, seed: int, progress: Progress | None) -> Iterator[Drawn]:
    @lru_cache(maxsize=max(1, ROOM // draws))
    def multiplier(each: Input) -> numpy.ndarray | float:
        return 1.0 if each.certain else each.drawn(draws, seed)

    years = [_Year(each, draws, multiplier) for each in (figures, base) if each is not None]
    rows = paired(figures, base).to_dict("records")
    for done, row in enumerate(rows, start=1):
        key = row["category"], row["gas"]
        found = [year.sum(key) for year in years]
        based = found[1] if base is not None else None
        yield Drawn(*key, row["land"], row["co2e_t"], found[0], row.get("base_co2e_t"), based)
        if progress:
            progress(done, len(rows))


class _Year:
    """The rows of a year by category and gas, and within by choice: what has the same parameters is one call."""

    def __init__(self, figures: Figures, draws: int, multiplier: Callable[[Input], numpy.ndarray | float]):
        self.figures = figures
        self.draws = draws
        self.multiplier = multiplier
        self.groups: dict[tuple[str, str], dict[int, list[str]]] = {}
        for row in figures.rows.itertuples(index=False):
            self.groups.setdefault((row.category, row.gas), {}).setdefault(row.choice_id, []).append(row.activity_id)

    def sum(self, key: tuple[str, str]) -> numpy.ndarray:
        """The draws of a category and gas, t CO2e; zeros where this year has no such row."""
        import numpy

        total = numpy.zeros(self.draws)
        for choice_id, activities in self.groups.get(key, {}).items():
            step = max(1, AT_ONCE // self.draws)
            for start in range(0, len(activities), step):
                total += self._emitted(choice_id, activities[start : start + step])
        return total

    def _emitted(self, choice_id: int, activities: list[str]) -> numpy.ndarray:
        import numpy

        choice, evidence = self.figures.choices[choice_id], self.figures.evidence
        quantity = numpy.empty((len(activities), self.draws))
        for place, activity_id in enumerate(activities):
            quantity[place] = evidence.quantity(activity_id) * self.multiplier(evidence.activity(activity_id))
        values = {
            name: value * self.multiplier(evidence.parameter(choice.parameters[name]))
            for name, value in choice.values.items()
        }
        return numpy.asarray(compute(choice.formula, {"quantity": quantity, **values})).sum(axis=0) * choice.gwp
