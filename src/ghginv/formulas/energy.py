"""Energy 能源活动: burning fuel in plants, vehicles, aircraft and engines, fugitive methane, carbon kept in products.

Arguments are terms of ``domain/terms`` in their units, numbers or arrays of one shape; each ``@equation`` says the
unit of the result. A formula never sees a blank. What reduces an account (stored carbon, recovery) comes out negative.
"""

from __future__ import annotations

from ghginv.formulas.equation import equation
from ghginv.formulas.words import (
    CO2_PER_C,
    G_PER_KG,
    G_PER_T,
    GJ_PER_TJ,
    KG_PER_T,
    KM_PER_100KM,
    M3_PER_WAN_M3,
    MG_PER_T,
)

FUELS = ("t", "10^4 m3")
PG2011 = "省级温室气体清单编制指南（试行）2011 第一章"
IPCC2006 = "IPCC 2006 Vol.2"
GBT32151 = "GB/T 32151.22-2024"
GBT2589 = "GB/T 2589-2020 综合能耗计算通则"


# Fuel burnt, by amount


@equation("tCO2", quantity=FUELS, zh="化石燃料燃烧二氧化碳", source=f"{PG2011}; {GBT32151} Eq. 2-4", status="found")
def fossil_combustion_co2(quantity, net_calorific_value, carbon_content, oxidation_rate, co2_per_carbon=CO2_PER_C):
    """CO2 from burning a fossil fuel."""
    energy = quantity * net_calorific_value / GJ_PER_TJ
    carbon = energy * carbon_content
    return carbon * oxidation_rate * co2_per_carbon


@equation("tCH4", quantity=FUELS, zh="燃料燃烧甲烷", source=f"{IPCC2006} Eq. 3.2.3, Eq. 2.1", status="found")
def combustion_ch4(quantity, net_calorific_value, ch4_emission_factor):
    """CH4 from burning a fuel."""
    energy = quantity * net_calorific_value / GJ_PER_TJ
    return energy * ch4_emission_factor / KG_PER_T


@equation("tN2O", quantity=FUELS, zh="燃料燃烧氧化亚氮", source=f"{IPCC2006} Eq. 3.2.3, Eq. 2.1", status="found")
def combustion_n2o(quantity, net_calorific_value, n2o_emission_factor):
    """N2O from burning a fuel."""
    energy = quantity * net_calorific_value / GJ_PER_TJ
    return energy * n2o_emission_factor / KG_PER_T


@equation("tCO2", quantity=FUELS, zh="直接排放因子法二氧化碳", source=f"{IPCC2006} Ch.2 Eq. 2.1")
def direct_factor_co2(quantity, co2_emission_factor):
    """CO2 from burning a fuel, with a factor per amount of fuel."""
    return quantity * co2_emission_factor


@equation("tCH4", quantity="t", zh="生物质燃烧甲烷", source=PG2011)
def biomass_combustion_ch4(quantity, biomass_ch4_factor):
    """CH4 from burning biomass for energy."""
    return quantity * biomass_ch4_factor / G_PER_KG


@equation("tN2O", quantity="t", zh="生物质燃烧氧化亚氮", source=PG2011)
def biomass_combustion_n2o(quantity, biomass_n2o_factor):
    """N2O from burning biomass for energy."""
    return quantity * biomass_n2o_factor / G_PER_KG


# Carbon that is not burnt


@equation("tCO2", quantity=FUELS, zh="参考方法固碳量折二氧化碳（负值）", source=f"{PG2011}; {IPCC2006} Ch.6 Eq. 6.1")
def stored_carbon_co2(
    quantity, net_calorific_value, carbon_content, stored_carbon_fraction, oxidation_rate, co2_per_carbon=CO2_PER_C
):
    """CO2 of the carbon that products keep, negative, for the reference approach."""
    energy = quantity * net_calorific_value / GJ_PER_TJ
    kept_carbon = energy * carbon_content * stored_carbon_fraction
    return -(kept_carbon * oxidation_rate * co2_per_carbon)


