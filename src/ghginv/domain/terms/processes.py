"""Terms of industrial processes: minerals, chemicals, metals."""

from __future__ import annotations

from ghginv.domain.terms.term import ANY, FRACTION, Term

ROWS = (
    # Emission factors, per amount produced or used
    Term("process_co2_factor", "EF", "工业过程二氧化碳排放因子", "CO2 factor of the process", {"tCO2/t": (0.0, 10.0)}),
    Term("process_ch4_factor", "EF", "工业过程甲烷排放因子", "CH4 factor of the process", {"kgCH4/t": (0.0, 50.0)}),
    Term("process_n2o_factor", "EF", "工业过程氧化亚氮排放因子", "N2O factor of the process",
         {"kgN2O/t": (0.0, 400.0)}),
    Term("process_gas_factor", "EF", "工业过程含氟气体排放因子", "fluorinated-gas factor of the process",
         {"kgGAS/t": (0.0, 100.0)}),
    Term("cf4_process_factor", "EF", "铝生产四氟化碳排放因子", "CF4 factor of aluminium", {"kgGAS/t": (0.0, 10.0)}),
    Term("c2f6_process_factor", "EF", "铝生产六氟乙烷排放因子", "C2F6 factor of aluminium", {"kgGAS/t": (0.0, 2.0)}),
    # Minerals
    Term("clinker_fraction", "C_cl", "水泥中熟料比例", "fraction of clinker in cement", FRACTION),
    Term("clinker_cao_fraction", "f_CaO", "熟料中来自碳酸盐的氧化钙含量", "CaO from carbonates in clinker",
         {"1": (0.0, 0.75)}),
    Term("clinker_mgo_fraction", "f_MgO", "熟料中来自碳酸盐的氧化镁含量", "MgO from carbonates in clinker",
         {"1": (0.0, 0.1)}),
    Term("kiln_dust_factor", "CF", "窑灰修正系数", "correction for kiln dust", {"1": (1.0, 1.5)}),
    Term("cullet_ratio", "CR", "碎玻璃比例", "share of cullet", FRACTION),
    Term("calcination_fraction", "F", "碳酸盐分解率", "fraction of carbonate calcined", FRACTION),
    Term("caco3_fraction", "C_Ca", "原料中碳酸钙含量", "CaCO3 content of the raw material", FRACTION),
    Term("mgco3_fraction", "C_Mg", "原料中碳酸镁含量", "MgCO3 content of the raw material", FRACTION),
    # Chemicals
    Term("n2o_destruction", "DE", "氧化亚氮去除率", "N2O destroyed by the abatement", FRACTION),
    Term("abatement_utilisation", "UF", "减排设施利用率", "utilisation of the abatement", FRACTION),
    Term("regional_adjustment", "GAF", "区域修正系数", "regional adjustment", {"1": (0.5, 2.0)}),
    # Metals
    Term("material_carbon_content", "F", "物料含碳率", "carbon content of the material", {"tC/t": (0.0, 1.0)}),
    Term("anode_effect_minutes", "AEM", "每槽日阳极效应分钟数", "anode effect minutes per cell-day",
         {"1": (0.0, 100.0)}),
    Term("anode_effect_slope", "S", "斜率系数", "slope coefficient", {"kgGAS/t": (0.0, 1.0)}),
    Term("c2f6_share", "F_CF", "六氟乙烷与四氟化碳质量比", "weight of C2F6 to that of CF4", FRACTION),
    # Named steps
    Term("clinker", "M_cl", "熟料量", "clinker", {"t": ANY}),
    Term("clinker_co2_factor", "EF", "熟料排放因子", "CO2 factor of clinker", {"tCO2/t": ANY}),
    Term("melted_raw_material", "M", "原料熔成的玻璃量", "glass from raw material", {"t": ANY}),
    Term("carbonate_co2_content", "EF", "原料中碳酸盐的二氧化碳含量", "CO2 in the carbonates of the raw material",
         {"tCO2/t": ANY}),
    Term("unabated_n2o", "E_U", "处理前氧化亚氮", "N2O before abatement", {"tN2O": ANY}),
    Term("cf4_emission", "E_CF", "四氟化碳排放量", "CF4 emitted", {"tGAS": ANY}),
)
