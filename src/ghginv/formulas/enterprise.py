"""Enterprises 企业: what the industry guidelines compute and an inventory of a region does not.

Coal by its elemental carbon, clinker by its oxides, carbonates by purity, flares, coke burnt off catalysts, carbon
balances of plants, CO2 that is bought or handed over, methane and N2O of vehicles by mileage. All that the guidelines
have in common with inventories (combustion, power, heat, electronics, waste water) stands with the other sectors.
"""

from __future__ import annotations

from ghginv.formulas.equation import equation
from ghginv.formulas.words import (
    CO2_MASS_PER_CAO,
    CO2_MASS_PER_MGO,
    CO2_PER_C,
    CO2_PER_WAN_M3,
    GJ_PER_TJ,
    MG_PER_T,
    PURE_CARBON,
)

POWER = "企业温室气体排放核算方法与报告指南 发电设施"
CEMENT2013 = "中国水泥生产企业温室气体排放核算方法与报告指南（试行）2013"
PETROCHEMICALS2014 = "中国石油化工企业温室气体排放核算方法与报告指南（试行）2014"
CHEMICALS2013 = "中国化工生产企业温室气体排放核算方法与报告指南（试行）2013"
ALUMINIUM2013 = "中国电解铝生产企业温室气体排放核算方法与报告指南（试行）2013"
FOOD2015 = "食品、烟草及酒、饮料和精制茶企业温室气体排放核算方法与报告指南（试行）2015"
LAND_TRANSPORT2015 = "陆上交通运输企业温室气体排放核算方法与报告指南（试行）2015"
OTHER2015 = "工业其他行业企业温室气体排放核算方法与报告指南（试行）2015"


# Fuel


@equation("tCO2", quantity="t", zh="燃煤二氧化碳（实测元素碳）", source=f"{POWER}; GB/T 32151.1-2015")
def elemental_carbon_co2(
    quantity, air_dried_carbon, received_moisture, air_dried_moisture, oxidation_rate, co2_per_carbon=CO2_PER_C
):
    """CO2 of coal from its elemental carbon, brought from the air-dried sample to coal as received."""
    received_carbon = air_dried_carbon * (1 - received_moisture) / (1 - air_dried_moisture)
    return quantity * received_carbon * oxidation_rate * co2_per_carbon


@equation("tCO2", quantity="t", zh="替代燃料化石二氧化碳", source=CEMENT2013)
def alternative_fuel_co2(quantity, net_calorific_value, carbon_content, fuel_fossil_share, co2_per_carbon=CO2_PER_C):
    """Fossil CO2 of a fuel made of waste."""
    energy = quantity * net_calorific_value / GJ_PER_TJ
    carbon = energy * carbon_content
    return carbon * fuel_fossil_share * co2_per_carbon


@equation("tCO2", quantity="t", zh="替代燃料生物成因二氧化碳", source=CEMENT2013)
def alternative_fuel_biogenic_co2(
    quantity, net_calorific_value, carbon_content, fuel_fossil_share, co2_per_carbon=CO2_PER_C
):
    """Biogenic CO2 of a fuel made of waste."""
    energy = quantity * net_calorific_value / GJ_PER_TJ
    carbon = energy * carbon_content
    return carbon * (1 - fuel_fossil_share) * co2_per_carbon


@equation("tCH4", quantity="km", zh="运输车辆甲烷（按里程）", source=LAND_TRANSPORT2015)
def mileage_ch4(quantity, ch4_distance_factor):
    """CH4 of vehicles by the distance they drove."""
    return quantity * ch4_distance_factor / MG_PER_T


@equation("tN2O", quantity="km", zh="运输车辆氧化亚氮（按里程）", source=LAND_TRANSPORT2015)
def mileage_n2o(quantity, n2o_distance_factor):
    """N2O of vehicles by the distance they drove."""
    return quantity * n2o_distance_factor / MG_PER_T


# Carbonates