@equation("tCO2", quantity=FUELS, zh="非能源利用二氧化碳", source=PG2011)
def non_energy_use_co2(
    quantity, net_calorific_value, carbon_content, stored_carbon_fraction, oxidation_rate, co2_per_carbon=CO2_PER_C
):
    """CO2 from fuel used as feedstock, lubricant or solvent."""
    energy = quantity * net_calorific_value / GJ_PER_TJ
    released_carbon = energy * carbon_content * (1 - stored_carbon_fraction)
    return released_carbon * oxidation_rate * co2_per_carbon


@equation("tCO2", quantity=FUELS, zh="原料用能二氧化碳扣减（负值）", source=PG2011)
def feedstock_deduction_co2(quantity, net_calorific_value, carbon_content, oxidation_rate, co2_per_carbon=CO2_PER_C):
    """CO2 of feedstock, negative, taken off the combustion of the same consumer."""
    energy = quantity * net_calorific_value / GJ_PER_TJ
    carbon = energy * carbon_content
    return -(carbon * oxidation_rate * co2_per_carbon)


@equation("tCH4", quantity=FUELS, zh="原料用能甲烷扣减（负值）", source=f"{IPCC2006} Ch.2 Eq. 2.1")
def feedstock_deduction_ch4(quantity, net_calorific_value, ch4_emission_factor):
    """CH4 of feedstock, negative, taken off the combustion of the same consumer."""
    energy = quantity * net_calorific_value / GJ_PER_TJ
    return -(energy * ch4_emission_factor / KG_PER_T)


@equation("tN2O", quantity=FUELS, zh="原料用能氧化亚氮扣减（负值）", source=f"{IPCC2006} Ch.2 Eq. 2.1")
def feedstock_deduction_n2o(quantity, net_calorific_value, n2o_emission_factor):
    """N2O of feedstock, negative, taken off the combustion of the same consumer."""
    energy = quantity * net_calorific_value / GJ_PER_TJ
    return -(energy * n2o_emission_factor / KG_PER_T)


# Road: vehicles x mileage x consumption


@equation("t", quantity="vehicle", zh="道路车辆燃料消耗量", source=f"{IPCC2006} Ch.3 Eq. 3.2.6")
def road_fuel(quantity, annual_mileage, fuel_economy, fuel_density):
    """Fuel of a fleet, from vehicles, mileage and consumption."""
    distance = quantity * annual_mileage
    fuel_volume = distance * fuel_economy / KM_PER_100KM
    return fuel_volume * fuel_density / KG_PER_T


@equation("tCO2", quantity="vehicle", zh="道路车辆二氧化碳", source=f"{IPCC2006} Ch.3 Eq. 3.2.1, 3.2.6")
def road_co2(
    quantity, annual_mileage, fuel_economy, fuel_density, net_calorific_value, carbon_content, oxidation_rate,
    co2_per_carbon=CO2_PER_C
):
    """CO2 of a fleet, from vehicles, mileage and consumption."""
    distance = quantity * annual_mileage
    fuel_volume = distance * fuel_economy / KM_PER_100KM
    fuel = fuel_volume * fuel_density / KG_PER_T
    energy = fuel * net_calorific_value / GJ_PER_TJ
    carbon = energy * carbon_content
    return carbon * oxidation_rate * co2_per_carbon


@equation("tCH4", quantity="vehicle", zh="道路车辆甲烷（按能源量）", source=f"{IPCC2006} Ch.3 Eq. 3.2.3, 3.2.6")
def road_ch4(quantity, annual_mileage, fuel_economy, fuel_density, net_calorific_value, ch4_emission_factor):
    """CH4 of a fleet by energy, from vehicles, mileage and consumption."""
    distance = quantity * annual_mileage
    fuel_volume = distance * fuel_economy / KM_PER_100KM
    fuel = fuel_volume * fuel_density / KG_PER_T
    energy = fuel * net_calorific_value / GJ_PER_TJ
    return energy * ch4_emission_factor / KG_PER_T


