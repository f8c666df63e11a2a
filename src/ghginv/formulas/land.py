"""Land use change and forestry 土地利用变化和林业: living biomass, mineral soils, urban green.

Carbon that land takes up is negative, carbon that it loses positive, and the two come from rows of their own, so that
gross emissions, gross removals and their net can all be summed. Area rates are per hectare of land; the rate of crown
growth alone is per hectare of crown.
"""

from __future__ import annotations

from ghginv.formulas.equation import equation
from ghginv.formulas.words import CO2_PER_C, ONE_YEAR

PG2011 = "省级温室气体清单编制指南（试行）2011 第四章"
CH2 = "IPCC 2006 Vol.4 Ch.2"
CH8 = "IPCC 2006 Vol.4 Ch.8"


# Living trees by volume and rate


@equation("tCO2", quantity="m3", zh="活立木生长碳吸收", source=f"{PG2011} 乔木林、散生木四旁树疏林")
def stock_growth_co2(quantity, growth_rate, wood_density, whole_tree_bef, biomass_carbon_fraction):
    """CO2 taken up by the growth of living trees."""
    biomass_gain = quantity * growth_rate * wood_density * whole_tree_bef
    return -biomass_gain * biomass_carbon_fraction * CO2_PER_C


@equation("tCO2", quantity="m3", zh="活立木消耗碳排放", source=f"{PG2011} 活立木消耗")
def stock_consumption_co2(quantity, consumption_rate, wood_density, whole_tree_bef, biomass_carbon_fraction):
    """CO2 of the consumption of living trees."""
    biomass_loss = quantity * consumption_rate * wood_density * whole_tree_bef
    return biomass_loss * biomass_carbon_fraction * CO2_PER_C


@equation("tCO2", quantity="m3", zh="分树种活立木生长碳吸收", source=f"{PG2011}; AR-CM-001-V01 优势树种参数")
def species_growth_co2(quantity, growth_rate, wood_density, above_ground_bef, tree_root_ratio, biomass_carbon_fraction):
    """CO2 taken up by the growth of a species."""
    biomass_gain = quantity * growth_rate * wood_density * above_ground_bef * (1 + tree_root_ratio)
    return -biomass_gain * biomass_carbon_fraction * CO2_PER_C


@equation("tCO2", quantity="m3", zh="分树种活立木消耗碳排放", source=f"{PG2011}; AR-CM-001-V01 优势树种参数")
def species_consumption_co2(
    quantity, consumption_rate, wood_density, above_ground_bef, tree_root_ratio, biomass_carbon_fraction
):
    """CO2 of the consumption of a species."""
    biomass_loss = quantity * consumption_rate * wood_density * above_ground_bef * (1 + tree_root_ratio)
    return biomass_loss * biomass_carbon_fraction * CO2_PER_C


@equation("tCO2", quantity="ha", zh="竹林、经济林、灌木林面积变化", source=f"{PG2011} 竹林、经济林、灌木林")
def area_change_co2(quantity, biomass_density, biomass_carbon_fraction):
    """CO2 of a change in area: taken up where it grows, emitted where it shrinks."""
    biomass_gain = quantity * biomass_density
    return -biomass_gain * biomass_carbon_fraction * CO2_PER_C


# Gains and losses, or the difference of two stocks


@equation("tCO2", quantity="ha", zh="按面积和年生长量的碳吸收", source=f"{CH2} Eq. 2.9, 2.10")
def area_growth_co2(quantity, above_ground_growth, tree_root_ratio, biomass_carbon_fraction):
    """CO2 taken up by growth, from area."""
    biomass_gain = quantity * above_ground_growth * (1 + tree_root_ratio)
    return -biomass_gain * biomass_carbon_fraction * CO2_PER_C


@equation("tCO2", quantity="m3", zh="按材积生长量的碳吸收", source=f"{CH2} Eq. 2.9, 2.10")
def increment_co2(quantity, bcef_increment, tree_root_ratio, biomass_carbon_fraction):
    """CO2 taken up by growth, from the annual increment."""
    biomass_gain = quantity * bcef_increment * (1 + tree_root_ratio)
    return -biomass_gain * biomass_carbon_fraction * CO2_PER_C


