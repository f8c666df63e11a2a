"""What is allocated to: a unit (generating unit, kiln line, enterprise), its year and history, as exact numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

COLUMNS = ("enterprise", "facility", "class")
"""What a table of units must have; ``facility`` is empty where the enterprise is the unit."""
MARKS = {
    "name": "name for people",
    "market": "the carbon market that covers it",
    "region": "code of the region",
    "special": "words of the special case, empty for none",
    "restructured": "merger or split in the year, empty for none",
    "closed": "day of closure or move out, empty while it runs",
    "new": "yes in the first year of a new project",
}
"""Columns of words, all optional."""
NUMBERS = {
    "verified_t": "verified emissions of the year, t CO2e",
    "process_t": "emissions of the processes that the intensity is about, t CO2e",
    "target_last": "target intensity of the year before",
    "months_stopped": "months stopped of its own accord",
    "months_below": "months run below the limit",
    "deduct_t": "deductions due, t",
    "pre_t": "pre-allocated before, t",
}
"""Columns of numbers, all optional. All further columns are items, by their code; ``expected_ITEM`` is what is expected
of the year when pre-allocating, ``ITEM_unit`` the unit if it is not the item's own."""


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the history: verified emissions in t, activity by item."""

    year: int
    emissions: Fraction | None
    activity: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit in the year of allocation."""

    enterprise: str
    facility: str
    kind: str
    words: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, Fraction] = field(default_factory=dict)
    activity: Mapping[str, Fraction] = field(default_factory=dict)
    expected: Mapping[str, Fraction] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    history: tuple[Year, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What tells units apart."""
        return self.enterprise, self.facility

    @property
    def verified(self) -> Fraction | None:
        """Verified emissions of the year in t."""
        return self.numbers.get("verified_t")

    @property
    def last(self) -> Year | None:
        """The newest year of the history."""
        return self.history[-1] if self.history else None


@dataclass(frozen=True, slots=True)
class Amount:
    """What a method gives a unit: whole tonnes, and all that explains them.

    ``basis`` are the numbers of the formula by their symbol, ``target`` the benchmark or target intensity, ``reason`` a
    row of ``methods.csv``; ``used`` the names of the parameters, ``peers`` whether the benchmark is our own of peers.
    """

    quota: int
    method: str
    basis: Mapping[str, str]
    target: str = ""
    target_unit: str = ""
    activity: str = ""
    activity_unit: str = ""
    rounding: str = "floor"
    used: tuple[str, ...] = ()
    peers: bool = False