@equation("tN2O", quantity="vehicle", zh="道路车辆氧化亚氮（按能源量）", source=f"{IPCC2006} Ch.3 Eq. 3.2.3, 3.2.6")
def road_n2o(quantity, annual_mileage, fuel_economy, fuel_density, net_calorific_value, n2o_emission_factor):
    """N2O of a fleet by energy, from vehicles, mileage and consumption."""
    distance = quantity * annual_mileage
    fuel_volume = distance * fuel_economy / KM_PER_100KM
    fuel = fuel_volume * fuel_density / KG_PER_T
    energy = fuel * net_calorific_value / GJ_PER_TJ
    return energy * n2o_emission_factor / KG_PER_T


@equation("tCH4", quantity="vehicle", zh="道路车辆甲烷（按里程）", source=f"{IPCC2006} Ch.3 Eq. 3.2.5")
def road_distance_ch4(quantity, annual_mileage, ch4_distance_factor):
    """CH4 of a fleet by distance."""
    distance = quantity * annual_mileage
    return distance * ch4_distance_factor / MG_PER_T


@equation("tN2O", quantity="vehicle", zh="道路车辆氧化亚氮（按里程）", source=f"{IPCC2006} Ch.3 Eq. 3.2.5")
def road_distance_n2o(quantity, annual_mileage, n2o_distance_factor):
    """N2O of a fleet by distance."""
    distance = quantity * annual_mileage
    return distance * n2o_distance_factor / MG_PER_T


# Aviation: landings and take-offs, and cruise


@equation("tCO2", quantity="LTO", zh="航空起降阶段二氧化碳", source=f"{IPCC2006} Ch.3 Eq. 3.6.3")
def lto_co2(quantity, lto_co2_factor):
    """CO2 of landings and take-offs of one aircraft type."""
    return quantity * lto_co2_factor / KG_PER_T


@equation("tCH4", quantity="LTO", zh="航空起降阶段甲烷", source=f"{IPCC2006} Ch.3 Eq. 3.6.3")
def lto_ch4(quantity, lto_ch4_factor):
    """CH4 of landings and take-offs of one aircraft type."""
    return quantity * lto_ch4_factor / KG_PER_T


@equation("tN2O", quantity="LTO", zh="航空起降阶段氧化亚氮", source=f"{IPCC2006} Ch.3 Eq. 3.6.3")
def lto_n2o(quantity, lto_n2o_factor):
    """N2O of landings and take-offs of one aircraft type."""
    return quantity * lto_n2o_factor / KG_PER_T


@equation("tCO2", quantity="t", zh="航空巡航阶段二氧化碳", source=f"{IPCC2006} Ch.3 Eq. 3.6.4, 3.6.5")
def cruise_co2(quantity, landing_take_offs, lto_fuel, cruise_co2_factor):
    """CO2 of cruise, from all fuel less that of landings and take-offs."""
    cruise_fuel = quantity - landing_take_offs * lto_fuel / KG_PER_T
    return cruise_fuel * cruise_co2_factor / KG_PER_T


# Engines of ships and off-road machinery: number x power x load x hours


@equation("t", quantity="machine", zh="船舶和非道路机械燃料消耗量", source=f"{IPCC2006} Ch.3 Eq. 3.3.3")
def engine_fuel(quantity, engine_power, load_factor, operating_hours, specific_fuel_consumption):
    """Fuel of ship or machinery engines, from power, load and hours."""
    work = quantity * engine_power * load_factor * operating_hours
    return work * specific_fuel_consumption / G_PER_T


