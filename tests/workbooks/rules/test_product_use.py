"""What cannot be in electronics, equipment, cooling and other product use is found at its cell."""

from __future__ import annotations

import pytest

ELECTRONICS, EQUIPMENT, COOLING, OTHER = "电子工业", "电力设备消防和物料平衡", "制冷空调和泡沫", "其他产品使用"
ETCHING = {"排放源类别": "P.11 半导体生产", "气体或面积": "CF4", "使用量或产能面积": 1000, "计量单位": "千克"}
BALANCE = {
    "排放源类别": "P.10.B 电力设备（物料平衡）", "气体或设备": "六氟化硫", "使用、充注或购入量": 100,
    "计量单位": "千克", "年初库存": 50, "年末库存": 30, "售出、退回、交处置量": 10, "设备充注量净增加": 60,
}  # fmt: skip
COOLER = {
    "排放源类别": "P.RA.S.U", "制冷剂或发泡剂": "R410A", "设备类型": "家用和商用空调", "充注或发泡年份": 2020,
    "充注量或用量": 2, "计量单位": "吨",
}  # fmt: skip
AEROSOL = {"排放源类别": "P.AE", "产品": "HFC-134a", "本年销售或使用量": 10, "计量单位": "千克", "上年销售量": 8}


@pytest.mark.parametrize(
    ("sheet", "row"), [(ELECTRONICS, ETCHING), (EQUIPMENT, BALANCE), (COOLING, COOLER), (OTHER, AEROSOL)]
)
def test_what_is_right_passes(sender, sheet, row) -> None:
    sender.put(sheet, row)
    judgement = sender.judge()
    assert judgement.findings == []
    assert len(judgement.activities) == 1
    assert judgement.activities[0].unit == "kg"


def test_a_net_increase_of_charges_may_be_negative(sender) -> None:
    sender.put(EQUIPMENT, BALANCE | {"设备充注量净增加": -5})
    judgement = sender.judge()
    assert judgement.findings == []
    assert {row.name: row.value for row in judgement.parameters}["charge_increase"] == -5


@pytest.mark.parametrize(
    ("sheet", "row", "code"),
    [
        (ELECTRONICS, ETCHING | {"接入尾气处理的气体比例": 1.2, "投入气体销毁效率": 0.9}, "term-out-of-range"),
        (ELECTRONICS, ETCHING | {"接入尾气处理的气体比例": 0.5}, "abatement-default-efficiency"),
        (ELECTRONICS, ETCHING | {"投入气体销毁效率": 0.95}, "abatement-share-missing"),
        (ELECTRONICS, ETCHING | {"气体或面积": "八氟丙烷", "工艺": "刻蚀"}, "process-without-default"),
        (ELECTRONICS, ETCHING | {"产能利用率": 0.8}, "term-not-of-item"),
        (ELECTRONICS, ETCHING | {"排放源类别": "P.FP", "气体或面积": "六氟乙烷"}, "item-not-in-category"),
        (EQUIPMENT, BALANCE | {"年初库存": None}, "entry-missing"),
        (EQUIPMENT, BALANCE | {"售出、退回、交处置量": 300}, "balance-more-out-than-in"),
        (EQUIPMENT, BALANCE | {"设备充注量净增加": 160}, "balance-negative"),
        (EQUIPMENT, BALANCE | {"年泄漏率": 0.02}, "term-not-of-category"),
        (COOLING, COOLER | {"设备类型": None}, "equipment-kind-missing"),
        (COOLING, COOLER | {"设备类型": "汽车等移动空调"}, "equipment-kind-other"),
        (COOLING, COOLER | {"排放源类别": "P.RA.M.U", "制冷剂或发泡剂": "HFC-134a"}, "equipment-kind-other"),
        (COOLING, COOLER | {"排放源类别": "P.RA.K", "设备类型": None}, "entry-missing"),
        (COOLING, COOLER | {"充注或发泡年份": 2099}, "vintage-invalid"),
        (COOLING, COOLER | {"排放源类别": "P.RA.S.D"}, "recovery-by-default"),
        (OTHER, AEROSOL | {"上年销售量": None}, "entry-missing"),
        (OTHER, AEROSOL | {"排放源类别": "P.N2.M", "产品": "氧化亚氮", "上年销售量": None}, "entry-missing"),
    ],
)
def test_what_is_wrong_is_found(sender, sheet, row, code) -> None:
    sender.put(sheet, row)
    findings = sender.findings()
    assert [(finding.code, finding.sheet) for finding in findings] == [(code, sheet)]


