"""Uncertainties are percentages that are not negative."""

from __future__ import annotations


def test_percent(sender) -> None:
    sender.coal(不确定性=5)
    assert sender.judge().activities[0].uncertainty == 5.0


def test_a_number_shown_in_percent(sender) -> None:
    sender.coal(不确定性=0.05)
    sender.book["化石燃料"]["H4"].number_format = "0%"
    judgement = sender.judge()
    assert judgement.findings == []
    assert judgement.activities[0].uncertainty == 5.0


def test_a_fraction_is_a_warning_with_the_percentage(sender) -> None:
    sender.coal(不确定性=0.05)
    (finding,) = sender.findings()
    assert (finding.code, finding.severity, finding.cell, finding.expected) == (
        "uncertainty-fraction",
        "warning",
        "H4",
        "5",
    )


def test_negative_and_text(sender) -> None:
    sender.coal(不确定性=-5)
    sender.coal(row=5, 排放源类别="1.2.3", 不确定性="±5%")
    assert {("uncertainty-negative", "化石燃料", "H4"), ("not-a-number", "化石燃料", "H5")} == set(sender.found())
