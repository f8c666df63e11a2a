"""Electricity and heat 电力热力: indirect emissions of what is bought, sold or covered by certificates.

Three accounts of electricity are kept apart: by place (average factor), by market (residual mix after green power and
certificates), and displaced fossil power. Arguments are terms of ``domain/terms`` in their units, numbers or arrays
of one shape; each ``@equation`` says the unit of the result.
"""

from __future__ import annotations

from ghginv.formulas.equation import equation
from ghginv.formulas.words import MJ_PER_GJ, REFERENCE_ENTHALPY, REFERENCE_TEMPERATURE, WATER_SPECIFIC_HEAT, maximum

PG2011 = "省级温室气体清单编制指南（试行）2011 第一章 电力调入调出"
GBT32150 = "GB/T 32150-2025 工业企业温室气体排放核算和报告通则"
SCOPE2 = "GHG Protocol Scope 2 Guidance 2015 Ch.6"
ENTERPRISES = "企业温室气体排放核算方法与报告指南（24个行业） 净购入热力"


@equation("tCO2", quantity="MWh", zh="购入电力间接二氧化碳", source=f"{PG2011}; {GBT32150}")
def purchased_electricity_co2(quantity, grid_emission_factor):
    """CO2 of electricity bought or transferred in, by the average factor of the place."""
    return quantity * grid_emission_factor


@equation("tCO2", quantity="MWh", zh="调出电力间接二氧化碳（负值）", source=f"{PG2011}; {GBT32150}")
def exported_electricity_co2(quantity, grid_emission_factor):
    """CO2 of electricity sold or transferred out, negative."""
    return -(quantity * grid_emission_factor)


@equation("tCO2", quantity="MWh", zh="化石能源电力二氧化碳", source="生态环境部、国家统计局 电力二氧化碳排放因子公告")
def fossil_power_electricity_co2(quantity, fossil_power_factor):
    """CO2 of electricity as if all of it were fossil power, for what is displaced."""
    return quantity * fossil_power_factor


@equation("tCO2", quantity="MWh", zh="基于市场的电力间接二氧化碳", source=SCOPE2)
def market_electricity_co2(quantity, green_electricity, residual_mix_factor):
    """CO2 of electricity after green power and certificates, never below zero."""
    residual_electricity = maximum(quantity - green_electricity, 0)
    return residual_electricity * residual_mix_factor


@equation("tCO2", quantity="GJ", zh="购入热力间接二氧化碳", source=GBT32150, status="found")
def purchased_heat_co2(quantity, heat_emission_factor):
    """CO2 of heat bought or transferred in."""
    return quantity * heat_emission_factor


@equation("tCO2", quantity="GJ", zh="输出热力间接二氧化碳（负值）", source=GBT32150, status="found")
def exported_heat_co2(quantity, heat_emission_factor):
    """CO2 of heat sold or transferred out, negative."""
    return -(quantity * heat_emission_factor)


@equation("GJ", quantity="t", zh="热水折热量", source=ENTERPRISES)
def hot_water_heat(quantity, water_temperature):
    """Heat of hot water above 20 degrees Celsius."""
    return quantity * (water_temperature - REFERENCE_TEMPERATURE) * WATER_SPECIFIC_HEAT / MJ_PER_GJ


@equation("GJ", quantity="t", zh="蒸汽折热量", source=ENTERPRISES)
def steam_heat(quantity, steam_enthalpy):
    """Heat of steam above feed water at 20 degrees Celsius."""
    return quantity * (steam_enthalpy - REFERENCE_ENTHALPY) / MJ_PER_GJ
