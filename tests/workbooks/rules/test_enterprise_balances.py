"""Purchases and stocks explain the use."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("more", "code", "severity"), [(50, "", ""), (300, "balance-differs", "warning"), (3000, "balance-wrong", "error")]
)
def test_what_is_left_over(verdict, more: float, code: str, severity: str) -> None:
    bought = verdict.rows["燃料"][0]["purchased"]
    found = verdict.change("燃料", 0, purchased=bought + more).findings()
    assert [(each.code, each.severity, each.cell) for each in found] == ([(code, severity, "T4")] if code else [])


def test_without_purchases_nothing_is_asked(verdict) -> None:
    assert verdict.change("燃料", 0, purchased=None).found() == []


def test_blank_stocks_are_none(verdict) -> None:
    row = verdict.rows["燃料"][0]
    use = row["purchased"] + 300 - 200 - 50
    assert verdict.change("燃料", 0, purchased=use, opening_stock=None, closing_stock=None, sold=None).found() == []


def test_a_cell_that_cannot_be_read_is_all_that_is_said(verdict) -> None:
    assert verdict.change("燃料", 0, purchased="x").found() == [("not-a-number", "燃料", "D4")]
