"""Manure on soils 粪肥与放牧: direct and indirect N2O of what animals excrete, followed from the animal to the field.

What is excreted is collected, lost on the way, emitted as N2O-N by manure management, or applied. The provincial
guideline takes the N2O-N of manure management per head, IPCC by management system.
"""

from __future__ import annotations

from ghginv.formulas.equation import equation
from ghginv.formulas.words import DAYS_PER_YEAR, KG_PER_T, N2O_PER_N

PG2011 = "省级温室气体清单编制指南（试行）2011 第三章"
IPCC2006 = "IPCC 2006 Vol.4"


# Manure on fields, with the provincial guideline's N2O per head


@equation("tN2O", quantity="head", zh="粪肥还田直接氧化亚氮（按头扣除）", source=PG2011)
def manure_field_direct_n2o(
    quantity,
    days_alive,
    nitrogen_excretion,
    collected_manure_share,
    manure_leaching_loss_share,
    manure_volatilisation_loss_share,
    manure_n2o_head_factor,
    soil_n2o_factor,
):
    """Direct N2O of livestock manure on fields."""
    average_population = quantity * days_alive / DAYS_PER_YEAR
    excreted_nitrogen = average_population * nitrogen_excretion / KG_PER_T
    collected_nitrogen = excreted_nitrogen * collected_manure_share
    kept_nitrogen = collected_nitrogen * (1 - manure_leaching_loss_share - manure_volatilisation_loss_share)
    emitted_nitrogen = average_population * collected_manure_share * manure_n2o_head_factor / KG_PER_T / N2O_PER_N
    field_nitrogen = kept_nitrogen - emitted_nitrogen
    return field_nitrogen * soil_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="head", zh="粪肥大气氮沉降间接氧化亚氮（按头扣除）", source=PG2011)
def manure_field_deposition_n2o(
    quantity,
    days_alive,
    nitrogen_excretion,
    collected_manure_share,
    manure_leaching_loss_share,
    manure_volatilisation_loss_share,
    manure_n2o_head_factor,
    manure_volatilised_share,
    input_volatilised_share,
    deposition_n2o_factor,
):
    """N2O of nitrogen volatilised from livestock manure and from fields it is applied to."""
    average_population = quantity * days_alive / DAYS_PER_YEAR
    excreted_nitrogen = average_population * nitrogen_excretion / KG_PER_T
    collected_nitrogen = excreted_nitrogen * collected_manure_share
    kept_nitrogen = collected_nitrogen * (1 - manure_leaching_loss_share - manure_volatilisation_loss_share)
    emitted_nitrogen = average_population * collected_manure_share * manure_n2o_head_factor / KG_PER_T / N2O_PER_N
    field_nitrogen = kept_nitrogen - emitted_nitrogen
    volatilised_nitrogen = excreted_nitrogen * manure_volatilised_share + field_nitrogen * input_volatilised_share
    return volatilised_nitrogen * deposition_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="head", zh="粪肥淋溶径流间接氧化亚氮（按头扣除）", source=PG2011)
def manure_field_leaching_n2o(
    quantity,
    days_alive,
    nitrogen_excretion,
    collected_manure_share,
    manure_leaching_loss_share,
    manure_volatilisation_loss_share,
    manure_n2o_head_factor,
    leached_share,
    leaching_n2o_factor,
):
    """N2O of nitrogen leached from fields with livestock manure."""
    average_population = quantity * days_alive / DAYS_PER_YEAR
    excreted_nitrogen = average_population * nitrogen_excretion / KG_PER_T
    collected_nitrogen = excreted_nitrogen * collected_manure_share
    kept_nitrogen = collected_nitrogen * (1 - manure_leaching_loss_share - manure_volatilisation_loss_share)
    emitted_nitrogen = average_population * collected_manure_share * manure_n2o_head_factor / KG_PER_T / N2O_PER_N
    field_nitrogen = kept_nitrogen - emitted_nitrogen
    return field_nitrogen * leached_share * leaching_n2o_factor * N2O_PER_N


# Manure on fields, with the N2O-N of its management system


