"""Nothing counted twice: activity data that say the same thing from two sides are refused before they are computed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import permutations
from typing import TYPE_CHECKING

from ghginv.domain import categories, items
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd


Pairs = Collection[tuple[str, str]]
"""Categories and items given by a region, or by an enterprise for a facility."""


def overlaps(activity: pd.DataFrame) -> list[Finding]:
    """Findings for figures given by two submissions, or in two ways: as one and divided, fuel and fleet, two uses.

    Enterprises are looked at one by one and by facility: what one gives as a whole another may give in parts.
    """
    given = activity[activity["quantity"].notna()]
    pairs: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for enterprise, facility, category, item in (
        given[["enterprise", "facility", "category", "item"]].drop_duplicates().itertuples(index=False)
    ):
        pairs[enterprise, facility if enterprise else ""].add((category, item))
    return [
        *(*_from_two_submissions(given), *_month_and_year(given)),
        *(
            finding
            for check in (_divided_and_not, _fuel_and_fleet, _used_twice, _waste_and_fuel)
            for _, own in sorted(pairs.items())
            for finding in check(own)
        ),
    ]


def _from_two_submissions(given: pd.DataFrame) -> Iterator[Finding]:
    key = ["region", "enterprise", "facility", "category", "item", "technology", "vintage", "month"]
    distinct = given[[*key, "submission"]].drop_duplicates()
    for values, rows in distinct[distinct.duplicated(key, keep=False)].groupby(key, sort=True):
        submissions = sorted(set(rows["submission"]))
        named = dict(zip(key, values, strict=True))
        yield _overlap(named["category"], named["item"], submissions[0], submissions[1])


def _month_and_year(given: pd.DataFrame) -> Iterator[Finding]:
    """An enterprise's figure for months beside one for the whole year, which holds them."""
    key = ["enterprise", "facility", "category", "item", "technology", "vintage"]
    own = given[given["enterprise"] != ""]
    monthly = own.loc[own["month"] > 0, key].drop_duplicates()
    for row in own[own["month"] == 0].merge(monthly, on=key).sort_values(key).to_dict("records"):
        found = " ".join(filter(None, (row[name] for name in key[:4])))
        yield Finding("feed-month-and-year", row.get("file", ""), row.get("sheet", ""), row.get("cell", ""), found)


def _divided_and_not(pairs: Pairs) -> Iterator[Finding]:
    by_item: dict[str, set[str]] = defaultdict(set)
    for category, item in pairs:
        by_item[item].add(category)
    for item, present in sorted(by_item.items()):
        for whole, part in permutations(sorted(present), 2):
            if categories.counts_twice(whole, part):
                details = {"category": whole, "item": item, "first": whole, "second": part}
                yield Finding("compile-undivided", details=details)


def _fuel_and_fleet(pairs: Pairs) -> Iterator[Finding]:
    """Road fuel given by amount and again by the vehicles that burn it."""
    present = {item for category, item in pairs if category in ("1.3.2", "1.3.U")}
    for item in sorted(present):
        found = items.find_code(item)
        if found.kind == "vehicle" and found.parent in present:
            yield Finding(
                "compile-undivided",
                details={"category": "1.3.2", "item": found.parent, "first": found.parent, "second": item},
            )


def _used_twice(pairs: Pairs) -> Iterator[Finding]:
    """A lubricant or wax in use that is given again as non-energy use of the same product."""
    in_use = {item for category, item in pairs if category == "P.LU"}
    non_energy = {item for category, item in pairs if in_use and categories.covers("5", category)}
    for item in sorted(in_use & non_energy):
        yield Finding("product-used-twice", found=item)


def _waste_and_fuel(pairs: Pairs) -> Iterator[Finding]:
    """Waste burnt for power or heat given as waste and again as a fuel."""
    fuels = {
        (category, code)
        for category, code in pairs
        if code and items.find_code(code).kind == "waste" and not category.startswith("W")
    }
    for category, code in sorted(pair for pair in pairs if pair[0] in ("W.2.E", "W.2.EI")):
        item = items.find_code(code)
        municipal = item.kind in ("mixed_msw", "msw_component", "msw_fossil_component")
        same = [other for other, fuel in fuels if fuel.startswith("municipal") == municipal]
        if same:
            details = {"category": category, "item": item.zh, "item_en": item.en, "other": min(same)}
            yield Finding("compile-waste-burnt", details=details)


def _overlap(category: str, item: str, first: str, second: str) -> Finding:
    return Finding("compile-overlap", details={"category": category, "item": item, "first": first, "second": second})
