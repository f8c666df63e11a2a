"""Managed soils 农用地: direct and indirect N2O of the nitrogen that fields receive.

Nitrogen is followed from the sack, animal, person or crop: what is excreted is collected, lost on the way, emitted as
N2O-N by manure management, or applied. Direct emission, deposition and leaching are computed from the same flows.
"""

from __future__ import annotations

from ghginv.formulas.equation import equation
from ghginv.formulas.words import KG_PER_T, N2O_PER_N

PG2011 = "省级温室气体清单编制指南（试行）2011 第三章"
IPCC2006 = "IPCC 2006 Vol.4"
DIRECT, DEPOSITION, LEACHING = f"{IPCC2006} Ch.11 Eq. 11.1", f"{IPCC2006} Ch.11 Eq. 11.9", f"{IPCC2006} Ch.11 Eq. 11.10"


# Fertiliser: as nitrogen, and compound fertiliser by its content


@equation("tN2O", quantity="tN", zh="化肥氮直接氧化亚氮", source=f"{PG2011}; {DIRECT}")
def fertiliser_direct_n2o(quantity, soil_n2o_factor):
    """Direct N2O of fertiliser nitrogen."""
    return quantity * soil_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="tN", zh="化肥氮沉降间接氧化亚氮", source=f"{PG2011}; {DEPOSITION}")
def fertiliser_deposition_n2o(quantity, input_volatilised_share, deposition_n2o_factor):
    """N2O of nitrogen volatilised from fertiliser."""
    volatilised_nitrogen = quantity * input_volatilised_share
    return volatilised_nitrogen * deposition_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="tN", zh="化肥氮淋溶间接氧化亚氮", source=f"{PG2011}; {LEACHING}")
def fertiliser_leaching_n2o(quantity, leached_share, leaching_n2o_factor):
    """N2O of nitrogen leached from fertiliser."""
    leached_nitrogen = quantity * leached_share
    return leached_nitrogen * leaching_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="t", zh="复合肥直接氧化亚氮", source=f"{PG2011}; {DIRECT}")
def compound_direct_n2o(quantity, fertiliser_nitrogen_share, soil_n2o_factor):
    """Direct N2O of compound fertiliser."""
    applied_nitrogen = quantity * fertiliser_nitrogen_share
    return applied_nitrogen * soil_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="t", zh="复合肥沉降间接氧化亚氮", source=f"{PG2011}; {DEPOSITION}")
def compound_deposition_n2o(quantity, fertiliser_nitrogen_share, input_volatilised_share, deposition_n2o_factor):
    """N2O of nitrogen volatilised from compound fertiliser."""
    volatilised_nitrogen = quantity * fertiliser_nitrogen_share * input_volatilised_share
    return volatilised_nitrogen * deposition_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="t", zh="复合肥淋溶间接氧化亚氮", source=f"{PG2011}; {LEACHING}")
def compound_leaching_n2o(quantity, fertiliser_nitrogen_share, leached_share, leaching_n2o_factor):
    """N2O of nitrogen leached from compound fertiliser."""
    leached_nitrogen = quantity * fertiliser_nitrogen_share * leached_share
    return leached_nitrogen * leaching_n2o_factor * N2O_PER_N


# Excreta of the rural population


@equation("tN2O", quantity="person", zh="乡村人口粪肥直接氧化亚氮", source=f"{PG2011}; {DIRECT}")
def person_direct_n2o(
    quantity,
    person_nitrogen_excretion,
    manure_leaching_loss_share,
    manure_volatilisation_loss_share,
    soil_n2o_factor,
):
    """Direct N2O of human excreta on fields."""
    excreted_nitrogen = quantity * person_nitrogen_excretion / KG_PER_T
    field_nitrogen = excreted_nitrogen * (1 - manure_leaching_loss_share - manure_volatilisation_loss_share)
    return field_nitrogen * soil_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="person", zh="乡村人口粪肥沉降间接氧化亚氮", source=f"{PG2011}; {DEPOSITION}")
