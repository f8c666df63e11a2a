"""Land: local values no library has, changes that add up, shares of cleared wood, one method, nothing counted twice.

Items are those of the sheets of land; amounts are compared in the items' own unit.
"""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.domain import items
from ghginv.domain.written_numbers import digits
from ghginv.factors import library
from ghginv.factors.resolve import Choice, Key, resolve
from ghginv.findings import Finding
from ghginv.workbooks.filled import Entry, Filled
from ghginv.workbooks.rules import facts

NEEDED = {
    "stock_difference": ("volume_before", "stock_years"),
    "volume_function": ("volume_before", "stock_years", "stand_area", "stand_area_before"),
    "disturbed": ("disturbed_share",),
    "mangrove_cleared": ("disturbed_share",),
    "arbor_burnt": ("stand_volume", "biomass_after"),
    "arbor_decayed": ("stand_volume", "biomass_after"),
    "woodland_burnt": ("biomass_after",),
    "woodland_decayed": ("biomass_after",),
    "mineral_soil": ("reference_soil_carbon", "soil_stock_factor", "soil_stock_factor_before"),
}
"""What must be measured or surveyed, by kind of item."""

RATES, DIFFERENCE = ("stand", "species"), ("stock_difference", "volume_function")
GAINS = (RATES, ("forest_area", "increment"), DIFFERENCE)
LOSSES = (RATES, ("felled",))
EITHER = ((*RATES, "felled", "fuelwood", "disturbed"), DIFFERENCE)
GREEN = (("green_area",), ("crown_area",), ("urban_tree",))
"""Kinds of items by method; of two methods for one stand or site only one may stand."""
SHARES = ("onsite_burnt_share", "offsite_burnt_share", "decayed_share")
TOLERANCE = 0.01  # ha, and of the change

_SETS = ("pg2011",)


def needed_values(filled: Filled) -> Iterator[Finding]:
    """An item comes with the local values its formula needs and no library has."""
    for entry in _counted(filled):
        for name in NEEDED.get(_kind(entry), ()):
            column = entry.column(name)
            if column and entry.figure(column).blank:
                yield entry.finding("entry-missing", column, expected=column.zh, expected_en=column.en)


def only_changes_negative(filled: Filled) -> Iterator[Finding]:
    """On a sheet that takes signs, only a change in area may be negative."""
    for entry in _counted(filled):
        column, number = entry.column("quantity"), entry.quantity.number
        if column and column.signed and number is not None and number < 0 and _kind(entry) != "area_change":
            yield entry.finding("quantity-negative", "quantity", digits(number), "≥ 0")


def changes_add_up(filled: Filled) -> Iterator[Finding]:
    """A change in area is the area at the end less that at the start; the area itself is no change."""
    for entry in _counted(filled):
        after, before = _given(entry, "stand_area"), _given(entry, "stand_area_before")
        if _kind(entry) != "area_change" or entry.amount is None:
            continue
        if after is not None and before is not None:
            change = after - before
            if abs(entry.amount - change) > TOLERANCE * max(1.0, abs(change)):
                yield _of(entry, "land-change-of-area", f"{entry.amount:.8g} ha", f"{change:.8g} ha")
        elif after is not None and after > 0 and entry.amount == after:
            yield _of(entry, "land-area-as-change", f"{digits(entry.amount)} ha")


def shares_of_cleared_wood(filled: Filled) -> Iterator[Finding]:
    """What is burnt on site, burnt off site and left to decay is together no more than what was cleared."""
    defaults = {name: library.load().named(name, "")[0].value for name in SHARES}
    for kind in ("arbor", "woodland"):
        rows = [entry for entry in _counted(filled) if _kind(entry) in (f"{kind}_burnt", f"{kind}_decayed")]
        for site in sorted({(entry.technology, entry.facility) for entry in rows}):
            own = [entry for entry in rows if (entry.technology, entry.facility) == site]
            given = {name: [s for entry in own if (s := _given(entry, name)) is not None] for name in SHARES}
            total = sum(max(given[name], default=defaults[name]) for name in SHARES)
            if any(given.values()) and total > 1 + 1e-9:
                yield _of(own[0], "land-shares-above-whole", digits(total), "≤ 1")


def biomass_cleared(filled: Filled) -> Iterator[Finding]:
    """Forest that is converted holds more biomass than what comes after it, or less than nothing would be burnt."""
    for entry in _counted(filled):
        before, after = _biomass_before(filled, entry), _given(entry, "biomass_after")
        if before is not None and after is not None and after > before:
            yield entry.finding("land-biomass-after", "biomass_after", f"{digits(after)} t/ha", f"≤ {before:.4g} t/ha")


def _biomass_before(filled: Filled, entry: Entry) -> float | None:
    """Biomass above ground before conversion, t/ha: given, of trees by volume, or that of the kind of woodland."""
    if _kind(entry) in ("woodland_burnt", "woodland_decayed"):
        return _value(filled, entry, "biomass_before")
    if _kind(entry) in ("arbor_burnt", "arbor_decayed"):
        found = [_value(filled, entry, name) for name in ("stand_volume", "wood_density", "above_ground_bef")]
        volume, density, expansion = found
        return None if volume is None or density is None or expansion is None else volume * density * expansion
    return None


def _value(filled: Filled, entry: Entry, name: str) -> float | None:
    """The value typed in the row, else the library's."""
    given = _given(entry, name)
    if given is not None:
        return given
    region, year = facts.region(filled), facts.year(filled)
    if not region or not year:
        return None
    key = Key(region, year, category=entry.category, item=_code(entry), technology=entry.technology)
    found = resolve(library.load(), name, key, _SETS)
    return found.value if isinstance(found, Choice) else None


