"""Terms of land use change and forestry: biomass, conversion, soils, urban green, wetlands, blue carbon.

Rates and factors are those of a year: a growth in t/ha is of dry matter per hectare and year. Area rates speak of land
area, ``crown_growth_factor`` of crown area.
"""

from __future__ import annotations

from ghginv.domain.terms.term import AMOUNT, ANY, FRACTION, Term

ROWS: tuple[Term, ...] = (
    # Living trees by volume
    Term("growth_rate", "GR", "活立木蓄积年均总生长率", "mean annual gross growth rate of volume", {"1": (0.0, 0.5)}),
    Term("consumption_rate", "CR", "活立木年均采伐消耗率", "mean annual harvest consumption rate", {"1": (0.0, 0.5)}),
    Term("wood_density", "SVD", "基本木材密度", "basic wood density", {"t/m3": (0.1, 1.3)}),
    Term("whole_tree_bef", "BEF_t", "全林生物量扩展系数", "expansion factor of stem to whole tree", {"1": (1.0, 4.0)}),
    Term("above_ground_bef", "BEF_a", "地上部生物量扩展系数", "expansion factor of stem to above ground",
         {"1": (1.0, 3.5)}),
    Term("tree_root_ratio", "R", "地下与地上生物量比", "ratio of below-ground to above-ground biomass",
         {"1": (0.0, 5.0)}),
    Term("biomass_carbon_fraction", "CF", "生物量含碳率", "carbon fraction of dry matter", {"tC/t": (0.3, 0.6)}),
    Term("bcef_increment", "BCEF_I", "材积生长量的生物量转换扩展系数", "conversion and expansion of volume increment",
         {"t/m3": (0.1, 10.0)}),
    Term("bcef_removal", "BCEF_R", "采伐材积的生物量转换扩展系数", "conversion and expansion of wood removals",
         {"t/m3": (0.1, 10.0)}),
    Term("bcef_stock", "BCEF_S", "蓄积量的生物量转换扩展系数", "conversion and expansion of growing stock",
         {"t/m3": (0.1, 10.0)}),
    Term("biomass_slope", "a", "生物量-蓄积函数系数a", "slope of biomass on volume", {"t/m3": (0.1, 2.0)}),
    Term("biomass_intercept", "b", "生物量-蓄积函数系数b", "intercept of biomass on volume", {"t/ha": (-20.0, 100.0)}),
    Term("volume_before", "V_p", "期初蓄积量", "growing stock at the start", {"m3": AMOUNT}),
    Term("stand_area", "A_n", "期末面积", "area at the end", {"ha": AMOUNT}),
    Term("stand_area_before", "A_p", "期初面积", "area at the start", {"ha": AMOUNT}),
    Term("stock_years", "T", "两次调查间隔年数", "years between the two surveys", {"a": (1.0, 50.0)}),
    # Biomass by area
    Term("above_ground_growth", "G_W", "地上生物量年生长量", "annual growth of above-ground biomass",
         {"t/ha": (0.0, 60.0)}),
    Term("above_ground_biomass", "B_W", "单位面积地上生物量", "above-ground biomass per area", {"t/ha": (0.0, 800.0)}),
    Term("biomass_density", "B", "单位面积生物量", "biomass per area, above and below ground", {"t/ha": (0.0, 800.0)}),
    Term("disturbed_share", "fd", "受灾损失生物量比例", "share of biomass lost in the disturbance", FRACTION),
    # Conversion
    Term("stand_volume", "V_h", "转化前单位面积蓄积量", "growing stock per area before conversion",
         {"m3/ha": (0.0, 800.0)}),
    Term("biomass_before", "B_b", "转化前单位面积地上生物量", "above-ground biomass per area before conversion",
         {"t/ha": (0.0, 800.0)}),
    Term("biomass_after", "B_n", "转化后单位面积地上生物量", "above-ground biomass per area after conversion",
         {"t/ha": (0.0, 400.0)}),
    Term("onsite_burnt_share", "f_on", "现地燃烧生物量比例", "share of biomass burnt on site", FRACTION),
    Term("offsite_burnt_share", "f_off", "异地燃烧生物量比例", "share of biomass burnt off site", FRACTION),
    Term("decayed_share", "f_d", "被分解的地上生物量比例", "share of biomass left to decay", FRACTION),
    Term("burnt_oxidised_share", "O_b", "燃烧生物量氧化系数", "share of burnt biomass oxidised", FRACTION),
    Term("burnt_ch4_factor", "r_C", "现地燃烧甲烷碳比例", "share of burnt carbon emitted as CH4",
         {"tC/tC": (0.0, 0.05)}),
    Term("burnt_n2o_factor", "r_N", "现地燃烧氧化亚氮氮比例", "share of burnt nitrogen emitted as N2O",
         {"tN/tN": (0.0, 0.05)}),
    Term("nitrogen_carbon_ratio", "NC", "生物量氮碳比", "nitrogen to carbon of biomass", {"tN/tC": (0.0, 0.1)}),
    Term("dead_matter_stock", "DOM", "单位面积死有机质碳储量", "carbon of litter or dead wood per area",
         {"tC/ha": (0.0, 200.0)}),
    # Mineral soils
    Term("reference_soil_carbon", "SOC_r", "参考土壤有机碳储量", "reference soil carbon stock",
         {"tC/ha": (0.0, 300.0)}),
    Term("soil_stock_factor", "F_n", "清单年土壤碳变化系数乘积", "product of the stock change factors, now",
         {"1": (0.0, 3.0)}),
    Term("soil_stock_factor_before", "F_p", "变化前土壤碳变化系数乘积", "product of the stock change factors, before",
         {"1": (0.0, 3.0)}),
    Term("soil_transition_years", "D", "土壤碳变化过渡年数", "years in which the soil stock changes",
         {"a": (1.0, 100.0)}),
    # Urban green
    Term("crown_cover_share", "s_c", "树冠覆盖率", "share of the green area under crowns", FRACTION),
    Term("crown_growth_factor", "CRW", "单位树冠面积年碳积累", "annual carbon growth per crown area",
         {"tC/ha": (0.0, 15.0)}),
    Term("tree_growth_factor", "C_t", "单株年碳积累", "annual carbon growth of a tree", {"tC/tree": (0.0, 0.5)}),
    # Wetlands and blue carbon
    Term("flooded_ch4_factor", "EF", "水面甲烷排放因子", "CH4 factor of a water surface", {"kgCH4/ha": (0.0, 3000.0)}),
    Term("downstream_ratio", "R_d", "下游与库面甲烷通量比", "ratio of downstream to surface CH4", FRACTION),
    Term("flooded_carbon_factor", "EF_C", "新水淹地二氧化碳碳排放因子", "CO2-C factor of newly flooded land",
         {"tC/ha": (0.0, 20.0)}),
    Term("coastal_soil_factor", "EF_s", "滨海湿地土壤碳排放因子（吸收为负）",
         "soil carbon factor of coastal wetlands, removal negative", {"tC/ha": (-10.0, 30.0)}),
    Term("coastal_soil_stock", "SOC_c", "滨海湿地一米土壤碳储量", "soil carbon of coastal wetlands to one metre",
         {"tC/ha": (0.0, 1500.0)}),
    Term("coastal_ch4_factor", "EF", "滨海湿地再湿润甲烷排放因子", "CH4 factor of rewetted coastal wetlands",
         {"kgCH4/ha": (0.0, 1500.0)}),
    Term("aquaculture_n2o_factor", "EF", "水产养殖氧化亚氮氮排放因子", "N2O-N factor of fish produced",
         {"kgN/t": (0.0, 20.0)}),
    # Named steps
    Term("biomass_gain", "B_g", "生物量增加", "biomass gained", {"t": ANY}),
    Term("biomass_loss", "B_l", "生物量损失", "biomass lost", {"t": ANY}),
    Term("biomass_cleared", "B_c", "转化损失的地上生物量", "above-ground biomass cleared", {"t": ANY}),
    Term("carbon_change", "C_d", "碳储量变化", "change of the carbon stock", {"tC": ANY}),
    Term("burnt_carbon", "C_b", "燃烧氧化的碳", "carbon burnt", {"tC": ANY}),
    Term("crown_area", "A_c", "树冠覆盖面积", "crown area", {"ha": ANY}),
    Term("surface_ch4", "E_s", "库面甲烷排放", "CH4 of the surface", {"tCH4": ANY}),
)
