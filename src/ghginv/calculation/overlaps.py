"""Nothing counted twice: activity data that say the same thing from two sides are refused before they are computed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import permutations
from typing import TYPE_CHECKING

from ghginv.domain import categories, items
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd


def overlaps(activity: pd.DataFrame) -> list[Finding]:
    """Findings for figures given by two submissions, or both as one and divided, or both as fuel and as fleet."""
    given = activity[activity["quantity"].notna()]
    return [*_from_two_submissions(given), *_divided_and_not(given), *_fuel_and_fleet(given)]


def _from_two_submissions(given: pd.DataFrame) -> Iterator[Finding]:
    key = ["region", "enterprise", "facility", "category", "item", "technology", "vintage", "month"]
    for values, rows in given.groupby(key, sort=True):
        submissions = sorted(set(rows["submission"]))
        if len(submissions) > 1:
            named = dict(zip(key, values, strict=True))
            yield _overlap(named["category"], named["item"], submissions[0], submissions[1])


def _divided_and_not(given: pd.DataFrame) -> Iterator[Finding]:
    by_item: dict[str, set[str]] = defaultdict(set)
    for item, category in given[["item", "category"]].drop_duplicates().itertuples(index=False):
        by_item[item].add(category)
    for item, present in sorted(by_item.items()):
        for whole, part in permutations(sorted(present), 2):
            if categories.counts_twice(whole, part):
                details = {"category": whole, "item": item, "first": whole, "second": part}
                yield Finding("compile-undivided", details=details)


def _fuel_and_fleet(given: pd.DataFrame) -> Iterator[Finding]:
    """Road fuel given by amount and again by the vehicles that burn it."""
    road = given[given["category"].isin(["1.3.2", "1.3.U"])]
    present = set(road["item"])
    for item in sorted(present):
        found = items.find_code(item)
        if found.kind == "vehicle" and found.parent in present:
            yield Finding(
                "compile-undivided",
                details={"category": "1.3.2", "item": found.parent, "first": found.parent, "second": item},
            )


def _overlap(category: str, item: str, first: str, second: str) -> Finding:
    return Finding("compile-overlap", details={"category": category, "item": item, "first": first, "second": second})
