"""Waste 废弃物处理: landfill, incineration, biological treatment, waste water.

A row is the waste of one component, site and year of deposit; sums over rows make the equations of the guidelines. What
is taken off an account (recovered methane, organic matter and nitrogen removed with sludge) is a row of its own,
negative.
"""

from __future__ import annotations

from ghginv.formulas.equation import equation
from ghginv.formulas.words import (
    CH4_PER_C,
    CO2_PER_C,
    DAYS_PER_YEAR,
    G_PER_KG,
    G_PER_T,
    KG_PER_T,
    M3_PER_WAN_M3,
    N2O_PER_N,
    ONE_YEAR,
    exp,
    maximum,
)

PG2011 = "省级温室气体清单编制指南（试行）2011 第五章"
IPCC2006 = "IPCC 2006 Vol.5"


# Landfill


@equation("tCH4", quantity="t", zh="填埋甲烷（质量平衡法）", source=f"{PG2011}; {IPCC2006} Ch.3 Eq. 3.2-3.3")
def landfill_ch4(
    quantity,
    waste_fraction,
    degradable_organic_carbon,
    decomposed_doc_fraction,
    landfill_correction_factor,
    methane_fraction,
    methane_oxidation,
):
    """CH4 that deposited waste will ever give, all counted in the year of deposit."""
    decomposable_carbon = (
        quantity * waste_fraction * degradable_organic_carbon * decomposed_doc_fraction * landfill_correction_factor
    )
    generated_methane = decomposable_carbon * methane_fraction * CH4_PER_C
    return generated_methane * (1 - methane_oxidation)


@equation("tCH4", quantity="t", zh="填埋甲烷（一阶衰减法）", source=f"{IPCC2006} Ch.3 Eq. 3.1-3.6")
def landfill_decay_ch4(
    quantity,
    age,
    waste_fraction,
    degradable_organic_carbon,
    decomposed_doc_fraction,
    landfill_correction_factor,
    methane_fraction,
    decay_rate,
    methane_oxidation,
):
    """CH4 given in the inventory year by the waste of one year of deposit.

    Decay starts on 1 January after the deposit (delay of six months, M = 13): nothing in the year of deposit itself.
    """
    decomposable_carbon = (
        quantity * waste_fraction * degradable_organic_carbon * decomposed_doc_fraction * landfill_correction_factor
    )
    decayed_carbon = decomposable_carbon * (
        exp(-decay_rate * (maximum(age, ONE_YEAR) - ONE_YEAR)) - exp(-decay_rate * age)
    )
    generated_methane = decayed_carbon * methane_fraction * CH4_PER_C
    return generated_methane * (1 - methane_oxidation)


@equation("tCH4", quantity="10^4 m3", zh="填埋气回收甲烷（负值）", source=f"{PG2011}; {IPCC2006} Ch.3 Eq. 3.1")
def landfill_recovery_ch4(quantity, ch4_density, methane_oxidation):
    """CH4 recovered from landfills and used or flared, negative; what was not recovered is oxidised in part."""
    recovered_methane_mass = quantity * M3_PER_WAN_M3 * ch4_density / KG_PER_T
    return -(recovered_methane_mass * (1 - methane_oxidation))


# Incineration


@equation("tCO2", quantity="t", zh="废弃物焚烧化石二氧化碳", source=f"{PG2011}; {IPCC2006} Ch.5 Eq. 5.1")
def incineration_co2(quantity, waste_carbon_content, fossil_carbon_share, combustion_efficiency):
    """Fossil CO2 from burning waste."""
    burnt_carbon = quantity * waste_carbon_content * combustion_efficiency
    return burnt_carbon * fossil_carbon_share * CO2_PER_C


