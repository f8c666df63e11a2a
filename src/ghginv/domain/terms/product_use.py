"""Terms of product use: electronics, electrical equipment, refrigeration, foams, aerosols, lubricants.

Amounts of gas are in kg, as plants report them. A share of a gas or blend that comes out as a greenhouse gas is in
kgGAS/kg: GAS is the gas that the rule names.
"""

from __future__ import annotations

from ghginv.domain.terms.term import AMOUNT, ANY, FRACTION, Term

_SHARE = {"kgGAS/kg": (0.0, 1.0)}

ROWS: tuple[Term, ...] = (
    # Electronics
    Term("emitted_gas_factor", "EF_u", "排放量占使用量比例", "share of the gas used that is emitted", _SHARE),
    Term("unreacted_gas_factor", "U_n", "未利用率（1-U）", "share of the gas not reacted (1-U)", _SHARE),
    Term("byproduct_cf4_factor", "B_CF", "副产CF4系数", "CF4 formed per gas used", _SHARE),
    Term("byproduct_factor", "B", "副产气体系数", "by-product gas formed per gas used", _SHARE),
    Term("heel_share", "h", "钢瓶残余比例", "heel left in the container", FRACTION),
    Term("abated_share", "a", "接入尾气处理的气体比例", "share of the gas fed to tools with abatement", FRACTION),
    Term("destruction_efficiency", "d", "投入气体销毁效率", "destruction efficiency for the input gas", FRACTION),
    Term("byproduct_destruction_efficiency", "d_k", "副产气体销毁效率", "destruction efficiency for the by-product",
         FRACTION),
    Term("capacity_utilisation", "Cu", "产能利用率", "utilisation of the capacity", FRACTION),
    Term("area_gas_factor", "EF_A", "单位面积排放因子", "emission per area processed", {"kgGAS/m2": (0.0, 10.0)}),
    Term("fed_gas", "FC_f", "通入工艺的气体量", "gas fed into the process", {"kg": ANY}),
    Term("unabated_gas", "E_u", "处理前气体量", "gas before abatement", {"kgGAS": ANY}),
    Term("emitted_gas", "E_g", "排放气体量", "gas emitted", {"kgGAS": ANY}),
    Term("processed_area", "A_p", "加工面积", "area processed", {"m2": ANY}),
    # Equipment that holds gas: switchgear, refrigeration, fire protection, foams
    Term("component_share", "w", "组分质量比例", "mass share of the component", _SHARE),
    Term("charging_loss_factor", "k", "制造安装充注排放率", "loss at manufacture, installation, charging", FRACTION),
    # Well below 1: what leaks all of its charge in a year is no bank
    Term("annual_leak_factor", "x", "年泄漏率", "annual loss of the charge", {"1": (0.0, 0.9)}),
    Term("remaining_charge_factor", "p", "报废时剩余充注比例", "charge remaining at the end of life", FRACTION),
    Term("recovery_factor", "eta_rec", "报废回收比例", "share of the remaining charge recovered", FRACTION),
    Term("container_loss_factor", "c", "容器残余损失比例", "loss when containers are handled", FRACTION),
    Term("foam_first_year_factor", "EF_FYL", "泡沫首年损失率", "loss of the foam in its first year", FRACTION),
    Term("foam_annual_factor", "EF_AL", "泡沫年损失率", "annual loss of the original charge of the foam", FRACTION),
    Term("foam_lifetime", "n_f", "泡沫寿命", "lifetime of the foam", {"a": (1.0, 100.0)}),
    Term("remaining_bank", "B_t", "在用设备剩余充注量", "charge remaining in equipment in use", {"kg": ANY}),
    Term("lost_charge", "M_l", "损失的充注量", "charge lost", {"kg": ANY}),
    Term("retired_charge", "M_r", "报废设备中的剩余量", "charge left in retired equipment", {"kg": ANY}),
    Term("elapsed_years", "t", "已过年数", "years elapsed", {"1": ANY}),
    Term("later_loss", "l", "首年后的年损失比例", "share lost in a year after the first", {"1": ANY}),
    Term("loss_share", "L_t", "本年损失比例", "share lost in the year", {"1": ANY}),
    # Mass balance; a fluid is measured by volume
    Term("stock_at_start", "I_s", "年初库存", "stock at the start of the year", {"kg": AMOUNT, "m3": AMOUNT}),
    Term("stock_at_end", "I_e", "年末库存", "stock at the end of the year", {"kg": AMOUNT, "m3": AMOUNT}),
    Term("amount_passed_on", "S", "售出、退回、交处置量", "sold, returned or handed over for disposal",
         {"kg": AMOUNT, "m3": AMOUNT}),
    Term("charge_increase", "dN", "设备充注量净增加", "net increase of the charge of equipment",
         {"kg": (-1e10, 1e10), "m3": (-1e10, 1e10)}),
    Term("fluid_density", "rho", "流体密度", "density of the fluid", {"kg/m3": (500.0, 2500.0)}),
    Term("consumed_gas", "M_c", "平衡消耗量", "amount unaccounted for", {"kg": ANY}),
    Term("consumed_fluid", "V_c", "平衡消耗体积", "volume unaccounted for", {"m3": ANY}),
    # Aerosols, solvents, N2O, accelerators, lubricants
    Term("first_year_factor", "EF_f", "首年排放比例", "share emitted in the year of sale", FRACTION),
    Term("sales_last_year", "S_p", "上年销售量", "sales of the year before", {"kg": AMOUNT}),
    Term("emitted_sales", "S_e", "当年排放的产品量", "product emitted in the year", {"kg": ANY}),
    Term("n2o_release_factor", "EF_n", "氧化亚氮释放比例", "share of the N2O released", {"kgN2O/kg": (0.0, 1.0)}),
    Term("accelerator_charge_factor", "M_a", "加速器充注量", "charge of an accelerator",
         {"kgGAS/machine": (0.0, 10000.0)}),
    Term("accelerator_leak_factor", "x_a", "加速器年排放率", "annual emission of an accelerator", {"1": (0.0, 5.0)}),
    Term("oxidised_during_use_factor", "ODU", "使用中氧化比例", "share oxidised during use", FRACTION),
)
