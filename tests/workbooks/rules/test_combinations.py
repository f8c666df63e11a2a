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
