"""Entries 分录: legs that add up to nothing for each instrument and vintage, in whole kilograms; never edited.

As tables, as they are stored: entries ``entry, entry_id, batch, kind, effective, document, note, key, reverses,
version, posted_at, actor`` and legs ``entry, leg, account, instrument, vintage, amount_kg``. ``entry`` is the number by
which the two are joined; ``entry_id`` (``E000001``) is that number as people write it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Required, TypedDict

import pandas as pd

from ghginv.budget.ledger.accounts import Account, parse
from ghginv.errors import InputError
from ghginv.findings import Finding

BUDGET_UNIT = "BU"
ENTRY = ("entry", "entry_id", "batch", "kind", "effective", "document", "note", "key", "reverses", "version",
         "posted_at", "actor")  # fmt: skip
LEG = ("entry", "leg", "account", "instrument", "vintage", "amount_kg")
_NUMBERS = ("entry", "batch", "version", "leg", "vintage", "amount_kg")


@dataclass(frozen=True, slots=True)
class Leg:
    """One side of an entry: a debit is positive, a credit negative; ``vintage`` is the budget year."""

    account: Account
    vintage: int
    amount_kg: int
    instrument: str = BUDGET_UNIT


class Head(TypedDict, total=False):
    """What whoever posts says of an entry beside its legs: ISO day, id of a document, remark, idempotency key."""

    effective: Required[str]
    document: Required[str]
    note: str
    key: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry. ``effective`` is an ISO day, ``document`` the id of what it rests on, ``key`` names it once for good.

    ``version`` is the version of the budget whose lines it carries out; 0 for what is moved without a new version.
    ``entry_id``, ``posted_at`` and ``actor`` are given when it is stored.
    """

    kind: str
    effective: str
    document: str
    legs: tuple[Leg, ...]
    note: str = ""
    key: str = ""
    reverses: str = ""
    entry_id: str = ""
    posted_at: str = ""
    actor: str = ""
    version: int = 0

    @property
    def content(self) -> tuple[object, ...]:
        """What it says, whoever stored it when: two entries with the same key must have the same content."""
        legs = sorted((leg.account.text, leg.instrument, leg.vintage, leg.amount_kg) for leg in self.legs)
        return self.kind, self.effective, self.document, self.note, self.reverses, self.version, tuple(legs)

    @property
    def sums(self) -> dict[tuple[str, int], int]:
        """The sum of the legs by instrument and vintage: all 0 in an entry that balances."""
        found: dict[tuple[str, int], int] = {}
        for leg in self.legs:
            found[leg.instrument, leg.vintage] = found.get((leg.instrument, leg.vintage), 0) + leg.amount_kg
        return found


def moved(
    source: Account, target: Account, vintage: int, amount: int, instrument: str = BUDGET_UNIT
) -> tuple[Leg, Leg]:
    """The two legs of a movement, in the unit of the instrument.

    InputError for an amount that is not positive: it would move the other way.
    """
    if amount <= 0:
        raise InputError(Finding("budget-ledger-nothing", found=str(amount), details={"account": source.text}))
    return Leg(target, vintage, amount, instrument), Leg(source, vintage, -amount, instrument)


def named(number: int) -> str:
    """The id of an entry by its number.

    >>> named(12)
    'E000012'
    """
    return f"E{number:06d}"


def frames(entries: Iterable[Entry], first: int = 1, batch: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Entries and legs as tables, numbered from ``first``; an entry that has an id keeps it as its number."""
    heads, legs = [], []
    for number, entry in enumerate(entries, start=first):
        number = int(entry.entry_id[1:]) if entry.entry_id else number
        told = {name: getattr(entry, name) for name in ENTRY[3:]}
        heads.append({"entry": number, "entry_id": named(number), "batch": batch, **told})
        legs += [
            (number, place, leg.account.text, leg.instrument, leg.vintage, leg.amount_kg)
            for place, leg in enumerate(entry.legs, start=1)
        ]
    return _typed(pd.DataFrame(heads, columns=list(ENTRY))), _typed(pd.DataFrame(legs, columns=list(LEG)))


def read(entries: pd.DataFrame, legs: pd.DataFrame) -> list[Entry]:
    """The entries of stored tables, in their order."""
    by_entry: dict[int, list[Leg]] = {}
    known: dict[str, Account] = {}
    columns = [legs[name].tolist() for name in LEG]
    for number, _, text, instrument, vintage, amount in zip(*columns, strict=True):
        account = known.get(text) or known.setdefault(text, parse(text))
        by_entry.setdefault(number, []).append(Leg(account, vintage, amount, instrument))
    fields = [name for name in ENTRY if name not in ("entry", "batch")]
    return [
        Entry(legs=tuple(by_entry.get(row["entry"], ())), **{name: row[name] for name in fields})
        for row in entries.to_dict("records")
    ]


def some(entries: pd.DataFrame, legs: pd.DataFrame, ids: Sequence[str]) -> list[Entry]:
    """The entries with these ids, as far as there are any."""
    wanted = entries[entries["entry_id"].isin(list(ids))]
    return read(wanted, legs[legs["entry"].isin(wanted["entry"])])


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype({name: "int64" for name in _NUMBERS if name in frame.columns})
