"""A district in yellow or red sells nothing; one in green what it will have left by its forecast."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from ghginv.budget.execution import evidence
from ghginv.budget.ledger import consumption
from ghginv.budget.ledger.accounts import Account
from ghginv.errors import InputError
from ghginv.store.audit import acting
from ghginv.store.budgets import Document, number
from ghginv.workspace.budgets import ledger, trades
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.budgets.ledger import Order
from tests.workspace.budget_issued import PAPER, issued, opened

SELLER, BUYER = "440306", "440305"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("trades")
    issued(folder)
    return folder


@pytest.fixture
def folder(made, tmp_path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "copy"))


def execute(budget: Budget, percent: int) -> Budget:
    """January of the seller: a share of the year's budget at each of its places, metered."""
    lines = budget.lines()
    mine = lines[(lines["year"] == 2026) & (lines["region"] == SELLER) & (lines["kind"] == "available")]
    columns = ("region", "industry", "layer", "enterprise", "amount_kg")
    parts = zip(*(mine[name].tolist() for name in columns), strict=True)
    amounts = [(Account("available", *place), kg * percent // 100) for *place, kg in parts if kg >= 100]
    told = dict.fromkeys(evidence.COLUMNS, "") | {"kind": "estimate", "year": 2026, "month": 1, "status": "metered"}
    rows = pd.DataFrame([{**told, "account": place.text, "emissions_kg": kg} for place, kg in amounts])
    paper = Document("evidence", "", "2026-01", "2026-01.csv", evidence.written(rows))
    after = budget.take("execute", detail={"year": 2026}, documents=[paper])
    head = {"effective": "2026-02-10", "document": number(budget.id, paper)}
    entries = [
        consumption.estimate(place, 2026, kg, 10**12, key=consumption.key("estimate", "2026-01", place), **head)
        for place, kg in amounts
    ]
    with budget.workspace.writing() as database:
        ledger.append(after, database, entries)
    return after


def order(folder: Path, amount: str = "10") -> Order:
    return Order("trade", SELLER, (BUYER,), 2026, amount, document=str(folder / PAPER), price="50")


def test_without_execution_data_it_is_said_that_nothing_can_be_foreseen(folder):
    with acting("li"):
        made = ledger.post(opened(folder), order(folder))
    assert [each.code for each in made.findings] == ["budget-trade-unforeseen"]
    assert len(made.rows) == 4


def test_a_district_in_red_sells_nothing(folder):
    with acting("li"):
        budget = execute(opened(folder), 30)
        with pytest.raises(InputError) as raised:
            ledger.post(budget, order(folder))
        assert [each.code for each in raised.value.findings] == ["budget-trade-light"]
        assert raised.value.findings[0].found == "red"
        assert "{" not in str(raised.value)
    assert not [row for row in ledger.balance(budget, ledger.Selection(by=("kind",))) if row["kind"] == "traded"]


def test_a_district_in_green_sells_what_its_forecast_leaves_above_the_buffer(folder):
    with acting("li"):
        budget = execute(opened(folder), 2)
        (finding,) = trades.conditions(budget, SELLER, 2026, 10**13)
        assert finding.code == "budget-trade-forecast"
        most = int(finding.expected)
        assert 0 < most < 10**13
        assert trades.conditions(budget, SELLER, 2026, most) == []
        made = ledger.post(budget, order(folder, "10"))
        assert made.findings == []
        (after,) = trades.conditions(budget, SELLER, 2026, most)
        assert int(after.expected) == most - 10_000
        assert "{" not in after.message("zh") + after.message("en")
        with pytest.raises(InputError):
            ledger.post(budget, replace(order(folder), amount=f"{most // 1000 + 1}"))
