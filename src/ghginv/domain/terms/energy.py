"""Terms of energy: fuels, vehicles, aircraft, engines, fugitive methane, and the steps of their formulas."""

from __future__ import annotations

from ghginv.domain.terms.term import ANY, FRACTION, Term

ROWS = (
    # Fuels
    Term("net_calorific_value", "NCV", "平均低位发热量", "net calorific value",
         {"GJ/t": (0.5, 125.0), "GJ/10^4 m3": (20.0, 1000.0)}),
    Term("carbon_content", "CC", "单位热值含碳量", "carbon content per unit of energy", {"tC/TJ": (5.0, 80.0)}),
    Term("oxidation_rate", "OF", "碳氧化率", "carbon oxidation rate", FRACTION),
    Term("co2_per_carbon", "R", "二氧化碳与碳的质量比", "mass ratio of CO2 to carbon", {"tCO2/tC": (3.66, 3.67)}),
    Term("co2_emission_factor", "EF", "二氧化碳排放因子", "CO2 emission factor",
         {"tCO2/t": (0.0, 5.0), "tCO2/10^4 m3": (0.0, 60.0)}),
    Term("ch4_emission_factor", "EF", "甲烷排放因子", "CH4 emission factor", {"kgCH4/TJ": (0.0, 2500.0)}),
    Term("n2o_emission_factor", "EF", "氧化亚氮排放因子", "N2O emission factor", {"kgN2O/TJ": (0.0, 150.0)}),
    Term("biomass_ch4_factor", "EF", "生物质燃烧甲烷排放因子", "CH4 factor of biomass burning",
         {"gCH4/kg": (0.0, 30.0)}),
    Term("biomass_n2o_factor", "EF", "生物质燃烧氧化亚氮排放因子", "N2O factor of biomass burning",
         {"gN2O/kg": (0.0, 2.0)}),
    Term("stored_carbon_fraction", "SF", "固碳率", "fraction of carbon stored", FRACTION),
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
    Term("load_factor", "LF", "负荷系数", "load factor", FRACTION),
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
    # Named steps
    Term("energy", "EN", "能源量", "energy", {"TJ": ANY}),
    Term("carbon", "C", "含碳量", "carbon", {"tC": ANY}),
    Term("released_carbon", "C_R", "释放的碳量", "carbon released", {"tC": ANY}),
    Term("kept_carbon", "C_S", "固定的碳量", "carbon kept in products", {"tC": ANY}),
    Term("distance", "L", "行驶总里程", "distance driven", {"km": ANY}),
    Term("fuel_volume", "V", "燃料体积", "volume of fuel", {"L": ANY}),
    Term("fuel", "F", "燃料消耗量", "fuel consumed", {"t": ANY}),
    Term("cruise_fuel", "F_CR", "巡航阶段燃料消耗量", "fuel of cruise", {"t": ANY}),
    Term("work", "W", "发动机做功", "work of the engines", {"kWh": ANY}),
    Term("methane_volume", "V", "甲烷体积", "volume of CH4", {"m3CH4": ANY}),
)
