"""Q5: activity data against published statistics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ghginv import folders
from ghginv.domain import items, units
from ghginv.findings import Finding
from ghginv.inventory.checks.result import Remark, Result
from ghginv.inventory.checks.subject import Subject, Sums, activity_sums, among, figure, named, rules

EQUAL, AT_MOST = "equal", "at_most"


def published() -> list[dict[str, str]]:
    """The rows of ``emission_factors/statistics/*.csv``."""
    return [row for path in folders.files("emission_factors", "statistics/*.csv") for _, row in folders.rows(path)]


def check(subject: Subject) -> Result:
    """Every published figure on the region and year for which there are activity data."""
    place = subject.region, str(subject.year)
    known = [row for row in published() if (row["region"], row["year"] or place[1]) == place]
    sums = activity_sums(subject.inventory)
    compared = [(row, total) for row in known if (total := _total(row, sums)) is not None]
    remarks = tuple(remark for row, total in compared for remark in _apart(row, total))
    reason = Finding("qa-no-statistics", found=f"{subject.region} {subject.year}")
    return Result("Q5", len(compared), remarks, () if compared else (reason,))


def _total(row: Mapping[str, str], sums: Sums) -> float | None:
    """What the activity data say, in the published unit; None where they say nothing."""
    unit = units.find(row["unit"]) or row["unit"]
    found = [
        units.convert(value, items.find_code(item).unit, unit)
        for (category, item), value in sorted(sums.items())
        if among(category, item, row["category"], row["item"])
    ]
    return sum(found) if found else None


def _apart(row: Mapping[str, str], total: float) -> Iterator[Remark]:
    value = float(row["value"])
    limit = float(row["tolerance_percent"] or rules()["Q5"]["tolerance_percent"])
    percent = 100 * (total - value) / value
    if percent > limit or (row["relation"] == EQUAL and percent < -limit):
        category = row["category"].partition("|")[0]
        details = named(category) | {name: row[name] for name in ("indicator", "source", "status")}
        details |= {"percent": f"{percent:+.1f}", "limit": f"{limit:g}"}
        found, expected = (f"{figure(each)} {row['unit']}" for each in (total, value))
        yield Remark(Finding("qa-statistics", found=found, expected=expected, details=details), category)
