"""What a term is: name, symbol, meaning in two languages, and for each unit it may stand in the plausible range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

FRACTION = {"1": (0.0, 1.0)}
AMOUNT = (0.0, 1e10)
ANY = (-inf, inf)


@dataclass(frozen=True, slots=True)
class Term:
    """One quantity. ``ranges`` gives for each unit the plausible (lower, upper); what lies outside needs a reason."""

    name: str
    symbol: str
    zh: str
    en: str
    ranges: Mapping[str, tuple[float, float]] = field(hash=False)

    @property
    def units(self) -> tuple[str, ...]:
        """The units the term may stand in."""
        return tuple(self.ranges)

    def unit(self, quantity: str = "") -> str:
        """The unit that goes with a quantity in this unit: the one per that unit or the same unit, else the first.

        >>> from ghginv.domain.terms import TERMS
        >>> TERMS["net_calorific_value"].unit("10^4 m3"), TERMS["net_calorific_value"].unit("vehicle")
        ('GJ/10^4 m3', 'GJ/t')
        """
        return next((unit for unit in self.units if quantity in (unit, unit.partition("/")[2])), self.units[0])

    def plausible(self, value: float, unit: str) -> bool:
        """Is the value within the range for this unit?"""
        lower, upper = self.ranges[unit]
        return lower <= value <= upper

    def title(self, lang: str = "zh") -> str:
        """The name for people."""
        return self.zh if lang == "zh" else self.en
