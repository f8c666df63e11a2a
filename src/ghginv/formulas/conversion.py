"""Forest converted to other land 森林转化: burnt on site and off site, left to decay, dead matter lost.

Biomass above ground is that of trees by volume (arbor forest) or given per area (other woodland). Burning goes by the
area converted in the year, or its five-year mean; decay by the ten-year mean.
"""

from __future__ import annotations

from ghginv.formulas.equation import equation
from ghginv.formulas.words import CH4_PER_C, CO2_PER_C, N2O_PER_N

CONVERSION = "省级温室气体清单编制指南（试行）2011 第四章 森林转化"
CH2 = "IPCC 2006 Vol.4 Ch.2"


@equation("tCO2", quantity="ha", zh="乔木林转化现地燃烧二氧化碳", source=CONVERSION)
def arbor_onsite_co2(
    quantity,
    stand_volume,
    wood_density,
    above_ground_bef,
    biomass_after,
    onsite_burnt_share,
    burnt_oxidised_share,
    biomass_carbon_fraction,
):
    """CO2 of converted arbor forest burnt on site."""
    biomass_cleared = quantity * (stand_volume * wood_density * above_ground_bef - biomass_after)
    burnt_carbon = biomass_cleared * onsite_burnt_share * burnt_oxidised_share * biomass_carbon_fraction
    return burnt_carbon * CO2_PER_C


@equation("tCH4", quantity="ha", zh="乔木林转化现地燃烧甲烷", source=CONVERSION)
def arbor_onsite_ch4(
    quantity,
    stand_volume,
    wood_density,
    above_ground_bef,
    biomass_after,
    onsite_burnt_share,
    burnt_oxidised_share,
    biomass_carbon_fraction,
    burnt_ch4_factor,
):
    """CH4 of converted arbor forest burnt on site."""
    biomass_cleared = quantity * (stand_volume * wood_density * above_ground_bef - biomass_after)
    burnt_carbon = biomass_cleared * onsite_burnt_share * burnt_oxidised_share * biomass_carbon_fraction
    return burnt_carbon * burnt_ch4_factor * CH4_PER_C


@equation("tN2O", quantity="ha", zh="乔木林转化现地燃烧氧化亚氮", source=CONVERSION)
def arbor_onsite_n2o(
    quantity,
    stand_volume,
    wood_density,
    above_ground_bef,
    biomass_after,
    onsite_burnt_share,
    burnt_oxidised_share,
    biomass_carbon_fraction,
    nitrogen_carbon_ratio,
    burnt_n2o_factor,
):
    """N2O of converted arbor forest burnt on site."""
    biomass_cleared = quantity * (stand_volume * wood_density * above_ground_bef - biomass_after)
    burnt_carbon = biomass_cleared * onsite_burnt_share * burnt_oxidised_share * biomass_carbon_fraction
    return burnt_carbon * nitrogen_carbon_ratio * burnt_n2o_factor * N2O_PER_N


@equation("tCO2", quantity="ha", zh="乔木林转化异地燃烧二氧化碳", source=CONVERSION)
def arbor_offsite_co2(
    quantity,
    stand_volume,
    wood_density,
    above_ground_bef,
    biomass_after,
    offsite_burnt_share,
    burnt_oxidised_share,
    biomass_carbon_fraction,
):
    """CO2 of converted arbor forest burnt off site."""
    biomass_cleared = quantity * (stand_volume * wood_density * above_ground_bef - biomass_after)
    burnt_carbon = biomass_cleared * offsite_burnt_share * burnt_oxidised_share * biomass_carbon_fraction
    return burnt_carbon * CO2_PER_C


@equation("tCO2", quantity="ha", zh="乔木林转化分解二氧化碳", source=CONVERSION)
def arbor_decay_co2(
    quantity,
    stand_volume,
    wood_density,
    above_ground_bef,
    biomass_after,
    decayed_share,
    biomass_carbon_fraction,
):
    """CO2 of the decay of converted arbor forest."""
    biomass_cleared = quantity * (stand_volume * wood_density * above_ground_bef - biomass_after)
    return biomass_cleared * decayed_share * biomass_carbon_fraction * CO2_PER_C


@equation("tCO2", quantity="ha", zh="其他林地转化现地燃烧二氧化碳", source=CONVERSION)
def woodland_onsite_co2(
    quantity, biomass_before, biomass_after, onsite_burnt_share, burnt_oxidised_share, biomass_carbon_fraction
):
    """CO2 of converted woodland burnt on site."""
    biomass_cleared = quantity * (biomass_before - biomass_after)
    return biomass_cleared * onsite_burnt_share * burnt_oxidised_share * biomass_carbon_fraction * CO2_PER_C


@equation("tCH4", quantity="ha", zh="其他林地转化现地燃烧甲烷", source=CONVERSION)
def woodland_onsite_ch4(
    quantity,
    biomass_before,
    biomass_after,
    onsite_burnt_share,
    burnt_oxidised_share,
    biomass_carbon_fraction,
    burnt_ch4_factor,
):
    """CH4 of converted woodland burnt on site."""
    biomass_cleared = quantity * (biomass_before - biomass_after)
    burnt_carbon = biomass_cleared * onsite_burnt_share * burnt_oxidised_share * biomass_carbon_fraction
    return burnt_carbon * burnt_ch4_factor * CH4_PER_C


@equation("tN2O", quantity="ha", zh="其他林地转化现地燃烧氧化亚氮", source=CONVERSION)
def woodland_onsite_n2o(
    quantity,
    biomass_before,
    biomass_after,
    onsite_burnt_share,
    burnt_oxidised_share,
    biomass_carbon_fraction,
    nitrogen_carbon_ratio,
    burnt_n2o_factor,
):
    """N2O of converted woodland burnt on site."""
    biomass_cleared = quantity * (biomass_before - biomass_after)
    burnt_carbon = biomass_cleared * onsite_burnt_share * burnt_oxidised_share * biomass_carbon_fraction
    return burnt_carbon * nitrogen_carbon_ratio * burnt_n2o_factor * N2O_PER_N


@equation("tCO2", quantity="ha", zh="其他林地转化异地燃烧二氧化碳", source=CONVERSION)
def woodland_offsite_co2(
    quantity, biomass_before, biomass_after, offsite_burnt_share, burnt_oxidised_share, biomass_carbon_fraction
):
    """CO2 of converted woodland burnt off site."""
    biomass_cleared = quantity * (biomass_before - biomass_after)
    return biomass_cleared * offsite_burnt_share * burnt_oxidised_share * biomass_carbon_fraction * CO2_PER_C


@equation("tCO2", quantity="ha", zh="其他林地转化分解二氧化碳", source=CONVERSION)
def woodland_decay_co2(quantity, biomass_before, biomass_after, decayed_share, biomass_carbon_fraction):
    """CO2 of the decay of converted woodland."""
    biomass_cleared = quantity * (biomass_before - biomass_after)
    return biomass_cleared * decayed_share * biomass_carbon_fraction * CO2_PER_C


@equation("tCO2", quantity="ha", zh="林地转化死有机质碳损失", source=f"{CH2} Eq. 2.23")
def dead_matter_loss_co2(quantity, dead_matter_stock):
    """CO2 of litter and dead wood lost when forest is converted."""
    return quantity * dead_matter_stock * CO2_PER_C
