"""Invariant 5: a facility-year is in one region, one industry and one layer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, groupby
from operator import attrgetter
from typing import NamedTuple

import pandas as pd

from ghginv.budget.ledger.books import Books
from ghginv.budget.trees import FIRST, LAST
from ghginv.findings import Finding


class Stay(NamedTuple):
    """A facility at a place from a day to a day, both included."""

    enterprise: str
    facility: str
    valid_from: str
    valid_to: str
    region: str
    industry: str
    layer: str

    @property
    def place(self) -> str:
        """Region, industry and layer, for people."""
        return f"{self.region} / {self.industry} / {self.layer}"

    def within(self, year: int) -> bool:
        """Whether it is there on some day of a year."""
        return self.valid_from <= f"{year}-12-31" and self.valid_to >= f"{year}-01-01"


def breaches(books: Books) -> Iterator[Finding]:
    """Facilities in two places on one day; a move within a budget year is remarked on: its last day decides."""
    for (enterprise, facility), same in groupby(stays(books.facilities), attrgetter("enterprise", "facility")):
        for stay, other in combinations(same, 2):
            who = {"enterprise": enterprise, "facility": facility}
            if stay.valid_to >= other.valid_from:
                told = {**who, "day": max(stay.valid_from, other.valid_from)}
                yield Finding("budget-books-facility-twice", found=stay.place, expected=other.place, details=told)
                continue
            for year in sorted(books.years):
                if stay.within(year) and other.within(year) and stay.place != other.place:
                    moved = {**who, "year": year}
                    yield Finding("budget-books-facility-moved", found=stay.place, expected=other.place, details=moved)


def stays(facilities: pd.DataFrame) -> list[Stay]:
    """Where facilities are, sorted, open days filled in."""
    columns = [facilities[name].fillna("").tolist() for name in Stay._fields]
    rows = (Stay(*row) for row in zip(*columns, strict=True))
    return sorted(row._replace(valid_from=row.valid_from or FIRST, valid_to=row.valid_to or LAST) for row in rows)