@equation("tCO2", quantity="t", zh="废弃物焚烧生物成因二氧化碳", source=f"{PG2011}; {IPCC2006} Ch.5 Eq. 5.1")
def incineration_biogenic_co2(quantity, waste_carbon_content, fossil_carbon_share, combustion_efficiency):
    """Biogenic CO2 from burning waste."""
    burnt_carbon = quantity * waste_carbon_content * combustion_efficiency
    return burnt_carbon * (1 - fossil_carbon_share) * CO2_PER_C


@equation("tCO2", quantity="t", zh="分组分焚烧化石二氧化碳", source=f"{IPCC2006} Ch.5 Eq. 5.2")
def component_incineration_co2(
    quantity, dry_matter_content, dry_carbon_content, fossil_carbon_share, combustion_efficiency
):
    """Fossil CO2 from burning one component of waste."""
    burnt_carbon = quantity * dry_matter_content * dry_carbon_content * combustion_efficiency
    return burnt_carbon * fossil_carbon_share * CO2_PER_C


@equation("tCO2", quantity="t", zh="分组分焚烧生物成因二氧化碳", source=f"{IPCC2006} Ch.5 Eq. 5.2")
def component_incineration_biogenic_co2(
    quantity, dry_matter_content, dry_carbon_content, fossil_carbon_share, combustion_efficiency
):
    """Biogenic CO2 from burning one component of waste."""
    burnt_carbon = quantity * dry_matter_content * dry_carbon_content * combustion_efficiency
    return burnt_carbon * (1 - fossil_carbon_share) * CO2_PER_C


@equation("tCH4", quantity="t", zh="废弃物焚烧甲烷", source=f"{IPCC2006} Ch.5 Eq. 5.4")
def incineration_ch4(quantity, incineration_ch4_factor):
    """CH4 from burning waste."""
    return quantity * incineration_ch4_factor / G_PER_T


@equation("tN2O", quantity="t", zh="废弃物焚烧氧化亚氮", source=f"{IPCC2006} Ch.5 Eq. 5.5")
def incineration_n2o(quantity, incineration_n2o_factor):
    """N2O from burning waste."""
    return quantity * incineration_n2o_factor / G_PER_T


# Biological treatment


@equation("tCH4", quantity="t", zh="生物处理甲烷", source=f"{IPCC2006} Ch.4 Eq. 4.1")
def biological_ch4(quantity, biological_ch4_factor):
    """CH4 from composting or anaerobic digestion."""
    return quantity * biological_ch4_factor / G_PER_KG


@equation("tN2O", quantity="t", zh="生物处理氧化亚氮", source=f"{IPCC2006} Ch.4 Eq. 4.2")
def biological_n2o(quantity, biological_n2o_factor):
    """N2O from composting or anaerobic digestion."""
    return quantity * biological_n2o_factor / G_PER_KG


@equation(
    "tCH4", quantity="10^4 m3", zh="废弃物和废水处理回收甲烷（负值）", source=f"{IPCC2006} Ch.4 Eq. 4.1, Ch.6 Eq. 6.1"
)
def waste_ch4_recovery(quantity, ch4_density):
    """CH4 recovered from digesters and waste water treatment and used or flared, negative."""
    recovered_methane_mass = quantity * M3_PER_WAN_M3 * ch4_density / KG_PER_T
    return -recovered_methane_mass


# Waste water: methane


@equation("tCH4", quantity="tCOD", zh="生活污水甲烷（按COD统计）", source=f"{PG2011}; {IPCC2006} Ch.6 Eq. 6.1-6.2")
def domestic_cod_ch4(quantity, bod_cod_ratio, bod_methane_capacity, wastewater_correction_factor):
    """CH4 from domestic waste water, by COD as statistics have it."""
    bod_load = quantity * bod_cod_ratio
    return bod_load * bod_methane_capacity * wastewater_correction_factor


