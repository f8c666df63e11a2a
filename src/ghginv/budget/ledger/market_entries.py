"""How entries of markets are put together: legs of an instrument that are not nothing, amounts that are positive."""

from __future__ import annotations

from collections.abc import Iterable

from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.entries import Entry, Leg
from ghginv.errors import InputError
from ghginv.findings import Finding

Row = tuple[Account, str, int, int]
"""Account, instrument, vintage, amount (debit positive)."""


def entry(kind: str, rows: Iterable[Row], *, effective: str, document: str, note: str = "", key: str = "") -> Entry:
    """An entry of the rows, those of one account, instrument and vintage added up, without those of nothing."""
    sums: dict[tuple[Account, str, int], int] = {}
    for account, unit, vintage, amount in rows:
        sums[account, unit, vintage] = sums.get((account, unit, vintage), 0) + amount
    legs = tuple(Leg(*place[::2], amount, place[1]) for place, amount in sums.items() if amount)
    return Entry(kind, effective, document, legs, note, key)


def moved(source: Account, target: Account, unit: str, vintage: int, amount: int) -> list[Row]:
    """The two rows of a movement. InputError for an amount that is not positive: it would move the other way."""
    if amount <= 0:
        raise InputError(Finding("budget-ledger-nothing", found=str(amount), details={"account": source.text}))
    return [(target, unit, vintage, amount), (source, unit, vintage, -amount)]


def paid(buyer: Account, seller: Account, year: int, price_fen: int) -> list[Row]:
    """The memo of a price: the buyer's money account gives, the seller's receives; nothing for no price.

    InputError for a price below zero.
    """
    if price_fen < 0:
        raise InputError(Finding("budget-market-price-negative", found=str(price_fen)))
    if not price_fen or money(buyer) == money(seller):
        return []
    return [(money(seller), "CNY", year, price_fen), (money(buyer), "CNY", year, -price_fen)]


def money(holder: Account) -> Account:
    """The money account of a holder: its region and enterprise; without both the market outside."""
    return Account("money", holder.region, enterprise=holder.enterprise)
