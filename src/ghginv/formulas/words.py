"""The words a formula may use beside arithmetic: constants with units, and functions that follow their argument.

``if_else``, ``minimum``, ``maximum`` and ``exp`` dispatch on their first argument, so a formula puts the column first:
``maximum(column, 0)``. Numbers and arrays (NumPy, pandas) are understood here; the readings add their own types when
they are used, so that importing formulas loads none of those libraries.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import singledispatch
from typing import Any


@dataclass(frozen=True, slots=True)
class Constant:
    """A number with a name: the text as it is printed (``44/12``), unit and meaning."""

    text: str
    unit: str
    zh: str
    en: str

    @property
    def value(self) -> float:
        """The number."""
        numerator, _, denominator = self.text.partition("/")
        return float(numerator) / float(denominator or 1)


CONSTANTS: dict[str, Constant] = {}
"""The constants by name: what a formula calls by that name is ``CONSTANTS[name].value``."""


def _constant(name: str, text: str, unit: str, zh: str, en: str) -> float:
    CONSTANTS[name] = Constant(text, unit, zh, en)
    return CONSTANTS[name].value


CO2_PER_C = _constant("CO2_PER_C", "44/12", "tCO2/tC", "二氧化碳与碳分子量之比", "molecular weight of CO2 to carbon")
GJ_PER_TJ = _constant("GJ_PER_TJ", "1000", "GJ/TJ", "吉焦与太焦", "gigajoules in a terajoule")
MJ_PER_GJ = _constant("MJ_PER_GJ", "1000", "MJ/GJ", "兆焦与吉焦", "megajoules in a gigajoule")
KG_PER_T = _constant("KG_PER_T", "1000", "kg/t", "千克与吨", "kilograms in a tonne")
G_PER_KG = _constant("G_PER_KG", "1000", "g/kg", "克与千克", "grams in a kilogram")
G_PER_T = _constant("G_PER_T", "1000000", "g/t", "克与吨", "grams in a tonne")
MG_PER_T = _constant("MG_PER_T", "1000000000", "mg/t", "毫克与吨", "milligrams in a tonne")
KM_PER_100KM = _constant("KM_PER_100KM", "100", "km/100km", "千米与百公里", "kilometres in 100 km")
M3_PER_WAN_M3 = _constant("M3_PER_WAN_M3", "10000", "m3CH4/10^4 m3", "立方米与万立方米", "m3 in 10^4 m3")
CO2_PER_CAO = _constant("CO2_PER_CAO", "0.785", "tCO2/t", "二氧化碳与氧化钙质量之比", "mass ratio of CO2 to CaO")
CO2_PER_MGO = _constant("CO2_PER_MGO", "1.092", "tCO2/t", "二氧化碳与氧化镁质量之比", "mass ratio of CO2 to MgO")
CO2_PER_CACO3 = _constant("CO2_PER_CACO3", "44/100", "tCO2/t", "二氧化碳与碳酸钙质量之比", "mass ratio of CO2 to CaCO3")
CO2_PER_MGCO3 = _constant("CO2_PER_MGCO3", "44/84", "tCO2/t", "二氧化碳与碳酸镁质量之比", "mass ratio of CO2 to MgCO3")
CO2_MASS_PER_CAO = _constant(
    "CO2_MASS_PER_CAO", "44/56", "tCO2/t", "二氧化碳与氧化钙分子量之比", "molecular weight of CO2 to CaO"
)
CO2_MASS_PER_MGO = _constant(
    "CO2_MASS_PER_MGO", "44/40", "tCO2/t", "二氧化碳与氧化镁分子量之比", "molecular weight of CO2 to MgO"
)
CO2_PER_WAN_M3 = _constant("CO2_PER_WAN_M3", "19.7", "tCO2/10^4 m3", "标准状况下二氧化碳密度", "density of CO2")
PURE_CARBON = _constant("PURE_CARBON", "1", "tC/t", "纯碳", "pure carbon")
PURE_CO2 = _constant("PURE_CO2", "1", "tCO2/t", "纯二氧化碳", "pure CO2")
PURE_GAS = _constant("PURE_GAS", "1", "tGAS/t", "纯含氟气体", "pure fluorinated gas")
CH4_PER_C = _constant("CH4_PER_C", "16/12", "tCH4/tC", "甲烷与碳质量之比", "mass ratio of CH4 to its carbon")
N2O_PER_N = _constant("N2O_PER_N", "44/28", "tN2O/tN", "氧化亚氮与氮质量之比", "mass ratio of N2O to its nitrogen")
DAYS_PER_YEAR = _constant("DAYS_PER_YEAR", "365", "d", "全年天数", "days in a year")
ONE_TONNE_PER_HA = _constant("ONE_TONNE_PER_HA", "1", "t/ha", "每公顷一吨", "one tonne per hectare")
WATER_SPECIFIC_HEAT = _constant("WATER_SPECIFIC_HEAT", "4.1868", "kJ/kg/degC", "水的比热", "specific heat of water")
REFERENCE_TEMPERATURE = _constant("REFERENCE_TEMPERATURE", "20", "degC", "基准水温", "reference temperature of water")
ONE_YEAR = _constant("ONE_YEAR", "1", "a", "一年", "one year")
REFERENCE_ENTHALPY = _constant("REFERENCE_ENTHALPY", "83.74", "kJ/kg", "20℃给水热焓", "enthalpy of water at 20 degC")


def _is_array(*values: Any) -> bool:
    return any(hasattr(value, "__array_ufunc__") for value in values)


@singledispatch
def if_else(condition: Any, yes: Any, no: Any) -> Any:
    """``yes`` where the condition holds, else ``no``."""
    if not _is_array(condition):
        return yes if condition else no
    import numpy

    chosen = numpy.where(condition, yes, no)
    return type(condition)(chosen, index=condition.index) if hasattr(condition, "index") else chosen


@singledispatch
def minimum(first: Any, second: Any) -> Any:
    """The smaller of two."""
    if not _is_array(first, second):
        return first if first <= second else second
    import numpy

    return numpy.minimum(first, second)


@singledispatch
def maximum(first: Any, second: Any) -> Any:
    """The larger of two."""
    if not _is_array(first, second):
        return first if first >= second else second
    import numpy

    return numpy.maximum(first, second)


@singledispatch
def exp(exponent: Any) -> Any:
    """e to the power of the argument, a number without unit."""
    if not _is_array(exponent):
        return math.exp(exponent)
    import numpy

    return numpy.exp(exponent)


WORDS = {"if_else": 3, "minimum": 2, "maximum": 2, "exp": 1}
"""The words by name, with the number of their operands."""
