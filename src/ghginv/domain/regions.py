"""Regions 行政区划: codes of GB/T 2260 with parents and validity, functional zones and power grids under our own codes.

The list is ``emission_factors/regions.csv`` (``code, parent, zh, short, en, level, grid, valid_from, valid_to, note``);
a workspace adds accounts of its own below a district (parks, communities, campuses …) in ``regions/*.csv``.
``grid`` names the regional power grid 区域电网 of a province, or of a prefecture that belongs to another one; the grid
of a grid is the one it was split from. ``valid_from`` and ``valid_to`` are years, both inclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ghginv import folders
from ghginv.domain import names
from ghginv.errors import UsageError
from ghginv.findings import Finding

ACCOUNTS: Mapping[str, tuple[str, str]] = {
    "district": ("片区", "district of its own"),
    "park": ("园区", "park"),
    "community": ("社区", "community"),
    "campus": ("校园", "campus"),
    "building": ("楼宇", "building"),
    "port": ("港口", "port"),
    "scenic": ("景区", "scenic area"),
}
"""Levels below a county for which an inventory is kept, under codes of one's own: ``440311-P1`` lies in 440311."""

LEVELS = ("world", "country", "grid", "province", "prefecture", "county", *ACCOUNTS)


@dataclass(frozen=True, slots=True)
class Region:
    """One region; ``short`` is the Chinese name without 省, 市, 自治区 and the like."""

    code: str
    parent: str
    zh: str
    short: str
    en: str
    level: str
    grid: str
    valid_from: int | None
    valid_to: int | None
    note: str

    def name(self, lang: str = "zh") -> str:
        """The name for people."""
        return self.zh if lang == "zh" else self.en

    def valid(self, year: int | None) -> bool:
        """Was the code in force in this year? Always, when no year is given."""
        return year is None or (self.valid_from or year) <= year <= (self.valid_to or year)


@dataclass(frozen=True, slots=True)
class _List:
    regions: Mapping[str, Region]
    names: Mapping[str, tuple[str, ...]]
    chains: dict[str, tuple[str, ...]]


def load() -> Mapping[str, Region]:
    """All regions by code, parents before children. BrokenFile names the line of a double code or a missing parent."""
    return _list().regions


def known(code: str) -> bool:
    """Is there a region with this code?"""
    return code in load()


def find_code(code: str) -> Region:
    """The region with this code; UsageError with the nearest ones when there is none."""
    if code not in load():
        near = "、".join(f"{near} {load()[near].zh}" for near in names.nearest(code, _list().names)) or "-"
        raise UsageError(Finding("region-code-unknown", found=code, details={"near": near}))
    return load()[code]


def matches(text: str, year: int | None = None) -> tuple[Region, ...]:
    """All regions of this code or name (广东, 广东省, Guangdong) in force in ``year``, the widest first."""
    found = (load()[code] for code in _list().names.get(names.plain(text), ()))
    return tuple(sorted((region for region in found if region.valid(year)), key=_width))


def find(text: str, year: int | None = None) -> Region | None:
    """The widest region of this code or name, today's before a former one: 吉林 is the province, 斗门 the district.

    None where there is no or no single one.
    """
    found = matches(text, year)
    if not found or (len(found) > 1 and _width(found[1]) == _width(found[0])):
        return None
    return found[0]


def nearest(text: str) -> list[str]:
    """Codes of the regions whose names come closest to ``text``, best first, for a message."""
    return names.nearest(text, _list().names)


def chain(code: str) -> tuple[str, ...]:
    """The region, then what it lies in: city, province, power grid, nation, world. UsageError for an unknown code.

    >>> chain("440305")
    ('440305', '440300', '440000', 'GRID-S', '100000', 'WORLD')
    """
    chains = _list().chains
    if code not in chains:
        chains[code] = _chain(find_code(code))
    return chains[code]


def children(code: str, year: int | None = None) -> tuple[Region, ...]:
    """The regions right below ``code`` in force in ``year``: districts of a city; provinces of a grid or the nation."""
    column = "grid" if find_code(code).level == "grid" else "parent"
    return tuple(
        region
        for region in load().values()
        if getattr(region, column) == code and region.level != "grid" and region.valid(year)
    )


def _width(region: Region) -> tuple[int, bool]:
    return LEVELS.index(region.level), region.valid_to is not None


def _chain(region: Region) -> tuple[str, ...]:
    line = [region]
    while parent := load().get(line[-1].parent):
        line.append(parent)
    below = [each for each in line if each.level not in ("country", "world")]
    grid = next((each.grid for each in below if each.grid), "")
    grids = []
    while grid:
        grids.append(grid)
        grid = load()[grid].grid
    return (*(each.code for each in below), *grids, *(each.code for each in line[len(below) :]))


@folders.remembered
def _list() -> _List:
    regions: dict[str, Region] = {}
    own = folders.files("emission_factors", "regions/*.csv")
    for path in (folders.file("emission_factors", "regions.csv"), *own):
        for line, row in folders.rows(path):
            valid_from, valid_to = (int(row.pop(name) or 0) or None for name in ("valid_from", "valid_to"))
            region = Region(valid_from=valid_from, valid_to=valid_to, **row)
            if region.code in regions or (region.parent and region.parent not in regions) or region.level not in LEVELS:
                raise folders.BrokenFile(f"{path}:{line}: {region.code} stands twice, or parent or level is unknown")
            regions[region.code] = region
    named = ((region.code, (region.code, region.zh, region.short, region.en)) for region in regions.values())
    return _List(regions, names.index(named), {})
