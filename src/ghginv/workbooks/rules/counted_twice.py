"""What would be counted twice: an entry given twice, a whole beside its part, a fleet beside its fuel."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from ghginv.domain import categories
from ghginv.findings import Finding
from ghginv.workbooks.filled import Entry, Filled

ROAD = ("1.3.2", "1.3.U")


def same_entry_twice(filled: Filled) -> Iterator[Finding]:
    """A category has one row for an item and technology, of a facility and year of origin where these are given."""
    first: dict[tuple[str, str, str, str, int], Entry] = {}
    for entry in filled.entries:
        key = (entry.category, entry.item.code if entry.item else "", entry.technology, entry.facility, entry.vintage)
        if not entry.category or not (entry.item or entry.notation):
            continue
        earlier = first.setdefault(key, entry)
        if earlier is not entry:
            yield _found("entry-twice", entry, earlier)


def whole_and_part(filled: Filled) -> Iterator[Finding]:
    """An item is given for a category or for what it is divided into."""
    given: dict[str, dict[str, Entry]] = {}
    for entry in filled.entries:
        if entry.quantity.number is not None and entry.category and entry.item:
            given.setdefault(entry.item.code, {}).setdefault(entry.category, entry)
    for by_category in given.values():
        for part, whole in permutations(by_category, 2):
            if categories.counts_twice(whole, part):
                yield _found("entry-divided", by_category[part], by_category[whole])


def fuel_and_fleet(filled: Filled) -> Iterator[Finding]:
    """Road fuel is given by amount or by vehicles."""
    counted = [entry for entry in filled.entries if entry.category in ROAD and entry.quantity.number is not None]
    burnt = {entry.item.fuel: entry for entry in counted if entry.item and entry.item.fuel}
    for entry in counted:
        if entry.item and entry.item.code in burnt:
            yield _found("entry-fuel-and-fleet", entry, burnt[entry.item.code])


def _found(code: str, entry: Entry, other: Entry) -> Finding:
    node, item = categories.tree()[entry.category], entry.item
    found = [node.code, node.zh, item.zh if item else ""]
    found_en = [node.code, node.en, item.en if item else ""]
    place = f"{other.sheet}!{other.address('item')}"
    return entry.finding(code, "item", " ".join(found).strip(), found_en=" ".join(found_en).strip(), other=place)
