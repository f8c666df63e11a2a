"""Items that cannot stand in a category: heat is not transferred in as electricity."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.domain import categories
from ghginv.findings import Finding
from ghginv.workbooks.filled import Filled


def item_in_category(filled: Filled) -> Iterator[Finding]:
    """The item's list allows it in the category."""
    for entry in filled.entries:
        if not entry.item or not entry.category or not entry.item.categories:
            continue
        if entry.category not in entry.item.categories:
            allowed = [f"{code} {categories.tree()[code].zh}" for code in entry.item.categories]
            yield entry.finding(
                "item-not-in-category",
                "item",
                found=entry.item.zh,
                expected="、".join(allowed),
                category=f"{entry.category} {categories.tree()[entry.category].zh}",
            )
