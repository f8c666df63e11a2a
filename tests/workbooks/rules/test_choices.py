"""Categories, items, technologies and keys must be on the lists of their columns."""

from __future__ import annotations

import pytest


def test_misspelt_fuel_is_refused_with_the_nearest(sender) -> None:
    sender.coal(燃料品种="无烟媒")
    (finding,) = sender.findings()
    assert (finding.code, finding.sheet, finding.cell) == ("choice-unknown", "化石燃料", "B4")
    assert finding.expected == "无烟煤"
    assert "无烟煤" in finding.message()


def test_unknown_category_is_refused(sender) -> None:
    sender.coal(排放源类别="9.9 火星")
    assert sender.found() == [("choice-unknown", "化石燃料", "A4")]


def test_category_of_another_sheet_names_that_sheet(sender) -> None:
    sender.coal(排放源类别="1.3.3 铁路")
    (finding,) = sender.findings()
    assert (finding.code, finding.cell) == ("choice-elsewhere", "A4")
    assert "水运铁路非道路" in finding.expected


def test_item_of_another_sheet_names_that_sheet(sender) -> None:
    sender.coal(燃料品种="秸秆")
    (finding,) = sender.findings()
    assert (finding.code, finding.expected) == ("choice-elsewhere", "生物质")


@pytest.mark.parametrize("text", ["烟煤", "bituminous", "Bituminous coal", " 烟 煤 "])
def test_codes_names_and_spacing_are_understood(sender, text: str) -> None:
    sender.coal(燃料品种=text)
    assert sender.judge().activities[0].item == "bituminous"


@pytest.mark.parametrize("text", ["1.2.1 钢铁", "1.2.1", "钢铁", "１．２．１　钢铁", "1.2.1 Iron and steel"])
def test_categories_by_code_or_name(sender, text: str) -> None:
    sender.coal(排放源类别=text)
    assert sender.judge().activities[0].category == "1.2.1"


def test_missing_category_and_item(sender) -> None:
    sender.coal(排放源类别=None, 燃料品种=None)
    assert sender.found() == [("entry-missing", "化石燃料", "A4"), ("entry-missing", "化石燃料", "B4")]


def test_a_key_may_stand_for_a_whole_category(sender) -> None:
    sender.put("化石燃料", {"排放源类别": "1.2.2 有色金属", "符号": "NO"})
    judgement = sender.judge()
    assert judgement.findings == []
    (activity,) = judgement.activities
    assert (activity.category, activity.item, activity.quantity, activity.notation) == ("1.2.2", "", None, "NO")


def test_unknown_key(sender) -> None:
    sender.coal(消费量=None, 符号="XX")
    assert ("choice-unknown", "化石燃料", "I4") in sender.found()
