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
    """Findings for figures given by two submissions, or in two ways: as one and divided, fuel and fleet, two uses."""
    given = activity[activity["quantity"].notna()]
    return [
        *(*_from_two_submissions(given), *_divided_and_not(given), *_fuel_and_fleet(given)),
        *(*_used_twice(given), *_waste_and_fuel(given)),
    ]


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


def _used_twice(given: pd.DataFrame) -> Iterator[Finding]:
    """A lubricant or wax in use that is given again as non-energy use of the same product."""
    in_use = set(given.loc[given["category"] == "P.LU", "item"])
    non_energy = set(given.loc[[categories.covers("5", category) for category in given["category"]], "item"])
    for item in sorted(in_use & non_energy):
        yield Finding("product-used-twice", found=item)


def _waste_and_fuel(given: pd.DataFrame) -> Iterator[Finding]:
    """Waste burnt for power or heat given as waste and again as a fuel."""
    kinds = given["item"].map(lambda code: items.find_code(code).kind if code else "")
    fuels = given[kinds.eq("waste") & ~given["category"].str.startswith("W")]
    burnt = given[given["category"].isin(["W.2.E", "W.2.EI"])]
    for category, code in sorted(set(burnt[["category", "item"]].itertuples(index=False, name=None))):
        item = items.find_code(code)
        municipal = item.kind in ("mixed_msw", "msw_component", "msw_fossil_component")
        same = fuels[fuels["item"].str.startswith("municipal") == municipal]
        if not same.empty:
            details = {"category": category, "item": item.zh, "item_en": item.en, "other": min(same["category"])}
            yield Finding("compile-waste-burnt", details=details)


def _overlap(category: str, item: str, first: str, second: str) -> Finding:
    return Finding("compile-overlap", details={"category": category, "item": item, "first": first, "second": second})
