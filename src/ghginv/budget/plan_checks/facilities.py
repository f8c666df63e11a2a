"""The table of facilities against the trees: leaves, validity, cells held by the city; the rest is in ``layers``."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.budget import layers
from ghginv.budget.plan_checks.draft import Draft
from ghginv.budget.plan_numbers import Row, codes_of, placed
from ghginv.budget.trees import LAST
from ghginv.findings import Finding


def check(draft: Draft) -> Iterator[Finding]:
    """What is wrong with facilities, each in its cell."""
    import pandas as pd

    rows = draft.table("facilities")
    if not rows:
        return
    table = pd.DataFrame([dict(row.values) for row in rows])
    for index, column, finding in layers.faults(table, draft.rules):
        yield placed(rows[int(str(index))].written, column, finding)
    central = set(layers.held(draft.regions)) if draft.regions else set()
    claims = {row.text("code"): codes_of(row.text("gbt4754")) for row in draft.table("industries")}
    for row in rows:
        yield from _industry(draft, row)
        if draft.regions and row.text("region") == draft.regions.root:
            yield row.finding("budget-facility-root", "region")
        elif central and row.text("region") not in central and _central(claims.get(row.text("industry"), ()), draft):
            yield row.finding("budget-facility-central", "region", found=f"{row.text('name')} {row.text('facility')}")


def _industry(draft: Draft, row: Row) -> Iterator[Finding]:
    """A facility stands in a leaf of the tree of industries."""
    tree, code = draft.industries, row.text("industry")
    day = min(row.text("valid_to") or LAST, f"{draft.years[-1]}-12-31" if draft.years else LAST)
    if tree and tree.has(code, day):
        below = tree.children(code, day)
        if below:
            yield row.finding("budget-facility-leaf", "industry", expected="、".join(below))


def _central(claimed: tuple[str, ...], draft: Draft) -> bool:
    """Whether all that an industry consists of is, by the rules, held by the city."""
    return bool(claimed) and all(code.startswith(draft.rules.held) for code in claimed) if draft.rules.held else False
