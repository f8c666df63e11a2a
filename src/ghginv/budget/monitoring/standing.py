"""Where a budget's year stands on the ledger: budgets by place, what is held for projects, the net view beside.

The budget of a place is all that stands there: available and overspent, emitted, held and committed. Reserves that have
not been released and what has not been handed on belong to no place. The official view nets nothing; what districts
traded and shared from enclaves stands beside it, sinks as a memo.
"""

from __future__ import annotations

import pandas as pd

from ghginv.budget.ledger import accounts, balances
from ghginv.budget.ledger.entries import BUDGET_UNIT
from ghginv.budget.monitoring.nodes import PLACE

_NOT_OF_A_PLACE = ("pool", "reserve.")
_HELD = ("reserved", "committed")
NET = ("traded_kg", "enclave_kg", "sinks_kg")


def places(legs: pd.DataFrame, year: int) -> pd.DataFrame:
    """PLACE, ``budget_kg, held_kg``: whole kg, places with nothing left out."""
    table = _of_year(legs, year)
    counts = table["kind"].map({kind: _of_place(kind) for kind in table["kind"].unique()})
    table = table[counts.astype(bool)] if len(table) else table
    held = table["amount_kg"].where(table["kind"].isin(_HELD), 0)
    sums = table.assign(held_kg=held).rename(columns={"amount_kg": "budget_kg"})
    found = sums.groupby(list(PLACE), sort=True, as_index=False)[["budget_kg", "held_kg"]].sum()
    return found[(found["budget_kg"] != 0) | (found["held_kg"] != 0)].reset_index(drop=True)


def committed(legs: pd.DataFrame, year: int) -> pd.DataFrame:
    """PLACE, ``project, amount_kg``: approved projects that do not emit yet, with what they may emit in the year."""
    table = _of_year(legs, year)
    mine = table[(table["kind"] == "committed") & (table["amount_kg"] > 0)]
    return mine[[*PLACE, "project", "amount_kg"]].reset_index(drop=True)


def net(legs: pd.DataFrame, year: int) -> pd.DataFrame:
    """Index region: NET in kg; what a region bought (+) or sold (-), is due from enclaves, its sinks."""
    mine = legs[legs["vintage"] == year]
    sums = balances.fold(mine, ("instrument", "kind", "region")) if len(mine) else pd.DataFrame(
        columns=["instrument", "kind", "region", "amount_kg"])  # fmt: skip
    of_kind = {"traded": "traded_kg", "enclave": "enclave_kg", "sink": "sinks_kg"}
    table = sums[sums["kind"].isin(list(of_kind)) & (sums["region"] != "")]
    made = table.assign(column=table["kind"].map(of_kind)).pivot_table(
        index="region", columns="column", values="amount_kg", aggfunc="sum", fill_value=0
    )
    return made.reindex(columns=list(NET), fill_value=0).astype("int64").rename_axis(columns=None)


def months_behind(entries: pd.DataFrame, legs: pd.DataFrame, verified: pd.DataFrame, year: int) -> pd.DataFrame:
    """The months of a year that has been verified: its last estimates, each place brought to its verified sum.

    ``verified``: PLACE, ``emissions_kg`` of the year. A verified figure has no months; the estimates that it replaced
    say how it fell on them. ``year, month``, PLACE, ``emissions_kg``; places that were never estimated, or to a sum of
    the other sign, are left out.
    """
    mine = entries[(entries["kind"] == "estimate") & entries["key"].str.startswith(f"est/{year}-")]
    parts = mine["key"].str.extract(r"^est/\d{4}-(?P<month>\d{2})/(?P<account>.+)/(?P<n>\d+)$").dropna()
    told = parts.assign(entry=mine["entry"], month=parts["month"].astype("int64"), n=parts["n"].astype("int64"))
    last = told.sort_values("n").drop_duplicates(["month", "account"], keep="last")
    used = legs[legs["account"].astype(object).str.startswith("consumed.est:")].merge(last, on="entry")
    if used.empty:
        return pd.DataFrame(columns=["year", "month", *PLACE, "emissions_kg"])
    where = balances.coordinates(used["account_x"])[list(PLACE)]
    table = pd.concat([used[["month", "amount_kg"]], where], axis=1)
    table = table.merge(verified.groupby(list(PLACE), as_index=False)["emissions_kg"].sum(), on=list(PLACE))
    whole = table.groupby(list(PLACE))["amount_kg"].transform("sum")
    alike = whole * table["emissions_kg"] > 0
    kept = table[alike].assign(year=year)
    scale = kept["emissions_kg"] / whole[alike]
    kept["emissions_kg"] = (kept["amount_kg"] * scale).round().astype("int64")
    return kept[["year", "month", *PLACE, "emissions_kg"]].reset_index(drop=True)


def _of_year(legs: pd.DataFrame, year: int) -> pd.DataFrame:
    mine = legs[(legs["vintage"] == year) & (legs["instrument"].astype(object) == BUDGET_UNIT)]
    if mine.empty:
        return pd.DataFrame(columns=["kind", *PLACE, "project", "amount_kg"]).astype({"amount_kg": "int64"})
    return balances.fold(mine, ("kind", *PLACE, "project"))


def _of_place(kind: str) -> bool:
    return accounts.in_budget(kind) and not kind.startswith(_NOT_OF_A_PLACE)
