"""Entries of allowances 配额 (CEA, SZA, GDEA): issued, deducted, traded, frozen, surrendered, carried over, cancelled.

Amounts are whole kilograms, an allowance is 1000; a vintage is the year of the allowances. What published formulas
come to (pre-allocation, settlement, carry-over) is computed by ``enterprise.quotas`` and handed in as numbers. None of
these entries touches a budget: 配额交易不动碳预算.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Unpack

from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.entries import Entry, Head, Leg, moved
from ghginv.budget.ledger.market_entries import entry, paid
from ghginv.errors import InputError
from ghginv.findings import Finding

PRE, HOLDING, FROZEN, SURRENDERED, DEDUCTION = (
    "ent.pre", "ent.holding", "ent.frozen", "ent.surrendered", "ent.deduction",
)  # fmt: skip
CAP, MARKET, CANCELLED = "ets.cap", "ets.market", "ets.cancelled"
Credit = tuple[str, int, int]
"""A credit used: instrument with block, vintage, amount in kg."""


def of(kind: str, enterprise: str) -> Account:
    """An account of an enterprise.

    >>> of(HOLDING, "E1").text
    'ent.holding::::E1'
    """
    return Account(kind, enterprise=enterprise)


def preallocate(
    enterprise: str, unit: str, vintage: int, pre_kg: int, deducted_kg: int = 0, **head: Unpack[Head]
) -> Entry:
    """预分配: what is pre-allocated, less what is deducted of it at once (2025—2026 draft, table 1-5).

    InputError where more would be deducted than is pre-allocated, or nothing is.
    """
    if pre_kg <= 0 or not 0 <= deducted_kg <= pre_kg:
        told = {"enterprise": enterprise}
        raise InputError(Finding("budget-market-pre", found=str(deducted_kg), expected=str(pre_kg), details=told))
    legs = [
        Leg(of(PRE, enterprise), vintage, pre_kg - deducted_kg, unit),
        Leg(of(DEDUCTION, enterprise), vintage, deducted_kg, unit),
        Leg(Account(CAP), vintage, -pre_kg, unit),
    ]
    return entry("ets-pre", legs, **head)


def finalise(
    enterprise: str, unit: str, vintage: int, *, pre_kg: int, issued_kg: int, deducted_kg: int, frozen: bool = False,
    **head: Unpack[Head],
) -> Entry:  # fmt: skip
    """核定: what stands pre-allocated (``pre_kg``) becomes a holding; ``issued_kg`` is added, below zero taken back.

    ``deducted_kg`` is deducted now, below zero handed back 退回已核减配额. ``frozen`` 差异化发放: all of it is frozen
    until the surrender. The entry has no legs where nothing moves.
    """
    target = of(FROZEN if frozen else HOLDING, enterprise)
    legs = [
        Leg(of(PRE, enterprise), vintage, -pre_kg, unit),
        Leg(target, vintage, pre_kg + issued_kg, unit),
        Leg(of(DEDUCTION, enterprise), vintage, deducted_kg, unit),
        Leg(Account(CAP), vintage, -issued_kg - deducted_kg, unit),
    ]
    return entry("ets-final", legs, **head)


def deduct(enterprise: str, unit: str, vintage: int, amount_kg: int, **head: Unpack[Head]) -> Entry:
    """A decision 核减: so much is to be deducted from what is issued next (国务院令第775号)."""
    return entry("ets-deduct", moved(of(DEDUCTION, enterprise), Account(CAP), vintage, amount_kg, unit), **head)


def roll(enterprise: str, unit: str, open_kg: Mapping[int, int], vintage: int, **head: Unpack[Head]) -> Entry | None:
    """What is still to be deducted of earlier vintages, put to this one; None where there is nothing."""
    legs: list[Leg] = []
    for year, amount in sorted(open_kg.items()):
        if year < vintage and amount:
            legs += moved(Account(CAP), of(DEDUCTION, enterprise), year, amount, unit)
            legs += moved(of(DEDUCTION, enterprise), Account(CAP), vintage, amount, unit)
    return entry("ets-deduct", legs, **head) if legs else None


def trade(
    seller: str, buyer: str, unit: str, vintage: int, amount_kg: int, *, price_fen: int = 0, pre_kg: int = 0,
    year: int = 0, **head: Unpack[Head],
) -> Entry:  # fmt: skip
    """交易: a seller and a buyer, empty for the market outside; the price is a memo in fen in the year of the trade.

    ``pre_kg`` of the amount are taken from what is pre-allocated. InputError where both are the same.
    """
    if seller == buyer:
        raise InputError(Finding("budget-market-self", found=seller or "-"))
    source, target = (of(HOLDING, each) if each else Account(MARKET) for each in (seller, buyer))
    legs = [*moved(source, target, vintage, amount_kg, unit), *paid(target, source, year or vintage, price_fen)]
    if pre_kg:
        legs += moved(of(PRE, seller), source, vintage, pre_kg, unit)
    return entry("ets-trade", legs, **head)


def freeze(
    enterprise: str, unit: str, vintage: int, amount_kg: int, *, free: bool = False, **head: Unpack[Head]
) -> Entry:
    """冻结: held units that are not to be used; ``free`` 解冻 frees them."""
    pair = [of(HOLDING, enterprise), of(FROZEN, enterprise)]
    source, target = pair[::-1] if free else pair
    return entry("ets-freeze", moved(source, target, vintage, amount_kg, unit), **head)


def surrender(
    enterprise: str, unit: str, amounts: Mapping[int, int], credits: Sequence[Credit] = (), **head: Unpack[Head]
) -> Entry:
    """清缴: allowances by vintage, and credits used for the same obligation."""
    legs: list[Leg] = []
    for vintage, amount in sorted(amounts.items()):
        legs += moved(of(HOLDING, enterprise), of(SURRENDERED, enterprise), vintage, amount, unit)
    for block, vintage, amount in credits:
        legs += moved(of("credit.holding", enterprise), of("retired", enterprise), vintage, amount, block)
    return entry("ets-surrender", legs, **head)


def carry(enterprise: str, unit: str, vintage: int, target: int, amount_kg: int, **head: Unpack[Head]) -> Entry:
    """结转: held units of one vintage become units of another."""
    cap = Account(CAP)
    legs = moved(of(HOLDING, enterprise), cap, vintage, amount_kg, unit)
    return entry("ets-carry", legs + moved(cap, of(HOLDING, enterprise), target, amount_kg, unit), **head)


def cancel(enterprise: str, unit: str, vintage: int, amount_kg: int, **head: Unpack[Head]) -> Entry:
    """注销: held units that nobody will use again."""
    return entry("ets-cancel", moved(of(HOLDING, enterprise), of(CANCELLED, enterprise), vintage, amount_kg, unit),
                 **head)  # fmt: skip


def oldest_first(held: Mapping[int, int], year: int, due_kg: int, first: int = 0) -> dict[int, int]:
    """What is surrendered of each vintage for a year: the oldest eligible first, none later than the year.

    Vintages before ``first`` are not eligible any more. As far as the holding goes.

    >>> oldest_first({2023: 2000, 2024: 5000, 2025: 9000}, 2024, 6000)
    {2023: 2000, 2024: 4000}
    """
    found: dict[int, int] = {}
    for vintage in sorted(held):
        amount = min(held[vintage], due_kg - sum(found.values()))
        if first <= vintage <= year and amount > 0:
            found[vintage] = amount
    return found


def spread(held: Mapping[int, int], amount_kg: int) -> dict[int, int]:
    """An amount over vintages, the newest first: what is carried over keeps its best chance.

    >>> spread({2023: 2000, 2024: 5000}, 6000)
    {2024: 5000, 2023: 1000}
    """
    found: dict[int, int] = {}
    for vintage in sorted(held, reverse=True):
        amount = min(held[vintage], amount_kg - sum(found.values()))
        if amount > 0:
            found[vintage] = amount
    return found
