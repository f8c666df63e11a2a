"""What stands in the way of closing a year 关账: order, estimates, what is not verified, projects, invariants."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import pandas as pd

from ghginv.budget.ledger import balances
from ghginv.budget.ledger.books import Books
from ghginv.budget.ledger.entries import BUDGET_UNIT
from ghginv.findings import Finding

_MOST = 5


def obstacles(books: Books, year: int, day: str, breaches: Collection[Finding] = ()) -> Iterator[Finding]:
    """All that refuses the closing of a year on a day, and remarks on what was not done.

    Refused: a year that is not over or not of the plan, an earlier one that is still open, one that is closed;
    estimates in force; an enterprise with a budget and no verified emissions; broken invariants. Remarked upon: what is
    still held for projects (closing releases it), districts whose inventory was not compared, allowances surrendered
    for less than the verified emissions.
    """
    if year not in books.years:
        yield Finding("budget-settle-year", found=str(year), expected=_listed(map(str, sorted(books.years))))
        return
    if year in books.closed:
        yield Finding("budget-settle-closed", found=str(year))
        return
    if day <= f"{year}-12-31":
        yield Finding("budget-settle-early", found=day, expected=f"{year + 1}-01-01")
    if earlier := sorted(each for each in books.years - books.closed if each < year):
        yield Finding("budget-settle-order", found=str(year), expected=_listed(map(str, earlier)))
    held = standing(books.legs, year)
    yield from _estimates(held, year)
    yield from _unverified(held, year)
    yield from _projects(held, year)
    if breaches:
        yield Finding("budget-settle-breaches", found=str(len(breaches)))
    yield from _unexplained(held, books, year)
    yield from _surrendered(books.legs, held, year)


def standing(legs: pd.DataFrame, year: int) -> pd.DataFrame:
    """What stands on each account of a year, in kg of budget: coordinates and ``amount_kg``, without zeros."""
    mine = legs[(legs["vintage"] == year) & (legs["instrument"] == BUDGET_UNIT)]
    sums = balances.balances(mine)
    return pd.concat([balances.coordinates(sums["account"]), sums["amount_kg"]], axis=1)


def _estimates(held: pd.DataFrame, year: int) -> Iterator[Finding]:
    left = held[held["kind"] == "consumed.est"]
    if len(left):
        told = {"year": year, "kg": int(left["amount_kg"].sum()), "where": _places(left)}
        yield Finding("budget-settle-estimates", found=str(len(left)), details=told)


def _unverified(held: pd.DataFrame, year: int) -> Iterator[Finding]:
    """Enterprises with a budget of their own whose emissions nobody verified."""
    budgets = held[held["kind"].isin(["available", "overspent"]) & (held["enterprise"] != "")]
    verified = set(held.loc[held["kind"] == "consumed.ver", "enterprise"])
    missing = sorted(set(budgets["enterprise"]) - verified)
    if missing:
        told = {"who": _listed(missing), "year": year}
        yield Finding("budget-settle-unverified", found=str(len(missing)), details=told)


def _projects(held: pd.DataFrame, year: int) -> Iterator[Finding]:
    left = held[held["kind"].isin(["reserved", "committed"])]
    if len(left):
        told = {"year": year, "who": _listed(sorted(set(left["project"]))), "kg": int(left["amount_kg"].sum())}
        yield Finding("budget-settle-projects", found=str(left["project"].nunique()), details=told)


def _unexplained(held: pd.DataFrame, books: Books, year: int) -> Iterator[Finding]:
    """Regions that had a budget and were not compared with their inventory."""
    day = f"{year}-12-31"
    compared = set(held.loc[held["kind"] == "consumed.rest", "region"])
    had = set(held.loc[held["kind"].isin(["available", "overspent"]), "region"])
    root = books.regions.root
    below = [code for code in books.regions.children(root, day) if had & set(books.regions.subtree(code, day))]
    missing = [code for code in below if not compared & set(books.regions.subtree(code, day))]
    if missing:
        names = _listed(books.regions.name(code, day) for code in missing)
        yield Finding("budget-settle-unexplained", found=str(len(missing)), details={"who": names, "year": year})


def _surrendered(legs: pd.DataFrame, held: pd.DataFrame, year: int) -> Iterator[Finding]:
    """Enterprises that hold allowances here and surrendered another amount than they emitted."""
    verified = held[held["kind"] == "consumed.ver"].groupby("enterprise")["amount_kg"].sum()
    others = legs[legs["instrument"].astype(object) != BUDGET_UNIT]
    places = pd.concat([balances.coordinates(others["account"]), others[["vintage", "amount_kg"]]], axis=1)
    keeps = set(places.loc[places["kind"].str.startswith("ent."), "enterprise"])
    given = places[places["kind"].isin(["ent.surrendered", "retired"])].groupby("enterprise")["amount_kg"].sum()
    unmatched = [each for each in sorted(keeps) if int(given.get(each, 0)) < int(verified.get(each, 0))]
    if unmatched:
        told = {"who": _listed(unmatched), "year": year}
        yield Finding("budget-settle-surrender", found=str(len(unmatched)), details=told)


def _places(table: pd.DataFrame) -> str:
    rows = table[["region", "industry", "layer", "enterprise"]].itertuples(index=False, name=None)
    return _listed(dict.fromkeys(" ".join(filter(None, row)) for row in rows))


def _listed(names: Iterable[str]) -> str:
    told = list(names)
    more = f" … (+{len(told) - _MOST})" if len(told) > _MOST else ""
    return "、".join(told[:_MOST]) + more
