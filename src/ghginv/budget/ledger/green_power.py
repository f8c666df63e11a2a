"""Entries of green power and certificates 绿电、绿证 (GEC): registered, split, traded, retired; amounts in kWh.

A certificate is 1000 kWh (发改能源〔2017〕132号). They touch no account of a budget; what green power does to the
figures of a carbon account is a matter of reports (residual mix).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Unpack

from ghginv.budget.ledger import credits
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.blocks import Block
from ghginv.budget.ledger.entries import Entry, Head

SOURCE, HOLDING, RETIRED = "green.source", "green.holding", "green.retired"
OUTSIDE = Account(SOURCE)


def holder(enterprise: str = "", region: str = "", kind: str = HOLDING) -> Account:
    """The account of an enterprise or a region. InputError where it is neither or both."""
    return credits.holder(enterprise, region, kind)


def register(block: Block, account: Account, **head: Unpack[Head]) -> Entry:
    """登记: all certificates of a block come to their holder."""
    return credits.register(block, account, kind="green-issue", source=OUTSIDE, **head)


def split(block: Block, parts: Iterable[Block], account: Account, **head: Unpack[Head]) -> Entry:
    """拆分. InputError where the parts do not cover the block."""
    return credits.split(block, parts, account, kind="green-issue", source=OUTSIDE, **head)


def trade(block: Block, seller: Account, buyer: Account, kwh: int, *, price_fen: int = 0, year: int = 0,
          **head: Unpack[Head]) -> Entry:  # fmt: skip
    """交易; ``price_fen`` and ``year`` as for credits."""
    return credits.trade(block, seller, buyer, kwh, kind="green-trade", price_fen=price_fen, year=year, **head)


def retire(block: Block, account: Account, kwh: int, **head: Unpack[Head]) -> Entry:
    """核销: claimed by its holder for the consumption of the same year."""
    return credits.retire(block, account, kwh, kind="green-retire", to=RETIRED, **head)
