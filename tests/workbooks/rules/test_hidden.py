"""Hidden data are read, and named."""

from __future__ import annotations


def test_hidden_row(sender) -> None:
    sender.coal()
    sender.coal(row=5, 排放源类别="1.2.3")
    sender.book["化石燃料"].row_dimensions[5].hidden = True
    judgement = sender.judge()
    assert [(each.code, each.severity, each.cell) for each in judgement.findings] == [
        ("template-row-hidden", "warning", "5:5")
    ]
    assert len(judgement.activities) == 2


def test_hidden_empty_row_does_not_matter(sender) -> None:
    sender.coal()
    sender.book["化石燃料"].row_dimensions[30].hidden = True
    assert sender.found() == []


def test_hidden_column(sender) -> None:
    sender.coal(平均低位发热量=22)
    sender.book["化石燃料"].column_dimensions["E"].hidden = True
    sender.book["化石燃料"].column_dimensions["F"].hidden = True
    assert sender.found() == [("template-column-hidden", "化石燃料", "E:E")]


def test_hidden_sheet(sender) -> None:
    sender.coal()
    sender.book["化石燃料"].sheet_state = "hidden"
    sender.book["航空"].sheet_state = "hidden"
    assert sender.found() == [("template-sheet-hidden", "化石燃料", "")]
