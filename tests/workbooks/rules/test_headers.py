"""Headers that were changed, moved, added or lost."""

from __future__ import annotations


def test_changed_header(sender) -> None:
    sender.coal()
    sender.book["化石燃料"]["C3"] = "产量"
    (finding,) = sender.findings()
    assert (finding.code, finding.cell, finding.found, finding.expected) == (
        "template-header-changed",
        "C3",
        "产量",
        "消费量",
    )


def test_moved_columns_are_followed(sender) -> None:
    sender.coal()
    sheet = sender.book["化石燃料"]
    for row in range(3, 6):
        for left, right in ((1, 2), (3, 4)):
            sheet.cell(row, left).value, sheet.cell(row, right).value = (
                sheet.cell(row, right).value,
                sheet.cell(row, left).value,
            )
    judgement = sender.judge()
    assert judgement.findings == []
    assert (judgement.activities[0].quantity, judgement.activities[0].cell) == (1200.0, "D4")


def test_inserted_rows_above_the_headers_are_followed(sender) -> None:
    sender.coal()
    sender.book["化石燃料"].insert_rows(1, 2)
    judgement = sender.judge()
    assert judgement.findings == []
    assert judgement.activities[0].cell == "C6"


def test_inserted_column_is_a_note(sender) -> None:
    sender.coal()
    sheet = sender.book["化石燃料"]
    sheet.cell(3, sheet.max_column + 1).value = "备注"
    (finding,) = sender.findings()
    assert (finding.code, finding.severity, finding.found) == ("template-column-extra", "note", "备注")


def test_a_number_beside_the_table_is_a_note(sender) -> None:
    sender.coal()
    sender.book["化石燃料"]["N4"] = 77
    assert sender.found() == [("template-column-extra", "化石燃料", "N4")]


def test_deleted_column(sender) -> None:
    sender.coal()
    sender.book["化石燃料"].delete_cols(4)
    assert ("template-header-changed", "化石燃料", "D3") in sender.found()


def test_lost_header_row(sender) -> None:
    sender.coal()
    sender.put("生物质", {"生物质品种": "薪柴", "消费量": 10, "计量单位": "吨"})
    for cell in sender.book["生物质"][3]:
        cell.value = None
    (finding,) = sender.findings()
    assert (finding.code, finding.sheet) == ("template-headers-lost", "生物质")
