"""Wetlands and blue carbon 湿地和蓝碳: reservoirs, ponds, mangroves, salt marsh, seagrass, fish ponds.

Carbon that soils take up is negative. Removal by coastal soils is for restored area only.
"""

from __future__ import annotations

from ghginv.formulas.equation import equation
from ghginv.formulas.words import CO2_PER_C, KG_PER_T, N2O_PER_N

FLOODED = "IPCC 2019 Refinement Vol.4 Ch.7"
COASTAL = "IPCC 2013 Wetlands Supplement Ch.4"


@equation("tCH4", quantity="ha", zh="水库甲烷", source=FLOODED)
def reservoir_ch4(quantity, flooded_ch4_factor, downstream_ratio):
    """CH4 of reservoirs, at the surface and downstream."""
    surface_ch4 = quantity * flooded_ch4_factor / KG_PER_T
    return surface_ch4 * (1 + downstream_ratio)


@equation("tCH4", quantity="ha", zh="池塘沟渠甲烷", source=FLOODED)
def pond_ch4(quantity, flooded_ch4_factor):
    """CH4 of ponds, canals and ditches."""
    return quantity * flooded_ch4_factor / KG_PER_T


@equation("tCO2", quantity="ha", zh="新水库二氧化碳", source=FLOODED)
def flooded_land_co2(quantity, flooded_carbon_factor):
    """CO2 of land flooded in the last 20 years."""
    return quantity * flooded_carbon_factor * CO2_PER_C


@equation("tCO2", quantity="ha", zh="滨海湿地土壤二氧化碳", source=f"{COASTAL} Eq. 4.7, 4.8")
def coastal_soil_co2(quantity, coastal_soil_factor):
    """CO2 of coastal wetland soils, restored or drained."""
    return quantity * coastal_soil_factor * CO2_PER_C


@equation("tCH4", quantity="ha", zh="滨海湿地再湿润甲烷", source=f"{COASTAL} Eq. 4.9")
def coastal_ch4(quantity, coastal_ch4_factor):
    """CH4 of rewetted coastal wetlands."""
    return quantity * coastal_ch4_factor / KG_PER_T


@equation("tCO2", quantity="ha", zh="滨海湿地开挖土壤碳损失", source=f"{COASTAL} Eq. 4.6")
def coastal_extraction_co2(quantity, coastal_soil_stock):
    """CO2 of soil carbon lost once by excavation of coastal wetlands."""
    return quantity * coastal_soil_stock * CO2_PER_C


@equation("tN2O", quantity="t", zh="水产养殖氧化亚氮", source=f"{COASTAL} Eq. 4.10")
def aquaculture_n2o(quantity, aquaculture_n2o_factor):
    """N2O of fish produced in coastal ponds."""
    return quantity * aquaculture_n2o_factor / KG_PER_T * N2O_PER_N
