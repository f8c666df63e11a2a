"""Terms that only the accounts of enterprises speak of: what they measure of coal, clinker, gases and materials."""

from __future__ import annotations

from ghginv.domain.terms.term import ANY, FRACTION, Term

ROWS = (
    # Coal as received, from what the laboratory finds in the air-dried sample
    Term(
        "air_dried_carbon",
        "C_ad",
        "空气干燥基元素碳含量",
        "elemental carbon of the air-dried sample",
        {"tC/t": (0.2, 0.95)},
    ),
    Term("received_moisture", "M_ar", "收到基水分", "moisture as received", {"1": (0.0, 0.6)}),
    Term("air_dried_moisture", "M_ad", "空气干燥基水分", "moisture of the air-dried sample", {"1": (0.0, 0.4)}),
    # Fuels made of waste
    Term(
        "fuel_fossil_share",
        "alpha",
        "替代燃料中化石碳比例",
        "fossil share of the carbon of an alternative fuel",
        FRACTION,
    ),
    # Carbonates and clinker
    Term("carbonate_purity", "PUR", "碳酸盐纯度", "purity of the carbonate", FRACTION),
    Term("clinker_cao", "FR_Ca", "熟料中氧化钙含量", "CaO in clinker", {"1": (0.3, 0.75)}),
    Term(
        "noncarbonate_cao",
        "FR_nCa",
        "熟料中不来自碳酸盐分解的氧化钙含量",
        "CaO in clinker not from carbonates",
        {"1": (0.0, 0.3)},
    ),
    Term("clinker_mgo", "FR_Mg", "熟料中氧化镁含量", "MgO in clinker", {"1": (0.0, 0.1)}),
    Term(
        "noncarbonate_mgo",
        "FR_nMg",
        "熟料中不来自碳酸盐分解的氧化镁含量",
        "MgO in clinker not from carbonates",
        {"1": (0.0, 0.1)},
    ),
    Term(
        "raw_meal_carbon", "FR_o", "生料中非燃料碳含量", "carbon of the raw meal other than fuel", {"tC/t": (0.0, 0.03)}
    ),
    # Gases: flared, bought, recovered
    Term(
        "gas_carbon_content",
        "CC_g",
        "火炬气中二氧化碳以外的含碳量",
        "carbon of the flare gas other than CO2",
        {"tC/10^4 m3": (0.0, 20.0)},
    ),
    Term("gas_co2_share", "V_C", "火炬气中二氧化碳体积比", "volume share of CO2 in the flare gas", FRACTION),
    Term("flare_oxidation", "OF", "火炬碳氧化率", "oxidation of the flare", FRACTION),
    Term("co2_purity", "PUR_g", "气体中二氧化碳质量比例", "mass share of CO2 in the gas", {"tCO2/t": (0.0, 1.0)}),
    Term("released_share", "L", "损耗（释放）比例", "share lost to the air", FRACTION),
    # Anodes
    Term("net_anode_consumption", "NC", "吨铝净炭耗", "net consumption of anodes", {"t/t": (0.3, 0.6)}),
    Term("anode_impurity", "S_a", "炭阳极硫分和灰分", "sulphur and ash of the anodes", {"1": (0.0, 0.2)}),
    # Named steps
    Term("received_carbon", "C_ar", "收到基元素碳含量", "elemental carbon as received", {"tC/t": ANY}),
    Term("pure_carbonate", "M_c", "碳酸盐净量", "carbonate proper", {"t": ANY}),
    Term("flared_carbon", "C_F", "火炬燃烧的碳量", "carbon flared", {"tC": ANY}),
    Term("flared_co2", "E_F", "火炬气自带的二氧化碳", "CO2 that the flare gas brings", {"tCO2": ANY}),
    Term("anode_carbon", "C_A", "阳极消耗的碳量", "carbon of the anodes consumed", {"tC": ANY}),
    Term("clinker_oxide_co2", "EF", "熟料过程排放因子", "process factor of the clinker", {"tCO2/t": ANY}),
)
