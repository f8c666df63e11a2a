"""How entries of markets are put together: legs of an instrument that are not nothing, prices as a memo."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Unpack

from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.entries import Entry, Head, Leg
from ghginv.errors import InputError
from ghginv.findings import Finding

MONEY, CNY = "money", "CNY"


def entry(kind: str, legs: Iterable[Leg], **head: Unpack[Head]) -> Entry:
    """An entry of the legs, those of one account, instrument and vintage added up, without those of nothing."""
    sums: dict[tuple[Account, int, str], int] = {}
    for leg in legs:
        place = (leg.account, leg.vintage, leg.instrument)
        sums[place] = sums.get(place, 0) + leg.amount_kg
    added = (Leg(account, vintage, amount, unit) for (account, vintage, unit), amount in sums.items() if amount)
    return Entry(kind, legs=tuple(added), **head)


def paid(buyer: Account, seller: Account, year: int, price_fen: int) -> list[Leg]:
    """The memo of a price: the buyer's money account gives, the seller's receives; nothing for no price.

    InputError for a price below zero.
    """
    if price_fen < 0:
        raise InputError(Finding("budget-market-price-negative", found=str(price_fen)))
    if not price_fen or money(buyer) == money(seller):
        return []
    return [Leg(money(seller), year, price_fen, CNY), Leg(money(buyer), year, -price_fen, CNY)]


def money(holder: Account) -> Account:
    """The money account of a holder: its region and enterprise; without both the market outside."""
    return Account(MONEY, holder.region, enterprise=holder.enterprise)
