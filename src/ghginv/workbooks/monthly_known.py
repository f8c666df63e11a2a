"""What is known when a monthly report is judged: today, the places of budgets, what the months before said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Series = tuple[str, ...]
"""Form, enterprise or region, facility or industry, category, item."""


@dataclass(frozen=True, slots=True)
class Stay:
    """Where a facility stands from one day to another; days are ISO, empty ones open."""

    enterprise: str
    facility: str
    region: str
    industry: str
    valid_from: str = ""
    valid_to: str = ""

    def within(self, first: str, last: str) -> bool:
        """Whether it stands there on any day from one to another."""
        return (self.valid_from or "0") <= last and (self.valid_to or "9") >= first


@dataclass(frozen=True)
class Surroundings:
    """``regions``: code → codes above it; ``industries``: code → its codes of GB/T 4754, of leaves that hold budgets.

    Both are empty where no budget is known: then only the form is judged. ``history`` gives what counted before, by
    series and 12 × year + month, in canonical units; ``others`` by thing reported (see ``monthly_judge``) who did.
    """

    today: str
    regions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    industries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stays: tuple[Stay, ...] = ()
    history: Mapping[Series, Mapping[int, float]] = field(default_factory=dict)
    others: Mapping[tuple[str, ...], tuple[str, str]] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether the places of a budget are known."""
        return bool(self.regions)

    def facilities(self, enterprise: str, day: str) -> list[Stay]:
        """The facilities of an enterprise that stood in the month up to a day, each where it stood last."""
        mine = (each for each in self.stays if each.enterprise == enterprise and each.within(day[:8] + "01", day))
        return list({each.facility: each for each in sorted(mine, key=lambda each: each.valid_from)}.values())
