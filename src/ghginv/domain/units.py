"""The only place where a unit changes.

Units, their Chinese names and the many ways people write them are rows of ``emission_factors/units.csv``: ``unit,
dimension, factor, zh, aliases``; ``factor`` converts to the first unit of the dimension (t, m3, GJ, tce, …) and is
exact in decimal or a ratio. A unit may be a fraction (``kgCH4/TJ``, ``tCH4/10^8 m3``); carbon, nitrogen, the gases, BOD
and COD are part of it, so tC is not t; GAS is whatever fluorinated gas the rule is about. Standard coal is a dimension
of its own: a quantity becomes tce by a formula (equivalent value 当量 or equal value 等价), never by a unit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from ghginv import folders
from ghginv.errors import InputError
from ghginv.findings import Finding

_SUBSTANCE = re.compile(r"^(?P<unit>t|kt|kg|g|mg|m3)(?P<substance>CO2e|CO2|CH4|N2O|COD|BOD|GAS|C|N)$")
_DROPPED = str.maketrans("", "", " \t\n\u3000()[]{}（）【】")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit people write: ``factor`` of them make one unit of the dimension's first."""

    unit: str
    dimension: str
    factor: Decimal
    zh: str
    aliases: tuple[str, ...]


@folders.remembered
def table() -> Mapping[str, Unit]:
    """All simple units by their code."""
    units: dict[str, Unit] = {}
    for _, row in folders.rows(folders.file("emission_factors", "units.csv")):
        aliases = tuple(alias for alias in row["aliases"].split(";") if alias)
        units[row["unit"]] = Unit(row["unit"], row["dimension"], _decimal(row["factor"]), row["zh"], aliases)
    return units


def _decimal(text: str) -> Decimal:
    """A factor; a ratio (1/15 ha in a mu) in 28 digits."""
    numerator, _, denominator = text.partition("/")
    return Decimal(numerator) / Decimal(denominator or 1)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_DROPPED).replace("^", "")


@folders.remembered
def _spellings() -> Mapping[str, str]:
    exact: dict[str, str] = {}
    for unit in table().values():
        for spelling in (unit.unit, unit.zh, *unit.aliases):
            exact[_plain(spelling)] = unit.unit
    return exact


def find(text: str) -> str | None:
    """The code of a unit as people write it (``(万吨)``, ``亿千瓦小时``, ``Nm³``), or None.

    >>> find("（万吨）"), find("104 tn"), find("万百万千焦")
    ('10^4 t', '10^4 t', '10^10 kJ')
    """
    spelling = _plain(text)
    known = _spellings()
    if spelling in known:
        return known[spelling]
    if spelling.count("/") == 1 and all(find(part) or _SUBSTANCE.match(part) for part in spelling.split("/")):
        return "/".join(find(part) or part for part in spelling.split("/"))
    lowered = {name.lower(): code for name, code in known.items()}
    return lowered.get(spelling.lower()) if len(spelling) > 1 else None


def nearest(text: str) -> list[str]:
    """Known spellings close to ``text``, best first, for a message."""
    return get_close_matches(_plain(text), list(_spellings()), n=3, cutoff=0.5)


def dimension(unit: str) -> str:
    """``mass``, ``energy``, ``mass CH4/energy`` …; raises InputError for an unknown unit."""
    return "/".join(" ".join(filter(None, (table()[base].dimension, substance))) for base, substance in _parts(unit))


def factor(from_unit: str, to_unit: str) -> Decimal:
    """What a number in ``from_unit`` is multiplied with to be in ``to_unit``."""
    if from_unit == to_unit:
        return Decimal(1)
    if dimension(from_unit) != dimension(to_unit):
        raise InputError(Finding("unit-wrong-kind", found=from_unit, expected=to_unit))
    return _size(from_unit) / _size(to_unit)


def convert(value: float | Decimal, from_unit: str, to_unit: str) -> float:
    """``value`` in another unit of its dimension; computed in decimal, so 26.7 × 10^4 t is 267000 t.

    >>> convert(26.7, "10^4 t", "t")
    267000.0
    """
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return float(exact * factor(from_unit, to_unit))


def _size(unit: str) -> Decimal:
    size, *denominators = (table()[base].factor for base, _ in _parts(unit))
    for denominator in denominators:
        size /= denominator
    return size


def _parts(unit: str) -> tuple[tuple[str, str], ...]:
    parts = tuple(_part(part, unit) for part in unit.split("/"))
    if len(parts) > 3:
        raise InputError(Finding("unit-unknown", found=unit, details={"near": ""}))
    return parts


def _part(part: str, whole: str) -> tuple[str, str]:
    if part in table():
        return part, ""
    if match := _SUBSTANCE.match(part):
        return match["unit"], match["substance"]
    raise InputError(Finding("unit-unknown", found=whole, details={"near": "、".join(nearest(part))}))
