"""Emissions as entries 执行: estimated by month, verified once a year, what enterprises do not explain, closed years.

Emissions cannot be refused: where nothing is available any more, ``overspent`` 超支 takes the rest at the same place,
so that ``available + overspent = budget - reserved - committed - consumed`` everywhere. That sum is what is *left*.
On the basis of net electricity a place may sell more than it emits: what it comes to below zero is taken off what is
consumed, and stands on ``elim.power`` 外供电力抵减, which gives nobody a budget to spend.
A figure is replaced by the reversal of its entry and a new one with the next number.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Unpack

from ghginv.budget.ledger.accounts import SEPARATOR, Account
from ghginv.budget.ledger.entries import Entry, Head, Leg
from ghginv.errors import InputError
from ghginv.findings import Finding

ESTIMATED, VERIFIED, UNEXPLAINED, OVERSPENT = "consumed.est", "consumed.ver", "consumed.rest", "overspent"
PRIOR, EXTERNAL, SOLD = "prior", "external", "elim.power"
EMITTED = (ESTIMATED, VERIFIED, UNEXPLAINED)
GROSS = (*EMITTED, SOLD)
"""Accounts that sum to what was emitted at a place, with what it sold beyond that counted as nothing."""
ACCOUNTS = {"estimate": ESTIMATED, "verified": VERIFIED, "unexplained": UNEXPLAINED}
"""The kinds of entries that record emissions, and the accounts that they debit."""
_FIRST = {"estimate": "est", "verified": "ver", "unexplained": "rest", "prior-period": "prior"}


def key(kind: str, period: str | int, place: Account, number: int = 1) -> str:
    """The key of an entry of emissions: kind, month or year, account, number of the revision from 1.

    >>> key("estimate", "2026-03", Account("available", "440305", "C39", "KEY"), 2)
    'est/2026-03/available:440305:C39:KEY/2'
    """
    return f"{_FIRST[kind]}/{period}/{place.text}/{number}"


def month(text: str) -> tuple[str, str]:
    """Month and account in the key of an estimate; two blanks where it is none.

    >>> month("est/2026-03/available:440305:C39:KEY/2")
    ('2026-03', 'available:440305:C39:KEY')
    """
    parts = text.split("/", 2)
    account, slash, number = parts[-1].rpartition("/")
    known = len(parts) == 3 and parts[0] == "est" and bool(slash) and number.isdecimal()
    return (parts[1], account) if known else ("", "")


def estimate(place: Account, vintage: int, amount_kg: int, left_kg: int, **head: Unpack[Head]) -> Entry:
    """Emissions of a month as reported or estimated 月度估计; ``place`` is the ``available`` account they use up.

    ``left_kg`` is what is left there before the entry (0 or less: all of it is overspent). The key is that of ``key``.
    A negative amount is what the place sold of electricity beyond all that it emitted.
    """
    return Entry("estimate", legs=_emitted("estimate", place, vintage, amount_kg, left_kg), **head)


def verified(place: Account, vintage: int, amount_kg: int, left_kg: int, **head: Unpack[Head]) -> Entry:
    """Verified emissions of an account's year 核定, once, negative as in ``estimate``; no estimate stands beside."""
    return Entry("verified", legs=_emitted("verified", place, vintage, amount_kg, left_kg), **head)


def unexplained(place: Account, vintage: int, amount_kg: int, left_kg: int, **head: Unpack[Head]) -> Entry:
    """What the inventory has in a cell beyond its verified enterprises 企业未解释; ``place`` names no enterprise."""
    return Entry("unexplained", legs=_emitted("unexplained", place, vintage, amount_kg, left_kg), **head)


def prior_period(place: Account, vintage: int, amount_kg: int, *, year: int, **head: Unpack[Head]) -> Entry:
    """A correction of a closed ``year`` 以前年度调整, on record in an open ``vintage``; what is closed is not touched.

    ``amount_kg`` is positive for emissions that were missing, negative for those counted too much; it stands on
    ``prior`` against ``external`` and moves no budget. Key and note name the closed year.
    """
    if amount_kg == 0:
        raise InputError(Finding("budget-ledger-nothing", found="0", details={"account": place.text}))
    prior = replace(place, kind=PRIOR)
    legs = (Leg(prior, vintage, amount_kg), Leg(replace(place, kind=EXTERNAL), vintage, -amount_kg))
    head["note"] = head.get("note") or str(year)
    head["key"] = head.get("key") or key("prior-period", year, place)
    return Entry("prior-period", legs=legs, **head)


def prior_year(text: str) -> int:
    """The closed year that the key of a prior-period entry names; 0 where it names none.

    >>> prior_year("prior/2026/available:440305:C39:KEY/1")
    2026
    """
    parts = text.split("/")
    return int(parts[1]) if len(parts) > 2 and parts[0] == "prior" and parts[1].isdecimal() else 0


def power_sold(amount_kg: int, year: int) -> list[Finding]:
    """What is to be said where emissions of a year are lower by what places sold beyond all that they emit."""
    told = Finding("budget-power-sold", found=f"{amount_kg / 1000:,.3f}", details={"year": year})
    return [told] if amount_kg else []


def account_in(text: str) -> str:
    """The coordinates of an account's text without its kind: the same for all accounts at a place."""
    return text.partition(SEPARATOR)[2]


def _emitted(kind: str, place: Account, vintage: int, amount_kg: int, left_kg: int) -> tuple[Leg, ...]:
    """Consumed, and what it is taken from; InputError for nothing, and for less than nothing unexplained."""
    if amount_kg == 0 or (amount_kg < 0 and kind == "unexplained"):
        raise InputError(Finding("budget-ledger-nothing", found=str(amount_kg), details={"account": place.text}))
    if amount_kg < 0:
        sold = replace(place, kind=SOLD)
        return Leg(replace(place, kind=ACCOUNTS[kind]), vintage, amount_kg), Leg(sold, vintage, -amount_kg)
    covered = min(amount_kg, max(left_kg, 0))
    taken = ((place, covered), (replace(place, kind=OVERSPENT), amount_kg - covered))
    credits = tuple(Leg(account, vintage, -kg) for account, kg in taken if kg)
    return (Leg(replace(place, kind=ACCOUNTS[kind]), vintage, amount_kg), *credits)
