"""A formula over units: does every step, and the result, have the unit that is promised, in kind and in scale?

The steps are followed twice, with plain numbers and with quantities, whose constants carry units too (``1000 GJ/TJ``).
Only when both agree, once the quantity is expressed in the promised unit, is the formula sound: t × GJ/m3 fails by
kind, a forgotten 1000 by scale. The definitions here are independent of ``emission_factors/units.csv``.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from ghginv.domain.terms import TERMS
from ghginv.findings import Finding
from ghginv.formulas import words
from ghginv.formulas.equation import Formula
from ghginv.readings.grammar import RESULT, Derivation, evaluate, parse

_SAMPLES = 5
_TOLERANCE = 1e-9

# degC is a difference to 0 degC on the scale as printed; vehicles and machines are numbers.
_DEFINITIONS = """
g = [mass]; mg = 1e-3 g; kg = 1e3 g; t = 1e6 g
m3 = [volume]; L = 1e-3 m3; ten_thousand_m3 = 1e4 m3; hundred_million_m3 = 1e8 m3
kJ = [energy]; MJ = 1e3 kJ; GJ = 1e6 kJ; TJ = 1e9 kJ; kWh = 3600 kJ; MWh = 3.6e6 kJ
h = [time]; kW = kWh / h; km = [distance]; hundred_km = 100 km
tce = [standard_coal]; kgce = 1e-3 tce
LTO = [landing_take_off]; facility = [facility]; degC = [temperature]
m3CH4 = [methane_volume]
ha = [area]; m2 = 1e-4 ha; km2 = 100 ha
head = [head]; person = [person]; tree = [tree]
a = [year]; d = 24 h
ten_thousand_CNY = [money]; kVA = [apparent_power]; TEU = [container]
ten_thousand_pkm = [passenger_transport]; ten_thousand_tkm = [freight]
"""
_SUBSTANCES = ("C", "CO2", "CH4", "N2O", "N", "COD", "BOD", "GAS")
_MASSES = {"mg": "1e-3", "kg": "1e3", "t": "1e6"}
_SPELLINGS = {
    "10^4 m3": "ten_thousand_m3", "10^8 m3": "hundred_million_m3", "100km": "hundred_km",
    "1": "", "%": "percent", "vehicle": "", "machine": "", "piece": "",
    "10^4 CNY": "ten_thousand_CNY", "10^4 pkm": "ten_thousand_pkm", "10^4 tkm": "ten_thousand_tkm",
}


def check(formula: Formula) -> list[Finding]:
    """Findings for every step and result that has not the promised unit, for each unit the activity may stand in."""
    equation = formula.equation
    return [remark for unit in equation.quantity for remark in disagreements(formula, equation.units(unit))]


def disagreements(formula: Formula, units: Mapping[str, str]) -> list[Finding]:
    """The same for one set of units by argument name."""
    derivation = parse(formula)
    promised = {step.name: TERMS[step.name].unit() for step in derivation.steps if step.name != RESULT}
    promised[RESULT] = formula.equation.result
    constants = {name: quantity(constant.value, constant.unit) for name, constant in words.CONSTANTS.items()}
    chance = random.Random(0)
    for _ in range(_SAMPLES):
        numbers = {name: chance.uniform(0.5, 2.0) for name in derivation.arguments}
        plain = evaluate(derivation, numbers)
        carried = _followed(derivation, constants | {name: quantity(numbers[name], units[name]) for name in numbers})
        for step, unit in promised.items():
            found = carried.get(step, carried.get(""))
            if not _agrees(found, plain[step], unit):
                written = ", ".join(f"{name} {units[name]}" for name in numbers)
                details = {"formula": formula.__name__, "step": step, "units": written}
                return [Finding("formula-dimension", found=_spelled(found), expected=unit, details=details)]
    return []


def quantity(value: float, unit: str) -> Any:
    """A pint quantity of a unit as ghginv spells it (``GJ/10^4 m3``, ``kgCH4/TJ``, ``1``).

    Raises pint's UndefinedUnitError for a unit that is not known here.
    """
    names = [_SPELLINGS.get(part, re.sub(r"[^\w]", "_", part)) or "dimensionless" for part in unit.split("/")]
    return registry().Quantity(value, "/".join(names))


@cache
def registry() -> Any:
    """The units of this reading; nothing else is known, so that a ``kt`` cannot be read as a knot."""
    import pint

    units = pint.UnitRegistry(None)
    units.define("percent = 0.01")
    definitions = [line.strip() for line in _DEFINITIONS.replace("\n", ";").split(";") if line.strip()]
    for substance in _SUBSTANCES:
        definitions += [f"g{substance} = [{substance}]"]
        definitions += [f"{unit}{substance} = {size} g{substance}" for unit, size in _MASSES.items()]
    for definition in definitions:
        units.define(definition)
    _teach_quantities(pint.Quantity)
    return units


def _teach_quantities(kind: type) -> None:
    def chosen(value: Any, unit_of: Any) -> Any:
        """A bare zero takes the unit of what it is compared with."""
        return value if isinstance(value, kind) else value * unit_of.units

    words.maximum.register(kind)(lambda first, second: first if first >= second else chosen(second, first))
    words.minimum.register(kind)(lambda first, second: first if first <= second else chosen(second, first))
    words.exp.register(kind)(lambda exponent: math.exp(exponent.to("dimensionless").magnitude))


def _followed(derivation: Derivation, quantities: Mapping[str, Any]) -> dict[str, Any]:
    """The steps over quantities; where units cannot be added or compared, why not, under an empty name."""
    import pint

    try:
        return evaluate(derivation, quantities)
    except (pint.DimensionalityError, ValueError) as error:
        return {"": error}


def _agrees(found: Any, expected: float, unit: str) -> bool:
    import pint

    if isinstance(found, Exception):
        return False
    try:
        magnitude = registry().Quantity(found).to(quantity(1.0, unit).units).magnitude
    except pint.DimensionalityError:
        return False
    return math.isclose(magnitude, expected, rel_tol=_TOLERANCE)


def _spelled(found: Any) -> str:
    return f"{found.units:~P}" if hasattr(found, "units") else str(found)
