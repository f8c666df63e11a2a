"""Balances 余额: sums of legs by whatever is asked for. Nothing is stored but legs, so no balance can be stale.

Sums are of 64-bit integers, hence exact and the same in any order of rows.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from functools import reduce

import numpy as np
import pandas as pd

from ghginv.budget.ledger import accounts
from ghginv.budget.ledger.entries import BUDGET_UNIT, LEG
from ghginv.budget.trees import Tree

BALANCE = ("account", "instrument", "vintage")
LINE = ("year", "kind", "region", "industry", "layer", "enterprise", "amount_kg")


def fold(legs: pd.DataFrame, by: Sequence[str] = BALANCE) -> pd.DataFrame:
    """Sums of legs: ``by`` and ``amount_kg``, in the order of ``by``.

    ``by`` may name columns of the legs (``account``, ``instrument``, ``vintage``, ``entry``) and coordinates of the
    account (``kind``, ``region``, ``industry``, ``layer``, ``enterprise``, ``project``).
    """
    if any(name in accounts.COORDINATES for name in by):
        own = [name for name in by if name in LEG and name != "account"]
        sums = _summed(legs, ["account", *own])
        sums = pd.concat([sums, coordinates(sums["account"])], axis=1)
        return _summed(sums, list(by))
    return _summed(legs, list(by))


def balances(legs: pd.DataFrame) -> pd.DataFrame:
    """What stands on each account: ``account, instrument, vintage, amount_kg``, sorted, without accounts at nothing."""
    found = fold(legs)
    return found[found["amount_kg"] != 0].reset_index(drop=True)


def coordinates(texts: pd.Series) -> pd.DataFrame:
    """The coordinates of accounts, a column each, on the index of ``texts``."""
    codes, distinct = pd.factorize(texts.astype(object))
    parts = [accounts.parse(text) for text in distinct]
    columns = {
        name: pd.Series([getattr(part, name) for part in parts], dtype=object).to_numpy()[codes]
        for name in accounts.COORDINATES
    }
    return pd.DataFrame(columns, index=texts.index)


def lines(legs: pd.DataFrame) -> pd.DataFrame:
    """Balances as lines of a budget (``year, kind, region, industry, layer, enterprise, amount_kg``).

    Cells, enterprises and reserves; what a node has not handed on yet is no line.
    """
    return lines_of(cube(legs))


def cube(legs: pd.DataFrame) -> pd.DataFrame:
    """Balances by ``vintage, kind, region, industry, layer, enterprise``: what all roll-ups are sums of."""
    return fold(legs, ("vintage", *accounts.COORDINATES[:5]))


def of_budgets(legs: pd.DataFrame) -> pd.DataFrame:
    """The legs in budget units; allowances, credits, certificates and money stand beside them."""
    return legs[(legs["instrument"] == BUDGET_UNIT).to_numpy()]


def lines_of(sums: pd.DataFrame) -> pd.DataFrame:
    """The lines in a cube."""
    found = sums.rename(columns={"vintage": "year"})
    line = (found["kind"] == accounts.AVAILABLE) | found["kind"].str.startswith(accounts.RESERVE)
    return found[line & (found["amount_kg"] != 0)][list(LINE)].reset_index(drop=True)


def budgeted(legs: pd.DataFrame) -> pd.DataFrame:
    """The legs on accounts that count as budget."""
    kinds = coordinates(legs["account"])["kind"]
    return legs[kinds.map({kind: accounts.in_budget(kind) for kind in kinds.unique()}).astype(bool).to_numpy()]


def of_nodes(amounts: pd.DataFrame, tree: Tree, column: str, year: int) -> dict[str, int]:
    """Budgets of all nodes of a tree in a year: rows ``column, amount_kg`` summed with those of the nodes below.

    Codes that the tree does not have on the last day of the year are left out.
    """
    day, own = f"{year}-12-31", dict[str, int]()
    for code, kg in zip(amounts[column].tolist(), amounts["amount_kg"].tolist(), strict=True):
        own[code] = own.get(code, 0) + kg
    found = dict.fromkeys(tree.subtree(tree.root, day), 0)
    for code in own.keys() & found.keys():
        for each in (code, *tree.ancestors(code, day)):
            found[each] += own[code]
    return found


def statement(entries: pd.DataFrame, legs: pd.DataFrame, account: str, vintage: int) -> pd.DataFrame:
    """How a balance came about: ``entry_id, effective, kind, document, amount_kg, balance_kg, note``, oldest first."""
    mine = legs[(legs["account"].astype(object) == account) & (legs["vintage"] == vintage)]
    found = mine.sort_values(["entry", "leg"]).merge(entries, on="entry", how="left")
    found["balance_kg"] = found["amount_kg"].cumsum()
    return found[["entry_id", "effective", "kind", "document", "amount_kg", "balance_kg", "note"]]


def _summed(table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Group and add: the columns are numbered first, so that no text is sorted more than once."""
    codes, distinct = zip(*(pd.factorize(_plain(table[name]), sort=True) for name in by), strict=True)
    sizes = [max(len(each), 1) for each in distinct]
    if reduce(operator.mul, sizes) < 2**62:
        key = reduce(lambda key, next: key * next[1] + next[0], zip(codes, sizes, strict=True), np.int64(0))
        sums = table["amount_kg"].groupby(key, sort=True).sum()
        places = np.unravel_index(sums.index.to_numpy(), sizes) if len(sums) else [np.empty(0, int)] * len(by)
        columns = {name: each[place] for name, each, place in zip(by, distinct, places, strict=True)}
        return pd.DataFrame({**columns, "amount_kg": sums.to_numpy(dtype="int64")})
    return table.groupby(by, sort=True, observed=True)["amount_kg"].sum().reset_index()


def _plain(column: pd.Series) -> pd.Series:
    """A column to be numbered; a categorical one keeps the numbers that it has."""
    return (
        column if isinstance(column.dtype, pd.CategoricalDtype) or column.dtype.kind == "i" else column.astype(object)
    )
