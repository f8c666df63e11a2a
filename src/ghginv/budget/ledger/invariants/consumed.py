"""Invariant 8: verified emissions count once, estimates and verified ones never both, only emissions overspend, and
less than nothing is emitted only where power was sold."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ghginv.budget.ledger import balances
from ghginv.budget.ledger.accounts import SEPARATOR
from ghginv.budget.ledger.books import Books
from ghginv.budget.ledger.consumption import (
    ACCOUNTS,
    ESTIMATED,
    GROSS,
    OVERSPENT,
    SOLD,
    UNEXPLAINED,
    VERIFIED,
    account_in,
    month,
)
from ghginv.budget.ledger.entries import named
from ghginv.budget.ledger.successions import KINDS
from ghginv.findings import Finding


def breaches(books: Books) -> Iterator[Finding]:
    """Places with estimates beside verified or unexplained emissions; years and months that count twice; overspending
    above zero, or by anything but emissions, their successors, adjustments of the budget and reversals; emissions below
    zero without power sold, and power sold that is not taken off emissions."""
    entries = books.entries
    in_force = entries[entries["kind"].isin(list(ACCOUNTS)) & ~entries["entry_id"].isin(books.undone)]
    legs = balances.of_budgets(books.legs)
    kinds = _kinds(legs)
    yield from _both(legs[kinds.str.startswith("consumed.").to_numpy()])
    yield from _years_twice(in_force, legs[kinds.isin([VERIFIED, UNEXPLAINED]).to_numpy()])
    yield from _months_twice(in_force)
    yield from _overspent(books, legs[(kinds == OVERSPENT).to_numpy()])
    yield from _sold(legs[kinds.isin(GROSS).to_numpy()])


def _kinds(legs: pd.DataFrame) -> pd.Series:
    """The kind of each leg's account."""
    codes, texts = pd.factorize(legs["account"])
    kinds = pd.Series([str(text).partition(SEPARATOR)[0] for text in texts], dtype=object)
    return pd.Series(kinds.to_numpy()[codes] if len(legs) else [], index=legs.index, dtype=object)


def _both(legs: pd.DataFrame) -> Iterator[Finding]:
    stands: dict[tuple[str, int], dict[str, int]] = {}
    for text, _, year, kg in balances.balances(legs).itertuples(index=False, name=None):
        stands.setdefault((account_in(text), year), {})[text.partition(SEPARATOR)[0]] = kg
    for (place, year), found in sorted(stands.items()):
        verified = [found[kind] for kind in (VERIFIED, UNEXPLAINED) if found.get(kind)]
        if found.get(ESTIMATED) and verified:
            told, estimated = {"place": place, "year": year}, str(found[ESTIMATED])
            yield Finding("budget-books-emitted-both", found=estimated, expected=str(sum(verified)), details=told)


def _years_twice(in_force: pd.DataFrame, legs: pd.DataFrame) -> Iterator[Finding]:
    mine = legs[legs["entry"].isin(in_force.loc[in_force["kind"] != "estimate", "entry"])]
    for (account, year), rows in mine.groupby([mine["account"].astype(object), "vintage"], sort=True):
        if len(rows) > 1:
            told = {"account": account, "year": year, "entries": "、".join(named(each) for each in rows["entry"])}
            yield Finding("budget-books-emitted-twice", found=str(len(rows)), details=told)


def _months_twice(in_force: pd.DataFrame) -> Iterator[Finding]:
    mine = in_force[in_force["kind"] == "estimate"]
    seen: dict[tuple[str, str], str] = {}
    for entry, key in zip(mine["entry_id"].tolist(), mine["key"].tolist(), strict=True):
        when, account = month(key)
        earlier = seen.setdefault((when, account_in(account)), entry)
        if not when or earlier != entry:
            told = {"entry": entry, "account": account or "-"}
            yield Finding("budget-books-month-twice", found=when or key or "-", expected=earlier, details=told)


def _overspent(books: Books, legs: pd.DataFrame) -> Iterator[Finding]:
    kinds = dict(zip(books.entries["entry_id"], books.entries["kind"], strict=True))
    numbers = books.entries["entry"].tolist()
    whose = (kinds.get(back, kind) for kind, back in zip(books.entries["kind"], books.entries["reverses"], strict=True))
    allowed = {number for number, kind in zip(numbers, whose, strict=True) if kind in (*ACCOUNTS, *KINDS, "adjustment")}
    for row in legs[~legs["entry"].isin(allowed)].itertuples(index=False):
        told = {"entry": named(row.entry), "account": row.account, "year": row.vintage}
        yield Finding("budget-books-overspent-by", found=f"{row.amount_kg:+d}", details=told)
    sums = balances.fold(legs, ("account", "vintage", "entry"))
    sums["after"] = sums.groupby(["account", "vintage"], observed=True)["amount_kg"].cumsum()
    above = sums[sums["after"] > 0].drop_duplicates(["account", "vintage"])
    for row in above.itertuples(index=False):
        told = {"entry": named(row.entry), "account": row.account, "year": row.vintage}
        yield Finding("budget-books-overspent-above", found=str(row.after), details=told)


def _sold(legs: pd.DataFrame) -> Iterator[Finding]:
    """Entries that move what was sold by other than what they take off emissions; places that emit below zero."""
    places = legs.assign(place=legs["account"].map(account_in).astype(object))
    sold = legs["account"].astype(object).str.startswith(SOLD)
    sums = places[places["entry"].isin(legs.loc[sold, "entry"])].groupby("entry")["amount_kg"].sum()
    for entry, kg in sums[sums != 0].items():
        yield Finding("budget-books-sold", found=f"{kg:+d}", details={"entry": named(entry)})
    gross = places.groupby(["place", "vintage"], sort=True)["amount_kg"].sum()
    for (place, year), kg in gross[gross < 0].items():
        yield Finding("budget-books-emitted-below", found=str(kg), details={"place": place, "year": year})
