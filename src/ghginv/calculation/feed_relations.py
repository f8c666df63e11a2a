"""Where an enterprise's figure stands in a region's statistics: within which figure, alone, or not beside it.

A figure is part of the statistics' figure of the same category and item, of the category above or the undivided one,
or of the item that holds its own (raw coal holds bituminous coal). What products and methods have to do with each
other stands in ``templates/rollup/feed_relations.csv``: ``part`` is within, in the same unit; ``instead`` is another
way to say the same, which cannot be taken off. ``process_industries.csv`` names the industry in which statistics hold
the fuel that a process uses as feedstock or reducing agent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ghginv import folders
from ghginv.domain import categories, items
from ghginv.factors.guidelines import Guideline

NOT_FED = frozenset({"B", "E", "F", "X"})
"""Roots that no enterprise feeds: a region's balance and transfers, form 205-1, what only an account knows."""
FUELS = ("coal", "oil", "gas")
INDUSTRY, CONSTRUCTION, UNDIVIDED, NON_ENERGY, PROCESSES = "1.2", "1.2.6", "1.2.U", "5", "P"
_NO_PART = ("cement", "carbide_slag", "kiln_dust")  # their parent lends factors, its amount does not hold theirs
_COMBINED = {"1.1.1.E": "1.1.1.H", "1.1.1.H": "1.1.1.E"}
"""Power and heat of one plant: a balance divides its fuel between both rows, the plant itself may not."""

OTHERWISE, LACKING, UNSERVED = "otherwise", "lacking", "unserved"
FEEDSTOCK, PROCESS_FUEL = "feedstock", "process_fuel"
REASONS = (OTHERWISE, LACKING, UNSERVED, FEEDSTOCK, PROCESS_FUEL)
"""Why an enterprise's row is left out; the wording is that of the finding ``feed-<reason>``."""


class Key(NamedTuple):
    """What makes figures of the statistics one figure, whatever plants or technologies it is divided into."""

    category: str
    item: str
    unit: str
    vintage: int


@dataclass(frozen=True, slots=True)
class Place:
    """``within`` figures of the statistics (the next where the first is used up), or left out, or alone.

    ``reason`` says why it is left out, one of ``REASONS``; ``other`` is the statistics' figure that says the same,
    ``why`` says more in Chinese and English.
    """

    within: tuple[Key, ...] = ()
    reason: str = ""
    other: Key | None = None
    why: tuple[str, ...] = ()


@dataclass
class Relations:
    """What is within what, for the figures of a region's statistics under a guideline."""

    guideline: Guideline
    figures: frozenset[Key]
    _known: dict[Key, Place] = field(default_factory=dict)

    def place(self, own: Key) -> Place:
        """Where a figure of an enterprise stands."""
        if own not in self._known:
            self._known[own] = self._place(own)
        return self._known[own]

    def _place(self, own: Key) -> Place:
        if whole := self._whole(own):
            if self._computed(whole) and not self._computed(own):
                return Place(reason=UNSERVED, other=whole)
            beside = whole._replace(category=_COMBINED.get(whole.category, ""))
            return Place((whole, beside) if beside in self.figures else (whole,))
        if other := next(filter(lambda each: _otherwise(each, own), sorted(self.figures)), None):
            return Place(reason=OTHERWISE, other=other)
        if own.category.startswith(f"{PROCESSES}.") and items.find_code(own.item).kind in FUELS:
            return self._process_fuel(own)
        if not self._computed(own):
            return Place(reason=UNSERVED)
        if self.deducted(own) and not self.industry(own.item, own.unit):
            return Place(reason=FEEDSTOCK)
        return Place()

    def _whole(self, own: Key) -> Key | None:
        """The figure of the statistics that holds this one: the nearest category, then the nearest item."""
        found = []
        for each in self.figures:
            if (each.unit, each.vintage) == (own.unit, own.vintage) and _holds(each.category, own.category):
                chain = holders(own.item, own.category)
                if each.item in chain:
                    depth = len(list(categories.ancestors(each.category)))
                    found.append((each.category != own.category, -depth, chain.index(each.item), each))
        return min(found)[-1] if found else None

    def _process_fuel(self, own: Key) -> Place:
        """Fuel of a process: off the statistics' fuel of that industry where the process counts its carbon."""
        industries = self.industry(own.item, own.unit)
        rules = self.guideline.rules_for(own.category, own.item)
        counts = {"", *(rule.memo for rule in rules)} if not industries else {""}
        if not any(rule.formula and rule.memo in counts for rule in rules):
            return Place(reason=PROCESS_FUEL, other=industries[0] if industries else None)
        wanted = (industry_of(own.category), UNDIVIDED)
        nearest = sorted(industries, key=lambda each: wanted.index(each.category) if each.category in wanted else 2)
        return Place(tuple(nearest))

    def industry(self, item: str, unit: str) -> list[Key]:
        """The statistics' figures of industry that hold an item."""
        chain = holders(item, INDUSTRY)
        return sorted(
            each
            for each in self.figures
            if each.unit == unit
            and each.item in chain
            and categories.covers(INDUSTRY, each.category)
            and each.category != CONSTRUCTION
        )

    def deducted(self, own: Key) -> bool:
        """Whether the guideline takes this feedstock off the fuel of industry, which must hold it then."""
        return own.category == NON_ENERGY and any(
            rule.formula and categories.covers(INDUSTRY, rule.category)
            for rule in self.guideline.rules_for(own.category, own.item)
            if rule.category
        )

    def _computed(self, each: Key) -> bool:
        return any(rule.formula for rule in self.guideline.rules_for(each.category, each.item))


