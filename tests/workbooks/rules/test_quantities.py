"""The quantity: a readable number that is not negative and plausible, or a notation key, not both."""

from __future__ import annotations

import datetime

import pytest


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        ("1,200", "text-number", "1200"),
        ("１２００", "text-number", "1200"),
        ("1200 ", "text-number", "1200"),
        ("1200吨", "text-number-unit", "1200"),
        ("约1200", "not-a-number", ""),
        ("#REF!", "error-cell", ""),
        ("=1/0*A1", "formula-without-value", ""),
        (True, "boolean-number", ""),
        (datetime.date(2023, 5, 1), "date-number", ""),
    ],
)
def test_what_is_no_number_is_refused(sender, value: object, code: str, expected: str) -> None:
    sender.coal(消费量=value)
    (finding,) = [each for each in sender.findings() if each.severity == "error"]
    assert (finding.code, finding.sheet, finding.cell, finding.expected) == (code, "化石燃料", "C4", expected)


def test_negative_consumption(sender) -> None:
    sender.coal(消费量=-3)
    assert sender.found() == [("quantity-negative", "化石燃料", "C4")]


def test_zero_is_a_quantity(sender) -> None:
    sender.coal(消费量=0)
    judgement = sender.judge()
    assert judgement.findings == []
    assert judgement.activities[0].quantity == 0.0


def test_quantity_and_key_together(sender) -> None:
    sender.coal(符号="NE 未估算")
    assert sender.found() == [("quantity-and-key", "化石燃料", "I4")]


def test_a_key_in_the_quantity_cell_is_understood(sender) -> None:
    sender.coal(消费量="ne", 计量单位=None)
    (activity,) = sender.judge().activities
    assert (activity.notation, activity.quantity, activity.cell) == ("NE", None, "C4")


@pytest.mark.parametrize("blank", [None, "-", "—", " "])
def test_a_row_without_quantity_is_a_warning_and_not_read(sender, blank: str | None) -> None:
    sender.coal(消费量=blank, 计量单位=None)
    sender.coal(row=5, 排放源类别="1.2.3 化工")
    judgement = sender.judge()
    assert [(finding.code, finding.severity) for finding in judgement.findings] == [("quantity-missing", "warning")]
    assert [activity.cell for activity in judgement.activities] == ["C5"]


def test_beyond_all_experience_is_a_warning(sender) -> None:
    sender.coal(消费量=3_000_000, 计量单位="万吨")
    assert sender.found() == [("quantity-implausible", "化石燃料", "C4")]
