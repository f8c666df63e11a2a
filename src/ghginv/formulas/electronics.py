"""Electronics 电子工业: etching and cleaning gases of semiconductor, display and photovoltaics makers.

Three ways side by side, as data allow: the share of the gas used that the provincial guideline gives, the area
processed (Tier 1), and the gas used less what reacts and what abatement destroys, with the by-products formed (Tier 2a,
by process Tier 2b). ``quantity`` is gas in kg or area in m2; the rule names the gas that comes out.
"""

from __future__ import annotations

from ghginv.formulas.equation import equation
from ghginv.formulas.words import KG_PER_T

PG2011 = "省级温室气体清单编制指南（试行）2011 第二章 半导体生产过程"
IPCC2006 = "IPCC 2006 Vol.3 Ch.6"


@equation("tGAS", quantity="kg", zh="半导体生产含氟气体（占使用量比例）", source=PG2011)
def electronics_gas_share(quantity, emitted_gas_factor):
    """Emission of a gas as a share of what was used, without by-products."""
    emitted_gas = quantity * emitted_gas_factor
    return emitted_gas / KG_PER_T


@equation("tGAS", quantity="m2", zh="电子工业含氟气体（按面积）", source=f"{IPCC2006} Eq. 6.1")
def electronics_area_gas(quantity, capacity_utilisation, area_gas_factor):
    """Emission of a gas by the area of silicon, glass or substrate that can be processed."""
    processed_area = quantity * capacity_utilisation
    emitted_gas = processed_area * area_gas_factor
    return emitted_gas / KG_PER_T


@equation("tGAS", quantity="kg", zh="电子工业未反应的投入气体", source=f"{IPCC2006} Eq. 6.2, 6.7")
def electronics_input_gas(quantity, heel_share, unreacted_gas_factor, abated_share, destruction_efficiency):
    """Emission of the gas used that neither reacts nor is destroyed."""
    fed_gas = quantity * (1 - heel_share)
    unabated_gas = fed_gas * unreacted_gas_factor
    emitted_gas = unabated_gas * (1 - abated_share * destruction_efficiency)
    return emitted_gas / KG_PER_T


@equation("tGAS", quantity="kg", zh="电子工业副产四氟化碳", source=f"{IPCC2006} Eq. 6.3, 6.8")
def electronics_byproduct_cf4(
    quantity, heel_share, byproduct_cf4_factor, abated_share, byproduct_destruction_efficiency
):
    """CF4 formed from the gas used and not destroyed."""
    fed_gas = quantity * (1 - heel_share)
    unabated_gas = fed_gas * byproduct_cf4_factor
    emitted_gas = unabated_gas * (1 - abated_share * byproduct_destruction_efficiency)
    return emitted_gas / KG_PER_T


@equation("tGAS", quantity="kg", zh="电子工业其他副产气体", source=f"{IPCC2006} Eq. 6.4-6.6, 6.9-6.11")
def electronics_byproduct_gas(quantity, heel_share, byproduct_factor, abated_share, byproduct_destruction_efficiency):
    """C2F6, CHF3 or C3F8 formed from the gas used and not destroyed."""
    fed_gas = quantity * (1 - heel_share)
    unabated_gas = fed_gas * byproduct_factor
    emitted_gas = unabated_gas * (1 - abated_share * byproduct_destruction_efficiency)
    return emitted_gas / KG_PER_T