def person_deposition_n2o(
    quantity,
    person_nitrogen_excretion,
    manure_leaching_loss_share,
    manure_volatilisation_loss_share,
    input_volatilised_share,
    deposition_n2o_factor,
):
    """N2O of nitrogen volatilised from human excreta on fields."""
    excreted_nitrogen = quantity * person_nitrogen_excretion / KG_PER_T
    field_nitrogen = excreted_nitrogen * (1 - manure_leaching_loss_share - manure_volatilisation_loss_share)
    return field_nitrogen * input_volatilised_share * deposition_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="person", zh="乡村人口粪肥淋溶间接氧化亚氮", source=f"{PG2011}; {LEACHING}")
def person_leaching_n2o(
    quantity,
    person_nitrogen_excretion,
    manure_leaching_loss_share,
    manure_volatilisation_loss_share,
    leached_share,
    leaching_n2o_factor,
):
    """N2O of nitrogen leached from human excreta on fields."""
    excreted_nitrogen = quantity * person_nitrogen_excretion / KG_PER_T
    field_nitrogen = excreted_nitrogen * (1 - manure_leaching_loss_share - manure_volatilisation_loss_share)
    return field_nitrogen * leached_share * leaching_n2o_factor * N2O_PER_N


# Straw returned and roots left, from the yield


@equation("tN2O", quantity="t", zh="秸秆还田直接氧化亚氮", source=f"{PG2011}; {DIRECT}")
def straw_direct_n2o(
    quantity,
    dry_matter_ratio,
    harvest_index,
    straw_return_share,
    root_shoot_ratio,
    straw_nitrogen_content,
    soil_n2o_factor,
):
    """Direct N2O of straw returned and roots left."""
    grain = quantity * dry_matter_ratio
    above_ground = grain / harvest_index
    straw_nitrogen = (above_ground - grain) * straw_return_share * straw_nitrogen_content
    root_nitrogen = above_ground * root_shoot_ratio * straw_nitrogen_content
    return (straw_nitrogen + root_nitrogen) * soil_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="t", zh="秸秆还田沉降间接氧化亚氮", source=PG2011)
def straw_deposition_n2o(
    quantity,
    dry_matter_ratio,
    harvest_index,
    straw_return_share,
    root_shoot_ratio,
    straw_nitrogen_content,
    input_volatilised_share,
    deposition_n2o_factor,
):
    """N2O of nitrogen volatilised from straw returned and roots left."""
    grain = quantity * dry_matter_ratio
    above_ground = grain / harvest_index
    straw_nitrogen = (above_ground - grain) * straw_return_share * straw_nitrogen_content
    root_nitrogen = above_ground * root_shoot_ratio * straw_nitrogen_content
    return (straw_nitrogen + root_nitrogen) * input_volatilised_share * deposition_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="t", zh="秸秆还田淋溶间接氧化亚氮", source=f"{PG2011}; {LEACHING}")
def straw_leaching_n2o(
    quantity,
    dry_matter_ratio,
    harvest_index,
    straw_return_share,
    root_shoot_ratio,
    straw_nitrogen_content,
    leached_share,
    leaching_n2o_factor,
):
    """N2O of nitrogen leached from straw returned and roots left."""
    grain = quantity * dry_matter_ratio
    above_ground = grain / harvest_index
    straw_nitrogen = (above_ground - grain) * straw_return_share * straw_nitrogen_content
    root_nitrogen = above_ground * root_shoot_ratio * straw_nitrogen_content
    return (straw_nitrogen + root_nitrogen) * leached_share * leaching_n2o_factor * N2O_PER_N


@equation("tN2O", quantity="ha", zh="排水有机土直接氧化亚氮", source=DIRECT)
def organic_soil_n2o(quantity, organic_soil_n2o_factor):
    """Direct N2O of drained organic soils."""
    return quantity * organic_soil_n2o_factor / KG_PER_T * N2O_PER_N
