"""Industrial processes: local values no library has, two methods for one plant, a part above its whole, reduced carbon.

Items and their terms are those of the sheets of processes; amounts are compared in the items' own unit.
"""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.domain import categories, items
from ghginv.domain.terms import TERMS
from ghginv.domain.written_numbers import digits
from ghginv.factors import library
from ghginv.findings import Finding
from ghginv.workbooks.filled import Entry, Filled

GLASS = (
    *("float_glass", "container_glass_flint", "container_glass_coloured", "glass_fibre", "glass_wool", "panel_glass"),
    *("glass_tableware", "laboratory_glass", "lighting_glass"),
)
ABATEMENT = ("n2o_destruction", "abatement_utilisation")

ALWAYS_NEEDED = {
    "clinker_by_composition": ("clinker_cao_fraction", "clinker_mgo_fraction"),
    "ceramic_material": ("caco3_fraction", "mgco3_fraction"),
    "nitric_acid_abated": ABATEMENT,
    "primary_aluminium_slope": ("anode_effect_minutes",),
    "ferroalloy": ("process_co2_factor",),
    **dict.fromkeys(GLASS, ("cullet_ratio",)),
}
"""What must be measured or surveyed, by item."""

NEEDED_WITHOUT_TECHNOLOGY = {
    "cement": ("clinker_fraction",),
    "adipic_acid_abated": ABATEMENT,
    "nitric_acid_abated": ("process_n2o_factor",),
    "methanol_product": ("process_co2_factor",),
    "magnesium_primary": ("process_co2_factor",),
    "primary_aluminium": ("process_co2_factor", "cf4_process_factor", "c2f6_process_factor"),
    "primary_aluminium_slope": ("technology",),
    "ethylene": ("technology",),
}
"""What stands for a technology that is not chosen, by item; ``technology`` where nothing does."""

STEEL_PROVINCIAL = ("pig_iron_used", "steel_output")
STEEL_INPUTS = (
    *("electrode_used", "pig_iron_bought", "dri_bought", "ferronickel_used", "ferrochromium_used"),
    "ferromolybdenum_used",
)
STEEL_FACILITY = (*STEEL_INPUTS, "crude_steel_fixed")
INSTEAD_OF_EACH_OTHER = (
    (("clinker",), ("clinker_by_composition",)),
    (("clinker", "clinker_by_composition"), ("cement",)),
    (("primary_aluminium",), ("primary_aluminium_slope",)),
    (STEEL_PROVINCIAL, STEEL_FACILITY),
)
"""Methods for the same plant: items of one side exclude those of the other."""

ALL_KINDS = {
    "lime_product": ("high_calcium_lime", "dolomitic_lime", "hydraulic_lime"),
    "glass_product": GLASS,
}
PART_OF = {"carbide_slag_clinker": "clinker", "hfc23_destroyed": "hcfc22_product"}

COUNTED_IN_ENERGY = {
    "P.4": ("1.2.3", ("calcium_carbide",)),
    "P.8": ("1.2.2", ("primary_aluminium", "primary_aluminium_slope")),
    "P.AM": ("1.2.3", ("ammonia",)),
    "P.PC": ("1.2.3", ("methanol_product", "ethylene", "acrylonitrile", "carbon_black")),
    "P.SC": ("1.2.4", ("silicon_carbide",)),
    "P.TI": ("1.2.3", ("titanium_dioxide",)),
    "P.FA": ("1.2.1", ("ferroalloy",)),
    "P.PB": ("1.2.2", ("lead_smelted", "lead_recycled")),
    "P.ZN": ("1.2.2", ("zinc_smelted",)),
}
"""Processes whose CO2 is carbon of a fuel, with the category of energy in which statistics hold that fuel."""
STEEL_INDUSTRY, UNDIVIDED, NON_ENERGY = "1.2.1", "1.2.U", "5"
FUELS = ("coal", "oil", "gas")
CARBONATES, HOLD_THEIR_CARBONATES = "carbonate", ("clinker", "lime", "glass", "glass_kind")
"""Kinds of items: the factor of such a product holds the limestone and dolomite it is made of."""


