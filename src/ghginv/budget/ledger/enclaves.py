"""Entries of enclave rights 飞地权益: what one region shares with another, by a contract; outside the official view.

Beyond the official total until the authority above recognises it (本系统缺省). The debit is due from the contract to
the region that receives, the credit due to it from the one that gives, or from outside.
"""

from __future__ import annotations

from typing import Unpack

from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.blocks import Share
from ghginv.budget.ledger.entries import Entry, Head, moved

KIND = "enclave"


def unit(contract: str) -> str:
    """The instrument of a contract."""
    return f"ENC.{contract}"


def share(told: Share, amount_kg: int, **head: Unpack[Head]) -> Entry:
    """分享: an amount of a contract's year to the region of a share."""
    source = Account(KIND, told.origin) if told.origin else Account("external")
    legs = moved(source, Account(KIND, told.region), told.year, amount_kg, unit(told.contract))
    return Entry("enclave-share", legs=legs, **head)
