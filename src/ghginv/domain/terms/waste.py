"""Terms of waste: landfill, incineration, biological treatment, waste water."""

from __future__ import annotations

from ghginv.domain.terms.term import ANY, FRACTION, Term

ROWS: tuple[Term, ...] = (
    # Landfill
    Term("waste_fraction", "W", "组分比例", "share of the component in the waste", FRACTION),
    Term("degradable_organic_carbon", "DOC", "可降解有机碳含量", "degradable organic carbon", {"tC/t": (0.0, 0.5)}),
    Term("decomposed_doc_fraction", "DOC_f", "可分解的DOC比例", "fraction of DOC that decomposes", FRACTION),
    Term("landfill_correction_factor", "MCF", "填埋甲烷修正因子", "methane correction factor of the site", FRACTION),
    Term("methane_fraction", "F", "填埋气中甲烷体积比", "fraction of methane in landfill gas", FRACTION),
    Term("methane_oxidation", "OX", "甲烷氧化因子", "methane oxidised in the cover", FRACTION),
    Term("decay_rate", "k", "甲烷产生率", "decay rate", {"1/a": (0.0, 2.0)}),
    # Incineration
    Term("waste_carbon_content", "CCW", "废弃物碳含量", "carbon content of the waste", {"tC/t": (0.0, 1.0)}),
    Term("dry_matter_content", "dm", "干物质含量", "dry matter content", FRACTION),
    Term("dry_carbon_content", "CF", "干物质碳含量", "carbon content of dry matter", {"tC/t": (0.0, 1.0)}),
    Term("fossil_carbon_share", "FCF", "矿物碳占碳总量比例", "fossil share of carbon", FRACTION),
    Term("combustion_efficiency", "CE", "燃烧效率", "combustion efficiency", FRACTION),
    Term("incineration_ch4_factor", "EF", "焚烧甲烷排放因子", "CH4 factor of burning waste",
         {"gCH4/t": (0.0, 10_000.0)}),
    Term("incineration_n2o_factor", "EF", "焚烧氧化亚氮排放因子", "N2O factor of burning waste",
         {"gN2O/t": (0.0, 3000.0)}),
    # Biological treatment
    Term("biological_ch4_factor", "EF", "生物处理甲烷排放因子", "CH4 factor of biological treatment",
         {"gCH4/kg": (0.0, 50.0)}),
    Term("biological_n2o_factor", "EF", "生物处理氧化亚氮排放因子", "N2O factor of biological treatment",
         {"gN2O/kg": (0.0, 5.0)}),
    # Waste water
    Term("bod_cod_ratio", "R_BC", "BOD与COD比值", "ratio of BOD to COD", {"kgBOD/kgCOD": (0.1, 1.0)}),
    Term("bod_methane_capacity", "B_o", "最大产甲烷能力（BOD）", "methane capacity of BOD",
         {"kgCH4/kgBOD": (0.0, 0.8)}),
    Term("cod_methane_capacity", "B_o", "最大产甲烷能力（COD）", "methane capacity of COD",
         {"kgCH4/kgCOD": (0.0, 0.35)}),
    Term("wastewater_correction_factor", "MCF", "废水处理甲烷修正因子", "methane correction factor of the treatment",
         FRACTION),
    Term("bod_per_person", "BOD", "人均BOD产生量", "BOD per person", {"gBOD/person/d": (10.0, 150.0)}),
    Term("industrial_bod_factor", "I", "工业废水BOD共排放修正因子", "correction for industrial BOD in sewers",
         {"1": (1.0, 2.0)}),
    Term("wastewater_per_product", "W", "单位产品废水量", "waste water per product", {"m3/t": (0.0, 500.0)}),
    Term("cod_concentration", "COD", "废水COD浓度", "COD of the waste water", {"kgCOD/m3": (0.0, 200.0)}),
    Term("protein_consumption", "Pr", "人均年蛋白质消费量", "protein per person and year", {"kg/person": (5.0, 80.0)}),
    Term("protein_nitrogen_content", "F_NPR", "蛋白质含氮量", "nitrogen in protein", {"kgN/kg": (0.1, 0.2)}),
    Term("non_consumed_protein", "F_NC", "非消费蛋白质因子", "factor for protein not consumed", {"1": (1.0, 2.0)}),
    Term("codischarged_protein", "F_IC", "工商业蛋白质共排放因子", "factor for protein of industry and commerce",
         {"1": (1.0, 2.0)}),
    Term("effluent_n2o_factor", "EF_E", "排水氧化亚氮排放因子", "N2O factor of effluent", {"kgN/kgN": (0.0, 0.3)}),
    Term("plant_n2o_factor", "EF_plant", "污水处理厂氧化亚氮排放因子", "N2O factor of a treatment plant",
         {"kgN/kgN": (0.0, 0.1)}),
    # Named steps
    Term("decomposable_carbon", "DDOC_m", "可分解的可降解有机碳", "decomposable degradable organic carbon",
         {"tC": ANY}),
    Term("decayed_carbon", "DDOC_d", "当年分解的有机碳", "carbon decomposed in the year", {"tC": ANY}),
    Term("generated_methane", "G_M", "产生的甲烷", "methane generated", {"tCH4": ANY}),
    Term("burnt_carbon", "C_B", "燃烧的碳量", "carbon burnt", {"tC": ANY}),
    Term("recovered_methane_mass", "R", "回收的甲烷", "methane recovered", {"tCH4": ANY}),
    Term("bod_load", "TOW", "有机物总量（BOD）", "organic load in BOD", {"tBOD": ANY}),
    Term("cod_load", "TOW", "有机物总量（COD）", "organic load in COD", {"tCOD": ANY}),
    Term("discharged_nitrogen", "N_E", "排水含氮量", "nitrogen in the effluent", {"tN": ANY}),
)
