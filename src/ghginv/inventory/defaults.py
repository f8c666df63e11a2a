"""Default uncertainties: what a guideline says of a kind of number where the number itself comes without an interval.

``emission_factors/uncertainties/*.csv``; of the rows marked ``use`` the most specific serves: by category, then by
item. Units: ``% (+/-)`` a range of half-widths, of which the upper end counts; ``%`` the two ends (with a value: for
that value alone); ``multiplicative factor`` the two ends as multiples of the value; ``factor of`` a range of factors,
of which the larger counts both ways; any other unit the two ends of a value, taken in proportion.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ghginv import folders
from ghginv.domain import categories, items


@dataclass(frozen=True, slots=True)
class Default:
    """An interval of 1 - ``minus`` % to 1 + ``plus`` %, where it holds and who says so."""

    kind: str
    names: tuple[str, ...]
    categories: tuple[str, ...]
    items: tuple[str, ...]
    minus: float
    plus: float
    basis: str
    source_id: str
    place: str
    status: str
    of_value: float | None = None

    def rank(self, name: str, category: str, item: str, value: float | None) -> tuple[int, int] | None:
        """How closely it fits, or None; an empty list fits anything, ``of_value`` only that very value."""
        if (self.names and name not in self.names) or (self.of_value is not None and self.of_value != value):
            return None
        above, beside = list(categories.ancestors(category)), list(_lineage(item))
        codes = [len(above) - above.index(code) for code in self.categories if code in above]
        near = [len(beside) - beside.index(code) for code in self.items if code in beside]
        if (self.categories and not codes) or (self.items and not near):
            return None
        return max(codes, default=0), max(near, default=0)


@folders.remembered
def load() -> tuple[Default, ...]:
    """The defaults in use, in the order of the files."""
    found = []
    for path in folders.files("emission_factors", "uncertainties/*.csv"):
        for line, row in folders.rows(path):
            try:
                minus, plus = _percent(row)
            except (ValueError, ZeroDivisionError) as error:
                raise folders.BrokenFile(f"{path}:{line}: {row['lower']} … {row['upper']} {row['unit']}") from error
            if row["use"] == "yes":
                names, codes, of_items = (_list(row[column]) for column in ("name", "category", "item"))
                cited = row["basis"], row["source_id"], row["place"], row["status"]
                of_value = float(row["value"]) if row["value"] and row["unit"] == "%" else None
                found.append(Default(row["kind"], names, codes, of_items, minus, plus, *cited, of_value))
    return tuple(found)


def find(kind: str, name: str, category: str, item: str, value: float | None = None) -> Default | None:
    """The default for an ``activity`` (no name) or a ``parameter``; of two that fit alike the first."""
    ranked = ((each.rank(name, category, item, value), each) for each in _of_kind(load(), kind))
    fitting = [(rank, each) for rank, each in ranked if rank is not None]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _of_kind(defaults: Iterable[Default], kind: str) -> list[Default]:
    return [each for each in defaults if each.kind == kind]


def _list(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("|")))


def _lineage(item: str) -> Iterable[str]:
    """The item, then its parents."""
    known = items.load()
    while item:
        yield item
        item = known[item].parent if item in known else ""


def _percent(row: dict[str, str]) -> tuple[float, float]:
    lower, upper = float(row["lower"]), float(row["upper"])
    match row["unit"]:
        case "% (+/-)":
            ends = upper, upper
        case "%":
            ends = -lower, upper
        case "multiplicative factor":
            ends = 100 * (1 - lower), 100 * (upper - 1)
        case "factor of":
            ends = 100 * (1 - 1 / upper), 100 * (upper - 1)
        case _:
            value = float(row["value"])
            ends = 100 * (value - lower) / value, 100 * (upper - value) / value
    if min(ends) < 0:
        raise ValueError
    return ends
