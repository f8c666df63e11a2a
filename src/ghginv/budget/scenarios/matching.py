"""Which line of a table an activity of the inventory follows: closest category first, then its item over any item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ghginv.budget.plan_numbers import Row
from ghginv.domain import categories, items
from ghginv.findings import Finding

Place = tuple[str, str]
"""Category and item; an empty item stands for all."""


def fits(place: Place, category: str, item: str) -> tuple[int, int] | None:
    """How closely a line fits an activity, larger is closer; None where it does not."""
    above = list(categories.ancestors(category))
    if place[0] not in above or place[1] not in ("", item):
        return None
    return -above.index(place[0]), int(bool(place[1]))


def closest(places: Iterable[Place], category: str, item: str) -> Place | None:
    """The line that fits an activity best, or None."""
    found = [(fit, place) for place in places if (fit := fits(place, category, item)) is not None]
    return max(found)[1] if found else None


def place(row: Row, category: str = "category", item: str = "item") -> Place:
    """Category and item of a row, the item by its code."""
    return row.text(category), code_of_item(row.text(item))


def code_of_item(text: str) -> str:
    """The code of an item as written (``天然气``), the text itself where there is none."""
    found = items.find(text) if text else None
    return found.code if found else text


def faults(row: Row, category: str = "category", item: str = "item") -> Iterable[Finding]:
    """A category or an item that nobody knows."""
    code = row.text(category)
    if code and code not in categories.tree():
        yield row.finding("scenario-category-unknown", category, near="、".join(_near(code)) or "-")
    text = row.text(item)
    if text and items.find(text) is None:
        yield row.finding("scenario-item-unknown", item, near="、".join(items.nearest(text)) or "-")


def _near(code: str) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(code, list(categories.tree()), cutoff=0.5)


def in_force(rows: Sequence[Row], scenario: str, key: Sequence[str]) -> dict[tuple[str, ...], list[Row]]:
    """The rows that hold in a scenario by the values of ``key``: those that name it, else those that name none."""
    own: dict[tuple[str, ...], list[Row]] = {}
    common: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        into = {scenario: own, "": common}.get(row.text("scenario"))
        if into is not None:
            into.setdefault(tuple(_key(row, name) for name in key), []).append(row)
    return common | own


def _key(row: Row, name: str) -> str:
    return code_of_item(row.text(name)) if name in ("item", "to_item") else row.text(name)


def by_place(groups: Mapping[tuple[str, ...], list[Row]]) -> dict[Place, list[Row]]:
    """Groups whose key is category and item."""
    return {(key[0], key[1]): rows for key, rows in groups.items()}
