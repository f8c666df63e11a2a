"""Reserves: a share or an amount, of a known kind, within the rules."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.budget.plan_checks.draft import Draft
from ghginv.budget.plan_numbers import Row
from ghginv.findings import Finding


def check(draft: Draft) -> Iterator[Finding]:
    """What is wrong with reserves. Where a node has a row of a year and one of all years, the year's counts."""
    totals = {row.year(): row.number("value") for row in draft.table("path") if row.text("parameter") == "total"}
    for row in draft.table("reserves"):
        kind = draft.rules.reserve(row.text("kind"))
        if kind is None:
            known = "、".join(each.id for each in draft.rules.reserves)
            yield row.finding("budget-plan-reserve-kind", "kind", expected=known)
            continue
        if row.has("share") == row.has("amount_t"):
            yield row.finding("budget-plan-reserve-one", "share")
            continue
        share = row.number("share") if row.has("share") else _share(draft, row, totals)
        if share is not None and not kind.min_share <= share <= kind.max_share:
            column = "share" if row.has("share") else "amount_t"
            limits = f"{kind.min_share:g}–{kind.max_share:g}"
            yield row.finding("budget-plan-reserve-share", column, found=f"{share:g}", expected=limits)


def _share(draft: Draft, row: Row, totals: dict[int, float]) -> float | None:
    """The share of an amount of the whole city, where its total is given from above."""
    total = totals.get(row.year()) or totals.get(0)
    return row.number("amount_t") / total * 100 if total and draft.is_city(row.text("region")) else None
