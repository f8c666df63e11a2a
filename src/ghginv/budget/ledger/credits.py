"""Entries of credits 减排量 (CCER, 碳普惠 PHCER): registered, split, traded, retired. A block is an instrument.

They touch no account of a budget: a credit never lowers an inventory. Holders are enterprises or regions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Unpack

from ghginv.budget.ledger import instruments
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.blocks import Block, split_faults
from ghginv.budget.ledger.entries import Entry, Head, moved
from ghginv.budget.ledger.market_entries import entry, paid
from ghginv.errors import InputError
from ghginv.findings import Finding

SOURCE, HOLDING, RETIRED = "credit.source", "credit.holding", "retired"
OUTSIDE = Account(SOURCE)
"""Whom credits are bought from and sold to outside this budget: they come from the register and go back to it."""


def holder(enterprise: str = "", region: str = "", kind: str = HOLDING) -> Account:
    """The account of an enterprise or a region. InputError where it is neither or both.

    >>> holder("E1").text
    'credit.holding::::E1'
    """
    if bool(enterprise) == bool(region):
        raise InputError(Finding("budget-market-holder", found=" / ".join(filter(None, (enterprise, region))) or "-"))
    return Account(kind, region, enterprise=enterprise)


def amount(block: Block) -> int:
    """The quantity of a block in the unit of its legs (kg, for certificates kWh)."""
    known = instruments.load()[block.instrument]
    return block.quantity * known.piece


def register(block: Block, account: Account, *, kind: str = "credit-issue", source: Account = OUTSIDE,
             **head: Unpack[Head]) -> Entry:  # fmt: skip
    """登记: a whole block comes to its holder."""
    return entry(kind, moved(source, account, block.vintage, amount(block), block.unit), **head)


def split(block: Block, parts: Iterable[Block], account: Account, *, kind: str = "credit-issue",
          source: Account = OUTSIDE, **head: Unpack[Head]) -> Entry:  # fmt: skip
    """拆分: a block that one holder has whole becomes several. InputError where they do not cover it."""
    kept = list(parts)
    faults = [*split_faults(block, kept), *(each for part in kept for each in part.faults())]
    if faults:
        raise InputError(*faults)
    legs = [*moved(account, source, block.vintage, amount(block), block.unit)]
    for part in kept:
        legs += moved(source, account, part.vintage, amount(part), part.unit)
    return entry(kind, legs, **head)


def trade(block: Block, seller: Account, buyer: Account, amount_kg: int, *, kind: str = "credit-trade",
          price_fen: int = 0, year: int = 0, **head: Unpack[Head]) -> Entry:  # fmt: skip
    """交易 between two holders of this budget; the price is a memo in fen. InputError where they are the same."""
    if seller == buyer:
        raise InputError(Finding("budget-market-self", found=seller.text))
    goods = moved(seller, buyer, block.vintage, amount_kg, block.unit)
    return entry(kind, [*goods, *paid(buyer, seller, year or block.vintage, price_fen)], **head)


def retire(block: Block, account: Account, amount_kg: int, *, kind: str = "credit-retire", to: str = RETIRED,
           **head: Unpack[Head]) -> Entry:  # fmt: skip
    """注销: what is used, once."""
    return entry(kind, moved(account, replace(account, kind=to), block.vintage, amount_kg, block.unit), **head)