def needed_values(filled: Filled) -> Iterator[Finding]:
    """A quantity comes with the values that no library has for its item."""
    for entry in _given(filled):
        code = _item(entry)
        given = {column.field for column, _ in entry.terms()}
        needed = set(ALWAYS_NEEDED.get(code, ()))
        if not entry.technology and given:  # with nothing given at all, the missing technology is the finding
            needed |= set(NEEDED_WITHOUT_TECHNOLOGY.get(code, ()))
        for field in sorted(needed - given - ({"technology"} if entry.technology else set())):
            column = entry.column(field)
            if column is not None:
                names = {"term": _title(field, "zh"), "term_en": _title(field, "en")}
                yield entry.finding("process-value-needed", column, **_names(entry), **names)


def two_methods(filled: Filled) -> Iterator[Finding]:
    """A plant is computed by one method; a row without a plant is about all of them."""
    entries = list(_given(filled))
    for one, other in INSTEAD_OF_EACH_OTHER:
        yield from _beside("process-two-methods", entries, one, other)


def all_and_kind(filled: Filled) -> Iterator[Finding]:
    """Lime or glass of all kinds beside one kind is likely counted twice."""
    entries = list(_given(filled))
    for whole, kinds in ALL_KINDS.items():
        yield from _beside("process-all-and-kind", entries, (whole,), kinds)


def part_above_whole(filled: Filled) -> Iterator[Finding]:
    """What is taken off is a part of what it is taken off from, of the plant or of all plants."""
    entries = list(_given(filled))
    for part, whole in PART_OF.items():
        parts = [entry for entry in entries if _item(entry) == part]
        wholes = [entry for entry in entries if _item(entry) == whole]
        plants = {entry.facility for entry in wholes}
        for entry in parts:
            own = [each for each in wholes if entry.facility not in plants or each.facility == entry.facility]
            beside = [each for each in parts if entry.facility not in plants or each.facility == entry.facility]
            total, taken = sum(_amount(each) for each in own), sum(_amount(each) for each in beside)
            if taken > total:
                named = {"whole": items.find_code(whole).zh, "whole_en": items.find_code(whole).en}
                found, expected = f"{digits(taken)} t", f"{digits(total)} t"
                yield entry.finding("process-part-above-whole", "quantity", found, expected, **_names(entry), **named)


def recovered_above_ammonia(filled: Filled) -> Iterator[Finding]:
    """No more CO2 is recovered than the ammonia of the plant, or of all plants, can give by the largest factor."""
    entries = list(_given(filled))
    largest = max(row.value for row in library.load().named("process_co2_factor", "ammonia"))
    recovered = [entry for entry in entries if _item(entry) == "co2_recovered"]
    ammonia = [entry for entry in entries if _item(entry) == "ammonia"]
    plants = {entry.facility for entry in ammonia}
    for entry in recovered:
        own = [each for each in ammonia if entry.facility not in plants or each.facility == entry.facility]
        beside = [each for each in recovered if entry.facility not in plants or each.facility == entry.facility]
        most = sum(_amount(each) * _given_or(each, "process_co2_factor", largest) for each in own)
        taken = sum(_amount(each) for each in beside)
        if round(taken - most, 6) > 0:
            whole = items.find_code("ammonia")
            named = {**_names(entry), "whole": whole.zh, "whole_en": whole.en}
            expected = f"{digits(round(most, 6))} t CO2"
            yield entry.finding("process-recovered-above", "quantity", f"{digits(taken)} t", expected, **named)


def steel_fixed_without_input(filled: Filled) -> Iterator[Finding]:
    """Carbon fixed in steel is taken off what the plant puts in: electrodes, alloys, pig iron, flux."""
    entries = list(_given(filled))
    known = (*STEEL_INPUTS, *STEEL_PROVINCIAL)
    flux = [each for each in entries if each.category == "P.3" and _kind(each) == CARBONATES]
    inputs = [*flux, *(each for each in entries if _item(each) in known)]
    for entry in entries:
        if _item(entry) != "crude_steel_fixed" or not _amount(entry):
            continue
        if not any(entry.facility in ("", each.facility) or not each.facility for each in inputs):
            yield entry.finding("process-fixed-without-input", "item", **_names(entry))


