"""Waste: two ways to say the same thing, sludge and waste burnt for power that would be counted twice, local values."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.domain import items
from ghginv.findings import Finding
from ghginv.workbooks.filled import Entry, Filled

NEEDED = {"protein_population": ("protein_consumption",)}
"""What must be surveyed, by item."""

INSTEAD_OF_TECHNOLOGY = {
    "W.2": ("incineration_ch4_factor", "incineration_n2o_factor"),
    "W.3": ("wastewater_correction_factor",),
}
"""What must be given where no technology is chosen although the default depends on it."""

MUNICIPAL_FUELS = ("municipal_waste", "municipal_waste_fossil", "municipal_waste_biogenic")
INDUSTRIAL_FUELS = ("industrial_waste",)
WITH_ENERGY = ("W.2.E", "W.2.EI")
SLUDGES = {
    "W.3.S": ("domestic_sludge", "sewage_sludge_dry"),
    "W.4.S": ("industrial_sludge",),
}
"""Sludge as waste, by the category in which its organic matter is taken off waste water."""


def needed_values(filled: Filled) -> Iterator[Finding]:
    """An item comes with the values its formula needs and no library has."""
    for entry in _given(filled):
        for name in NEEDED.get(_code(entry), ()):
            column = entry.column(name)
            if column and entry.figure(column).blank:
                yield entry.finding("entry-missing", column, expected=column.zh, expected_en=column.en)


def needed_technologies(filled: Filled) -> Iterator[Finding]:
    """Where other values were given but no technology, those that depend on it are given too."""
    for entry in _given(filled):
        needed = next((names for root, names in INSTEAD_OF_TECHNOLOGY.items() if entry.category.startswith(root)), ())
        given = {column.field for column, _ in entry.terms()}
        column = entry.column("technology")
        offered = bool(entry.item and entry.item.technologies)
        if column and offered and given and not entry.text(column) and not given.issuperset(needed):
            yield entry.finding("entry-missing", column, expected=column.zh, expected_en=column.en)


def two_methods(filled: Filled) -> Iterator[Finding]:
    """Waste water of a place is given in one way: by COD or people or product, by protein or nitrogen."""
    given = list(_given(filled))
    for entry in given:
        clash = next((other for other in given if _same_water(entry, other)), None)
        if clash:
            named = {"other": clash.item.zh if clash.item else "", "other_en": clash.item.en if clash.item else ""}
            yield entry.finding("waste-two-methods", "item", f"{clash.sheet}!{clash.address('item')}", **named)


def burnt_as_fuel_too(filled: Filled) -> Iterator[Finding]:
    """Waste burnt for power or heat is given as waste or as a fuel."""
    fuels = {_code(entry): entry for entry in _given(filled) if not entry.category.startswith("W")}
    for entry in _given(filled):
        if entry.category in WITH_ENERGY:
            names = fuels_of(_code(entry))
            fuel = next((fuels[name] for name in names if name in fuels), None)
            if fuel:
                yield entry.finding("waste-burnt-as-fuel", "category", f"{fuel.sheet}!{fuel.address('item')}")


def sludge_once(filled: Filled) -> Iterator[Finding]:
    """Sludge is taken off the waste water where it is treated as waste, and treated somewhere when taken off."""
    given = list(_given(filled))
    for category, sludges in SLUDGES.items():
        removed = next((entry for entry in given if entry.category == category), None)
        treated = next((entry for entry in given if _code(entry) in sludges), None)
        water = any(entry.category.startswith(category[:3]) for entry in given)
        if treated and water and not removed:
            yield treated.finding("sludge-not-removed", "item", treated.item.zh if treated.item else "")
        if removed and not treated:
            yield removed.finding("sludge-not-treated", "item")


def digestion_recovery(filled: Filled) -> Iterator[Finding]:
    """Recovered biogas is taken off a measured factor, not off the default, which is net of it."""
    given = list(_given(filled))
    measured = any(column.field == "biological_ch4_factor" for entry in given for column, _ in entry.terms())
    for entry in given:
        if entry.category.startswith("W.BI") and _code(entry) == "recovered_waste_methane" and not measured:
            yield entry.finding("digestion-recovery-default", "quantity")


def plants_beside_protein(filled: Filled) -> Iterator[Finding]:
    """Nitrogen that plants emit or remove is no longer in the effluent, which protein counts whole."""
    given = {(entry.category, _code(entry)): entry for entry in _given(filled)}
    for (category, item), entry in given.items():
        whole = given.get((category, "protein_population")) if item == "plant_nitrogen" else None
        if whole and (category, "sludge_nitrogen") not in given:
            yield entry.finding("plant-beside-protein", "item", f"{whole.sheet}!{whole.address('item')}")


def fuels_of(item: str) -> tuple[str, ...]:
    """The fuels of the energy sheets that are the same waste as an item of incineration."""
    municipal = items.find_code(item).kind in ("mixed_msw", "msw_component", "msw_fossil_component")
    return MUNICIPAL_FUELS if municipal else INDUSTRIAL_FUELS


def _same_water(entry: Entry, other: Entry) -> bool:
    """Whether ``other`` says in another way what ``entry`` says."""
    if entry.category != other.category or (entry.facility and other.facility and entry.facility != other.facility):
        return False
    one, two = items.find_code(_code(entry)), items.find_code(_code(other))
    return (
        (one.kind, two.kind) == ("wastewater_population", "domestic_cod")
        or (one.code, two.code) == ("protein_population", "effluent_nitrogen")
        or (one.kind == "wastewater_product" and one.parent == two.code)
    )


def _given(filled: Filled) -> Iterator[Entry]:
    return (entry for entry in filled.entries if entry.item and entry.category and entry.amount is not None)


def _code(entry: Entry) -> str:
    return entry.item.code if entry.item else ""
