"""Items that cannot stand in a category or go with a technology: heat is not transferred in as electricity."""

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


def technology_of_item(filled: Filled) -> Iterator[Finding]:
    """The technology is one of the item's; it must be chosen where the factor depends on it and none was measured."""
    for entry in filled.entries:
        column = entry.column("technology")
        allowed = entry.item.technologies if entry.item else None
        if column is None or entry.item is None or allowed is None or entry.technology in allowed:
            continue
        names = [option.zh for code in allowed if (option := filled.layout.options[column.options].code(code))]
        if entry.technology:
            expected = "、".join(names) or "（空）"
            yield entry.finding("technology-not-of-item", column, entry.text(column), expected, item=entry.item.zh)
        elif names and entry.quantity.number is not None and not entry.text(column) and not any(entry.terms()):
            yield entry.finding("technology-missing", column, expected="、".join(names), item=entry.item.zh)
