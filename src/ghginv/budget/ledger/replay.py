"""Replay 重放: balances made anew from the journal, and their digest.

Whoever adds up the same legs, wherever and in whatever order, must come to the same bytes: a line of JSON for each
account with something on it, sorted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

import pandas as pd

from ghginv.budget.ledger import balances
from ghginv.budget.ledger.balances import BALANCE


def replay(legs: pd.DataFrame | Iterable[pd.DataFrame], until: int | None = None) -> pd.DataFrame:
    """Balances from legs, which may come in pieces; ``until`` is the number of the last entry that counts."""
    pieces = [legs] if isinstance(legs, pd.DataFrame) else legs
    sums = [balances.fold(each if until is None else each[each["entry"] <= until]) for each in pieces]
    if not sums:
        return pd.DataFrame(columns=[*BALANCE, "amount_kg"])
    return balances.balances(sums[0] if len(sums) == 1 else pd.concat(sums, ignore_index=True))


def canonical(found: pd.DataFrame) -> bytes:
    """Balances as bytes: ``["account","instrument",vintage,kg]``, a line each, in order, without what is nothing."""
    rows = sorted(zip(*(found[name].tolist() for name in (*BALANCE, "amount_kg")), strict=True))
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows if row[-1])
    return "".join(f"{line}\n" for line in lines).encode()


def digest(found: pd.DataFrame) -> str:
    """SHA-256 of the canonical bytes of balances."""
    return hashlib.sha256(canonical(found)).hexdigest()


def digest_of_year(legs: pd.DataFrame, year: int) -> str:
    """The digest of a year's balances of budgets, to be written down when the year is closed."""
    mine = balances.of_budgets(legs)
    return digest(balances.balances(mine[mine["vintage"] == year]))
