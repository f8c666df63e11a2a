"""Agriculture 农业活动: rice, livestock, field burning of residues, urea and lime."""

from __future__ import annotations

from ghginv.formulas.equation import equation
from ghginv.formulas.words import DAYS_PER_YEAR, G_PER_KG, KG_PER_T, N2O_PER_N, ONE_TONNE_PER_HA

PG2011 = "省级温室气体清单编制指南（试行）2011 第三章"
IPCC2006 = "IPCC 2006 Vol.4"


# Rice


@equation("tCH4", quantity="ha", zh="稻田甲烷（按季）", source=PG2011)
def rice_season_ch4(quantity, rice_ch4_factor):
    """CH4 of a rice season."""
    return quantity * rice_ch4_factor / KG_PER_T


@equation("tCH4", quantity="ha", zh="稻田甲烷（按日与管理系数）", source=f"{IPCC2006} Ch.5 Eq. 5.1-5.3")
def rice_daily_ch4(
    quantity,
    rice_daily_ch4_factor,
    cultivation_days,
    water_regime_factor,
    preseason_water_factor,
    organic_amendment_rate,
    organic_amendment_factor,
):
    """CH4 of rice by day, water regime and organic amendment."""
    amendment_scaling = (1 + organic_amendment_rate * organic_amendment_factor / ONE_TONNE_PER_HA) ** 0.59
    return (
        quantity
        * rice_daily_ch4_factor
        * cultivation_days
        * (water_regime_factor * preseason_water_factor * amendment_scaling)
        / KG_PER_T
    )


# Livestock: days alive makes an annual average population of animals kept for less than a year (Eq. 10.1)


@equation("tCH4", quantity="head", zh="动物肠道发酵甲烷", source=f"{PG2011}; {IPCC2006} Ch.10 Eq. 10.1, 10.19")
def enteric_ch4(quantity, days_alive, enteric_ch4_factor):
    """CH4 of enteric fermentation."""
    average_population = quantity * days_alive / DAYS_PER_YEAR
    return average_population * enteric_ch4_factor / KG_PER_T


@equation("tCH4", quantity="head", zh="动物粪便管理甲烷", source=f"{PG2011}; {IPCC2006} Ch.10 Eq. 10.1, 10.22")
def manure_ch4(quantity, days_alive, manure_ch4_factor):
    """CH4 of manure management."""
    average_population = quantity * days_alive / DAYS_PER_YEAR
    return average_population * manure_ch4_factor / KG_PER_T


@equation("tN2O", quantity="head", zh="动物粪便管理氧化亚氮（按头）", source=PG2011)
def manure_head_n2o(quantity, days_alive, manure_n2o_head_factor):
    """N2O of manure management with a factor per head."""
    average_population = quantity * days_alive / DAYS_PER_YEAR
    return average_population * manure_n2o_head_factor / KG_PER_T


@equation("tN", quantity="head", zh="动物排泄氮量", source=f"{IPCC2006} Ch.10 Eq. 10.30")
def animal_nitrogen(quantity, nitrogen_excretion_rate, animal_mass):
    """Nitrogen excreted in a year, from excretion rate and animal mass."""
    return quantity * nitrogen_excretion_rate * (animal_mass / KG_PER_T) * DAYS_PER_YEAR / KG_PER_T


@equation("tN2O", quantity="head", zh="粪便管理系统氧化亚氮", source=f"{IPCC2006} Ch.10 Eq. 10.25")
def manure_system_n2o(quantity, days_alive, nitrogen_excretion, manure_n2o_factor):
    """N2O of a manure management system."""
    average_population = quantity * days_alive / DAYS_PER_YEAR
    excreted_nitrogen = average_population * nitrogen_excretion / KG_PER_T
    emitted_nitrogen = excreted_nitrogen * manure_n2o_factor
    return emitted_nitrogen * N2O_PER_N


@equation("tN2O", quantity="head", zh="粪便管理挥发间接氧化亚氮", source=f"{IPCC2006} Ch.10 Eq. 10.26-10.27")
def manure_volatilisation_n2o(
    quantity, days_alive, nitrogen_excretion, manure_volatilisation_loss_share, deposition_n2o_factor
):
    """N2O of nitrogen volatilised from manure management."""
    average_population = quantity * days_alive / DAYS_PER_YEAR
    excreted_nitrogen = average_population * nitrogen_excretion / KG_PER_T
    volatilisation_loss = excreted_nitrogen * manure_volatilisation_loss_share
    return volatilisation_loss * deposition_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="head", zh="粪便管理淋溶间接氧化亚氮", source=f"{IPCC2006} Ch.10 Eq. 10.28-10.29")
def manure_leaching_n2o(quantity, days_alive, nitrogen_excretion, manure_leaching_loss_share, leaching_n2o_factor):
    """N2O of nitrogen leached from manure management."""
    average_population = quantity * days_alive / DAYS_PER_YEAR
    excreted_nitrogen = average_population * nitrogen_excretion / KG_PER_T
    leaching_loss = excreted_nitrogen * manure_leaching_loss_share
    return leaching_loss * leaching_n2o_factor * N2O_PER_N


# Residues burnt in the field; urea and lime


@equation("tCO2", quantity="ha", zh="秸秆田间焚烧二氧化碳（生物成因）", source=f"{IPCC2006} Ch.2 Eq. 2.27")
def residue_burning_co2(quantity, burnt_biomass, residue_co2_factor):
    """CO2 of crop residues burnt in the field, biogenic."""
    burnt_matter = quantity * burnt_biomass
    return burnt_matter * residue_co2_factor / G_PER_KG


@equation("tCH4", quantity="ha", zh="秸秆田间焚烧甲烷", source=f"{IPCC2006} Ch.2 Eq. 2.27")
def residue_burning_ch4(quantity, burnt_biomass, residue_ch4_factor):
    """CH4 of crop residues burnt in the field."""
    burnt_matter = quantity * burnt_biomass
    return burnt_matter * residue_ch4_factor / G_PER_KG


@equation("tN2O", quantity="ha", zh="秸秆田间焚烧氧化亚氮", source=f"{IPCC2006} Ch.2 Eq. 2.27")
def residue_burning_n2o(quantity, burnt_biomass, residue_n2o_factor):
    """N2O of crop residues burnt in the field."""
    burnt_matter = quantity * burnt_biomass
    return burnt_matter * residue_n2o_factor / G_PER_KG


@equation("tCO2", quantity="t", zh="尿素和石灰施用二氧化碳", source=f"{IPCC2006} Ch.11 Eq. 11.12-11.13")
def applied_carbon_co2(quantity, soil_co2_factor):
    """CO2 of urea and lime applied to soils."""
    return quantity * soil_co2_factor
