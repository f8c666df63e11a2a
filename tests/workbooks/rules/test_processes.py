"""Industrial processes: needed values, one method a plant, parts within wholes, carbon counted once."""

from __future__ import annotations

import pytest

from ghginv.domain.terms import TERMS
from ghginv.workbooks import layout
from ghginv.workbooks.rules import processes

MINERALS, CHEMICALS = "工业过程", "化工和金属"
CLINKER = {"排放源类别": "P.1 水泥生产", "产品或原料": "水泥熟料", "产量或用量": 100, "计量单位": "万吨"}
SLAG = CLINKER | {"产品或原料": "电石渣生产的水泥熟料", "产量或用量": 20}
STEEL = {"排放源类别": "P.3 钢铁生产", "产品或原料": "钢材产量", "产量或用量": 50, "计量单位": "万吨"}
PIG_IRON = STEEL | {"产品或原料": "炼钢用生铁", "产量或用量": 40}
GLASS = {"排放源类别": "P.GL 玻璃生产", "产品或原料": "浮法玻璃", "产量或用量": 3, "计量单位": "万吨"}
AMMONIA = {
    "排放源类别": "P.AM 合成氨生产", "产品": "合成氨", "工艺": "部分氧化（煤、油）", "产量": 5, "计量单位": "万吨",
}  # fmt: skip
HCFC22 = {
    "排放源类别": "P.7 一氯二氟甲烷生产", "产品": "一氯二氟甲烷产量", "工艺": "装置情况不详", "产量": 2,
    "计量单位": "万吨",
}  # fmt: skip
HFC23 = HCFC22 | {"产品": "回收或销毁的三氟甲烷", "工艺": None, "产量": 500, "计量单位": "吨"}


def put(sender, sheet, *rows):
    for line, row in enumerate(rows, start=4):
        sender.put(sheet, row, line)


def codes(sender):
    return [finding.code for finding in sender.findings()]


def test_a_sound_sheet_is_read(sender) -> None:
    put(sender, MINERALS, CLINKER, SLAG, PIG_IRON, STEEL, GLASS | {"碎玻璃比例": 0.2})
    judgement = sender.judge()
    assert judgement.findings == []
    read = [(each.category, each.item, each.quantity, each.unit) for each in judgement.activities]
    assert read[:2] == [("P.1", "clinker", 1_000_000, "t"), ("P.1", "carbide_slag_clinker", 200_000, "t")]
    (cullet,) = judgement.parameters
    assert (cullet.name, cullet.value, cullet.item, cullet.category) == ("cullet_ratio", 0.2, "float_glass", "P.GL")


def test_glass_of_one_kind_needs_its_share_of_cullet(sender) -> None:
    put(sender, MINERALS, GLASS)
    (finding,) = sender.findings()
    assert (finding.code, finding.cell) == ("process-value-needed", "L4")
    assert "碎玻璃比例" in finding.message("zh")


@pytest.mark.parametrize("ratio", [1.2, 20, -0.1])
def test_a_share_of_cullet_outside_its_range(sender, ratio) -> None:
    put(sender, MINERALS, GLASS | {"碎玻璃比例": ratio})
    assert codes(sender) == ["term-out-of-range"]


def test_more_carbide_slag_clinker_than_clinker(sender) -> None:
    put(sender, MINERALS, CLINKER, SLAG | {"产量或用量": 120})
    (finding,) = sender.findings()
    assert (finding.code, finding.cell) == ("process-part-above-whole", "E5")
    assert (finding.found, finding.expected) == ("1200000 t", "1000000 t")


def test_carbide_slag_clinker_is_held_against_its_own_plant(sender) -> None:
    plants = [CLINKER | {"设施或企业": "甲厂"}, CLINKER | {"设施或企业": "乙厂", "产量或用量": 10}]
    put(sender, MINERALS, *plants, SLAG | {"设施或企业": "乙厂"})
    assert codes(sender) == ["process-part-above-whole"]
    put(sender, MINERALS, *plants, SLAG | {"设施或企业": "甲厂"})
    assert codes(sender) == []


