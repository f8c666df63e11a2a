"""Over-budget trade between districts 区间超额交易: net view only, with the price as a memo.

Official budgets, and what is left of them, stay as they are: ``traded`` stands outside the budget and adds up to
nothing over all regions. The money stands beside it in fen and touches no quantity.
"""

from __future__ import annotations

from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.entries import Entry, Leg
from ghginv.errors import InputError
from ghginv.findings import Finding

TRADED, MONEY, CNY = "traded", "money", "CNY"
_KG = 1000


def trade(
    seller_region: str, buyer_region: str, vintage: int, amount_kg: int, price_fen: int, *, effective: str,
    document: str, note: str = "", key: str = "",
) -> Entry:  # fmt: skip
    """A district buys budget of another; ``price_fen`` is the price of a tonne in 0.01 yuan (0: given away, flagged).

    InputError for an amount that is not positive or a price below nothing.
    """
    seller, buyer = (Account(TRADED, region) for region in (seller_region, buyer_region))
    if amount_kg <= 0 or price_fen < 0:
        found = amount_kg if amount_kg <= 0 else price_fen
        raise InputError(Finding("budget-ledger-nothing", found=str(found), details={"account": seller.text}))
    legs = [Leg(buyer, vintage, amount_kg), Leg(seller, vintage, -amount_kg)]
    if paid := price(amount_kg, price_fen):
        legs += [Leg(Account(MONEY, seller_region), vintage, paid, CNY)]
        legs += [Leg(Account(MONEY, buyer_region), vintage, -paid, CNY)]
    return Entry("trade", effective, document, tuple(legs), note, key)


def price(amount_kg: int, price_fen: int) -> int:
    """What an amount costs at a price a tonne, in whole fen, halves up.

    >>> price(1_500, 4_567)
    6851
    """
    return (2 * amount_kg * price_fen + _KG) // (2 * _KG)