@equation("tCH4", quantity="person", zh="生活污水甲烷（按人口）", source=f"{IPCC2006} Ch.6 Eq. 6.1-6.3")
def domestic_population_ch4(
    quantity, bod_per_person, industrial_bod_factor, bod_methane_capacity, wastewater_correction_factor
):
    """CH4 from domestic waste water, by the people whose waste water takes one path."""
    bod_load = quantity * bod_per_person * DAYS_PER_YEAR * industrial_bod_factor / G_PER_T
    return bod_load * bod_methane_capacity * wastewater_correction_factor


@equation("tCH4", quantity="tCOD", zh="生活污水随污泥清除的甲烷（负值）", source=f"{IPCC2006} Ch.6 Eq. 6.1")
def domestic_sludge_ch4(quantity, bod_cod_ratio, bod_methane_capacity, wastewater_correction_factor):
    """CH4 that organic matter removed with domestic sludge does not give, negative."""
    bod_load = quantity * bod_cod_ratio
    return -(bod_load * bod_methane_capacity * wastewater_correction_factor)


@equation("tCH4", quantity="tCOD", zh="工业废水甲烷", source=f"{PG2011}; {IPCC2006} Ch.6 Eq. 6.4-6.5")
def industrial_cod_ch4(quantity, cod_methane_capacity, wastewater_correction_factor):
    """CH4 from industrial waste water, by COD removed or discharged."""
    return quantity * cod_methane_capacity * wastewater_correction_factor


@equation("tCH4", quantity="t", zh="工业废水甲烷（按产品产量）", source=f"{IPCC2006} Ch.6 Eq. 6.4-6.6")
def industrial_product_ch4(
    quantity, wastewater_per_product, cod_concentration, cod_methane_capacity, wastewater_correction_factor
):
    """CH4 from industrial waste water, by product."""
    cod_load = quantity * wastewater_per_product * cod_concentration / KG_PER_T
    return cod_load * cod_methane_capacity * wastewater_correction_factor


@equation("tCH4", quantity="tCOD", zh="工业废水随污泥清除的甲烷（负值）", source=f"{PG2011}; {IPCC2006} Ch.6 Eq. 6.4")
def industrial_sludge_ch4(quantity, cod_methane_capacity, wastewater_correction_factor):
    """CH4 that organic matter removed with industrial sludge does not give, negative."""
    return -(quantity * cod_methane_capacity * wastewater_correction_factor)


# Waste water: nitrous oxide


@equation("tN2O", quantity="person", zh="废水氧化亚氮（按人口）", source=f"{PG2011}; {IPCC2006} Ch.6 Eq. 6.7-6.8")
def protein_n2o(
    quantity,
    protein_consumption,
    protein_nitrogen_content,
    non_consumed_protein,
    codischarged_protein,
    effluent_n2o_factor,
):
    """N2O from the nitrogen of the protein that people eat."""
    discharged_nitrogen = (
        quantity
        * protein_consumption
        * protein_nitrogen_content
        * non_consumed_protein
        * codischarged_protein
        / KG_PER_T
    )
    return discharged_nitrogen * effluent_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="tN", zh="排水氧化亚氮（按排放氮量）", source=f"{IPCC2006} Ch.6 Eq. 6.7")
def effluent_n2o(quantity, effluent_n2o_factor):
    """N2O from nitrogen discharged into waters."""
    return quantity * effluent_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="tN", zh="污水处理厂氧化亚氮（按进水氮量）", source="IPCC 2019 Vol.5 Ch.6 Eq. 6.9")
def plant_n2o(quantity, plant_n2o_factor):
    """N2O from the nitrogen that flows into a treatment plant."""
    return quantity * plant_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="tN", zh="随污泥清除的氮的氧化亚氮（负值）", source=f"{PG2011}; {IPCC2006} Ch.6 Eq. 6.8")
def sludge_nitrogen_n2o(quantity, effluent_n2o_factor):
    """N2O that nitrogen removed with sludge does not give, negative."""
    return -(quantity * effluent_n2o_factor * N2O_PER_N)
