"""When emissions peak 达峰, how high, and whether that is a peak at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PEAK, FLAT, RISING, BASE = "peak", "flat", "rising", "base"


@dataclass(frozen=True, slots=True)
class Peak:
    """The highest year of a path and its level in grams.

    ``kind``: ``peak``; ``flat`` where the top is shared by the years ``top`` and left again; ``rising`` where the last
    year is at the top: the horizon ends before a peak can be told, so that there is none; ``base`` where nothing later
    is above the base year.
    """

    kind: str
    year: int
    level_g: int
    top: tuple[int, ...]

    @property
    def is_peak(self) -> bool:
        """Whether a peak can be spoken of."""
        return self.kind in (PEAK, FLAT)


def peak(path: Mapping[int, int]) -> Peak:
    """The peak of emissions by year; the first year is the base year.

    >>> peak({2023: 5, 2024: 7, 2025: 6}).kind, peak({2023: 5, 2024: 6, 2025: 7}).kind, peak({2023: 7, 2024: 6}).kind
    ('peak', 'rising', 'base')
    >>> peak({2023: 5, 2024: 7, 2025: 7, 2026: 6}).top
    (2024, 2025)
    """
    years = sorted(path)
    level = max(path.values())
    top = tuple(year for year in years if path[year] == level)
    if top[-1] == years[-1]:
        kind = RISING
    elif top == (years[0],):
        kind = BASE
    else:
        kind = FLAT if len(top) > 1 else PEAK
    return Peak(kind, top[0], level, top)
