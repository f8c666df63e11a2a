"""Nodes that are watched: the whole, regions 块, industries 条, cells, layers, enterprises; all are sums of places.

A place is ``region, industry, layer, enterprise``. A place belongs to several nodes (a street, its district, the city),
so every table of nodes is a join with ``members`` and a sum.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ghginv.budget.trees import Tree, last_day

PLACE = ("region", "industry", "layer", "enterprise")
BY = ("region", "industry", "enterprise", "cell", "layer", "total")


def members(places: pd.DataFrame, by: str, regions: Tree, industries: Tree, year: int) -> pd.DataFrame:
    """Which place belongs to which node: PLACE and ``node``, each pair once.

    ``by`` is one of BY; regions and industries have all their ancestors too, and a code that the tree does not have on
    the last day of the year belongs to the root alone. A cell is written ``region:industry:layer``.
    """
    distinct = places[list(PLACE)].drop_duplicates()
    if by in ("region", "industry"):
        tree = regions if by == "region" else industries
        known = distinct[distinct[by] != ""]
        pairs = [(code, node) for code in known[by].unique() for node in _line(tree, code, last_day(year))]
        return known.merge(pd.DataFrame(pairs, columns=[by, "node"]), on=by)[[*PLACE, "node"]]
    if by == "total":
        return distinct.assign(node=regions.root)
    if by == "cell":
        return distinct.assign(node=distinct["region"] + ":" + distinct["industry"] + ":" + distinct["layer"])
    return distinct[distinct[by] != ""].assign(node=lambda table: table[by])


def _line(tree: Tree, code: str, day: str) -> tuple[str, ...]:
    """The code and all above it."""
    try:
        return code, *tree.ancestors(code, day)
    except KeyError:
        return (tree.root,)


def summed(table: pd.DataFrame, belongs: pd.DataFrame, values: Iterable[str], by: Iterable[str] = ()) -> pd.DataFrame:
    """``values`` of a table with PLACE summed by node and ``by``; whole numbers stay whole."""
    joined = table.merge(belongs, on=list(PLACE))
    return joined.groupby(["node", *by], sort=True)[list(values)].sum().reset_index()


def by_month(rows: pd.DataFrame, belongs: pd.DataFrame, nodes: pd.Index, value: str = "emissions_kg") -> pd.DataFrame:
    """Nodes × months 0…12 in whole kg, 0 where there is no row; month 0 is a verified year 核定 not split by month."""
    made = summed(rows, belongs, [value], ["month"])
    table = made.pivot_table(index="node", columns="month", values=value, aggfunc="sum", fill_value=0)
    return table.reindex(index=nodes, columns=range(13), fill_value=0).astype("int64").rename_axis(columns=None)
