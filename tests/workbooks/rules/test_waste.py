"""Waste water said in two ways, waste burnt for power given twice, sludge that was not taken off, missing values."""

import pytest

BURNT, WATER, INDUSTRY = "焚烧与生物处理", "生活污水", "工业废水"
PLANT = {
    "处理方式和去向": "W.2.E",
    "废弃物": "混合生活垃圾",
    "焚烧炉型": "连续式炉排炉",
    "处理量或回收量": 300000,
    "计量单位": "吨",
}


def water(sender, category, item, amount, unit, row=4, **changed):
    values = {"污水去向": category, "活动": item, "活动水平": amount, "计量单位": unit}
    sender.put(WATER, values | changed, row)


def industry(sender, item, amount, unit, row=4, **changed):
    values = {"废水去向": "W.4.L", "行业或产品": item, "COD量、产量或回收量": amount, "计量单位": unit}
    sender.put(INDUSTRY, values | changed, row)


def fuel(sender, item, category="1.1.1.E"):
    values = {"排放源类别": category, "燃料品种": item, "消费量": 100, "计量单位": "吨"}
    sender.put("化石燃料", values)


@pytest.mark.parametrize(
    ("item", "codes"),
    [
        ("城市废弃物（非生物量部分）", ["waste-burnt-as-fuel"]),
        ("工业废料", []),
        ("原煤", []),
    ],
)
def test_waste_burnt_for_power_is_given_once(sender, item, codes):
    sender.put(BURNT, PLANT)
    fuel(sender, item)
    assert [code for code, *_ in sender.found()] == codes


def test_waste_burnt_without_power_beside_waste_as_a_fuel_is_another_plant(sender):
    sender.put(BURNT, PLANT | {"处理方式和去向": "W.2.L"})
    fuel(sender, "城市废弃物（非生物量部分）")
    assert sender.found() == []


def test_a_furnace_is_named_or_its_factors_are(sender):
    sender.put(BURNT, PLANT | {"焚烧炉型": None, "废弃物碳含量": 0.25})
    assert [code for code, *_ in sender.found()] == ["entry-missing"]
    sender.put(BURNT, {"焚烧甲烷排放因子": 0.3, "焚烧氧化亚氮排放因子": 40})
    assert sender.found() == []


def test_domestic_water_by_cod_and_by_people_is_refused(sender):
    water(sender, "W.3.L", "处理设施去除的生活污水COD", 900, "吨COD", 处理或排放方式="好氧处理（运行良好）")
    water(sender, "W.3.L", "污水被收集的人口", 50000, "人", row=5, 处理或排放方式="化粪池")
    assert [code for code, *_ in sender.found()] == ["waste-two-methods"]
    sender.put(WATER, {"污水处理厂": "甲"})
    sender.put(WATER, {"污水处理厂": "乙"}, row=5)
    assert sender.found() == []


def test_nitrogen_by_people_and_by_load_is_refused(sender):
    water(sender, "W.5.L", "消费蛋白质的人口", 50000, "人", 人均年蛋白质消费量=29)
    water(sender, "W.5.L", "排入水体的总氮", 120, "吨氮", row=5)
    assert [code for code, *_ in sender.found()] == ["waste-two-methods"]


def test_nitrogen_by_people_beside_that_of_plants_counts_twice_what_plants_remove(sender):
    """IPCC 2006 Vol.5 Ch.6: what plants emit is back-calculated and taken off the effluent."""
    water(sender, "W.5.L", "消费蛋白质的人口", 50000, "人", 人均年蛋白质消费量=29)
    water(sender, "W.5.L", "污水处理厂进水总氮", 120, "吨氮", row=5)
    assert [code for code, *_ in sender.found()] == ["plant-beside-protein"]
    water(sender, "W.5.L", "随污泥清除的氮", 90, "吨氮", row=6)
    assert sender.found() == []


def test_people_come_with_the_protein_they_eat(sender):
    water(sender, "W.5.L", "消费蛋白质的人口", 50000, "人")
    assert [code for code, *_ in sender.found()] == ["entry-missing"]


def test_a_product_beside_the_cod_of_its_industry_is_refused(sender):
    industry(sender, "食品制造业废水COD", 100, "吨COD", 处理或排放方式="厌氧反应器")
    industry(sender, "乳制品产量（废水）", 9000, "吨", row=5, 处理或排放方式="厌氧反应器")
    assert [code for code, *_ in sender.found()] == ["waste-two-methods"]


def test_sludge_taken_off_goes_somewhere(sender):
    water(sender, "W.3.S", "处理设施去除的生活污水COD", 300, "吨COD", 处理或排放方式="好氧处理（运行良好）")
    (finding,) = sender.findings()
    assert (finding.code, finding.severity) == ("sludge-not-treated", "warning")
    sender.put(
        BURNT,
        {"处理方式和去向": "W.2.L", "废弃物": "焚烧的污水处理污泥（干物质）", "处理量或回收量": 400, "计量单位": "吨"},
    )
    assert sender.found() == []


def test_sludge_treated_was_taken_off(sender):
    water(sender, "W.3.L", "处理设施去除的生活污水COD", 900, "吨COD", 处理或排放方式="好氧处理（运行良好）")
    sender.put(
        BURNT,
        {"处理方式和去向": "W.2.L", "废弃物": "焚烧的污水处理污泥（干物质）", "处理量或回收量": 400, "计量单位": "吨"},
    )
    assert [code for code, *_ in sender.found()] == ["sludge-not-removed"]


def test_biogas_is_taken_off_a_measured_factor_only(sender):
    digester = {
        "处理方式和去向": "W.BI.L",
        "废弃物": "厌氧消化的有机垃圾（湿基）",
        "处理量或回收量": 900,
        "计量单位": "吨",
    }
    sender.put(BURNT, digester)
    recovered = {"废弃物": "回收利用或火炬燃烧的甲烷（折纯）", "处理量或回收量": 5, "计量单位": "万立方米"}
    sender.put(BURNT, digester | recovered, row=5)
    assert [code for code, *_ in sender.found()] == ["digestion-recovery-default"]
    sender.put(BURNT, {"生物处理甲烷排放因子": 45})
    assert sender.found() == []
