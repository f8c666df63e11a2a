"""Product use 产品使用: electrical equipment, refrigeration, foams, fire protection, aerosols, N2O, lubricants.

``quantity`` is gas or blend in kg unless a formula says otherwise; ``component_share`` is 1 for a gas, and for a blend
the mass share of the component that the rule names. Emissions of a year; what was recovered is not emitted.
"""

from __future__ import annotations

from ghginv.formulas.equation import equation
from ghginv.formulas.words import CO2_PER_C, GJ_PER_TJ, KG_PER_T, ONE_YEAR, if_else, maximum

PG2011 = "省级温室气体清单编制指南（试行）2011 第二章"
IPCC2006 = "IPCC 2006 Vol.3"


# Equipment that holds gas, from charging to retirement


@equation("tGAS", quantity="kg", zh="设备制造、安装、充注排放", source=f"{PG2011}; {IPCC2006} Eq. 7.12, 8.1")
def equipment_charging(quantity, component_share, charging_loss_factor):
    """Gas lost when equipment is made, installed and charged."""
    emitted_gas = quantity * component_share * charging_loss_factor
    return emitted_gas / KG_PER_T


@equation("tGAS", quantity="kg", zh="在用设备排放（按铭牌充注量）", source=f"{IPCC2006} Eq. 8.1, 7.17")
def installed_equipment_leakage(quantity, component_share, annual_leak_factor):
    """Gas lost in a year by equipment in use, by its nameplate charge."""
    emitted_gas = quantity * component_share * annual_leak_factor
    return emitted_gas / KG_PER_T


@equation("tGAS", quantity="kg", zh="在用设备排放（按充注年份）", source=f"{IPCC2006} Eq. 7.13")
def bank_leakage(quantity, age, component_share, annual_leak_factor):
    """Gas lost in a year by what is left of the charge of a year, not topped up since."""
    elapsed_years = age / ONE_YEAR
    remaining_bank = quantity * maximum(1 - annual_leak_factor, 0) ** elapsed_years
    lost_charge = remaining_bank * annual_leak_factor
    emitted_gas = lost_charge * component_share
    return emitted_gas / KG_PER_T


@equation("tGAS", quantity="kg", zh="设备报废排放", source=f"{IPCC2006} Eq. 7.14, 8.1")
def equipment_end_of_life(quantity, component_share, remaining_charge_factor, recovery_factor):
    """Gas left in retired equipment and not recovered."""
    retired_charge = quantity * remaining_charge_factor
    lost_charge = retired_charge * (1 - recovery_factor)
    emitted_gas = lost_charge * component_share
    return emitted_gas / KG_PER_T


@equation("tGAS", quantity="kg", zh="制冷剂容器管理排放", source=f"{IPCC2006} Eq. 7.11")
def container_management(quantity, component_share, container_loss_factor):
    """Gas lost when containers are filled, handled and left with a heel."""
    emitted_gas = quantity * component_share * container_loss_factor
    return emitted_gas / KG_PER_T


# Mass balance


@equation("tGAS", quantity="kg", zh="含氟气体物料平衡", source=f"{IPCC2006} Eq. 7.9; Ch.8 Sec. 8.2 Tier 3")
def gas_mass_balance(quantity, stock_at_start, stock_at_end, amount_passed_on, charge_increase, component_share):
    """Gas bought that is neither in stock, passed on nor in equipment."""
    consumed_gas = quantity + stock_at_start - stock_at_end - amount_passed_on - charge_increase
    emitted_gas = consumed_gas * component_share
    return emitted_gas / KG_PER_T


@equation("tGAS", quantity="m3", zh="电子工业导热流体物料平衡", source=f"{IPCC2006} Eq. 6.13")
def heat_transfer_fluid_balance(
    quantity, stock_at_start, stock_at_end, amount_passed_on, charge_increase, fluid_density, component_share
):
    """Heat transfer fluid bought, by volume, that is neither in stock, passed on nor in equipment."""
    consumed_fluid = quantity + stock_at_start - stock_at_end - amount_passed_on - charge_increase
    consumed_gas = consumed_fluid * fluid_density
    emitted_gas = consumed_gas * component_share
    return emitted_gas / KG_PER_T


# Foams, aerosols, solvents


@equation("tGAS", quantity="kg", zh="闭孔泡沫排放（按发泡年份）", source=f"{IPCC2006} Eq. 7.7")
def closed_cell_foam(quantity, age, component_share, foam_first_year_factor, foam_annual_factor, foam_lifetime):
    """Blowing agent lost in a year by the closed-cell foam of a year."""
    later_loss = if_else(age > foam_lifetime, 0, foam_annual_factor)
    loss_share = if_else(age < ONE_YEAR, foam_first_year_factor, later_loss)
    emitted_gas = quantity * component_share * loss_share
    return emitted_gas / KG_PER_T


@equation("tGAS", quantity="kg", zh="开孔泡沫排放", source=f"{IPCC2006} Eq. 7.8")
def open_cell_foam(quantity, component_share):
    """Blowing agent of open-cell foam, all lost in the year of blowing."""
    emitted_gas = quantity * component_share
    return emitted_gas / KG_PER_T


@equation("tGAS", quantity="kg", zh="气雾剂和溶剂排放（两年法）", source=f"{IPCC2006} Eq. 7.5, 7.6")
def product_sales_emission(quantity, sales_last_year, component_share, first_year_factor):
    """Gas of aerosols or solvents sold in this year and the year before."""
    emitted_sales = quantity * first_year_factor + sales_last_year * (1 - first_year_factor)
    emitted_gas = emitted_sales * component_share
    return emitted_gas / KG_PER_T


# Nitrous oxide, accelerators, lubricants


@equation("tN2O", quantity="kg", zh="氧化亚氮产品使用", source=f"{IPCC2006} Eq. 8.24")
def n2o_product_use(quantity, sales_last_year, n2o_release_factor):
    """N2O from anaesthesia and propellants, half of it released in the year after it was supplied."""
    emitted_sales = (quantity + sales_last_year) / 2
    return emitted_sales * n2o_release_factor / KG_PER_T


@equation("tGAS", quantity="machine", zh="粒子加速器排放", source=f"{IPCC2006} Ch.8 Sec. 8.3")
def accelerator_leakage(quantity, accelerator_charge_factor, accelerator_leak_factor):
    """SF6 lost in a year by particle accelerators."""
    emitted_gas = quantity * accelerator_charge_factor * accelerator_leak_factor
    return emitted_gas / KG_PER_T


@equation("tCO2", quantity="t", zh="润滑油和石蜡使用二氧化碳", source=f"{IPCC2006} Eq. 5.2, 5.4")
def lubricant_use_co2(quantity, net_calorific_value, carbon_content, oxidised_during_use_factor):
    """CO2 of lubricants and wax that oxidise while they are used."""
    energy = quantity * net_calorific_value / GJ_PER_TJ
    carbon = energy * carbon_content
    return carbon * oxidised_during_use_factor * CO2_PER_C
