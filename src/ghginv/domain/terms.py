"""Every quantity a formula speaks of: its name, symbol, units, Chinese and English meaning and plausible range.

An argument of a formula is a term, and so are a ``name`` in the factor library, a column in the store and a header in
a workbook: one name, one quantity. A named step of a formula is a term too, so that it can stand as a column.

A unit is written without blanks inside a fraction (``GJ/t``, ``GJ/10^4 m3``; ``1`` for a fraction). Carbon (C), CO2,
CH4 and N2O are substances of their own: ``tC`` is not ``t``. A term with several units takes the one per unit of the
formula's quantity: NCV is in GJ/t with t, in GJ/10^4 m3 with 10^4 m3, and in its first unit, GJ/t, with vehicles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf


@dataclass(frozen=True, slots=True)
class Term:
    """One quantity. ``ranges`` gives for each unit the plausible (lower, upper); what lies outside needs a reason."""

    name: str
    symbol: str
    zh: str
    en: str
    ranges: Mapping[str, tuple[float, float]] = field(hash=False)

    @property
    def units(self) -> tuple[str, ...]:
        """The units the term may stand in."""
        return tuple(self.ranges)

    def unit(self, quantity: str = "") -> str:
        """The unit that goes with a quantity in this unit: the one per that unit if there is one, else the first.

        >>> TERMS["net_calorific_value"].unit("10^4 m3"), TERMS["net_calorific_value"].unit("vehicle")
        ('GJ/10^4 m3', 'GJ/t')
        """
        return next((unit for unit in self.units if unit.partition("/")[2] == quantity), self.units[0])

    def plausible(self, value: float, unit: str) -> bool:
        """Is the value within the range for this unit?"""
        lower, upper = self.ranges[unit]
        return lower <= value <= upper

    def title(self, lang: str = "zh") -> str:
        """The name for people."""
        return self.zh if lang == "zh" else self.en


_FRACTION = {"1": (0.0, 1.0)}
_AMOUNT = (0.0, 1e10)
_ANY = (-inf, inf)

_ROWS = (
    Term("quantity", "AD", "活动水平", "activity", dict.fromkeys(
        ("t", "10^4 m3", "MWh", "GJ", "tce", "vehicle", "machine", "LTO", "facility"), _AMOUNT)),
    # Fuels
    Term("net_calorific_value", "NCV", "平均低位发热量", "net calorific value",
         {"GJ/t": (0.5, 125.0), "GJ/10^4 m3": (20.0, 1000.0)}),
    Term("carbon_content", "CC", "单位热值含碳量", "carbon content per unit of energy", {"tC/TJ": (5.0, 80.0)}),
    Term("oxidation_rate", "OF", "碳氧化率", "carbon oxidation rate", _FRACTION),
    Term("co2_per_carbon", "R", "二氧化碳与碳的质量比", "mass ratio of CO2 to carbon", {"tCO2/tC": (3.66, 3.67)}),
    Term("co2_emission_factor", "EF", "二氧化碳排放因子", "CO2 emission factor",
         {"tCO2/t": (0.0, 5.0), "tCO2/10^4 m3": (0.0, 60.0)}),
    Term("ch4_emission_factor", "EF", "甲烷排放因子", "CH4 emission factor", {"kgCH4/TJ": (0.0, 2500.0)}),
    Term("n2o_emission_factor", "EF", "氧化亚氮排放因子", "N2O emission factor", {"kgN2O/TJ": (0.0, 150.0)}),
    Term("biomass_ch4_factor", "EF", "生物质燃烧甲烷排放因子", "CH4 factor of biomass burning",
         {"gCH4/kg": (0.0, 30.0)}),
    Term("biomass_n2o_factor", "EF", "生物质燃烧氧化亚氮排放因子", "N2O factor of biomass burning",
         {"gN2O/kg": (0.0, 2.0)}),
    Term("stored_carbon_fraction", "SF", "固碳率", "fraction of carbon stored", _FRACTION),
    # Road
    Term("annual_mileage", "VKT", "年均行驶里程", "annual mileage of a vehicle", {"km": (0.0, 300_000.0)}),
    Term("fuel_economy", "FE", "百公里油耗", "fuel consumption per 100 km", {"L/100km": (0.0, 150.0)}),
    Term("fuel_density", "D", "燃料密度", "fuel density", {"kg/L": (0.4, 1.1)}),
    Term("ch4_distance_factor", "EF", "单位里程甲烷排放因子", "CH4 factor per distance",
         {"mgCH4/km": (0.0, 10_000.0)}),
    Term("n2o_distance_factor", "EF", "单位里程氧化亚氮排放因子", "N2O factor per distance",
         {"mgN2O/km": (0.0, 1000.0)}),
    # Aviation
    Term("lto_co2_factor", "EF", "起降循环二氧化碳排放因子", "CO2 factor of a landing and take-off",
         {"kgCO2/LTO": (10.0, 20_000.0)}),
    Term("lto_ch4_factor", "EF", "起降循环甲烷排放因子", "CH4 factor of a landing and take-off",
         {"kgCH4/LTO": (0.0, 15.0)}),
    Term("lto_n2o_factor", "EF", "起降循环氧化亚氮排放因子", "N2O factor of a landing and take-off",
         {"kgN2O/LTO": (0.0, 2.0)}),
    Term("lto_fuel", "FC_LTO", "起降循环燃料消耗量", "fuel of a landing and take-off", {"kg/LTO": (5.0, 6000.0)}),
    Term("landing_take_offs", "LTO", "起降循环次数", "number of landings and take-offs", {"LTO": (0.0, 1e7)}),
    Term("cruise_co2_factor", "EF", "巡航阶段二氧化碳排放因子", "CO2 factor of cruise", {"kgCO2/t": (2500.0, 3500.0)}),
    # Engines of ships and off-road machinery
    Term("engine_power", "P", "发动机额定功率", "rated engine power", {"kW": (0.0, 120_000.0)}),
    Term("load_factor", "LF", "负荷系数", "load factor", _FRACTION),
    Term("operating_hours", "H", "年运行小时数", "operating hours in the year", {"h": (0.0, 8784.0)}),
    Term("specific_fuel_consumption", "SFC", "单位功燃料消耗量", "specific fuel consumption",
         {"g/kWh": (100.0, 800.0)}),
    # Fugitives
    Term("coal_ch4_factor", "EF", "煤炭开采和矿后活动甲烷排放因子", "CH4 factor of coal mining",
         {"m3CH4/t": (0.0, 60.0)}),
    Term("ch4_density", "D", "甲烷密度", "density of CH4", {"kgCH4/m3CH4": (0.6, 0.75)}),
    Term("facility_ch4_factor", "EF", "设施甲烷排放因子", "CH4 factor of a facility", {"tCH4/facility": (0.0, 500.0)}),
    Term("throughput_ch4_factor", "EF", "单位流量甲烷排放因子", "CH4 factor of throughput",
         {"tCH4/10^4 m3": (0.0, 1.0), "tCH4/t": (0.0, 0.1)}),
    # Electricity and heat
    Term("grid_emission_factor", "EF", "电力平均二氧化碳排放因子", "average CO2 factor of electricity",
         {"tCO2/MWh": (0.0, 1.5)}),
    Term("fossil_power_factor", "EF", "化石能源电力二氧化碳排放因子", "CO2 factor of fossil power",
         {"tCO2/MWh": (0.3, 1.5)}),
    Term("residual_mix_factor", "EF", "剩余组合电力二氧化碳排放因子", "CO2 factor of the residual mix",
         {"tCO2/MWh": (0.0, 1.5)}),
    Term("green_electricity", "GE", "绿电和绿证电量", "electricity covered by green power and certificates",
         {"MWh": _AMOUNT}),
    Term("heat_emission_factor", "EF", "热力二氧化碳排放因子", "CO2 factor of heat", {"tCO2/GJ": (0.0, 0.3)}),
    Term("water_temperature", "T", "热水温度", "temperature of hot water", {"degC": (20.0, 250.0)}),
    Term("steam_enthalpy", "h", "蒸汽热焓", "enthalpy of steam", {"kJ/kg": (2000.0, 4000.0)}),
    Term("standard_coal_coefficient", "SC", "折标准煤系数（当量值）", "standard coal coefficient (calorific)",
         {"tce/t": (0.02, 4.5), "tce/10^4 m3": (0.5, 40.0), "tce/MWh": (0.1, 0.13), "tce/GJ": (0.03, 0.06)}),
    Term("equal_value_coefficient", "SC", "折标准煤系数（等价值）", "standard coal coefficient (equal value)",
         {"tce/MWh": (0.2, 0.5), "tce/GJ": (0.03, 0.06)}),
    # Named steps
    Term("energy", "EN", "能源量", "energy", {"TJ": _ANY}),
    Term("carbon", "C", "含碳量", "carbon", {"tC": _ANY}),
    Term("released_carbon", "C_R", "释放的碳量", "carbon released", {"tC": _ANY}),
    Term("kept_carbon", "C_S", "固定的碳量", "carbon kept in products", {"tC": _ANY}),
    Term("distance", "L", "行驶总里程", "distance driven", {"km": _ANY}),
    Term("fuel_volume", "V", "燃料体积", "volume of fuel", {"L": _ANY}),
    Term("fuel", "F", "燃料消耗量", "fuel consumed", {"t": _ANY}),
    Term("cruise_fuel", "F_CR", "巡航阶段燃料消耗量", "fuel of cruise", {"t": _ANY}),
    Term("work", "W", "发动机做功", "work of the engines", {"kWh": _ANY}),
    Term("methane_volume", "V", "甲烷体积", "volume of CH4", {"m3CH4": _ANY}),
    Term("residual_electricity", "Q", "剩余组合电量", "electricity of the residual mix", {"MWh": _ANY}),
)

TERMS: Mapping[str, Term] = {term.name: term for term in _ROWS}
"""All terms by name."""