def test_two_rows_of_carbide_slag_add_up(sender) -> None:
    rows = [SLAG | {"设施或企业": name, "产量或用量": 60} for name in ("甲厂", "乙厂")]
    put(sender, MINERALS, CLINKER, *rows)
    assert codes(sender) == ["process-part-above-whole"] * 2


def test_carbide_slag_has_nothing_to_be_taken_off_where_clinker_is_by_composition(sender) -> None:
    by_composition = {"产品或原料": "水泥熟料（按成分计算）", "熟料中来自碳酸盐的氧化钙含量": 0.6}
    put(sender, MINERALS, CLINKER | by_composition | {"熟料中来自碳酸盐的氧化镁含量": 0.01}, SLAG)
    assert codes(sender) == ["process-part-above-whole"]


def test_more_hfc23_destroyed_than_hcfc22_made(sender) -> None:
    put(sender, CHEMICALS, HCFC22, HFC23)
    assert codes(sender) == []
    put(sender, CHEMICALS, HCFC22, HFC23 | {"产量": 50_000})
    assert codes(sender) == ["process-part-above-whole"]


def test_more_co2_recovered_than_ammonia_gives(sender) -> None:
    """By the largest factor of the library 50,000 t of ammonia give 163,650 t."""
    recovered = AMMONIA | {"产品": "合成氨回收利用的二氧化碳", "工艺": None, "产量": 16}
    put(sender, CHEMICALS, AMMONIA, recovered)
    assert codes(sender) == []
    put(sender, CHEMICALS, AMMONIA, recovered | {"产量": 17})
    assert codes(sender) == ["process-recovered-above"]
    put(sender, CHEMICALS, AMMONIA | {"工业过程二氧化碳排放因子": 1.7}, recovered)
    assert codes(sender) == ["process-recovered-above"]
    put(sender, CHEMICALS, AMMONIA | {"工业过程二氧化碳排放因子": None, "设施或企业": "甲厂"}, recovered | {"产量": 1})
    assert codes(sender) == []
    put(sender, CHEMICALS, AMMONIA, recovered | {"设施或企业": "甲厂"})
    assert codes(sender) == []


def test_carbon_fixed_in_steel_without_what_it_came_with(sender) -> None:
    fixed = STEEL | {"产品或原料": "粗钢产量（固碳扣除）", "设施或企业": "甲钢厂"}
    put(sender, MINERALS, fixed)
    assert codes(sender) == ["process-fixed-without-input"]
    electrodes = fixed | {"产品或原料": "电极消耗量", "产量或用量": 0.1}
    put(sender, MINERALS, fixed, electrodes)
    assert codes(sender) == []
    put(sender, MINERALS, fixed, electrodes | {"设施或企业": "乙钢厂"})
    assert codes(sender) == ["process-fixed-without-input"]


def test_cement_beside_clinker_of_the_same_plant(sender) -> None:
    cement = CLINKER | {"产品或原料": "水泥（无熟料产量时）", "类型": "硅酸盐水泥"}
    put(sender, MINERALS, CLINKER, cement)
    assert codes(sender) == ["process-two-methods"]
    put(sender, MINERALS, CLINKER | {"设施或企业": "甲厂"}, cement | {"设施或企业": "乙厂"})
    assert codes(sender) == []
    put(sender, MINERALS, CLINKER | {"设施或企业": "甲厂"}, cement | {"设施或企业": None})
    assert codes(sender) == ["process-two-methods"]


def test_both_methods_of_steel(sender) -> None:
    put(sender, MINERALS, PIG_IRON, STEEL, STEEL | {"产品或原料": "粗钢产量（固碳扣除）"})
    assert codes(sender) == ["process-two-methods"]


def test_steel_without_pig_iron(sender) -> None:
    put(sender, MINERALS, STEEL)
    (finding,) = sender.findings()
    assert (finding.code, finding.severity) == ("process-steel-without-pig-iron", "warning")


