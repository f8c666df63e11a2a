"""Guards on emissions: at one place, above the budget only where nothing is left, each month and year once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ghginv.budget.ledger.accounts import AVAILABLE, Account
from ghginv.budget.ledger.consumption import (
    ACCOUNTS,
    ESTIMATED,
    EXTERNAL,
    GROSS,
    OVERSPENT,
    PRIOR,
    SOLD,
    UNEXPLAINED,
    VERIFIED,
    account_in,
    month,
    prior_year,
)
from ghginv.budget.ledger.entries import BUDGET_UNIT, Entry
from ghginv.budget.ledger.guards.position import Position, remark
from ghginv.findings import Finding

_NEVER_BESIDE = {"estimate": (VERIFIED, UNEXPLAINED), "verified": (VERIFIED,), "unexplained": (UNEXPLAINED,)}
"""What must not stand at a place already when emissions of a kind are recorded; estimates beside."""


def form(entry: Entry, position: Position) -> Iterator[Finding]:
    """One account of emissions and what it is taken from, all at one place and in one year; or less than nothing of it
    against what was sold."""
    wanted = ACCOUNTS.get(entry.kind)
    if wanted is None:
        return
    debits, credits = ([leg.account.kind for leg in entry.legs if leg.amount_kg * sign > 0] for sign in (1, -1))
    one = len({(leg.account.place, leg.vintage, leg.instrument) for leg in entry.legs}) == 1
    used = debits == [wanted] and {*credits} <= {AVAILABLE, OVERSPENT}
    sold = debits == [SOLD] and credits == [wanted] and wanted != UNEXPLAINED
    if not (used or sold) or not one:
        told = " / ".join(f"{leg.account.text} {leg.amount_kg:+d}" for leg in entry.legs)
        yield remark(entry, "budget-ledger-emitted", told or "-", ACCOUNTS[entry.kind])


def overspent(entry: Entry, position: Position) -> Iterator[Finding]:
    """Overspent takes only what is beyond what was left, and is never above zero.

    An adjustment of the budget overspends a place only beyond what is available, and by no more than was emitted there.
    """
    for leg in entry.legs:
        if leg.account.kind != OVERSPENT or leg.instrument != BUDGET_UNIT:
            continue
        told = {"account": leg.account.text, "year": leg.vintage}
        if entry.kind in ACCOUNTS:
            emitted = sum(each.amount_kg for each in entry.legs if each.amount_kg > 0)
            most = max(emitted - max(position.left(leg.account, leg.vintage), 0), 0)
            if -leg.amount_kg > most:
                yield remark(entry, "budget-ledger-overspent", -leg.amount_kg, most, **told)
        elif entry.kind == "adjustment" and leg.amount_kg < 0:
            most = _adjustable(entry, leg.account, leg.vintage, position)
            if -leg.amount_kg > most:
                yield remark(entry, "budget-ledger-overspent", -leg.amount_kg, most, **told)
        after = position.balance(leg.account, leg.vintage) + leg.amount_kg
        if leg.amount_kg > 0 and after > 0:
            yield remark(entry, "budget-ledger-overspent-above", leg.amount_kg, leg.amount_kg - after, **told)


def gross(entry: Entry, position: Position) -> Iterator[Finding]:
    """No less than nothing is emitted at a place in a year; what it sold beyond that stands apart."""
    moved: dict[tuple[Account, int], int] = {}
    for leg in entry.legs:
        if leg.account.kind in GROSS and leg.instrument == BUDGET_UNIT:
            place = replace(leg.account, kind=ESTIMATED), leg.vintage
            moved[place] = moved.get(place, 0) + leg.amount_kg
    for (account, year), kg in moved.items():
        before = sum(position.balance(replace(account, kind=kind), year) for kind in GROSS)
        if kg < 0 and before + kg < 0:
            yield remark(entry, "budget-ledger-consumed-below", -kg, before, account=account.text, year=year)


def _adjustable(entry: Entry, over: Account, year: int, position: Position) -> int:
    """The most by which an adjustment may overspend a place."""
    taken = -sum(each.amount_kg for each in entry.legs if each.account.place == over.place and each.vintage == year)
    beyond = taken - position.balance(replace(over, kind=AVAILABLE), year)
    emitted = sum(position.balance(replace(over, kind=kind), year) for kind in GROSS)
    return max(min(beyond, emitted + position.balance(over, year)), 0)


def once(entry: Entry, position: Position) -> Iterator[Finding]:
    """A month is estimated once, a year verified once, and never both; what is replaced is reversed before."""
    place = _emitted_at(entry)
    if place is None:
        return
    account, year = place
    told = {"account": replace(account, kind=AVAILABLE).text, "year": year}
    for kind in _NEVER_BESIDE[entry.kind]:
        if stands := position.balance(replace(account, kind=kind), year):
            twice = kind == ACCOUNTS[entry.kind]
            code = "budget-ledger-emitted-twice" if twice else "budget-ledger-estimate-late"
            yield remark(entry, code, stands, **told)
    if entry.kind != "estimate":
        if stands := position.balance(replace(account, kind=ESTIMATED), year):
            yield remark(entry, "budget-ledger-estimates-stand", stands, **told)
        return
    when, text = month(entry.key)
    if when[:4] != str(year) or not _is_month(when) or account_in(text) != account_in(account.text):
        expected = f"est/{year}-01…{year}-12/{told['account']}/1…"
        yield remark(entry, "budget-ledger-estimate-key", entry.key or "-", expected)
    elif position.months.estimated(entry.key):
        yield remark(entry, "budget-ledger-month-twice", when, **told)


def prior(entry: Entry, position: Position) -> Iterator[Finding]:
    """A correction names a closed year before its own, in its key, and stands on two accounts at one place."""
    if entry.kind != "prior-period":
        return
    year, closed = prior_year(entry.key), position.books.closed
    if year not in closed or any(leg.vintage <= year for leg in entry.legs):
        yield remark(entry, "budget-ledger-prior", entry.key or "-", "、".join(map(str, sorted(closed))) or "-")
    kinds = sorted(leg.account.kind for leg in entry.legs)
    if kinds != [EXTERNAL, PRIOR] or len({(leg.account.place, leg.vintage) for leg in entry.legs}) > 1:
        told = " / ".join(leg.account.text for leg in entry.legs)
        yield remark(entry, "budget-ledger-prior-legs", told or "-")


def _emitted_at(entry: Entry) -> tuple[Account, int] | None:
    """The account of emissions that an entry debits, and its year."""
    wanted = ACCOUNTS.get(entry.kind)
    return next(((leg.account, leg.vintage) for leg in entry.legs if leg.account.kind == wanted), None)


def _is_month(text: str) -> bool:
    return len(text) == 7 and text[4] == "-" and text[5:].isdecimal() and 1 <= int(text[5:]) <= 12
