"""The ledger of a workspace: evidence without a second signature, closed years, orders, two who post at once."""

from __future__ import annotations

import multiprocessing
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ghginv.budget.ledger import consumption, invariants, replay
from ghginv.budget.ledger.accounts import Account, parse
from ghginv.errors import InputError, UsageError
from ghginv.store import audit, journal
from ghginv.store.audit import acting
from ghginv.store.budgets import Document, number
from ghginv.workspace.budgets import ledger, orders
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.budgets.ledger import Order
from tests.workspace.budget_issued import PAPER, issued, opened

ROWS = Document("evidence", "", "2026-01", "2026-01.csv", "月报（编造）".encode())


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("ledger")
    issued(folder)
    return folder


@pytest.fixture
def folder(made, tmp_path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "copy"))


def place(budget: Budget) -> Account:
    """An enterprise of the worked example in a district."""
    lines = budget.lines()
    mine = lines[(lines["year"] == 2026) & (lines["enterprise"] != "") & (lines["region"] == "440306")].iloc[0]
    return Account("available", *(mine[name] for name in ("region", "industry", "layer", "enterprise")))


def estimates(budget: Budget, months, document, kg=1000):
    account = place(budget)
    return [
        consumption.estimate(
            account, 2026, kg, kg, effective=f"2026-{month:02d}-28", document=document,
            key=consumption.key("estimate", f"2026-{month:02d}", account),
        )
        for month in months
    ]  # fmt: skip


def execute(budget: Budget, months, kg=1000) -> Budget:
    """A step of execution and its entries in one transaction, as the import of monthly data does it."""
    after = budget.take("execute", detail={"year": 2026}, documents=[ROWS])
    with budget.workspace.writing() as database:
        ledger.append(after, database, estimates(after, months, number(after.id, ROWS), kg))
    return after


def codes(raised) -> list[str]:
    for each in raised.value.findings:
        assert "{" not in each.message("zh") + each.message("en")
    return [each.code for each in raised.value.findings]


def test_evidence_carries_emissions_without_a_second_person_and_nothing_else(folder):
    with acting("li"):
        budget = execute(opened(folder), [1, 2])
    held = ledger.books(budget)
    (row,) = held.documents[held.documents["kind"] == "evidence"].to_dict("records")
    assert (row["preparer"], row["approvers"]) == ("li", "")
    assert invariants.check(held) == []
    target = (place(budget).text,)
    order = Order("reserve-release", "reserve.general:440306", target, 2026, "1", document=row["document"])
    with acting("wang"), pytest.raises(InputError) as raised:
        ledger.post(budget, order)
    assert codes(raised) == ["budget-ledger-evidence"]


def test_balances_are_those_of_budgets(folder):
    with acting("li"):
        budget = opened(folder)
        trade = Order("trade", "440306", ("440305",), 2026, "10", document=str(folder / PAPER), price="0.5")
        made = ledger.post(budget, trade)
    assert [each.code for each in made.findings] == ["budget-ledger-trade-price", "budget-trade-unforeseen"]
    assert len(made.rows) == 4
    rows = ledger.balance(budget, ledger.Selection(by=("kind", "region"), year=2026))
    assert {row["amount_kg"] for row in rows if row["kind"] == "traded"} == {10_000, -10_000}
    assert not [row for row in rows if row["kind"] == "money"]


def test_a_settled_year_is_closed_for_everyone_at_once(folder):
    """Also for who opened the budget before it was closed."""
    with acting("li"):
        stale, budget = opened(folder), opened(folder)
        sealed = replay.digest_of_year(ledger.books(budget).legs, 2026)
        budget.take("settle", detail={"year": 2026, "sealed": sealed})
        held = ledger.books(stale)
        assert (held.closed, held.sealed) == ({2026}, {2026: sealed})
        assert invariants.check(held) == []
        with pytest.raises(InputError) as raised, stale.workspace.writing() as database:
            ledger.append(stale, database, estimates(stale, [1], held.documents["document"].iloc[0]))
        assert "budget-ledger-closed" in codes(raised)
        correction = Order("prior-period", place(budget).text, (), 2027, "-2.5", closed=2026, effective="2027-02-01",
                           document=str(folder / PAPER), note="核查更正（编造）")  # fmt: skip
        (first, _) = ledger.post(opened(folder), correction).rows
        assert (first["account"].split(":")[0], first["amount_kg"]) == ("prior", -2500)
        assert ledger.post(opened(folder), replace(correction, closed=2026)).rows == []
        assert invariants.check(ledger.books(opened(folder))) == []
        with pytest.raises(InputError) as raised:
            ledger.post(opened(folder), replace(correction, closed=2027))
        assert codes(raised) == ["budget-ledger-prior"]


