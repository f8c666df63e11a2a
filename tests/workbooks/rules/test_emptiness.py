"""A template that nobody filled in."""

from __future__ import annotations

import pytest


def test_nothing_filled(sender) -> None:
    assert sender.found() == [("template-empty", "", "")]


@pytest.mark.parametrize("blank", [" ", "-", "　"])
def test_blanks_and_dashes_are_nothing(sender, blank: str) -> None:
    sender.coal(**dict.fromkeys(("排放源类别", "燃料品种", "消费量", "计量单位"), blank))
    assert sender.found() == [("template-empty", "", "")]
