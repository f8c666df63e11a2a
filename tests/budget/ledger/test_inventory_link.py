"""Invariant 9: consumption of a settled region is its inventory, or differs by what was named."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from ghginv.budget.ledger import invariants
from ghginv.budget.ledger.books import INVENTORIES, Books
from tests.budget.ledger.emissions import LISTED, unexplained, verified
from tests.budget.ledger.made_up import ISSUE, empty, posted


def _settled(difference: int, rounding: int = 0) -> Books:
    books = posted(empty(documents=LISTED), ISSUE)
    books = posted(books, [verified(books, 150), unexplained(books, 30)])
    row = (2026, "D1", "run-1", ("D1", "S1"), 200, difference, rounding)
    return replace(books, inventories=pd.DataFrame([row], columns=list(INVENTORIES)))


@pytest.mark.parametrize(("difference", "rounding"), [(-20, 0), (0, 20)])
def test_consumption_is_the_inventory_or_differs_by_what_was_named(difference, rounding):
    assert invariants.check(_settled(difference, rounding)) == []


def test_a_difference_that_nobody_named_breaks_the_ninth_invariant():
    (found,) = invariants.check(_settled(0, 19))
    assert found.code == "budget-books-inventory"
    assert (found.found, found.expected, found.details["difference"]) == ("180", "200", "-20")
    assert "run-1" in found.text("zh")