def test_measured_factors_stand_in_for_the_kind_of_equipment(sender) -> None:
    retired = COOLER | {"排放源类别": "P.RA.S.D", "设备类型": None, "报废时剩余充注比例": 0.8}
    sender.put(COOLING, retired)
    assert [code for code, *_ in sender.found()] == ["equipment-kind-missing"]
    sender.put(COOLING, retired | {"报废回收比例": 0.3})
    assert sender.found() == []


def test_foam_cannot_lose_more_than_it_holds(sender) -> None:
    foam = COOLER | {"排放源类别": "P.FO.C", "制冷剂或发泡剂": "HFC-245fa", "设备类型": None}
    sender.put(COOLING, foam | {"泡沫首年损失率": 0.1, "泡沫年损失率": 0.045})
    assert sender.found() == []
    sender.put(COOLING, foam | {"泡沫首年损失率": 0.1, "泡沫年损失率": 0.05})
    (finding,) = sender.findings()
    assert (finding.code, finding.found) == ("foam-loses-too-much", "1.1")


def test_one_method_for_a_plant(sender) -> None:
    area = ETCHING | {"气体或面积": "硅片加工面积（产能）", "使用量或产能面积": 5, "计量单位": "万平方米"}
    sender.put(ELECTRONICS, ETCHING | {"设施或企业": "甲厂"})
    sender.put(ELECTRONICS, area | {"设施或企业": "乙厂"}, row=5)
    assert sender.found() == []
    sender.put(ELECTRONICS, area | {"设施或企业": "甲厂"}, row=5)
    (finding,) = sender.findings()
    assert (finding.code, finding.details["other"]) == ("product-two-methods", "电子工业!B4")


def test_mass_balance_not_beside_factors(sender) -> None:
    sender.put(EQUIPMENT, BALANCE)
    use = {"排放源类别": "P.10.U", "气体或设备": "六氟化硫", "使用、充注或购入量": 900, "计量单位": "千克"}
    sender.put(EQUIPMENT, use, row=5)
    assert [code for code, *_ in sender.found()] == ["product-two-methods"]
    sender.put(EQUIPMENT, {"设施或企业": "另一供电局"}, row=5)
    assert [code for code, *_ in sender.found()] == ["product-methods-unnamed"]
    sender.put(EQUIPMENT, {"设施或企业": "供电局"})
    assert sender.found() == []


def test_an_area_of_no_plant_beside_the_gas_of_one(sender) -> None:
    """The area of a district would hold that of the plant whose gas is given."""
    area = ETCHING | {"气体或面积": "硅片加工面积（产能）", "使用量或产能面积": 5, "计量单位": "万平方米"}
    sender.put(ELECTRONICS, area)
    sender.put(ELECTRONICS, ETCHING | {"设施或企业": "甲厂"}, row=5)
    (finding,) = sender.findings()
    assert (finding.code, finding.severity, finding.cell) == ("product-methods-unnamed", "warning", "B5")


def test_a_gas_by_process_beside_the_whole_of_it(sender) -> None:
    sender.put(ELECTRONICS, ETCHING)
    sender.put(ELECTRONICS, ETCHING | {"工艺": "刻蚀"}, row=5)
    (finding,) = sender.findings()
    assert (finding.code, finding.details["other"]) == ("gas-all-and-process", "电子工业!B4")


def test_a_lubricant_is_not_non_energy_use_as_well(sender) -> None:
    sender.put(OTHER, {"排放源类别": "P.LU", "产品": "润滑油", "本年销售或使用量": 10, "计量单位": "吨"})
    sender.put("非能源利用", {"燃料品种": "润滑油", "用作原料、材料的量": 10, "计量单位": "吨"})
    assert [code for code, *_ in sender.found()] == ["lubricant-twice"]