def steel_without_pig_iron(filled: Filled) -> Iterator[Finding]:
    """Steel whose carbon is taken off was made of pig iron whose carbon is counted."""
    entries = list(_given(filled))
    if any(_item(entry) == "pig_iron_used" for entry in entries):
        return
    for entry in entries:
        if _item(entry) == "steel_output" and _amount(entry) > 0:
            yield entry.finding("process-steel-without-pig-iron", "item", **_names(entry))


def pig_iron_and_coke(filled: Filled) -> Iterator[Finding]:
    """The carbon of pig iron came from coke; where all coke is burnt in energy it is counted there too."""
    given = list(_given(filled))
    coke = next((e for e in given if _item(e) == "coke" and e.category in (STEEL_INDUSTRY, UNDIVIDED)), None)
    pig_iron = next((each for each in given if _item(each) == "pig_iron_used"), None)
    if coke and pig_iron:
        yield pig_iron.finding("process-pig-iron-and-coke", "item", f"{coke.sheet}!{coke.address('item')}")


def carbonate_of_product(filled: Filled) -> Iterator[Finding]:
    """Carbonates of a plant whose clinker, lime or glass is given are likely within the factor of that product."""
    given = [entry for entry in _given(filled) if entry.facility]
    products = {entry.facility: entry for entry in given if _kind(entry) in HOLD_THEIR_CARBONATES}
    for entry in given:
        product = products.get(entry.facility)
        if product and _kind(entry) == CARBONATES:
            named = {f"other{suffix}": text for suffix, text in zip(("", "_en"), _names(product).values(), strict=True)}
            found = f"{product.sheet}!{product.address('item')}"
            yield entry.finding("process-carbonate-of-product", "item", found, **_names(entry), **named)


def carbon_in_energy(filled: Filled) -> Iterator[Finding]:
    """Carbon of feedstock and reducing agents is counted here or with the fuels of that industry, not in both."""
    given = list(_given(filled))
    fuels = [entry for entry in given if _kind(entry) in FUELS]
    for category, (industry, carbon_items) in COUNTED_IN_ENERGY.items():
        process = next((each for each in given if each.category == category and _item(each) in carbon_items), None)
        fuel = next((each for each in fuels if each.category in (industry, UNDIVIDED, NON_ENERGY)), None)
        if process and fuel:
            place = f"{fuel.sheet}!{fuel.address('item')}"
            tree = categories.tree()
            named = {"category": tree[fuel.category].zh, "category_en": tree[fuel.category].en}
            yield process.finding("process-carbon-in-energy", "item", place, **_names(process), **named)


def _beside(code: str, entries: list[Entry], one: tuple[str, ...], other: tuple[str, ...]) -> Iterator[Finding]:
    """A finding at each row of the second group that may be about the same plant as one of the first."""
    first = [entry for entry in entries if _item(entry) in one]
    for entry in entries:
        if _item(entry) not in other:
            continue
        plants = ("", entry.facility)
        clash = next((each for each in first if not entry.facility or each.facility in plants), None)
        if clash:
            named = {f"other{suffix}": text for suffix, text in zip(("", "_en"), _names(clash).values(), strict=True)}
            yield entry.finding(code, "item", f"{clash.sheet}!{clash.address('item')}", **_names(entry), **named)


def _given(filled: Filled) -> Iterator[Entry]:
    return (entry for entry in filled.entries if entry.item and entry.amount is not None)


def _item(entry: Entry) -> str:
    return entry.item.code if entry.item else ""


def _kind(entry: Entry) -> str:
    return items.find_code(entry.item.code).kind if entry.item else ""


def _amount(entry: Entry) -> float:
    return entry.amount or 0.0


def _given_or(entry: Entry, field: str, default: float) -> float:
    """The value of a term that the row gives, or the default."""
    column = entry.column(field)
    number = entry.figure(column).number if column else None
    return default if number is None else number


def _names(entry: Entry) -> dict[str, str]:
    return {"item": entry.item.zh, "item_en": entry.item.en} if entry.item else {"item": "", "item_en": ""}


def _title(field: str, lang: str) -> str:
    if field == "technology":
        return "工艺" if lang == "zh" else "process"
    return TERMS[field].title(lang)
