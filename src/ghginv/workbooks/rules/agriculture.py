"""Agriculture: local values no library has, heads in the wrong unit, animals twice, yields and straw that cannot be.

Items are those of the sheets of agriculture; amounts are compared in the items' own unit.
"""

from __future__ import annotations

from collections.abc import Iterator

from ghginv import folders
from ghginv.domain import items
from ghginv.domain.written_numbers import digits
from ghginv.findings import Finding
from ghginv.workbooks.filled import Entry, Filled

NEEDED = {
    "compound_fertiliser": ("fertiliser_nitrogen_share",),
    "rural_population": ("person_nitrogen_excretion",),
    "sugarcane": ("straw_nitrogen_content",),
    "swine_slaughtered": ("days_alive",),
    "poultry_slaughtered": ("days_alive",),
    "pigeons_slaughtered": ("days_alive",),
}
"""What must be measured or surveyed, by item."""

KINDS_OF_POULTRY = (
    "laying_hens",
    "broilers",
    "ducks",
    "geese",
    "pigeons",
    "pigeons_slaughtered",
    "poultry_slaughtered",
)
COUNTED_TWICE = {"swine_slaughtered": ("swine_stock",), "poultry_stock": KINDS_OF_POULTRY}
"""Animals that hold the others: both cannot stand in one workbook."""
PERHAPS_TWICE = {"poultry_slaughtered": ("broilers", "ducks", "geese"), "pigeons_slaughtered": ("pigeons",)}
"""Animals sold of which some may be in the year-end stock."""

PADDY = ("rice_single", "rice_early", "rice_late")
RICE_YIELD = (2.0, 12.0)  # t/ha of a season; the nation's mean is about 7


def needed_values(filled: Filled) -> Iterator[Finding]:
    """An item comes with the local values its formula needs and no library has."""
    for entry in _counted(filled):
        for name in NEEDED.get(_code(entry), ()):
            column = entry.column(name)
            if column and entry.figure(column).blank:
                yield entry.finding("entry-missing", column, expected=column.zh, expected_en=column.en)


def implausible_heads(filled: Filled) -> Iterator[Finding]:
    """Animals come whole, and neither so few nor so many that 10^4 head and head must have been confused."""
    bounds = {row["item"]: row for _, row in folders.rows(folders.file("templates", "workbooks/livestock_bounds.csv"))}
    for entry in _counted(filled):
        bound = next((bounds[code] for code in items.lookup(_code(entry)) if code in bounds), None)
        amount = entry.amount
        if bound is None or not amount:
            continue
        found = f"{digits(amount)} head"
        if not float(bound["least"]) <= amount <= float(bound["most"]):
            expected = f"{bound['least']}-{bound['most']} head"
            yield _of(entry, "livestock-implausible", found, expected)
        elif abs(amount - round(amount)) > 1e-6:
            yield _of(entry, "livestock-fraction", found)


def animals_twice(filled: Filled) -> Iterator[Finding]:
    """Stock and animals sold, or all and a kind, are not both given."""
    given = {_code(entry): entry for entry in reversed(list(_counted(filled)))}
    for code, table in (("livestock-counted-twice", COUNTED_TWICE), ("livestock-perhaps-twice", PERHAPS_TWICE)):
        for whole, others in table.items():
            for other in others:
                if whole in given and other in given:
                    place = f"{given[other].sheet}!{given[other].address('item')}"
                    yield _of(given[whole], code, items.find_code(other).zh, other=place)


def rice_yields(filled: Filled) -> Iterator[Finding]:
    """Rice harvested agrees with the area it grew on."""
    area = _sown(filled)
    for entry in _counted(filled):
        if _code(entry) == "rice" and area and entry.amount:
            found = entry.amount / area
            low, high = RICE_YIELD
            if not low <= found <= high:
                yield _of(entry, "yield-implausible", f"{found:.3g} t/ha", f"{low:g}-{high:g} t/ha")


def straw_within_harvest(filled: Filled) -> Iterator[Finding]:
    """The shares of rice straw that are burnt and returned are together not above one."""
    area = _sown(filled)
    returned = next((_share(entry) for entry in _counted(filled) if _code(entry) == "rice"), 0.0)
    for entry in _counted(filled):
        if _code(entry) == "rice_residue_burnt" and area and entry.amount:
            total = entry.amount / area + returned
            if total > 1 + 1e-9:
                yield _of(entry, "straw-above-whole", f"{total:.3g}", "≤ 1")


def urea_without_nitrogen(filled: Filled) -> Iterator[Finding]:
    """Urea is given for its CO2 once more; its nitrogen belongs to the nitrogen fertiliser."""
    given = {_code(entry): entry for entry in _counted(filled)}
    nitrogen = {"nitrogen_fertiliser", "nitrogen_fertiliser_paddy"} & given.keys()
    if "urea_applied" in given and given["urea_applied"].amount and not nitrogen:
        yield _of(given["urea_applied"], "urea-without-nitrogen", digits(given["urea_applied"].amount or 0.0))


def paddy_nitrogen(filled: Filled) -> Iterator[Finding]:
    """Nitrogen on paddies given apart is added to all other; the sender should know."""
    given = {_code(entry): entry for entry in _counted(filled)}
    paddy = given.get("nitrogen_fertiliser_paddy")
    if paddy and "nitrogen_fertiliser" in given:
        yield _of(paddy, "paddy-nitrogen-apart", digits(paddy.amount or 0.0))


def _counted(filled: Filled) -> Iterator[Entry]:
    """The rows of agriculture that hold a quantity."""
    for entry in filled.entries:
        if entry.category.startswith("A") and entry.item and entry.quantity.number is not None:
            yield entry


def _code(entry: Entry) -> str:
    return entry.item.code if entry.item else ""


def _sown(filled: Filled) -> float:
    return sum(entry.amount or 0.0 for entry in _counted(filled) if _code(entry) in PADDY)


def _share(entry: Entry) -> float:
    column = entry.column("straw_return_share")
    return (entry.figure(column).number or 0.0) if column else 0.0


def _of(entry: Entry, code: str, found: str, expected: str = "", **details: str) -> Finding:
    item = items.find_code(_code(entry))
    return entry.finding(code, "quantity", found, expected, item=item.zh, item_en=item.en, **details)
