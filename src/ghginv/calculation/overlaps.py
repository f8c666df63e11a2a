"""Nothing counted twice: activity data that say the same thing from two sides are refused before they are computed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ghginv.domain import categories, items
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

FUELS = ("coal", "oil", "gas")


def overlaps(activity: pd.DataFrame) -> list[Finding]:
    """Findings for figures given by two submissions, or both as one and divided, or both as fuel and as fleet."""
    given = activity[activity["quantity"].notna()]
    return [*_from_two_submissions(given), *_divided_and_not(given), *_fuel_and_fleet(given)]


def _from_two_submissions(given: pd.DataFrame) -> Iterator[Finding]:
    key = ["region", "enterprise", "facility", "category", "item", "technology", "month"]
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
        for whole, part in _whole_and_part(present):
            yield Finding(
                "compile-undivided", details={"category": whole, "item": item, "first": whole, "second": part}
            )


def _whole_and_part(present: Iterable[str]) -> Iterator[tuple[str, str]]:
    tree = categories.tree()
    for whole in sorted(present):
        node = tree[whole]
        for part in sorted(present):
            if part == whole:
                continue
            below_sibling = node.undivided and categories.covers(node.parent, part) and not _own_sector(part)
            if categories.covers(whole, part) or below_sibling:
                yield whole, part


def _own_sector(code: str) -> bool:
    """Construction stands in the guideline's industry block but has a row of its own in the balance."""
    return categories.tree()[code].sector == "建筑业"


def _fuel_and_fleet(given: pd.DataFrame) -> Iterator[Finding]:
    road = given[given["category"].isin(["1.3.2", "1.3.U"])]
    kinds = {item: items.find_code(item).kind for item in set(road["item"])}
    fleet = sorted(item for item, kind in kinds.items() if kind == "vehicle")
    fuel = sorted(item for item, kind in kinds.items() if kind in FUELS and item in ("gasoline", "diesel"))
    if fleet and fuel:
        yield Finding(
            "compile-undivided",
            details={"category": "1.3.2", "item": fleet[0], "first": "、".join(fuel), "second": "、".join(fleet)},
        )


def _overlap(category: str, item: str, first: str, second: str) -> Finding:
    return Finding("compile-overlap", details={"category": category, "item": item, "first": first, "second": second})
