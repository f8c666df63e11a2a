"""Over-budget trade between districts 区间超额交易: net view only, with the price as a memo.

Official budgets, and what is left of them, stay as they are: ``traded`` stands outside the budget and adds up to
nothing over all regions. The money stands beside it in fen and touches no quantity.
"""

from __future__ import annotations

from typing import Unpack

from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.entries import Entry, Head, moved
from ghginv.budget.ledger.market_entries import paid
from ghginv.errors import InputError
from ghginv.findings import Finding

TRADED = "traded"
_KG = 1000


def trade(
    seller_region: str, buyer_region: str, vintage: int, amount_kg: int, price_fen: int, **head: Unpack[Head]
) -> Entry:
    """A district buys budget of another; ``price_fen`` is the price of a tonne in 0.01 yuan (0: given away, flagged).

    InputError for an amount that is not positive or a price below nothing.
    """
    seller, buyer = (Account(TRADED, region) for region in (seller_region, buyer_region))
    goods, money = moved(seller, buyer, vintage, amount_kg), paid(buyer, seller, vintage, price(amount_kg, price_fen))
    return Entry("trade", legs=(*goods, *money), **head)


def price(amount_kg: int, price_fen: int) -> int:
    """What an amount costs at a price a tonne, in whole fen, halves up. InputError for a price below zero.

    >>> price(1_500, 4_567)
    6851
    """
    if price_fen < 0:
        raise InputError(Finding("budget-market-price-negative", found=str(price_fen)))
    return (2 * amount_kg * price_fen + _KG) // (2 * _KG)
