"""Industrial processes 工业生产过程: minerals, chemicals, metals.

Arguments are terms of ``domain/terms`` in their units, numbers or arrays of one shape; each ``@equation`` says the
unit of the result, where ``tGAS`` is whichever fluorinated gas the rule names. What is recovered, kept in a product or
not from carbonate comes out negative, on a row of its own.
"""

from __future__ import annotations

from ghginv.formulas.equation import equation
from ghginv.formulas.words import (
    CO2_PER_C,
    CO2_PER_CACO3,
    CO2_PER_CAO,
    CO2_PER_MGCO3,
    CO2_PER_MGO,
    KG_PER_T,
    PURE_CO2,
    PURE_GAS,
)

PG2011 = "省级温室气体清单编制指南（试行）2011 第二章"
IPCC2006 = "IPCC 2006 Vol.3"
STEEL2013 = "中国钢铁生产企业温室气体排放核算方法与报告指南（试行）2013"
CERAMICS2013 = "中国陶瓷生产企业温室气体排放核算方法与报告指南（试行）2013"


# An amount and its factor


@equation("tCO2", quantity="t", zh="工业过程二氧化碳", source=f"{PG2011}; {IPCC2006} Tier 1, Eq. 2.6, 3.11, 4.4, 4.20")
def production_co2(quantity, process_co2_factor):
    """CO2 of a process, from what is produced or used."""
    return quantity * process_co2_factor


@equation("tCH4", quantity="t", zh="工业过程甲烷", source=f"{IPCC2006} Ch.3 Tier 1")
def production_ch4(quantity, process_ch4_factor):
    """CH4 of a process, from what is produced."""
    return quantity * process_ch4_factor / KG_PER_T


@equation("tN2O", quantity="t", zh="工业过程氧化亚氮", source=f"{PG2011}; {IPCC2006} Ch.3 Eq. 3.5, 3.7, 3.9")
def production_n2o(quantity, process_n2o_factor):
    """N2O of a process, from what is produced."""
    return quantity * process_n2o_factor / KG_PER_T


@equation("tGAS", quantity="t", zh="工业过程含氟气体", source=f"{PG2011}; {IPCC2006} Ch.3 Eq. 3.30, 3.41, 4.30")
def production_gas(quantity, process_gas_factor):
    """Fluorinated gas of a process, from what is produced."""
    return quantity * process_gas_factor / KG_PER_T


@equation("tCO2", quantity="t", zh="扣减的二氧化碳（负值）", source=f"{PG2011}; {STEEL2013}")
def deducted_co2(quantity, process_co2_factor):
    """CO2 within another row that did not arise, negative, as of carbide-slag clinker and carbon fixed in steel."""
    return -(quantity * process_co2_factor)


@equation("tCO2", quantity="t", zh="回收利用的二氧化碳（负值）", source=f"{IPCC2006} Ch.3 Eq. 3.1-3.3")
def recovered_co2(quantity):
    """CO2 recovered for another use, negative."""
    return -(quantity * PURE_CO2)


@equation("tGAS", quantity="t", zh="回收或销毁的含氟气体（负值）", source=f"{PG2011}; {IPCC2006} Ch.3 Eq. 3.30")
def destroyed_gas(quantity):
    """Fluorinated gas recovered or destroyed, as pure gas, negative."""
    return -(quantity * PURE_GAS)


# Minerals


@equation("tCO2", quantity="t", zh="按水泥产量估算的二氧化碳", source=f"{IPCC2006} Ch.2 Eq. 2.1")
def cement_co2(quantity, clinker_fraction, process_co2_factor):
    """CO2 of cement whose clinker is made in the region, where the amount of clinker is not known."""
    clinker = quantity * clinker_fraction
    return clinker * process_co2_factor


@equation("tCO2", quantity="t", zh="按成分计算的水泥熟料二氧化碳", source=f"{IPCC2006} Eq. 2.2-2.5; GB/T 32151.8")
def clinker_co2(quantity, clinker_cao_fraction, clinker_mgo_fraction, kiln_dust_factor):
    """CO2 of clinker, from its CaO and MgO that came from carbonates, with what leaves as kiln dust."""
    clinker_co2_factor = clinker_cao_fraction * CO2_PER_CAO + clinker_mgo_fraction * CO2_PER_MGO
    return quantity * clinker_co2_factor * kiln_dust_factor


@equation("tCO2", quantity="t", zh="分品种石灰二氧化碳", source=f"{IPCC2006} Ch.2 Eq. 2.6")
def lime_co2(quantity, process_co2_factor, kiln_dust_factor):
    """CO2 of one kind of lime, with what leaves as kiln dust."""
    return quantity * process_co2_factor * kiln_dust_factor


