"""What is counted: fuels, electricity and heat, vehicles, mines and facilities, with the many names people write.

The list is ``emission_factors/items/*.csv``, a file a sector (``item, zh, en, kind, unit, parent, aliases, gas,
note``). An activity of an item is kept in the item's ``unit``. The parent of a fuel is the column of the statistics
that contains it (无烟煤 is 原煤); the parent of a vehicle, aircraft or machine is the fuel it burns, that of an animal,
product or waste the wider one whose factors serve it too. ``gas`` is the gas that an item is, such as SF6.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ghginv import folders
from ghginv.domain import names
from ghginv.errors import UsageError
from ghginv.findings import Finding

# Factors of the parent hold as well: a vehicle burns its fuel, a township mine is an underground mine. Not for
# fuels and energy: anthracite must not be taken for raw coal unseen.
_NOT_SERVED_BY_PARENT = frozenset({
    *("coal", "oil", "gas", "biomass", "aggregate", "electricity", "heat", "waste", "other_fuel", "other_energy")
})


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that activity data are about; ``unit`` is the unit in which its quantity is kept."""

    code: str
    zh: str
    en: str
    kind: str
    unit: str
    parent: str
    aliases: tuple[str, ...]
    note: str
    gas: str = ""

    def name(self, lang: str = "zh") -> str:
        """The name for people."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class _List:
    items: Mapping[str, Item]
    names: Mapping[str, tuple[str, ...]]


def load() -> Mapping[str, Item]:
    """All items by code, in the list's order. BrokenFile names the line of a double code or a missing parent."""
    return _list().items


def known(code: str) -> bool:
    """Is there an item with this code?"""
    return code in load()


def find_code(code: str) -> Item:
    """The item with this code; UsageError with the nearest ones when there is none."""
    if code not in load():
        near = "、".join(nearest(code)) or "-"
        raise UsageError(Finding("item-code-unknown", found=code, details={"near": near}))
    return load()[code]


def find(text: str) -> Item | None:
    """The item that bears this code or name in either language, blanks, brackets, width and case aside; or None."""
    codes = _list().names.get(names.plain(text), ())
    return load()[codes[0]] if codes else None


def nearest(text: str) -> list[str]:
    """Codes of the items whose names come closest to ``text``, best first, for a message."""
    return names.nearest(text, _list().names)


def lookup(code: str) -> tuple[str, ...]:
    """The items under which factors for ``code`` are looked up, nearest first.

    >>> lookup("taxi_gasoline"), lookup("anthracite")
    (('taxi_gasoline', 'gasoline'), ('anthracite',))
    """
    chain = [code]
    while (item := load().get(chain[-1])) and item.parent and item.kind not in _NOT_SERVED_BY_PARENT:
        chain.append(item.parent)
    return tuple(chain)


def holders(code: str) -> tuple[str, ...]:
    """An item and those that contain it, as raw coal contains bituminous coal.

    >>> holders("bituminous")
    ('bituminous', 'raw_coal', 'coal_total')
    """
    chain = [code]
    while (item := load().get(chain[-1])) and item.parent:
        chain.append(item.parent)
    return tuple(chain)


@folders.remembered
def _list() -> _List:
    items: dict[str, Item] = {}
    for path in folders.files("emission_factors", "items/*.csv"):
        for line, row in folders.rows(path):
            code, aliases = row.pop("item"), row.pop("aliases")
            if code in items:
                raise folders.BrokenFile(f"{path}:{line}: {code} stands twice")
            items[code] = Item(code, aliases=tuple(name for name in aliases.split(";") if name), **row)
    orphans = [item.code for item in items.values() if item.parent and item.parent not in items]
    if orphans:
        raise folders.BrokenFile(f"items: no parent for {', '.join(orphans)}")
    named = ((item.code, (item.code, item.zh, item.en, *item.aliases)) for item in items.values())
    return _List(items, names.index(named))
