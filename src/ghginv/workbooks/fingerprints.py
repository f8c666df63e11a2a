"""What tells a copy: short digests of the numbers an enterprise hands in, equal where the numbers are.

A workbook that is judged and activities that are stored give the same digests, so that one can be looked up among the
others without reading them again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from ghginv.domain.records import Activity
from ghginv.domain.written_numbers import digits

Numbers = Mapping[tuple[str, str, str, str], Mapping[int, float]]
"""By category, item, technology and facility the numbers in canonical units, by month (0: the year)."""


def series(by_month: Mapping[int, float], distinct: int) -> str:
    """The digest of the twelve months of a row; empty where fewer are given or too few of them differ."""
    months = [by_month[month] for month in range(1, 13) if month in by_month]
    if len(months) != 12 or len(set(months)) < distinct:
        return ""
    return _digest(map(digits, months))


def content(numbers: Numbers, rows: int) -> str:
    """The digest of all activity data, whatever facilities are called; empty where there are too few."""
    written = [
        f"{category} {item} {technology} {month} {digits(number)}"
        for (category, item, technology, _), by_month in numbers.items()
        for month, number in by_month.items()
        if number
    ]
    return _digest(sorted(written)) if len(written) >= rows else ""


def numbers(activities: Iterable[Activity]) -> dict[tuple[str, str, str, str], dict[int, float]]:
    """The numbers of stored activities of one enterprise and year, to be digested as those of a workbook."""
    found: dict[tuple[str, str, str, str], dict[int, float]] = {}
    for each in activities:
        if each.quantity is not None:
            key = (each.category, each.item, each.technology, each.facility)
            found.setdefault(key, {})[each.month] = each.quantity
    return found


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:20]