@equation("tCO2", quantity="t", zh="玻璃二氧化碳", source=f"{IPCC2006} Ch.2 Eq. 2.11, 2.13")
def glass_co2(quantity, cullet_ratio, process_co2_factor):
    """CO2 of glass, of which cullet gives none."""
    melted_raw_material = quantity * (1 - cullet_ratio)
    return melted_raw_material * process_co2_factor


@equation("tCO2", quantity="t", zh="碳酸盐使用二氧化碳", source=f"{IPCC2006} Ch.2 Eq. 2.14-2.16")
def carbonate_co2(quantity, process_co2_factor, calcination_fraction):
    """CO2 of a carbonate heated in ceramics, glass, flue-gas cleaning and other uses."""
    return quantity * process_co2_factor * calcination_fraction


@equation("tCO2", quantity="t", zh="陶瓷原料二氧化碳", source=CERAMICS2013)
def ceramic_co2(quantity, caco3_fraction, mgco3_fraction, calcination_fraction):
    """CO2 of ceramic raw material, from its content of carbonates."""
    carbonate_co2_content = caco3_fraction * CO2_PER_CACO3 + mgco3_fraction * CO2_PER_MGCO3
    return quantity * carbonate_co2_content * calcination_fraction


# Steel: the drop in carbon from what goes in to what comes out


@equation("tCO2", quantity="t", zh="炼钢用生铁的碳折二氧化碳", source=PG2011)
def carbon_input_co2(quantity, material_carbon_content):
    """CO2 of the carbon that goes into steelmaking."""
    carbon = quantity * material_carbon_content
    return carbon * CO2_PER_C


@equation("tCO2", quantity="t", zh="钢材所含碳折二氧化碳（负值）", source=PG2011)
def carbon_output_co2(quantity, material_carbon_content):
    """CO2 of the carbon that stays in steel, negative."""
    kept_carbon = quantity * material_carbon_content
    return -(kept_carbon * CO2_PER_C)


# Chemicals


@equation("tN2O", quantity="t", zh="有处理装置的氧化亚氮", source=f"{IPCC2006} Ch.3 Eq. 3.6, 3.8")
def abated_n2o(quantity, process_n2o_factor, n2o_destruction, abatement_utilisation):
    """N2O of an acid plant, less what its abatement destroys while it runs."""
    unabated_n2o = quantity * process_n2o_factor / KG_PER_T
    return unabated_n2o * (1 - n2o_destruction * abatement_utilisation)


@equation("tCO2", quantity="t", zh="乙烯二氧化碳", source=f"{IPCC2006} Ch.3 Eq. 3.15, Table 3.15")
def ethylene_co2(quantity, process_co2_factor, regional_adjustment):
    """CO2 of ethylene from steam cracking, adjusted for the plants of the region."""
    return quantity * process_co2_factor * regional_adjustment


# Aluminium


@equation("tGAS", quantity="t", zh="铝生产四氟化碳", source=f"{PG2011}; {IPCC2006} Ch.4 Eq. 4.25")
def aluminium_cf4(quantity, cf4_process_factor):
    """CF4 of primary aluminium, by cell technology."""
    return quantity * cf4_process_factor / KG_PER_T


@equation("tGAS", quantity="t", zh="铝生产六氟乙烷", source=f"{PG2011}; {IPCC2006} Ch.4 Eq. 4.25")
def aluminium_c2f6(quantity, c2f6_process_factor):
    """C2F6 of primary aluminium, by cell technology."""
    return quantity * c2f6_process_factor / KG_PER_T


@equation("tGAS", quantity="t", zh="铝生产四氟化碳（斜率法）", source=f"{IPCC2006} Ch.4 Eq. 4.26")
def slope_cf4(quantity, anode_effect_slope, anode_effect_minutes):
    """CF4 of primary aluminium, from the minutes of anode effect."""
    return quantity * anode_effect_slope * anode_effect_minutes / KG_PER_T


@equation("tGAS", quantity="t", zh="铝生产六氟乙烷（斜率法）", source=f"{IPCC2006} Ch.4 Eq. 4.26")
def slope_c2f6(quantity, anode_effect_slope, anode_effect_minutes, c2f6_share):
    """C2F6 of primary aluminium, a share of the CF4 from anode effects."""
    cf4_emission = quantity * anode_effect_slope * anode_effect_minutes / KG_PER_T
    return cf4_emission * c2f6_share
