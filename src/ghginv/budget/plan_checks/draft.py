"""A plan while it is judged: typed rows by table with their places, both trees, the facts, the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ghginv.budget.plan_numbers import Row
from ghginv.budget.rules import Rules
from ghginv.budget.trees import Tree
from ghginv.findings import Finding

Key = tuple[str, ...]
LONGEST = 40  # years of a budget


@dataclass(frozen=True)
class Draft:
    """What checks look at. Trees are None where they are broken; years are 0 where they are not given."""

    facts: Mapping[str, str]
    fact_rows: Mapping[str, Row]
    rows: Mapping[str, list[Row]]
    regions: Tree | None
    industries: Tree | None
    rules: Rules

    @property
    def base_year(self) -> int:
        """The base year."""
        return _year(self.facts["base_year"])

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the period, empty where they are not given, reversed or too many."""
        first, last = _year(self.facts["first_year"]), _year(self.facts["last_year"])
        return tuple(range(first, last + 1)) if first and last < first + LONGEST else ()

    def table(self, name: str) -> list[Row]:
        """The rows of a table whose every cell could be read, in order of content."""
        return [row for row in self.rows.get(name, []) if not row.broken]

    def fact(self, code: str, fact: str, /, **details: object) -> Finding:
        """A finding at a fact, or without place where the fact is missing."""
        row = self.fact_rows.get(fact)
        if row:
            return row.finding(code, "value", **details)
        return Finding(code, found=str(details.pop("found", "")), expected=str(details.pop("expected", "")),
                       details=details)  # fmt: skip

    def indicator(self, indicator: str) -> Iterator[Row]:
        """The rows of one indicator."""
        return (row for row in self.table("indicators") if row.text("indicator") == indicator)

    def of_city(self, indicator: str) -> list[Row]:
        """The rows of one indicator for the whole city in the base year, a row a version."""
        rows = (row for row in self.indicator(indicator) if row.year() == self.base_year and not row.text("industry"))
        return [row for row in rows if self.is_city(row.text("region"))]

    def is_city(self, code: str) -> bool:
        """Whether a region code means the whole city: the root, or nothing."""
        return not code or (self.regions is not None and code == self.regions.root)


def _year(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() else 0
