"""The kinds of entries that are posted by hand are the same wherever they stand without the ledger being loaded."""

from __future__ import annotations

from ghginv.budget.ledger import accounts, successions
from ghginv.cli import budget_ledger
from ghginv.workspace.budgets import orders


def test_successions_are_those_of_the_ledger():
    assert orders.SUCCESSIONS == successions.KINDS


def test_the_command_line_offers_what_an_order_may_be():
    assert budget_ledger.KINDS == orders.KINDS
    assert set(budget_ledger.KINDS) <= set(accounts.deeds())
