"""Terms of agriculture: rice, soils, livestock, residues, urea and lime.

Nitrogen of N2O is written as nitrogen: a factor in kgN/kgN is kg N2O-N per kg N. The provincial guideline's factor per
head, in kgN2O/head, is N2O itself.
"""

from __future__ import annotations

from ghginv.domain.terms.term import ANY, FRACTION, Term

ROWS: tuple[Term, ...] = (
    # Rice
    Term("rice_ch4_factor", "EF", "稻田单季甲烷排放因子", "CH4 factor of a rice season", {"kgCH4/ha": (0.0, 1500.0)}),
    Term(
        "rice_daily_ch4_factor",
        "EF_c",
        "稻田基准日甲烷排放因子",
        "baseline daily CH4 factor of rice",
        {"kgCH4/ha/d": (0.0, 10.0)},
    ),
    Term("cultivation_days", "t", "水稻生长期天数", "cultivation period of rice", {"d": (30.0, 300.0)}),
    Term("water_regime_factor", "SF_w", "生长期水分管理系数", "scaling factor of the water regime", {"1": (0.0, 1.5)}),
    Term(
        "preseason_water_factor",
        "SF_p",
        "种植前水分状况系数",
        "scaling factor of the pre-season water regime",
        {"1": (0.0, 3.0)},
    ),
    Term("organic_amendment_rate", "ROA", "有机物料施用量", "rate of organic amendment", {"t/ha": (0.0, 50.0)}),
    Term(
        "organic_amendment_factor",
        "CFOA",
        "有机物料转换系数",
        "conversion factor of organic amendment",
        {"1": (0.0, 1.5)},
    ),
    # Livestock
    Term("days_alive", "D", "饲养天数", "days alive in the year", {"d": (1.0, 366.0)}),
    Term(
        "enteric_ch4_factor",
        "EF",
        "肠道发酵甲烷排放因子",
        "CH4 factor of enteric fermentation",
        {"kgCH4/head": (0.0, 200.0)},
    ),
    Term(
        "manure_ch4_factor",
        "EF",
        "粪便管理甲烷排放因子",
        "CH4 factor of manure management",
        {"kgCH4/head": (0.0, 150.0)},
    ),
    Term(
        "manure_n2o_head_factor",
        "EF_H",
        "粪便管理每头氧化亚氮排放因子",
        "N2O factor of manure management per head",
        {"kgN2O/head": (0.0, 10.0)},
    ),
    Term(
        "manure_n2o_factor",
        "EF_T",
        "粪便管理系统氧化亚氮氮排放因子",
        "N2O-N factor of a manure management system",
        {"kgN/kgN": (0.0, 0.2)},
    ),
    Term(
        "nitrogen_excretion", "Nex", "年氮排泄量", "annual nitrogen excretion of an animal", {"kgN/head": (0.0, 200.0)}
    ),
    Term(
        "nitrogen_excretion_rate",
        "N_rate",
        "氮排泄率",
        "nitrogen excretion rate by animal mass",
        {"kgN/t/d": (0.0, 5.0)},
    ),
    Term("animal_mass", "TAM", "动物典型体重", "typical animal mass", {"kg/head": (0.01, 1500.0)}),
    Term(
        "collected_manure_share",
        "F_C",
        "粪便收集还田比例（扣除放牧和作燃料）",
        "share of manure neither dropped while grazing nor burnt as fuel",
        FRACTION,
    ),
    Term(
        "manure_leaching_loss_share",
        "F_L",
        "粪便施用前淋溶径流损失率",
        "share of manure N leached before use",
        FRACTION,
    ),
    Term(
        "manure_volatilisation_loss_share",
        "F_V",
        "粪便施用前挥发损失率",
        "share of manure N volatilised before use",
        FRACTION,
    ),
    # Soils
    Term(
        "soil_n2o_factor",
        "EF_S",
        "农用地氧化亚氮氮直接排放因子",
        "direct N2O-N factor of nitrogen inputs",
        {"kgN/kgN": (0.0, 0.1)},
    ),
    Term(
        "deposition_n2o_factor",
        "EF_D",
        "大气氮沉降氧化亚氮氮排放因子",
        "N2O-N factor of deposited nitrogen",
        {"kgN/kgN": (0.0, 0.1)},
    ),
    Term(
        "leaching_n2o_factor",
        "EF_L",
        "淋溶径流氧化亚氮氮排放因子",
        "N2O-N factor of leached nitrogen",
        {"kgN/kgN": (0.0, 0.1)},
    ),
    Term(
        "pasture_n2o_factor",
        "EF_P",
        "放牧排泄物氧化亚氮氮排放因子",
        "N2O-N factor of dung and urine on pasture",
        {"kgN/kgN": (0.0, 0.1)},
    ),
    Term(
        "organic_soil_n2o_factor",
        "EF_O",
        "有机土氧化亚氮氮排放因子",
        "N2O-N factor of drained organic soils",
        {"kgN/ha": (0.0, 100.0)},
    ),
    Term("input_volatilised_share", "F_I", "农田氮输入挥发比例", "share of nitrogen inputs volatilised", FRACTION),
    Term("manure_volatilised_share", "F_M", "畜禽粪便氮挥发比例", "share of manure nitrogen volatilised", FRACTION),
    Term("leached_share", "F_R", "农田氮淋溶径流比例", "share of nitrogen inputs leached", FRACTION),
    Term(
        "fertiliser_nitrogen_share",
        "N_f",
        "复合肥含氮量",
        "nitrogen content of compound fertiliser",
        {"tN/t": (0.0, 0.5)},
    ),
    Term(
        "person_nitrogen_excretion",
        "N_p",
        "人均年氮排泄量",
        "annual nitrogen excretion of a person",
        {"kgN/person": (0.5, 10.0)},
    ),
    # Crop residues
    Term("dry_matter_ratio", "DM", "经济产量干重比", "dry-matter ratio of the yield", FRACTION),
    Term("harvest_index", "HI", "经济系数", "harvest index", {"1": (0.05, 1.0)}),
    Term("root_shoot_ratio", "RS", "作物根冠比", "ratio of roots to shoots of a crop", FRACTION),
    Term("straw_nitrogen_content", "N_s", "秸秆含氮量", "nitrogen content of straw", {"tN/t": (0.0, 0.05)}),
    Term("straw_return_share", "F_S", "秸秆还田率", "share of straw returned to the field", FRACTION),
    Term("burnt_biomass", "M_B_C_f", "单位面积燃烧生物量", "biomass burnt per area", {"t/ha": (0.0, 60.0)}),
    Term(
        "residue_co2_factor",
        "G",
        "秸秆焚烧二氧化碳排放因子",
        "CO2 factor of residue burning",
        {"gCO2/kg": (500.0, 2500.0)},
    ),
    Term("residue_ch4_factor", "G", "秸秆焚烧甲烷排放因子", "CH4 factor of residue burning", {"gCH4/kg": (0.0, 30.0)}),
    Term(
        "residue_n2o_factor", "G", "秸秆焚烧氧化亚氮排放因子", "N2O factor of residue burning", {"gN2O/kg": (0.0, 2.0)}
    ),
    # Urea and lime
    Term(
        "soil_co2_factor",
        "EF",
        "尿素和石灰施用二氧化碳排放因子",
        "CO2 factor of urea and lime applied to soils",
        {"tCO2/t": (0.0, 1.0)},
    ),
    # Named steps
    Term("amendment_scaling", "SF_o", "有机物料系数", "scaling factor of organic amendments", {"1": ANY}),
    Term("average_population", "AAP", "年平均饲养量", "annual average population", {"head": ANY}),
    Term("excreted_nitrogen", "N_e", "排泄氮量", "nitrogen excreted", {"tN": ANY}),
    Term("collected_nitrogen", "N_c", "收集的粪便氮量", "manure nitrogen collected", {"tN": ANY}),
    Term("leaching_loss", "N_l", "施用前淋溶径流损失氮量", "manure nitrogen leached before use", {"tN": ANY}),
    Term("volatilisation_loss", "N_v", "施用前挥发损失氮量", "manure nitrogen volatilised before use", {"tN": ANY}),
    Term("emitted_nitrogen", "N_o", "粪便管理排放的氧化亚氮氮量", "N2O-N emitted by manure management", {"tN": ANY}),
    Term("kept_nitrogen", "N_k", "扣除施用前损失的粪便氮量", "manure nitrogen kept until use", {"tN": ANY}),
    Term("field_nitrogen", "N_F", "还田粪肥氮量", "manure nitrogen applied to fields", {"tN": ANY}),
    Term("applied_nitrogen", "N_a", "施用氮量", "nitrogen applied", {"tN": ANY}),
    Term("volatilised_nitrogen", "N_D", "挥发沉降氮量", "nitrogen volatilised and deposited", {"tN": ANY}),
    Term("leached_nitrogen", "N_R", "淋溶径流氮量", "nitrogen leached", {"tN": ANY}),
    Term("grain", "G", "经济产量干重", "dry yield", {"t": ANY}),
    Term("above_ground", "B", "地上部干重", "dry matter above ground", {"t": ANY}),
    Term("straw_nitrogen", "N_S", "地上秸秆还田氮量", "nitrogen of straw returned", {"tN": ANY}),
    Term("root_nitrogen", "N_B", "地下根氮量", "nitrogen of roots", {"tN": ANY}),
    Term("burnt_matter", "L", "燃烧干物质", "dry matter burnt", {"t": ANY}),
)
