"""Items stand only in categories that take them."""

from __future__ import annotations


def test_heat_is_not_transferred_in_as_electricity(sender) -> None:
    sender.put("电力热力", {"方向": "E.1 调入电力", "能源品种": "热力", "调入调出量": 5, "计量单位": "吉焦"})
    (finding,) = sender.findings()
    assert (finding.code, finding.sheet, finding.cell) == ("item-not-in-category", "电力热力", "B4")
    assert "E.3 调入热力" in finding.expected


def test_excavators_are_no_ships(sender) -> None:
    engine = {"发动机额定功率": 100, "负荷系数": 0.5, "年运行小时数": 900, "单位功燃料消耗量": 220}
    sender.put("发动机功率法", {"排放源类别": "1.3.4.1", "船舶或机械": "挖掘机", "数量": 3, "计量单位": "台", **engine})
    assert sender.found() == [("item-not-in-category", "发动机功率法", "B4")]


def wood(sender, **changed: object) -> None:
    sender.put("生物质", {"生物质品种": "薪柴", "消费量": 10, "计量单位": "吨"} | changed)


def test_household_wood_needs_its_stove(sender) -> None:
    wood(sender)
    (finding,) = sender.findings()
    assert (finding.code, finding.sheet, finding.cell) == ("technology-missing", "生物质", "B4")
    assert "省柴灶" in finding.expected


def test_a_measured_factor_stands_for_the_stove(sender) -> None:
    wood(sender, 生物质燃烧甲烷排放因子=2.5)
    assert sender.found() == []


def test_charcoal_is_not_told_apart_by_stoves(sender) -> None:
    wood(sender, 生物质品种="木炭")
    assert sender.found() == []
    wood(sender, 生物质品种="木炭", 灶具或炉型="省柴灶")
    assert sender.found() == [("technology-not-of-item", "生物质", "B4")]


def test_heat_comes_from_no_grid(sender) -> None:
    heat = {"方向": "E.3 调入热力", "能源品种": "热力", "调入调出量": 5, "计量单位": "吉焦"}
    sender.put("电力热力", {**heat, "来源电网": "南方区域电网"})
    assert sender.found() == [("technology-not-of-item", "电力热力", "C4")]