@equation("tCO2", quantity="machine", zh="船舶和非道路机械二氧化碳", source=f"{IPCC2006} Ch.3 Eq. 3.3.3, 3.5.1")
def engine_co2(
    quantity, engine_power, load_factor, operating_hours, specific_fuel_consumption, net_calorific_value,
    carbon_content, oxidation_rate, co2_per_carbon=CO2_PER_C
):
    """CO2 of ship or machinery engines, from power, load and hours."""
    work = quantity * engine_power * load_factor * operating_hours
    fuel = work * specific_fuel_consumption / G_PER_T
    energy = fuel * net_calorific_value / GJ_PER_TJ
    carbon = energy * carbon_content
    return carbon * oxidation_rate * co2_per_carbon


@equation("tCH4", quantity="machine", zh="船舶和非道路机械甲烷", source=f"{IPCC2006} Ch.3 Eq. 3.3.3, 3.5.1")
def engine_ch4(
    quantity, engine_power, load_factor, operating_hours, specific_fuel_consumption, net_calorific_value,
    ch4_emission_factor
):
    """CH4 of ship or machinery engines, from power, load and hours."""
    work = quantity * engine_power * load_factor * operating_hours
    fuel = work * specific_fuel_consumption / G_PER_T
    energy = fuel * net_calorific_value / GJ_PER_TJ
    return energy * ch4_emission_factor / KG_PER_T


@equation("tN2O", quantity="machine", zh="船舶和非道路机械氧化亚氮", source=f"{IPCC2006} Ch.3 Eq. 3.3.3, 3.5.1")
def engine_n2o(
    quantity, engine_power, load_factor, operating_hours, specific_fuel_consumption, net_calorific_value,
    n2o_emission_factor
):
    """N2O of ship or machinery engines, from power, load and hours."""
    work = quantity * engine_power * load_factor * operating_hours
    fuel = work * specific_fuel_consumption / G_PER_T
    energy = fuel * net_calorific_value / GJ_PER_TJ
    return energy * n2o_emission_factor / KG_PER_T


# Fugitive methane


@equation("tCH4", quantity="t", zh="煤炭开采和矿后活动甲烷", source=f"{PG2011}; {IPCC2006} Ch.4 Eq. 4.1.3, 4.1.4")
def coal_mining_ch4(quantity, coal_ch4_factor, ch4_density):
    """CH4 from mining coal and handling it afterwards."""
    methane_volume = quantity * coal_ch4_factor
    return methane_volume * ch4_density / KG_PER_T


@equation("tCH4", quantity="10^4 m3", zh="煤矿甲烷回收利用（负值）", source=f"{PG2011}; {IPCC2006} Ch.4 Eq. 4.1.1")
def coal_ch4_recovery(quantity, ch4_density):
    """CH4 recovered or flared in coal mines, as pure methane, negative."""
    methane_volume = quantity * M3_PER_WAN_M3
    return -(methane_volume * ch4_density / KG_PER_T)


@equation("tCH4", quantity="facility", zh="油气系统设施逃逸甲烷", source=PG2011)
def facility_ch4(quantity, facility_ch4_factor):
    """CH4 leaking from oil and gas facilities."""
    return quantity * facility_ch4_factor


@equation("tCH4", quantity=("10^4 m3", "t"), zh="油气系统流量逃逸甲烷", source=f"{PG2011}; {IPCC2006} Ch.4 Eq. 4.2.1")
def throughput_ch4(quantity, throughput_ch4_factor):
    """CH4 leaking per amount of oil or gas processed, transported or consumed, city gas included."""
    return quantity * throughput_ch4_factor


# Standard coal


@equation("tce", quantity=(*FUELS, "MWh", "GJ"), zh="折标准煤量（当量值）", source=GBT2589)
def standard_coal(quantity, standard_coal_coefficient):
    """Standard coal by calorific value."""
    return quantity * standard_coal_coefficient


@equation("tce", quantity=("MWh", "GJ"), zh="折标准煤量（等价值）", source=GBT2589)
def standard_coal_equal_value(quantity, equal_value_coefficient):
    """Standard coal by equal value, the fuel that made the power or heat."""
    return quantity * equal_value_coefficient
