"""Electricity: green power within what was bought, what is sold within what there was, production with power."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import fsum

from ghginv.domain import items
from ghginv.domain.written_numbers import Figure, digits
from ghginv.findings import Finding
from ghginv.workbooks.filled import Entry, Filled
from ghginv.workbooks.layout import MONTHS

ELECTRICITY, GREEN = "electricity", "green_electricity"
SOLD, OWN = "X.1", "X.3"
FUELLED = "fossil"  # the kind of own generation that burns fuel
_ROUNDING = 1.0001


def bought(filled: Filled) -> list[Entry]:
    """The rows of electricity bought."""
    return [entry for entry in _rows(filled) if entry.category and not entry.category.startswith("X.")]


def sold(filled: Filled) -> list[Entry]:
    """The rows of electricity sold."""
    return [entry for entry in _rows(filled) if entry.category == SOLD]


def own(filled: Filled) -> list[Entry]:
    """The rows of own generation."""
    return [entry for entry in _rows(filled) if entry.category == OWN]


def _rows(filled: Filled) -> list[Entry]:
    return [entry for entry in filled.entries if entry.item and entry.item.code == ELECTRICITY]


def total(entries: Iterable[Entry]) -> float | None:
    """The sum in canonical units; None where a row says nothing that can be read."""
    amounts = [entry.amount for entry in entries]
    return None if None in amounts else fsum(amount or 0.0 for amount in amounts)


def green_within_bought(filled: Filled) -> Iterator[Finding]:
    """Green power and certificates, in the row's unit, together are no more than was bought."""
    for entry in bought(filled):
        green = entry.converted(fsum(figure.number or 0.0 for figure in _green(entry)))
        if entry.amount is not None and green is not None and green > entry.amount * _ROUNDING:
            yield entry.finding("green-above-bought", GREEN, f"{digits(green)} MWh", f"{digits(entry.amount)} MWh")


def _green(entry: Entry) -> list[Figure]:
    return [figure for column, figure in entry.terms() if column.field == GREEN]


def sold_within_supply(filled: Filled) -> Iterator[Finding]:
    """No more is sold than was bought and generated."""
    selling = sold(filled)
    there, gone = total([*bought(filled), *own(filled)]), total(selling)
    if selling and there is not None and gone is not None and gone > there * _ROUNDING:
        yield selling[0].finding("power-sold-above-supply", "quantity", f"{digits(gone)} MWh", f"{digits(there)} MWh")


def own_as_bought(filled: Filled) -> Iterator[Finding]:
    """Own generation is not given as bought as well: the same numbers twice."""
    buying = {_numbers(entry): entry for entry in bought(filled) if entry.amount}
    for entry in own(filled):
        twin = buying.get(_numbers(entry)) if entry.amount else None
        if twin:
            other = f"{twin.sheet}!{twin.address('quantity')}"
            yield entry.finding("own-power-as-bought", "quantity", digits(entry.amount or 0.0), other=other)


def _numbers(entry: Entry) -> tuple[float | None, ...]:
    return tuple(entry.converted(figure.number) for figure in entry.months.values()) or (entry.amount,)


def own_with_fuel(filled: Filled) -> Iterator[Finding]:
    """Power from an own plant that burns fuel comes with fuel."""
    burnt = any(entry.item and items.find_code(entry.item.code).kind in FUELS for entry in filled.entries)
    for entry in own(filled):
        if entry.technology == FUELLED and entry.amount and not burnt:
            yield entry.finding("own-power-without-fuel", "quantity", digits(entry.amount))


FUELS = ("coal", "oil", "gas", "biomass", "measured_coal", "alternative_fuel", "waste")


def power_with_production(filled: Filled) -> Iterator[Finding]:
    """Nothing is made without power, in the year or in a month; makers of power are not asked."""
    made = [entry for entry in filled.of_role("output") if entry.item and entry.amount]
    products = [entry for entry in made if entry.item and items.find_code(entry.item.code).kind == "product"]
    supply = [*bought(filled), *own(filled)]
    if not products or any(entry.item and entry.item.code == "electricity_generated" for entry in products):
        return
    power = total(supply)
    if power == 0:
        where = supply[0] if supply else products[0]
        made_zh, made_en = _made(products)
        yield where.finding("power-none", "quantity", made_zh, found_en=made_en)
    elif power is not None:
        yield from _months_without(supply, products)


def _months_without(supply: list[Entry], products: list[Entry]) -> Iterator[Finding]:
    """The first month in which something is made while every row of power is 0."""
    if any(not entry.months for entry in supply):
        return
    for month, field in enumerate(MONTHS, start=1):
        makers = [entry for entry in products if month in entry.months and entry.months[month].number]
        dark = all(month in entry.months and entry.months[month].number == 0 for entry in supply)
        if makers and dark:
            made_zh, made_en = _made(makers)
            yield supply[0].finding("power-none-in-month", field, made_zh, found_en=made_en, month=str(month))
            return


def _made(products: list[Entry]) -> tuple[str, str]:
    """The first product's names."""
    item = products[0].item
    return (item.zh, item.en) if item else ("", "")