@equation("tN2O", quantity="head", zh="粪肥还田直接氧化亚氮", source=f"{IPCC2006} Ch.10 Eq. 10.34, Ch.11 Eq. 11.1-11.3")
def manure_soil_direct_n2o(
    quantity,
    days_alive,
    nitrogen_excretion,
    collected_manure_share,
    manure_leaching_loss_share,
    manure_volatilisation_loss_share,
    manure_n2o_factor,
    soil_n2o_factor,
):
    """Direct N2O of manure applied to soils."""
    average_population = quantity * days_alive / DAYS_PER_YEAR
    excreted_nitrogen = average_population * nitrogen_excretion / KG_PER_T
    collected_nitrogen = excreted_nitrogen * collected_manure_share
    kept_nitrogen = collected_nitrogen * (1 - manure_leaching_loss_share - manure_volatilisation_loss_share)
    emitted_nitrogen = collected_nitrogen * manure_n2o_factor
    field_nitrogen = kept_nitrogen - emitted_nitrogen
    return field_nitrogen * soil_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="head", zh="粪肥大气氮沉降间接氧化亚氮", source=f"{IPCC2006} Ch.11 Eq. 11.9")
def manure_soil_deposition_n2o(
    quantity,
    days_alive,
    nitrogen_excretion,
    collected_manure_share,
    manure_leaching_loss_share,
    manure_volatilisation_loss_share,
    manure_n2o_factor,
    manure_volatilised_share,
    deposition_n2o_factor,
):
    """N2O of nitrogen volatilised from manure applied to soils."""
    average_population = quantity * days_alive / DAYS_PER_YEAR
    excreted_nitrogen = average_population * nitrogen_excretion / KG_PER_T
    collected_nitrogen = excreted_nitrogen * collected_manure_share
    kept_nitrogen = collected_nitrogen * (1 - manure_leaching_loss_share - manure_volatilisation_loss_share)
    emitted_nitrogen = collected_nitrogen * manure_n2o_factor
    field_nitrogen = kept_nitrogen - emitted_nitrogen
    return field_nitrogen * manure_volatilised_share * deposition_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="head", zh="粪肥淋溶径流间接氧化亚氮", source=f"{IPCC2006} Ch.11 Eq. 11.10")
def manure_soil_leaching_n2o(
    quantity,
    days_alive,
    nitrogen_excretion,
    collected_manure_share,
    manure_leaching_loss_share,
    manure_volatilisation_loss_share,
    manure_n2o_factor,
    leached_share,
    leaching_n2o_factor,
):
    """N2O of nitrogen leached from soils with manure."""
    average_population = quantity * days_alive / DAYS_PER_YEAR
    excreted_nitrogen = average_population * nitrogen_excretion / KG_PER_T
    collected_nitrogen = excreted_nitrogen * collected_manure_share
    kept_nitrogen = collected_nitrogen * (1 - manure_leaching_loss_share - manure_volatilisation_loss_share)
    emitted_nitrogen = collected_nitrogen * manure_n2o_factor
    field_nitrogen = kept_nitrogen - emitted_nitrogen
    return field_nitrogen * leached_share * leaching_n2o_factor * N2O_PER_N


# Dung and urine on pasture


@equation("tN2O", quantity="head", zh="放牧排泄物直接氧化亚氮", source=f"{IPCC2006} Ch.11 Eq. 11.1, 11.5")
def pasture_direct_n2o(quantity, days_alive, nitrogen_excretion, pasture_n2o_factor):
    """Direct N2O of dung and urine on pasture."""
    average_population = quantity * days_alive / DAYS_PER_YEAR
    excreted_nitrogen = average_population * nitrogen_excretion / KG_PER_T
    return excreted_nitrogen * pasture_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="head", zh="放牧排泄物沉降间接氧化亚氮", source=f"{IPCC2006} Ch.11 Eq. 11.9")
def pasture_deposition_n2o(quantity, days_alive, nitrogen_excretion, manure_volatilised_share, deposition_n2o_factor):
    """N2O of nitrogen volatilised from dung and urine on pasture."""
    average_population = quantity * days_alive / DAYS_PER_YEAR
    excreted_nitrogen = average_population * nitrogen_excretion / KG_PER_T
    return excreted_nitrogen * manure_volatilised_share * deposition_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="head", zh="放牧排泄物淋溶间接氧化亚氮", source=f"{IPCC2006} Ch.11 Eq. 11.10")
def pasture_leaching_n2o(quantity, days_alive, nitrogen_excretion, leached_share, leaching_n2o_factor):
    """N2O of nitrogen leached from dung and urine on pasture."""
    average_population = quantity * days_alive / DAYS_PER_YEAR
    excreted_nitrogen = average_population * nitrogen_excretion / KG_PER_T
    return excreted_nitrogen * leached_share * leaching_n2o_factor * N2O_PER_N
