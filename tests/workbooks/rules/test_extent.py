"""A template that nobody filled in, or that holds more than anybody types."""

from __future__ import annotations

import pytest

from ghginv.workbooks.filled import MOST_ROWS


def test_nothing_filled(sender) -> None:
    assert sender.found() == [("template-empty", "", "")]


@pytest.mark.parametrize("blank", [" ", "-", "　"])
def test_blanks_and_dashes_are_nothing(sender, blank: str) -> None:
    sender.coal(**dict.fromkeys(("排放源类别", "燃料品种", "消费量", "计量单位"), blank))
    assert sender.found() == [("template-empty", "", "")]


def test_more_rows_than_are_read(sender) -> None:
    for row in range(4, 4 + MOST_ROWS + 1):
        sender.book["化石燃料"].cell(row, 1).value = "1.2.1 钢铁"
    findings = [finding for finding in sender.findings() if finding.code == "template-too-long"]
    assert [(each.sheet, each.found, each.expected) for each in findings] == [("化石燃料", "5001", "5000")]