@equation("tCO2", quantity="m3", zh="采伐碳损失", source=f"{CH2} Eq. 2.12, 2.13")
def wood_removal_co2(quantity, bcef_removal, tree_root_ratio, biomass_carbon_fraction):
    """CO2 of trees felled for wood or fuel."""
    biomass_loss = quantity * bcef_removal * (1 + tree_root_ratio)
    return biomass_loss * biomass_carbon_fraction * CO2_PER_C


@equation("tCO2", quantity="m3", zh="枝条薪材碳损失", source=f"{CH2} Eq. 2.13")
def fuelwood_parts_co2(quantity, wood_density, biomass_carbon_fraction):
    """CO2 of fuelwood gathered from standing trees."""
    biomass_loss = quantity * wood_density
    return biomass_loss * biomass_carbon_fraction * CO2_PER_C


@equation("tCO2", quantity="ha", zh="受灾或清除碳损失", source=f"{CH2} Eq. 2.14")
def disturbance_co2(quantity, above_ground_biomass, tree_root_ratio, biomass_carbon_fraction, disturbed_share):
    """CO2 of biomass lost to a disturbance."""
    biomass_loss = quantity * above_ground_biomass * (1 + tree_root_ratio) * disturbed_share
    return biomass_loss * biomass_carbon_fraction * CO2_PER_C


@equation("tCO2", quantity="m3", zh="蓄积量之差（BCEF）", source=f"{CH2} Eq. 2.5, 2.8")
def stock_difference_co2(quantity, volume_before, stock_years, bcef_stock, tree_root_ratio, biomass_carbon_fraction):
    """CO2 of the difference of two growing stocks."""
    biomass_gain = (quantity - volume_before) * bcef_stock * (1 + tree_root_ratio)
    return -biomass_gain * biomass_carbon_fraction / (stock_years / ONE_YEAR) * CO2_PER_C


@equation("tCO2", quantity="m3", zh="蓄积量之差（生物量-蓄积函数）", source=f"{CH2} Eq. 2.5; Fang et al. 2001")
def volume_function_difference_co2(
    quantity,
    volume_before,
    stand_area,
    stand_area_before,
    stock_years,
    biomass_slope,
    biomass_intercept,
    biomass_carbon_fraction,
):
    """CO2 of the difference of two stocks, biomass as a function of volume."""
    biomass_gain = (quantity - volume_before) * biomass_slope + (stand_area - stand_area_before) * biomass_intercept
    return -biomass_gain * biomass_carbon_fraction / (stock_years / ONE_YEAR) * CO2_PER_C


# Mineral soils


@equation("tCO2", quantity="ha", zh="矿质土壤碳储量变化", source=f"{CH2} Eq. 2.25")
def mineral_soil_co2(
    quantity, reference_soil_carbon, soil_stock_factor, soil_stock_factor_before, soil_transition_years
):
    """CO2 of the change in carbon of mineral soils."""
    carbon_change = quantity * reference_soil_carbon * (soil_stock_factor - soil_stock_factor_before)
    return -carbon_change / (soil_transition_years / ONE_YEAR) * CO2_PER_C


# Urban green: area rates are per hectare of crown


@equation("tCO2", quantity="ha", zh="城市绿地树木碳吸收（绿地面积）", source=f"{CH8} Eq. 8.2")
def green_area_co2(quantity, crown_cover_share, crown_growth_factor):
    """CO2 taken up by urban trees, from green area."""
    crown_area = quantity * crown_cover_share
    return -crown_area * crown_growth_factor * CO2_PER_C


@equation("tCO2", quantity="ha", zh="城市绿地树木碳吸收（树冠面积）", source=f"{CH8} Eq. 8.2")
def crown_area_co2(quantity, crown_growth_factor):
    """CO2 taken up by urban trees, from crown area."""
    return -quantity * crown_growth_factor * CO2_PER_C


@equation("tCO2", quantity="tree", zh="城市树木碳吸收（株数）", source=f"{CH8} Eq. 8.3")
def counted_trees_co2(quantity, tree_growth_factor):
    """CO2 taken up by urban trees, from their number."""
    return -quantity * tree_growth_factor * CO2_PER_C
