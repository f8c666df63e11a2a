"""What is known of enterprises, so that a workbook can be held against the year before and against the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from ghginv.domain.records import Activity
from ghginv.findings import Finding
from ghginv.workbooks import fingerprints
from ghginv.workbooks.judgement import Judgement, Known, Source
from ghginv.workbooks.rules.enterprise.bounds import thresholds
from ghginv.workspace.place import Workspace

Owner = tuple[str, int]
"""Credit code and year."""


@dataclass(slots=True)
class Register:
    """Enterprises by credit code, and who handed in which numbers; the fields are those of ``judgement.Context``."""

    enterprises: dict[str, Known] = field(default_factory=dict)
    series: dict[str, tuple[Owner, ...]] = field(default_factory=dict)
    contents: dict[str, tuple[Owner, ...]] = field(default_factory=dict)

    def add(self, owner: Owner, name: str, region: str, activities: Iterable[Activity]) -> None:
        """Note what an enterprise handed in for a year; what was noted for that year before is replaced."""
        code, year = owner
        numbers = fingerprints.numbers(activities)
        years = dict(self.enterprises[code].years) if code in self.enterprises else {}
        self.enterprises[code] = Known(name, region, {**years, year: _totals(numbers)})
        for digests, found in ((self.series, set(_series(numbers))), (self.contents, {_content(numbers)} - {""})):
            for digest in found:
                digests[digest] = tuple({*digests.get(digest, ()), owner})

    def copied(self, judgement: Judgement) -> list[Finding]:
        """What a workbook has from another enterprise of this register, as the rules of copies would say it."""
        owner = judgement.enterprise, judgement.year or 0
        numbers = fingerprints.numbers(judgement.activities)
        if whole := self._other(self.contents.get(_content(numbers), ()), owner):
            about = judgement.about
            sheet, cell = (about.sheet, about.cell) if about else ("", "")
            return [Finding("copied-workbook", "", sheet, cell, self._called(whole), details={"year": whole[1]})]
        first = {
            (each.category, each.item, each.technology, each.facility): each for each in reversed(judgement.activities)
        }
        return [
            Finding(
                "copied-row", "", first[key].sheet, first[key].cell, self._called(other), details={"year": other[1]}
            )
            for key, by_month in numbers.items()
            if (other := self._other(self.series.get(_digest(by_month), ()), owner))
        ]

    def _other(self, owners: Iterable[Owner], own: Owner) -> Owner | None:
        return next((owner for owner in sorted(owners) if owner[0] != own[0] and owner[1] == own[1]), None)

    def _called(self, owner: Owner) -> str:
        return f"{self.enterprises[owner[0]].name} {owner[0]}".strip()


def register(workspace: Workspace) -> Register:
    """What the enterprises' workbooks that count say, oldest first."""
    from ghginv.store import enterprises, submissions

    found = Register()
    filed = enterprises.years(workspace.database, states=submissions.ACTIVE)
    named = {row["submission"]: row for row in filed.to_dict("records")}
    marks = ", ".join("?" * len(named))
    table = submissions.activity_table(workspace.database, f"submission IN ({marks})", list(named))
    rows = sorted(table.to_pylist(), key=lambda row: row["submission"])
    activities = {code: list(_activities(of_one)) for code, of_one in groupby(rows, lambda row: row["submission"])}
    for submission, row in sorted(named.items(), key=lambda pair: pair[1]["year"]):
        owner = row["enterprise"], int(row["year"])
        found.add(owner, row["name"], row["region"], activities.get(submission, ()))
    return found


def _activities(rows: Iterable[dict[str, Any]]) -> Iterator[Activity]:
    for row in rows:
        yield Activity(**{name: row[name] for name in Activity.__slots__})


def _totals(numbers: fingerprints.Numbers) -> dict[Source, float]:
    totals: dict[Source, float] = {}
    for (category, item, _, facility), by_month in numbers.items():
        source = category, item, facility
        totals[source] = totals.get(source, 0.0) + sum(by_month.values())
    return totals


def _series(numbers: fingerprints.Numbers) -> Iterator[str]:
    yield from filter(None, map(_digest, numbers.values()))


def _digest(by_month: Any) -> str:
    return fingerprints.series(by_month, thresholds()["copies"]["distinct"])


def _content(numbers: fingerprints.Numbers) -> str:
    return fingerprints.content(numbers, thresholds()["copies"]["rows"])
