"""The unit: given, known, and of the kind of its item."""

from __future__ import annotations

import pytest


def test_missing_unit_names_those_of_the_item(sender) -> None:
    sender.coal(计量单位=None)
    (finding,) = sender.findings()
    assert (finding.code, finding.cell) == ("unit-missing", "D4")
    assert "万吨" in finding.expected


def test_unknown_unit_names_the_nearest(sender) -> None:
    sender.coal(计量单位="万顿")
    (finding,) = sender.findings()
    assert (finding.code, finding.cell, finding.found) == ("unit-unknown", "D4", "万顿")
    assert "万吨" in finding.remedy()


@pytest.mark.parametrize("unit", ["万立方米", "万千瓦时", "吨标准煤", "辆"])
def test_unit_of_another_kind(sender, unit: str) -> None:
    sender.coal(计量单位=unit)
    (finding,) = sender.findings()
    assert (finding.code, finding.cell, finding.expected) == ("unit-wrong-kind", "D4", "吨")


@pytest.mark.parametrize(
    ("unit", "tonnes"),
    [("吨", 1200.0), ("万吨", 12_000_000.0), ("kg", 1.2), ("（万吨）", 12_000_000.0), ("10^4 t", 12_000_000.0)],
)
def test_quantities_are_kept_in_the_unit_of_the_item(sender, unit: str, tonnes: float) -> None:
    sender.coal(计量单位=unit)
    (activity,) = sender.judge().activities
    assert (activity.quantity, activity.unit) == (tonnes, "t")
    assert (activity.reported_value, activity.reported_unit) == ("1200", unit)
