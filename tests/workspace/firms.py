"""Two made-up enterprises in an issued budget with half a year of emissions, warnings and market deeds of both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ghginv.store.audit import acting
from ghginv.workspace.budgets import allocate, ledger, markets, requests, steps, totals, warning
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.budgets.monitoring import Watched
from tests.workspace import budget_issued, monitored
from tests.workspace.budget_issued import PAPER, issued, opened

FIRM, OTHER, LOCAL = "91440304FAKE000102", "91440304FAKE00028U", "91440306FAKE000125"
"""虚构发电企业001 and 002 of the worked example, in the national market; 虚构半导体企业001 in that of Shenzhen."""
NAME, OTHER_NAME = "虚构发电企业001", "虚构发电企业002"
YEAR, MONTH = 2026, 6


def half_a_year(folder: Path) -> None:
    """The workspace ``folder/w`` at the end of June: FIRM is far above its plan, OTHER has deeds of its own."""
    budget = issued(folder)
    budget = monitored.executed(budget, YEAR, range(1, MONTH + 1), _factor)
    _virement(folder)
    _deeds(folder)
    with acting("li"):
        warning.warn(Watched(opened(folder), YEAR, MONTH), sides=("enterprise",))


def _factor(place: Any) -> float:
    """Months of a few enterprises alone: FIRM emits a fifth more than its plan, OTHER a little less."""
    return {FIRM: 1.21, OTHER: 0.93}.get(place.enterprise, 0.0)


def place_of(folder: Path, enterprise: str) -> str:
    """The account of the budget of an enterprise."""
    budget = opened(folder)
    return next(each.text for each in monitored.places(budget, YEAR) if each.enterprise == enterprise)


def _virement(folder: Path) -> None:
    """OTHER hands 1,500 t to FIRM within their industry."""
    order = ledger.Order(kind="virement", year=YEAR, amount="1500", source=place_of(folder, OTHER),
                         targets=(place_of(folder, FIRM),), document=str(folder / PAPER), effective="2026-07-01",
                         note=f"{OTHER_NAME} 调剂给 {NAME}（编造）")  # fmt: skip
    with acting("li"):
        ledger.post(opened(folder), order)


def _deeds(folder: Path) -> None:
    block = {"project": "编造项目甲", "vintage": 2025, "registered": "2025-03-01"}
    green = {"project": "编造风电", "vintage": 2026, "registered": "2026-02-01"}
    for verb, *rows in (
        ("allowance final", {"enterprise": FIRM, "vintage": 2024, "final": 9_000}),
        ("allowance carry", {"enterprise": FIRM, "sold": 2_000, "bought": 600, "on_time": "yes", "day": "2026-05-20",
                             "amount": 7_000}),
        ("allowance pre", {"enterprise": FIRM, "vintage": 2025, "verified": 60_000},
         {"enterprise": OTHER, "vintage": 2025, "verified": 44_444}),
        ("allowance final", {"enterprise": FIRM, "vintage": 2025, "final": 57_200},
         {"enterprise": OTHER, "vintage": 2025, "final": 43_211}),
        ("allowance sell", {"enterprise": OTHER, "vintage": 2025, "amount": 777, "price": 81, "counterparty": FIRM}),
        ("allowance freeze", {"enterprise": FIRM, "vintage": 2025, "amount": 300}),
        ("credit register",
         {**block, "instrument": "CCER", "id": "C-1", "start": "N-1", "end": "N-5000", "quantity": 5000,
          "enterprise": FIRM},
         {**block, "instrument": "CCER", "id": "C-OTHER", "start": "N-9001", "end": "N-9100", "quantity": 100,
          "enterprise": OTHER}),
        ("allowance surrender", {"enterprise": FIRM, "year": 2025, "due": 60_000, "amount": 57_000, "block": "C-1",
                                 "credits": 1_800}),
        ("allowance pre", {"enterprise": FIRM, "vintage": 2026, "verified": 60_000}),
        ("allowance final", {"enterprise": LOCAL, "vintage": 2025, "final": 5_000, "unit": "SZA"}),
        ("credit register", {**block, "instrument": "CCER", "id": "C-LOCAL", "start": "N-6001", "end": "N-6300",
                             "quantity": 300, "enterprise": LOCAL}),
        ("allowance surrender", {"enterprise": LOCAL, "year": 2025, "due": 6_003, "unit": "SZA", "block": "C-LOCAL",
                                 "credits": 150}),
        ("green register", {**green, "id": "G-1", "quantity": 100, "enterprise": FIRM},
         {**green, "id": "G-OTHER", "quantity": 31, "enterprise": OTHER}),
        ("green retire", {"enterprise": FIRM, "block": "G-1", "amount": 40, "consumption": "52.5"}),
    ):  # fmt: skip
        with acting("li"):
            given = [markets.row({name: str(value) for name, value in row.items()}) for row in rows]
            markets.carry_out(opened(folder), verb, given, document=str(folder / PAPER), effective="2026-05-20")


def approved_and_issued(made: Budget, folder: Path) -> None:
    """Take a budget of the example that was just begun to its issue, without notices."""
    approval = folder / "批复.txt"
    approval.write_text(f"编造的批复 {made.id} made up, do not quote\n", encoding="utf-8")
    with acting("li"):
        made = totals.choose(made, totals.Choice(gdp_version="预测"))
        made = allocate.keep(made, allocate.allocate(made, {"grandfather": 1.0}, {"grandfather": 1.0}, {}, {}))
        made = steps.take(steps.take(requests.by_default(made), "review"), "submit")
    for actor, paper in (("wang", approval), ("zhao", None)):
        with acting(actor):
            made = steps.approve(made, paper)
    with acting("li"):
        budget_issued._without_notices(made)
