"""Product use: what a way of estimating needs and what it does not take, one way for a plant, no loss above the charge.

Which terms belong to a category is said in the template's options.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ghginv.domain import categories
from ghginv.domain.terms import TERMS
from ghginv.domain.written_numbers import digits
from ghginv.factors import library
from ghginv.findings import Finding
from ghginv.workbooks.filled import Entry, Filled

NEEDED = (
    *("stock_at_start", "stock_at_end", "amount_passed_on", "charge_increase", "fluid_density"),
    *("sales_last_year", "container_loss_factor"),
)
"""Terms that no library has: where they belong they must be given."""

_BALANCES = ("P.10.B", "P.RA.B", "P.FI.B")
_ELECTRONICS = ("P.11", "P.FP", "P.PV")
_BY_PROCESS = frozenset({"unreacted_gas_factor", "byproduct_cf4_factor"})
_COOLING_DISPOSAL = ("P.RA.S.D", "P.RA.M.D")
_STATIONARY, _MOBILE, _MOBILE_KIND = "P.RA.S", "P.RA.M", "mobile air conditioning"


def terms_of_category(filled: Filled) -> Iterator[Finding]:
    """What the way of estimating needs is given, and nothing that it does not take."""
    for entry in _entries(filled):
        option = entry.chosen("category")
        if option is None or option.terms is None:
            continue
        for column, _ in entry.terms():
            if column.field not in option.terms:
                named = {"category": option.label("zh"), "category_en": option.label("en")}
                yield entry.finding("term-not-of-category", column, column.zh, found_en=column.en, **named)
        for name in option.terms:
            asked = entry.column(name)
            if asked and name in NEEDED and entry.quantity.number is not None and entry.figure(asked).blank:
                yield entry.finding("entry-missing", asked, expected=asked.zh, expected_en=asked.en)


def balances_add_up(filled: Filled) -> Iterator[Finding]:
    """No more is passed on than there was; a balance below zero is pointed out."""
    for entry in _entries(filled):
        given = _numbers(entry)
        if entry.quantity.number is None or not {"stock_at_start", "amount_passed_on"} <= given.keys():
            continue
        bought = entry.amount if entry.amount is not None else entry.quantity.number
        available = bought + given["stock_at_start"]
        stock, increase = given.get("stock_at_end", 0.0), given.get("charge_increase", 0.0)
        left = available - given["amount_passed_on"] - stock - increase
        if given["amount_passed_on"] + stock > available:
            passed = digits(given["amount_passed_on"] + stock)
            yield entry.finding("balance-more-out-than-in", "amount_passed_on", passed, digits(available))
        elif left < 0:
            yield entry.finding("balance-negative", "charge_increase", digits(left))


def one_method_for_a_plant(filled: Filled) -> Iterator[Finding]:
    """Electronics by area or by gas, equipment by mass balance or by factors: one of them for a facility.

    A row without a facility beside one that has it may be about the same; that is pointed out.
    """
    seen: dict[tuple[str, str], list[tuple[str, Entry]]] = {}
    for entry in _entries(filled):
        subject, way = _method(entry)
        if entry.item is None or entry.quantity.number is None or not way:
            continue
        rows = seen.setdefault(subject, [])
        others = [each for known, each in rows if known != way]
        same = next((each for each in others if each.facility == entry.facility), None)
        unnamed = next((each for each in others if not (each.facility and entry.facility)), None)
        if clash := same or unnamed:
            place = f"{clash.sheet}!{clash.address('item')}"
            code = "product-two-methods" if same else "product-methods-unnamed"
            yield entry.finding(code, "item", entry.item.zh, found_en=entry.item.en, other=place)
        rows.append((way, entry))


def process_beside_all(filled: Filled) -> Iterator[Finding]:
    """A gas of a plant by process beside the same gas without process is likely counted twice."""
    rows = [each for each in _entries(filled) if each.category in _ELECTRONICS and each.quantity.number is not None]
    whole = {(each.category, each.item.code, each.facility): each for each in rows if each.item and not each.technology}
    for entry in rows:
        if entry.item and entry.technology and (other := whole.get((entry.category, entry.item.code, entry.facility))):
            place = f"{other.sheet}!{other.address('item')}"
            yield entry.finding("gas-all-and-process", "technology", entry.item.zh, found_en=entry.item.en, other=place)


def abatement_complete(filled: Filled) -> Iterator[Finding]:
    """An efficiency comes with the share of gas it acts on; a share without efficiency takes the default."""
    for entry in _entries(filled):
        given = _numbers(entry)
        share, acting = entry.column("abated_share"), ("destruction_efficiency", "byproduct_destruction_efficiency")
        if share is None:
            continue
        if not given.get("abated_share") and any(given.get(name) for name in acting):
            yield entry.finding("abatement-share-missing", share)
        elif given.get("abated_share") and "destruction_efficiency" not in given:
            column = entry.column("destruction_efficiency")
            if column and entry.item and (entry.item.terms is None or column.field in entry.item.terms):
                yield entry.finding("abatement-default-efficiency", column, digits(given["abated_share"]))


def process_with_default(filled: Filled) -> Iterator[Finding]:
    """Where a process has no default of its own for a gas, that of all processes is taken, and said so."""
    for entry in _entries(filled):
        if entry.category not in _ELECTRONICS or not entry.technology or entry.item is None:
            continue
        known = [row for name in _BY_PROCESS for row in library.load().named(name, entry.item.code)]
        fitting = [row for row in known if row.technology == entry.technology and row.category == entry.category]
        if not fitting and not _BY_PROCESS & _numbers(entry).keys():
            yield entry.finding("process-without-default", "technology", entry.item.zh, found_en=entry.item.en)


def kind_of_equipment(filled: Filled) -> Iterator[Finding]:
    """Stationary equipment has its kind, or measured factors; mobile equipment is no other."""
    for entry in _entries(filled):
        column = entry.column("technology")
        if column is None or entry.quantity.number is None:
            continue
        stationary = categories.covers(_STATIONARY, entry.category)
        option = entry.chosen("category")
        measured = option is not None and set(option.terms or ()) <= _numbers(entry).keys()
        if stationary and not entry.technology and not entry.text(column) and not measured:
            yield entry.finding("equipment-kind-missing", column)
        mobile = categories.covers(_MOBILE, entry.category)
        wrong = mobile and entry.technology not in ("", _MOBILE_KIND)
        if wrong or (stationary and entry.technology == _MOBILE_KIND):
            node = categories.tree()[entry.category]
            named = {"category": node.zh, "category_en": node.en}
            yield entry.finding("equipment-kind-other", column, entry.text(column), **named)


def recovery_by_default(filled: Filled) -> Iterator[Finding]:
    """The defaults credit retired cooling equipment with more recovery than IPCC Table 7.9 has; who takes them is told.

    Measured or documented recovery is the sender's own.
    """
    for entry in _entries(filled):
        column = entry.column("recovery_factor")
        known = entry.technology or categories.covers(_MOBILE, entry.category)
        given = entry.quantity.number is not None and entry.category in _COOLING_DISPOSAL
        if column and known and given and entry.figure(column).blank:
            yield entry.finding("recovery-by-default", column)


def foam_holds_what_it_loses(filled: Filled) -> Iterator[Finding]:
    """Foam loses no more over its life than was blown into it."""
    for entry in _entries(filled):
        given = _numbers(entry)
        if {"foam_first_year_factor", "foam_annual_factor"} <= given.keys():
            (lifetime, *_) = library.load().named("foam_lifetime", "")
            lost = given["foam_first_year_factor"] + lifetime.value * given["foam_annual_factor"]
            if round(lost, 9) > 1:
                years = digits(lifetime.value)
                yield entry.finding("foam-loses-too-much", "foam_annual_factor", digits(lost), years=years)


def lubricants_once(filled: Filled) -> Iterator[Finding]:
    """A lubricant in use is not given again as non-energy use of the same product."""
    used = {
        entry.item.code: entry
        for entry in _entries(filled)
        if entry.item and entry.category == "P.LU" and entry.quantity.number is not None
    }
    for entry in filled.entries:
        if entry.item is None or entry.quantity.number is None or not categories.covers("5", entry.category):
            continue
        if other := used.get(entry.item.code):
            place = f"{other.sheet}!{other.address('item')}"
            yield entry.finding("lubricant-twice", "item", entry.item.zh, found_en=entry.item.en, other=place)


def _entries(filled: Filled) -> Iterator[Entry]:
    return (entry for entry in filled.entries if entry.located.table.sector == "product_use" and entry.category)


def _numbers(entry: Entry) -> Mapping[str, float]:
    """The terms of a row that are plain numbers; a volume or mass in the unit of its item."""
    return {
        column.field: figure.number
        for column, figure in entry.terms()
        if figure.number is not None and column.field in TERMS
    }


def _method(entry: Entry) -> tuple[tuple[str, str], str]:
    """What a row is about, as category and item, and the way it is estimated; no way where there is only one."""
    if entry.item and entry.category in (*_ELECTRONICS, "P.HT"):
        return (entry.category, ""), "area" if entry.item.unit == "m2" else "gas"
    for code in _BALANCES:
        if entry.item and categories.covers(_root(code), entry.category):
            return (_root(code), entry.item.code), "balance" if entry.category == code else "factors"
    return ("", ""), ""


def _root(code: str) -> str:
    return categories.tree()[code].parent
