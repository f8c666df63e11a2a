"""What a quantity of an item is worth in tCO2 by the default factors of a guideline: to tell what matters."""

from __future__ import annotations

from ghginv.domain import items
from ghginv.enterprise.reconciliation import Effect
from ghginv.factors.guidelines import Guideline
from ghginv.factors.library import Library
from ghginv.factors.resolve import Choice, Key, resolve
from ghginv.formulas import electricity, energy

# The CO2 of biomass is a memo item, that of waste depends on its kind.
_FOSSIL = ("coal", "oil", "gas")
_MEASURED = "measured_coal"
_FUEL_TERMS = ("net_calorific_value", "carbon_content", "oxidation_rate")


def effect(library: Library, guideline: Guideline, region: str, year: int) -> Effect:
    """The function that turns a quantity in an item's unit into tCO2, of combustion or of what was bought.

    It answers None for an item without factors; each parameter is looked up once.
    """
    factors: dict[str, float | None] = {}

    def of(item: str, quantity: float) -> float | None:
        if item not in factors:
            factors[item] = _per_unit(item, library, guideline, region, year)
        factor = factors[item]
        return None if factor is None else quantity * factor

    return of


def _per_unit(item: str, library: Library, guideline: Guideline, region: str, year: int) -> float | None:
    """tCO2 of one unit of an item; coal with measured carbon is worth what its default is worth."""
    if items.load()[item].kind == _MEASURED:
        item = items.load()[item].parent

    def term(name: str) -> float | None:
        for looked_up in (item, *guideline.stands_for.get(item, ())):
            key = Key(region, year, item=looked_up, quantity_unit=items.load()[item].unit)
            found = resolve(library, name, key, guideline.sets(name))
            if isinstance(found, Choice):
                return found.value
        return None

    if item == "electricity":
        factor = term("grid_emission_factor")
        return None if factor is None else float(electricity.purchased_electricity_co2(1.0, factor))
    if item == "heat":
        factor = term("heat_emission_factor")
        return None if factor is None else float(electricity.purchased_heat_co2(1.0, factor))
    if items.load()[item].kind not in _FOSSIL:
        return None
    values = [term(name) for name in _FUEL_TERMS]
    return None if None in values else float(energy.fossil_combustion_co2(1.0, *values))
