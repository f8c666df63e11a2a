"""Terms of electricity and heat, standard coal among them."""

from __future__ import annotations

from ghginv.domain.terms.term import AMOUNT, ANY, Term

ROWS = (
    Term("grid_emission_factor", "EF", "电力平均二氧化碳排放因子", "average CO2 factor of electricity",
         {"tCO2/MWh": (0.0, 1.5)}),
    Term("fossil_power_factor", "EF", "化石能源电力二氧化碳排放因子", "CO2 factor of fossil power",
         {"tCO2/MWh": (0.3, 1.5)}),
    Term("residual_mix_factor", "EF", "剩余组合电力二氧化碳排放因子", "CO2 factor of the residual mix",
         {"tCO2/MWh": (0.0, 1.5)}),
    Term("green_electricity", "GE", "绿电和绿证电量", "electricity covered by green power and certificates",
         {"MWh": AMOUNT}),
    Term("heat_emission_factor", "EF", "热力二氧化碳排放因子", "CO2 factor of heat", {"tCO2/GJ": (0.0, 0.3)}),
    Term("water_temperature", "T", "热水温度", "temperature of hot water", {"degC": (20.0, 250.0)}),
    Term("steam_enthalpy", "h", "蒸汽热焓", "enthalpy of steam", {"kJ/kg": (2000.0, 4000.0)}),
    Term("standard_coal_coefficient", "SC", "折标准煤系数（当量值）", "standard coal coefficient (calorific)",
         {"tce/t": (0.02, 4.5), "tce/10^4 m3": (0.5, 40.0), "tce/MWh": (0.1, 0.13), "tce/GJ": (0.03, 0.06)}),
    Term("equal_value_coefficient", "SC", "折标准煤系数（等价值）", "standard coal coefficient (equal value)",
         {"tce/MWh": (0.2, 0.5), "tce/GJ": (0.03, 0.06)}),
    # Named steps
    Term("residual_electricity", "Q", "剩余组合电量", "electricity of the residual mix", {"MWh": ANY}),
)
