"""What stands in the way of closing a year 关账: order, estimates, what is not verified, projects, invariants."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import pandas as pd

from ghginv.budget.ledger import balances
from ghginv.budget.ledger.accounts import AVAILABLE, Account
from ghginv.budget.ledger.books import Books
from ghginv.budget.ledger.consumption import OVERSPENT, SOLD, power_sold
from ghginv.budget.ledger.entries import BUDGET_UNIT
from ghginv.budget.ledger.invariants import cells
from ghginv.findings import Finding

_MOST = 5
_PLACE = ("region", "industry", "layer", "enterprise")


def obstacles(books: Books, year: int, day: str, breaches: Collection[Finding] = ()) -> Iterator[Finding]:
    """All that refuses the closing of a year on a day, and remarks on what was not done.

    Refused: a year that is not over or not of the plan, an earlier one that is still open, one that is closed;
    estimates in force; an enterprise with a budget and no verified emissions; broken invariants. Remarked upon: what is
    still held for projects (closing releases it), districts whose inventory was not compared, inventories that differ,
    enterprises that have gone and carry nothing over, power sold that lowers emissions, allowances surrendered for less
    than the verified emissions.
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
    yield from _unverified(held, books, year)
    yield from _projects(held, year)
    if breaches:
        yield Finding("budget-settle-breaches", found=str(len(breaches)))
    yield from _unexplained(held, books, year)
    yield from _differing(books, year)
    if gone := departed(books, year) if books.rules_of(year).carry_over and year + 1 in books.years else {}:
        told = {"year": year, "kg": sum(gone.values()), "who": _listed(sorted({each.enterprise for each in gone}))}
        yield Finding("budget-settle-departed", found=str(len(gone)), details=told)
    yield from power_sold(int(held.loc[held["kind"] == SOLD, "amount_kg"].sum()), year)
    yield from _surrendered(books, held, year)


def standing(legs: pd.DataFrame, year: int) -> pd.DataFrame:
    """What stands on each account of a year, in kg of budget: coordinates and ``amount_kg``, without zeros."""
    mine = legs[(legs["vintage"] == year) & (legs["instrument"] == BUDGET_UNIT)]
    sums = balances.balances(mine)
    return pd.concat([balances.coordinates(sums["account"]), sums["amount_kg"]], axis=1)


def departed(books: Books, year: int) -> dict[Account, int]:
    """What accounts have left of a year whose enterprise has no facility there in the next one, in kg."""
    there = cells.standing(books) if len(books.facilities) else None
    table = standing(books.legs, year)
    mine = table[table["kind"].isin([AVAILABLE, OVERSPENT]) & (table["enterprise"] != "")]
    found: dict[Account, int] = {}
    for region, industry, layer, enterprise, kg in mine[[*_PLACE, "amount_kg"]].itertuples(index=False, name=None):
        if there is not None and (year + 1, enterprise, region, industry, layer) not in there:
            account = Account(AVAILABLE, region, industry, layer, enterprise)
            found[account] = found.get(account, 0) + int(kg)
    return {account: kg for account, kg in found.items() if kg > 0}


def _estimates(held: pd.DataFrame, year: int) -> Iterator[Finding]:
    left = held[held["kind"] == "consumed.est"]
    if len(left):
        told = {"year": year, "kg": int(left["amount_kg"].sum()), "where": _places(left)}
        yield Finding("budget-settle-estimates", found=str(len(left)), details=told)


def _unverified(held: pd.DataFrame, books: Books, year: int) -> Iterator[Finding]:
    """Enterprises with a budget of their own whose emissions nobody verified; verified to be nothing is verified."""
    budgets = held[held["kind"].isin(["available", "overspent"]) & (held["enterprise"] != "")]
    verified = set(held.loc[held["kind"] == "consumed.ver", "enterprise"])
    verified |= {enterprise for of_year, enterprise in books.filed if of_year == year}
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
    settled = books.inventories.loc[books.inventories["year"] == year, "regions"]
    compared |= {code for codes in settled for code in codes}
    had = set(held.loc[held["kind"].isin(["available", "overspent"]), "region"])
    root = books.regions.root
    below = [code for code in books.regions.children(root, day) if had & set(books.regions.subtree(code, day))]
    missing = [code for code in below if not compared & set(books.regions.subtree(code, day))]
    if missing:
        names = _listed(books.regions.name(code, day) for code in missing)
        yield Finding("budget-settle-unexplained", found=str(len(missing)), details={"who": names, "year": year})


def _differing(books: Books, year: int) -> Iterator[Finding]:
    """Inventories of which more or less is consumed than they have."""
    mine = books.inventories[books.inventories["year"] == year]
    mine = mine[mine["difference_kg"].abs() > mine["rounding_kg"]]
    if len(mine):
        told = (f"{region} {kg:+d} kg" for region, kg in zip(mine["region"], mine["difference_kg"], strict=True))
        yield Finding("budget-settle-difference", found=str(len(mine)), details={"year": year, "which": _listed(told)})


def _surrendered(books: Books, held: pd.DataFrame, year: int) -> Iterator[Finding]:
    """Enterprises that hold allowances here and surrendered less for the year than they emitted."""
    verified = held[held["kind"] == "consumed.ver"].groupby("enterprise")["amount_kg"].sum()
    others = books.legs[books.legs["instrument"].astype(object) != BUDGET_UNIT]
    places = pd.concat([balances.coordinates(others["account"]), others[["entry", "amount_kg"]]], axis=1)
    keeps = set(places.loc[places["kind"].str.startswith("ent."), "enterprise"])
    # An allowance of an older year may be used: for which year it was, the terms of the entry say.
    meant = {key for key, terms in books.market.terms.items() if int(terms.get("year") or 0) == year}
    entries = books.entries[books.entries["key"].isin(meant) & ~books.entries["entry_id"].isin(books.undone)]
    used = places["kind"].isin(["ent.surrendered", "retired"]) & places["entry"].isin(entries["entry"])
    given = places[used].groupby("enterprise")["amount_kg"].sum()
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