@equation("tCO2", quantity="t", zh="碳酸盐分解二氧化碳（按纯度）", source=f"{OTHER2015}; {POWER}")
def pure_carbonate_co2(quantity, carbonate_purity, process_co2_factor, calcination_fraction):
    """CO2 of a carbonate of known purity that is calcined, dissolved or used to take sulphur out of flue gas."""
    pure_carbonate = quantity * carbonate_purity
    return pure_carbonate * process_co2_factor * calcination_fraction


@equation("tCO2", quantity="t", zh="水泥熟料二氧化碳（扣除非碳酸盐来源）", source=CEMENT2013)
def oxide_clinker_co2(quantity, clinker_cao, noncarbonate_cao, clinker_mgo, noncarbonate_mgo):
    """CO2 of clinker or kiln dust, from its oxides less those that did not come from carbonates."""
    clinker_oxide_co2 = (clinker_cao - noncarbonate_cao) * CO2_MASS_PER_CAO + (
        clinker_mgo - noncarbonate_mgo
    ) * CO2_MASS_PER_MGO
    return quantity * clinker_oxide_co2


@equation("tCO2", quantity="t", zh="生料中非燃料碳煅烧二氧化碳", source=CEMENT2013)
def raw_meal_co2(quantity, raw_meal_carbon):
    """CO2 of the organic carbon that raw meal brings into the kiln."""
    carbon = quantity * raw_meal_carbon
    return carbon * CO2_PER_C


# Carbon balances


@equation(
    "tCO2", quantity=("t", "10^4 m3"), zh="原料用能的碳折二氧化碳", source=f"{CHEMICALS2013}; {PETROCHEMICALS2014}"
)
def feedstock_co2(quantity, net_calorific_value, carbon_content, co2_per_carbon=CO2_PER_C):
    """CO2 of the carbon of a fuel that goes into a plant as feedstock or reducing agent."""
    energy = quantity * net_calorific_value / GJ_PER_TJ
    carbon = energy * carbon_content
    return carbon * co2_per_carbon


@equation("tCO2", quantity="t", zh="催化剂烧焦二氧化碳", source=PETROCHEMICALS2014)
def coke_burn_off_co2(quantity, material_carbon_content, oxidation_rate):
    """CO2 of the coke that is burnt off a catalyst."""
    carbon = quantity * material_carbon_content
    return carbon * oxidation_rate * CO2_PER_C


@equation("tCO2", quantity="10^4 m3", zh="火炬燃烧二氧化碳", source=PETROCHEMICALS2014)
def flare_co2(quantity, gas_carbon_content, flare_oxidation, gas_co2_share):
    """CO2 of a flare: the carbon that burns, and the CO2 that was in the gas."""
    flared_carbon = quantity * gas_carbon_content * flare_oxidation
    flared_co2 = quantity * gas_co2_share * CO2_PER_WAN_M3
    return flared_carbon * CO2_PER_C + flared_co2


@equation("tCO2", quantity="t", zh="炭阳极消耗二氧化碳", source=ALUMINIUM2013)
def anode_co2(quantity, net_anode_consumption, anode_impurity):
    """CO2 of the anodes that primary aluminium consumes."""
    anode_carbon = quantity * net_anode_consumption * (1 - anode_impurity) * PURE_CARBON
    return anode_carbon * CO2_PER_C


# CO2 as a good


@equation("tCO2", quantity="t", zh="外购二氧化碳使用排放", source=f"{FOOD2015}; 机械设备制造企业指南 2015")
def released_co2(quantity, co2_purity, released_share):
    """CO2 that was bought, as ingredient or shielding gas, and got lost to the air."""
    return quantity * co2_purity * released_share


@equation("tCO2", quantity="t", zh="回收外供的二氧化碳（负值）", source=f"{CHEMICALS2013}; {OTHER2015}")
def handed_over_co2(quantity, co2_purity):
    """CO2 recovered and sold or handed over to others, negative."""
    return -(quantity * co2_purity)