def test_lime_of_all_kinds_beside_one_kind(sender) -> None:
    lime = {"排放源类别": "P.2 石灰生产", "产品或原料": "石灰产量", "产量或用量": 3, "计量单位": "万吨"}
    put(sender, MINERALS, lime, lime | {"产品或原料": "高钙石灰", "产量或用量": 1})
    (finding,) = sender.findings()
    assert (finding.code, finding.severity, finding.cell) == ("process-all-and-kind", "warning", "B5")


def test_feedstock_of_ammonia_beside_coal_of_chemicals(sender) -> None:
    put(sender, CHEMICALS, AMMONIA)
    assert codes(sender) == []
    sender.coal(排放源类别="1.2.3 化工")
    (finding,) = sender.findings()
    assert (finding.code, finding.severity, finding.found) == ("process-carbon-in-energy", "warning", "化石燃料!B4")
    sender.coal(排放源类别="1.2.4 建材")
    assert codes(sender) == []


def test_pig_iron_beside_the_coke_it_was_made_with(sender) -> None:
    put(sender, MINERALS, PIG_IRON, STEEL)
    sender.coal(燃料品种="焦炭")
    (finding,) = sender.findings()
    assert (finding.code, finding.severity, finding.cell) == ("process-pig-iron-and-coke", "warning", "B4")
    sender.coal(排放源类别="1.2.4 建材", 燃料品种="焦炭")
    assert codes(sender) == []


def test_limestone_of_a_glass_works(sender) -> None:
    glass = GLASS | {"碎玻璃比例": 0.2, "设施或企业": "甲厂"}
    limestone = GLASS | {
        "排放源类别": "P.OC 陶瓷及其他碳酸盐使用",
        "产品或原料": "石灰石（工业用）",
        "设施或企业": "甲厂",
    }
    put(sender, MINERALS, glass, limestone)
    assert codes(sender) == ["process-carbonate-of-product"]
    put(sender, MINERALS, glass, limestone | {"设施或企业": "乙厂"})
    assert codes(sender) == []


def test_a_process_must_be_chosen_where_the_factor_depends_on_it(sender) -> None:
    nitric = {"排放源类别": "P.6 硝酸生产", "产品": "硝酸（折纯）", "产量": 1, "计量单位": "万吨"}
    put(sender, CHEMICALS, nitric)
    assert codes(sender) == ["technology-missing"]
    put(sender, CHEMICALS, nitric | {"工业过程氧化亚氮排放因子": 6.5})
    assert codes(sender) == []


def test_measured_cf4_does_not_stand_for_the_other_gases_of_aluminium(sender) -> None:
    aluminium = {"排放源类别": "P.8 铝生产", "产品": "原铝产量", "产量": 10, "计量单位": "万吨"}
    put(sender, CHEMICALS, aluminium | {"铝生产四氟化碳排放因子": 0.05})
    assert codes(sender) == ["process-value-needed"] * 2


def test_what_the_rules_name_is_on_the_sheets() -> None:
    sheets = {table.sheet: table for table in layout.load().tables if table.sheet in (MINERALS, CHEMICALS)}
    fields = {column.field for table in sheets.values() for column in table.columns}
    offered = {option.code for name in ("minerals", "chemicals") for option in layout.load().options[name].entries}
    needed = processes.ALWAYS_NEEDED | processes.NEEDED_WITHOUT_TECHNOLOGY
    assert {name for names in needed.values() for name in names} <= fields
    assert {name for names in processes.ALWAYS_NEEDED.values() for name in names} <= set(TERMS)
    pairs = (*processes.INSTEAD_OF_EACH_OTHER, *processes.COUNTED_IN_ENERGY.values())
    named = {item for pair in pairs for side in pair if isinstance(side, tuple) for item in side}
    named |= {*processes.PART_OF, *processes.PART_OF.values(), *processes.ALL_KINDS, *processes.STEEL_PROVINCIAL}
    assert named | set(needed) <= offered
