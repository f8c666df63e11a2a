"""What would be counted twice is refused."""

from __future__ import annotations

CARS = {
    "车型与燃料": "小型载客汽车（汽油）",
    "保有量": 5000,
    "计量单位": "辆",
    "年均行驶里程": 12000,
    "百公里油耗": 8.2,
}


def test_the_same_entry_twice_names_the_first(sender) -> None:
    sender.coal()
    sender.coal(row=9)
    (finding,) = sender.findings()
    assert (finding.code, finding.cell) == ("entry-twice", "B9")
    assert "化石燃料!B4" in finding.message()


def test_technologies_and_grids_divide_an_item(sender) -> None:
    sender.put("生物质", {"生物质品种": "薪柴", "灶具或炉型": "省柴灶", "消费量": 10, "计量单位": "吨"})
    sender.put("生物质", {"生物质品种": "薪柴", "灶具或炉型": "传统灶", "消费量": 20, "计量单位": "吨"}, row=5)
    judgement = sender.judge()
    assert judgement.findings == []
    assert [activity.technology for activity in judgement.activities] == ["improved stove", "traditional stove"]


def test_a_category_beside_its_parent(sender) -> None:
    sender.coal(排放源类别="1.1.1 公用电力与热力部门")
    sender.coal(row=5, 排放源类别="1.1.1.E 火力发电")
    assert sender.found() == [("entry-divided", "化石燃料", "B5")]


def test_undivided_industry_beside_a_branch_but_not_beside_construction(sender) -> None:
    sender.coal(排放源类别="1.2.U")
    sender.coal(row=5, 排放源类别="1.2.6 建筑业")
    sender.coal(row=6, 排放源类别="1.2.1 钢铁")
    assert sender.found() == [("entry-divided", "化石燃料", "B6")]


def test_other_fuels_do_not_overlap(sender) -> None:
    sender.coal(排放源类别="1.2.U")
    sender.coal(row=5, 燃料品种="柴油")
    assert sender.found() == []


def test_a_fleet_beside_its_fuel(sender) -> None:
    sender.put("道路交通", CARS)
    sender.coal(排放源类别="1.3.2 公路", 燃料品种="汽油")
    sender.coal(row=5, 排放源类别="1.3.2 公路", 燃料品种="天然气", 计量单位="万立方米")
    assert sender.found() == [("entry-fuel-and-fleet", "化石燃料", "B4")]