def conversion_series(filled: Filled) -> Iterator[Finding]:
    """Burning goes by one series of area; where wood is burnt some is left to decay, and the other way round."""
    for kind in ("arbor", "woodland"):
        rows: dict[tuple[str, ...], Entry] = {
            (_code(entry), entry.technology, entry.facility): entry
            for entry in _counted(filled)
            if _kind(entry) in (f"{kind}_burnt", f"{kind}_decayed")
        }
        for (code, *site), entry in rows.items():
            year, decay = rows.get((f"{kind}_converted_year", *site)), rows.get((f"{kind}_converted_mean10", *site))
            if code == f"{kind}_converted_mean5" and year:
                yield _beside(entry, "land-two-series", year)
            if code == f"{kind}_converted_mean10":
                if not year and (f"{kind}_converted_mean5", *site) not in rows:
                    yield _of(entry, "land-decay-alone", digits(entry.quantity.number or 0.0))
            elif not decay:
                yield _of(entry, "land-burning-alone", digits(entry.quantity.number or 0.0))


def one_method_for_a_stand(filled: Filled) -> Iterator[Finding]:
    """Stock by rates, growth and felling, or difference, which is net of all losses; green by one measure."""
    rows = list(_counted(filled))
    growth, loss = ([entry for entry in rows if entry.category == category] for category in ("L.1.A", "L.1.C"))
    yield from _two_methods(growth, GAINS)
    yield from _two_methods(loss, LOSSES)
    yield from _two_methods([*(entry for entry in growth if _kind(entry) in DIFFERENCE), *loss], EITHER)
    yield from _two_methods([entry for entry in rows if entry.category == "L.UG"], GREEN)


def all_and_species(filled: Filled) -> Iterator[Finding]:
    """All species, or all living trees, beside some of them would count these twice."""
    for category, wholes in (("L.1.A", ("arbor_stock",)), ("L.1.C", ("living_stock", "arbor_stock"))):
        rows = [entry for entry in _counted(filled) if entry.category == category]
        for whole in wholes:
            of_all = next((entry for entry in rows if _code(entry) == whole and not entry.facility), None)
            for entry in rows:
                part = _kind(entry) == "species" or (whole == "living_stock" and _code(entry) != whole)
                if of_all and part and _kind(entry) in ("species", "stand"):
                    yield _beside(entry, "land-all-and-part", of_all)


def growth_with_consumption(filled: Filled) -> Iterator[Finding]:
    """Growth by gross rates is only half: without consumption the removal is too large."""
    rows = list(_counted(filled))
    stated = {entry.category for entry in filled.entries if entry.notation}
    growing = [entry for entry in rows if entry.category in ("L.1.A", "L.1.S") and _kind(entry) in RATES]
    if growing and "L.1.C" not in {entry.category for entry in rows} | stated:
        yield _of(growing[0], "land-growth-alone", digits(growing[0].quantity.number or 0.0))


def woodland_within_forest(filled: Filled) -> Iterator[Finding]:
    """Forest given by its area must not hold the bamboo or economic forest that is given by its change."""
    rows = list(_counted(filled))
    by_area = next((entry for entry in rows if _kind(entry) == "forest_area"), None)
    for entry in rows:
        if by_area and _code(entry) in ("bamboo_area_change", "economic_area_change"):
            yield _beside(entry, "land-bamboo-in-forest", by_area)


def trees_in_town(filled: Filled) -> Iterator[Finding]:
    """Four-side trees by volume and urban trees by crown or number may be the same trees."""
    rows = list(_counted(filled))
    scattered = next((entry for entry in rows if entry.category == "L.1.S"), None)
    green = next((entry for entry in rows if entry.category == "L.UG"), None)
    if scattered and green:
        yield _beside(green, "land-trees-in-town", scattered)


def _two_methods(rows: list[Entry], methods: tuple[tuple[str, ...], ...]) -> Iterator[Finding]:
    """A finding at each row by another method than an earlier one of the same stand; a row without name is all."""
    first: list[tuple[int, Entry]] = []
    for entry in rows:
        number = next((place for place, kinds in enumerate(methods) if _kind(entry) in kinds), None)
        if number is None:
            continue
        other = next((each for place, each in first if place != number and _same(each.facility, entry.facility)), None)
        if other:
            yield _beside(entry, "land-two-methods", other)
        first.append((number, entry))


def _same(one: str, other: str) -> bool:
    return not one or not other or one == other


def _counted(filled: Filled) -> Iterator[Entry]:
    """The rows of land that hold a quantity."""
    for entry in filled.entries:
        if entry.category.startswith("L") and entry.item and entry.quantity.number is not None:
            yield entry


def _code(entry: Entry) -> str:
    return entry.item.code if entry.item else ""


def _kind(entry: Entry) -> str:
    return items.find_code(_code(entry)).kind


def _given(entry: Entry, name: str) -> float | None:
    column = entry.column(name)
    return entry.figure(column).number if column else None


def _beside(entry: Entry, code: str, other: Entry) -> Finding:
    named = items.find_code(_code(other))
    return _of(entry, code, f"{other.sheet}!{other.address('item')}", other=named.zh, other_en=named.en)


def _of(entry: Entry, code: str, found: str, expected: str = "", **details: str) -> Finding:
    item = items.find_code(_code(entry))
    return entry.finding(code, "quantity", found, expected, item=item.zh, item_en=item.en, **details)
