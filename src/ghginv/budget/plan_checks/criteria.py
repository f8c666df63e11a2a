"""The composite index: criteria made of known indicators that every district has, compared pair by pair."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ghginv.budget import layers
from ghginv.budget.plan_checks.draft import Draft
from ghginv.budget.plan_numbers import Row
from ghginv.domain import plan_tables
from ghginv.findings import Finding

LEAST, MOST = 1 / 9, 9.0  # Saaty's scale
_ROUNDING = 0.002  # 0.11 and 0.111 mean 1/9


def check(draft: Draft) -> Iterator[Finding]:
    """What is wrong with criteria and their comparison."""
    for row in draft.table("criteria"):
        yield from _criterion(draft, row)
    yield from _pairs(draft)


def _criterion(draft: Draft, row: Row) -> Iterator[Finding]:
    column = next(column for column in _indicators() if column.id == "indicator")
    known = [choice.id for choice in column.choices]
    for part in ("numerator", "denominator"):
        indicator = row.text(part)
        if not indicator:
            continue
        if indicator not in known:
            yield row.finding("budget-plan-criterion-indicator", part, expected="、".join(known))
            continue
        values = _values(draft, indicator)
        missing = [code for code in _districts(draft) if code not in values]
        zero = [code for code, value in values.items() if not value and code in _districts(draft)]
        if part == "denominator" and (missing or zero):
            shown = f"{indicator}: {'、'.join([*missing, *zero])}"
            yield row.finding("budget-plan-denominator", part, found=shown)
        elif missing:
            yield row.finding("budget-plan-criterion-missing", part, found=indicator, expected="、".join(missing))


def _indicators() -> tuple[plan_tables.Column, ...]:
    table = plan_tables.load().table("indicators")
    return table.columns if table else ()


def _districts(draft: Draft) -> list[str]:
    """The regions right below the city that are not held by it, in the base year."""
    tree, day = draft.regions, f"{draft.base_year}-12-31"
    if tree is None or not draft.base_year:
        return []
    central = layers.held(tree)
    return [code for code in tree.children(tree.root, day) if code not in central]


def _values(draft: Draft, indicator: str) -> dict[str, float]:
    """The indicator of the base year by region."""
    rows = [row for row in draft.indicator(indicator) if row.year() == draft.base_year and not row.text("industry")]
    return {row.text("region"): row.number("value") for row in rows}


def _pairs(draft: Draft) -> Iterator[Finding]:
    known = [row.text("criterion") for row in draft.table("criteria")]
    compared: dict[tuple[str, ...], Row] = {}
    rows = sorted(draft.table("pairwise"), key=lambda row: row.where)
    for row in rows:
        pair = row.text("criterion_a"), row.text("criterion_b")
        unknown = [side for side, code in zip(("criterion_a", "criterion_b"), pair, strict=True) if code not in known]
        for side in unknown:
            yield row.finding("budget-plan-pair-unknown", side, expected="、".join(known) or "-")
        if pair[0] == pair[1] and row.number("value") != 1:
            yield row.finding("budget-plan-pair-self", "value")
        elif not LEAST - _ROUNDING <= row.number("value") <= MOST:
            yield row.finding("budget-plan-pair-value", "value")
        first = compared.setdefault(tuple(sorted(pair)), row)
        if first is not row:
            yield row.finding("budget-plan-pair-twice", "criterion_a", found="·".join(pair), expected=first.place)
    missing = [f"{one}·{other}" for one, other in combinations(sorted(set(known)), 2) if (one, other) not in compared]
    if rows and missing:
        yield rows[0].finding("budget-plan-pair-missing", "criterion_a", found="、".join(missing))