def test_a_refused_order_changes_nothing(folder):
    with acting("li"):
        budget = opened(folder)
        before = replay.digest(journal.balances(budget.workspace.database, budget.id))
        account = place(budget).text
        wrong = [
            Order("merger", account, ("reserve.general:440306=1",), 2026),
            Order("closure", account, (f"{account}=1",), 2026),
            Order("trade", "440306", ("440306-S1",), 2026, "1", price="50"),
            Order("prior-period", account, (), 2027, "1", closed=2026),
        ]
        for order in wrong:
            with pytest.raises(InputError):
                ledger.post(budget, replace(order, document=str(folder / PAPER)))
        assert replay.digest(journal.balances(budget.workspace.database, budget.id)) == before


# orders as typed


def test_amounts_prices_and_shares_are_read_as_typed():
    assert orders.kilograms("1,234.5") == 1_234_500
    assert orders.signed_kilograms("-0.001") == -1
    assert (orders.fen("50"), orders.fen("0"), orders.fen("0.05")) == (5000, 0, 5)
    text = "available:D1:C39:KEY:E8"
    found = orders.shares((f"{text}=1.5", f"{text} = 2", "overspent:D1:C39:KEY:E8=-3"))
    assert found == {parse(text): 3500, Account("overspent", "D1", "C39", "KEY", "E8"): -3000}


@pytest.mark.parametrize("amount", ["", "0", "-1", "x", "1.0005", "NaN", "inf", "１２一"])
def test_what_is_no_amount_is_named(amount):
    with pytest.raises(InputError) as raised:
        orders.kilograms(amount)
    assert codes(raised) == ["budget-post-amount"]
    with pytest.raises(InputError):
        orders.signed_kilograms("--1")


@pytest.mark.parametrize("price", ["", "-1", "0.005", "贵", "NaN"])
def test_what_is_no_price_is_named(price):
    with pytest.raises(InputError) as raised:
        orders.fen(price)
    assert codes(raised) == ["budget-post-price"]


def test_a_share_has_an_account_and_an_amount():
    for wrong, code in (("available:D1", "budget-post-share"), ("a:b:c:d:e:f:g=1", "budget-ledger-account"),
                        ("available:D1=x", "budget-post-amount")):  # fmt: skip
        with pytest.raises(InputError) as raised:
            orders.shares((wrong,))
        assert codes(raised) == [code]


def test_a_movement_has_one_target():
    for kind in ("virement", "trade"):
        for targets, code in (((), "budget-post-missing"), (("a", "b"), "budget-post-target")):
            with pytest.raises(UsageError) as raised:
                orders.entry(Order(kind, "a", targets, 2026, "1", price="1"), "D1", lambda entry: None)
            assert codes(raised) == [code]
    with pytest.raises(InputError):
        orders.entry(Order("reversal", entry="E9"), "D1", lambda entry: None)


# two at once, through the guards, on a real file


def post_months(folder: Path, name: str, months: list[int]) -> None:
    with acting(name):
        for month in months:
            budget = opened(folder)
            with budget.workspace.writing() as database:
                ledger.append(budget, database, estimates(budget, [month], number(budget.id, ROWS), 1_000_000))


def test_two_processes_that_post_emissions_at_once_lose_nothing_and_count_no_month_twice(folder):
    """Both post all months: each month is in the books once, whoever came first."""
    with acting("li"):
        budget = opened(folder)
        budget.take("execute", detail={"year": 2026}, documents=[ROWS])
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=post_months, args=(folder, name, list(range(1, 7)))) for name in ("li", "chen")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    budget = opened(folder)
    held = ledger.books(budget)
    mine = held.entries[held.entries["kind"] == "estimate"]
    assert sorted(mine["key"]) == sorted(each.key for each in estimates(budget, range(1, 7), ""))
    stands = held.stored.set_index("account")["amount_kg"]
    assert stands[replace(place(budget), kind="consumed.est").text] == 6_000_000
    assert invariants.check(held) == []
    assert audit.faults(budget.workspace.database) == []
