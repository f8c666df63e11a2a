"""What a product takes: power or energy for a unit of output against the range of its industry.

Energy is in standard coal by typical calorific values, for screening only: what is accounted comes from the guideline.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from ghginv.domain import items
from ghginv.domain.written_numbers import digits
from ghginv.findings import Finding
from ghginv.workbooks.filled import Entry, Filled
from ghginv.workbooks.rules.enterprise import power
from ghginv.workbooks.rules.enterprise.bounds import Intensity, intensities, parameters, thresholds
from ghginv.workbooks.rules.enterprise.outputs import of_item
from ghginv.workbooks.rules.enterprise.totals import levels

_UNITS = {"power": "kWh", "energy": "kgce"}
_BURNT = ("coal", "oil", "gas", "measured_coal", "biomass")


def in_range(filled: Filled) -> Iterator[Finding]:
    """Power and energy for a unit of output are usual; nothing is said while a row cannot be read.

    All energy is set against each output, so that too much says something only where it is the one product.
    """
    asked = [(each, of_item(filled, each.item)) for each in intensities()]
    asked = [(each, rows) for each, rows in asked if rows]
    taken = _taken(filled) if asked else None
    if taken is None:
        return
    products = {
        entry.item.code
        for entry in filled.of_role("output")
        if entry.item and items.find_code(entry.item.code).kind == "product"
    }
    for each, rows in asked:
        output = _output(rows)
        if not output or not taken[each.measure]:
            continue
        ratio = taken[each.measure] / output
        alone = not products - {each.item}
        if ratio < each.lowest or (ratio > each.highest and alone):
            yield _unusual(rows[0], each, ratio)


def _unusual(entry: Entry, each: Intensity, ratio: float) -> Finding:
    item = items.find_code(each.item)
    unit = f"{_UNITS[each.measure]}/{item.unit}"
    told = {"item": item.zh, "item_en": item.en, "unit": unit}
    shown = digits(float(f"{ratio:.4g}"))
    return entry.finding("intensity-unusual", "quantity", shown, f"{each.lowest:g}-{each.highest:g}", **told)


def _output(rows: list[Entry]) -> float | None:
    """The output of the year; of a level the mean of its months."""
    amounts = [entry.amount for entry in rows]
    if any(amount is None for amount in amounts):
        return None
    return fsum(
        (amount or 0.0) / (len(entry.months) if levels(entry) and entry.months else 1)
        for entry, amount in zip(rows, amounts, strict=True)
    )


def _taken(filled: Filled) -> dict[str, float] | None:
    """Power used in kWh and energy in kgce; None while a row of energy cannot be read."""
    bought, sold, own = (power.total(rows(filled)) for rows in (power.bought, power.sold, power.own))
    fuels = _fuels(filled)
    if bought is None or sold is None or own is None or fuels is None:
        return None
    factors = thresholds()["energy"]
    used = max(bought + own - sold, 0.0)
    energy = fuels + max(bought - sold, 0.0) * factors["electricity"]
    return {"power": used * 1000, "energy": energy}


def _fuels(filled: Filled) -> float | None:
    """Fuels and heat in kgce; None while a row cannot be read or has no typical calorific value."""
    factors, found = thresholds()["energy"], []
    for entry in filled.entries:
        kind = items.find_code(entry.item.code).kind if entry.item else ""
        if kind == "heat":
            sign = -1 if entry.category.startswith("X.") else 1
            factor = sign * factors["heat"]
        elif kind in _BURNT and entry.item and not entry.category.startswith(("P.", "W.")):
            typical = parameters().get(("net_calorific_value", entry.item.code))
            factor = typical.typical / factors["coal_equivalent"] * 1000 if typical else None
        else:
            continue
        if entry.amount is None or factor is None:
            return None
        found.append(entry.amount * factor)
    return fsum(found)