def fed(category: str) -> bool:
    """Whether enterprises feed this category of an inventory."""
    return category.partition(".")[0] not in NOT_FED


def industry_of(category: str) -> str:
    """The industry whose fuel a process uses."""
    known = {row["process"]: row["industry"] for row in _table("process_industries.csv")}
    return next(known[each] for each in categories.ancestors(category) if each in known)


def holders(item: str, category: str) -> tuple[str, ...]:
    """The items whose amount holds that of an item, nearest first, itself the first.

    >>> holders("general_bituminous", "1.2.1"), holders("taxi_gasoline", "1.3.2")
    (('general_bituminous', 'raw_coal'), ('taxi_gasoline',))
    """
    chain, own = [item], items.find_code(item)
    while own.parent and own.kind not in _NO_PART:
        parent = items.find_code(own.parent)
        if parent.unit != own.unit or parent.kind == "aggregate":
            break
        chain.append(parent.code)
        own = parent
    chain += [
        code
        for row in _relations("part")
        if _among(category, item, row["enterprise_category"], row["enterprise_item"])
        for code in row["statistics_item"].split("|")
    ]
    return tuple(dict.fromkeys(chain))


def _holds(whole: str, part: str) -> bool:
    return whole == part or categories.counts_twice(whole, part)


def _otherwise(figure: Key, own: Key) -> bool:
    """Whether the statistics say the same in another way: divided further than the enterprise does, by other means."""
    if figure.vintage == own.vintage and figure.unit == own.unit:
        finer_item = own.item in holders(figure.item, figure.category)
        same_item = finer_item or figure.item in holders(own.item, own.category)
        if same_item and categories.counts_twice(own.category, figure.category):
            return True
        if finer_item and _holds(figure.category, own.category):
            return True
    return any(
        _among(*figure[:2], row["statistics_category"], row["statistics_item"])
        and _among(*own[:2], row["enterprise_category"], row["enterprise_item"])
        and _same_fuel(figure.item, own.item)
        for row in _relations("instead")
    )


def _same_fuel(one: str, other: str) -> bool:
    """A fleet and a fuel have to do with each other only where the fleet burns that fuel."""
    first, second = items.find_code(one), items.find_code(other)
    fleets = ("vehicle", "machine")
    if first.kind in fleets or second.kind in fleets:
        return first.parent == other or second.parent == one
    return True


def _among(category: str, item: str, wanted: str, items_wanted: str) -> bool:
    if not any(categories.covers(each, category) for each in wanted.split("|")):
        return False
    named = items_wanted.split("|")
    return not items_wanted or item in named or f"kind:{items.find_code(item).kind}" in named


def _relations(relation: str) -> Iterator[Mapping[str, str]]:
    return (row for row in _table("feed_relations.csv") if row["relation"] == relation)


def _table(name: str) -> Iterable[Mapping[str, str]]:
    return _tables()[name]


@folders.remembered
def _tables() -> Mapping[str, list[Mapping[str, str]]]:
    names = ("feed_relations.csv", "process_industries.csv")
    return {name: [row for _, row in folders.rows(folders.file("templates", f"rollup/{name}"))] for name in names}
