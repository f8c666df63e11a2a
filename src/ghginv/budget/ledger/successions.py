"""Successions 主体变更: merger 合并, split 分立, move 迁移, closure 关停 of an enterprise that has a budget.

What is left of a budget goes to whoever follows. What was emitted stays where it was emitted, so that no figure of a
region or an industry changes behind anybody's back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Unpack

from ghginv.budget.ledger.accounts import AVAILABLE, RESERVE, Account
from ghginv.budget.ledger.consumption import OVERSPENT
from ghginv.budget.ledger.entries import Entry, Head, Leg
from ghginv.errors import InputError
from ghginv.findings import Finding

KINDS = ("merger", "split", "move", "closure")


def succeed(kind: str, old: Account, shares: Mapping[Account, int], vintage: int, **head: Unpack[Head]) -> Entry:
    """What ``old`` (an ``available`` account with an enterprise) has left goes to others, in shares of whole kilograms.

    ``shares`` name ``available`` accounts, for a closure the rest of the cell and ``reserve.general``, with positive
    amounts; ``overspent`` accounts take negative ones: a successor takes over what its predecessor overspent. Several
    that merge into one are an entry each. InputError for another kind, no shares, a share with the wrong sign.
    """
    wrong = [account for account, kg in shares.items() if not _fits(account, kg)]
    if kind not in KINDS or wrong or not shares:
        found = f"{wrong[0].text} {shares[wrong[0]]:+d}" if wrong else f"{kind} {len(shares)}"
        raise InputError(Finding("budget-ledger-share", found=found, details={"account": old.text}))
    overspent = sum(kg for account, kg in shares.items() if account.kind == OVERSPENT)
    given = sum(shares.values()) - overspent
    legs = [Leg(account, vintage, kg) for account, kg in shares.items()]
    legs += [Leg(old, vintage, -given)] if given else []
    legs += [Leg(replace(old, kind=OVERSPENT), vintage, -overspent)] if overspent else []
    return Entry(kind, legs=tuple(legs), **head)


def _fits(account: Account, kg: int) -> bool:
    """A positive share of what is available, or a negative one of what is overspent."""
    if account.kind == OVERSPENT:
        return kg < 0
    return kg > 0 and (account.kind == AVAILABLE or account.kind.startswith(RESERVE))
