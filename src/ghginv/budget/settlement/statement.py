"""The statement of a year 决算表: how the budget of each node came about, and what became of it.

A column sums the legs that a kind of entry moved on accounts that count as budget; which kinds make which column is a
row of ``emission_factors/budget_rules/statement.csv``. A reversal counts where the entry stands that it reverses. For
every node the columns add up to ``final_kg``, and ``final_kg`` is what stands on its accounts:
``consumed + left + reserves + projects``. What was carried into the next year 结转下年 is no part of it any more; the
rate of execution counts it as budget all the same, so that closing a year does not change its rate.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ghginv import folders
from ghginv.budget.ledger import accounts, balances
from ghginv.budget.ledger.entries import BUDGET_UNIT
from ghginv.budget.ledger.guards.position import CARRY_OVER
from ghginv.budget.trees import Tree

PLACE = ("region", "industry", "layer", "enterprise")
STANDS = ("consumed_est_kg", "consumed_ver_kg", "consumed_rest_kg", "left_kg", "reserves_kg", "projects_kg")
"""What became of the budget: emissions by estimate, verified, not explained by enterprises; what is left (below zero:
overspent); reserves; what is held for and committed to projects."""
OUT = "carried_out_kg"
"""What left the year for the next one."""
_STANDING = {
    "consumed.est": "consumed_est_kg",
    "consumed.ver": "consumed_ver_kg",
    "consumed.rest": "consumed_rest_kg",
    "available": "left_kg",
    "overspent": "left_kg",
    "elim.power": "left_kg",
    "reserved": "projects_kg",
    "committed": "projects_kg",
    "pool": "left_kg",
}


@folders.remembered
def columns() -> Mapping[str, tuple[str, str, frozenset[str]]]:
    """The columns by id: Chinese, English, kinds of entries. BrokenFile for an unknown kind or one in two columns."""
    path = folders.file("emission_factors", "budget_rules/statement.csv")
    found: dict[str, tuple[str, str, frozenset[str]]] = {}
    seen: set[str] = set()
    for line, row in folders.rows(path):
        kinds = frozenset(row["entries"].split())
        if kinds - set(accounts.deeds()) or kinds & seen or row["column"] in found:
            raise folders.BrokenFile(f"{path}:{line}: {row['column']}: unknown kinds of entries, or one in two columns")
        seen |= kinds
        found[row["column"]] = row["zh"], row["en"], kinds
    return found


def moves(entries: pd.DataFrame, legs: pd.DataFrame, year: int) -> pd.DataFrame:
    """The legs of a year that moved its budget: coordinates, ``column`` of the statement, ``amount_kg``.

    What no column names stands under ``other``: a kind of entry that the file does not know yet is not lost.
    """
    mine = legs[(legs["vintage"] == year) & (legs["instrument"] == BUDGET_UNIT)].reset_index(drop=True)
    table = pd.concat([mine[["entry", "amount_kg"]], balances.coordinates(mine["account"])], axis=1)
    kinds = table["kind"].map({kind: accounts.in_budget(kind) for kind in table["kind"].unique()})
    table = table[kinds.astype(bool).to_numpy()] if len(table) else table
    of_kind = {kind: name for name, (_, _, told) in columns().items() for kind in told}
    deeds = dict(zip(entries["entry"], _effective(entries), strict=True))
    kinds = table["entry"].map(deeds)
    told = kinds.map(lambda kind: of_kind.get(kind, "other"))
    first = legs.groupby("entry")["vintage"].min()
    out = (kinds == CARRY_OVER) & (table["entry"].map(first) == year)
    made = table.assign(column=told, out=out.astype(bool))
    return made[["kind", *PLACE, "column", "out", "amount_kg"]].reset_index(drop=True)


def _effective(entries: pd.DataFrame) -> list[str]:
    """The kind of each entry; of a reversal that of the entry it reverses."""
    by_id = dict(zip(entries["entry_id"], entries["kind"], strict=True))
    columns = (entries[name].tolist() for name in ("kind", "reverses"))
    return [by_id.get(reverses, kind) if reverses else kind for kind, reverses in zip(*columns, strict=True)]


def by_node(moved: pd.DataFrame, tree: Tree, column: str, year: int) -> pd.DataFrame:
    """A row a node of a tree, with what all nodes below it have; index the code, in tree order.

    Columns: those of the file as ``<column>_kg``, ``other_kg`` where there is any, ``final_kg``, STANDS, OUT, ``rate``
    (consumed ÷ final and carried out, NaN without a budget). On the side of industries reserves belong to no node and
    are left out.
    """
    own = moved if column == "region" else moved[moved["industry"] != ""]
    made = {
        name: pd.Series(balances.of_nodes(part.rename(columns={"place": column}), tree, column, year))
        for name, part in _parts(own, [column])
    }
    codes = tree.subtree(tree.root, f"{year}-12-31")
    return _finished(pd.DataFrame(made, index=list(codes)).fillna(0).astype("int64").rename_axis("code"))


def by_place(moved: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """A row a place: summed by any of PLACE, index those columns; columns as of ``by_node``."""
    made = {name: part.set_index(by)["amount_kg"] for name, part in _parts(moved, by)}
    return _finished(pd.DataFrame(made).fillna(0).astype("int64").sort_index())


def _parts(moved: pd.DataFrame, by: list[str]) -> list[tuple[str, pd.DataFrame]]:
    """Each column of the statement with its sums by ``by``."""
    standing = moved["kind"].map(lambda kind: "reserves_kg" if kind.startswith("reserve.") else _STANDING.get(kind, ""))
    names = [*columns(), *(["other"] if (moved["column"] == "other").any() else [])]
    found = [(f"{name}_kg", moved[moved["column"] == name]) for name in names]
    found += [(name, moved[standing == name]) for name in STANDS]
    gone = moved[moved["out"]]
    found.append((OUT, gone.assign(amount_kg=-gone["amount_kg"])))
    return [(name, part.groupby(by, sort=True)["amount_kg"].sum().reset_index()) for name, part in found]


def _finished(table: pd.DataFrame) -> pd.DataFrame:
    """With the final budget, all that was emitted, and the rate of execution."""
    ways = [name for name in table.columns if name not in (*STANDS, OUT)]
    consumed = table[["consumed_est_kg", "consumed_ver_kg", "consumed_rest_kg"]].sum(axis=1)
    final = table[ways].sum(axis=1)
    had = final + table[OUT]
    rate = (consumed / had.where(had != 0)).astype("float64")
    return table.assign(final_kg=final, consumed_kg=consumed, rate=rate)
