"""What rows refer to: codes of regions, industries, layers and enterprises, evidence marks, keys that stand twice."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ghginv.budget.plan_checks.draft import Draft, Key
from ghginv.budget.plan_numbers import Row
from ghginv.budget.trees import FIRST, LAST, Tree, named
from ghginv.domain import policy
from ghginv.findings import Finding

KEYS = {
    "facts": ("fact",),
    "mappings": ("tree", "old", "new", "date"),
    "indicators": ("region", "industry", "year", "indicator", "version"),
    "baseline": ("region", "industry", "layer", "year"),
    "path": ("parameter", "year", "version"),
    "bounds": ("region", "industry", "layer", "year"),
    "reserves": ("region", "kind", "year"),
    "enterprise_data": ("enterprise", "facility", "year", "indicator"),
    "measures": ("region", "industry", "measure"),
    "criteria": ("criterion",),
    "requests": ("region", "industry", "year"),
}
"""What no two rows of a table may have in common."""
_CODED = ("indicators", "baseline", "bounds", "reserves", "facilities", "measures", "requests")


def check(draft: Draft) -> Iterator[Finding]:
    """What rows refer to and is not there, and what stands twice."""
    for table in _CODED:
        for row in draft.table(table):
            for kind, tree in (("region", draft.regions), ("industry", draft.industries)):
                if tree is not None and kind in row.values:
                    yield from _code(draft, row, kind, tree)
            if row.values.get("layer"):
                yield from _layer(draft, row)
    for rows in draft.rows.values():
        for row in rows:
            mark = row.values.get("evidence")
            if mark and mark not in policy.STATUSES:
                yield row.finding("budget-plan-evidence", "evidence", expected="、".join(policy.STATUSES))
    yield from _enterprises(draft)
    for table, columns in KEYS.items():
        yield from _twice(draft, table, columns)


def _code(draft: Draft, row: Row, kind: str, tree: Tree) -> Iterator[Finding]:
    code = row.text(kind)
    if not code:
        return
    if not tree.has(code):
        near = get_close_matches(code, list(tree.nodes), cutoff=0.5) or list(tree.nodes)[:3]
        near = [f"{each} {tree.name(each)}" for each in near]
        yield row.finding("budget-plan-code-unknown", kind, near="、".join(near), **named(kind))
        return
    first, last = _span(draft, row)
    if first <= last and not tree.has_within(code, first, last):
        yield row.finding("budget-plan-code-invalid", kind, days=f"{first}–{last}", **named(kind))


def _span(draft: Draft, row: Row) -> tuple[str, str]:
    """The days a row speaks of, from the base year on; an empty span where it lies before.

    Data of the base year may be stated for regions and industries as they will be later.
    """
    base, years = draft.base_year or 1, draft.years
    if row.table == "facilities":
        first, last = row.text("valid_from") or FIRST, row.text("valid_to") or LAST
        return max(first, f"{base:04}-01-01"), last
    year = row.year() if "year" in row.values else 0
    if year == base and years and row.table in ("baseline", "indicators"):
        return f"{base}-01-01", f"{years[-1]}-12-31"
    if year:
        return f"{max(year, base):04}-01-01", f"{year}-12-31"
    return (f"{years[0]}-01-01", f"{years[-1]}-12-31") if years else (FIRST, LAST)


def _layer(draft: Draft, row: Row) -> Iterator[Finding]:
    known = next((layer for layer in draft.rules.layers if layer.id == row.text("layer")), None)
    if known is None or (known.memo and row.table == "bounds"):
        expected = "、".join(f"{layer.id} {layer.zh}" for layer in draft.rules.layers if not layer.memo)
        yield row.finding("budget-plan-layer", "layer", expected=expected)


def _enterprises(draft: Draft) -> Iterator[Finding]:
    listed = {(row.text("enterprise"), row.text("facility")) for row in draft.table("facilities")}
    codes = {code for code, _ in listed}
    for row in draft.table("enterprise_data"):
        code, facility = row.text("enterprise"), row.text("facility")
        if code not in codes:
            yield row.finding("budget-plan-enterprise-unknown", "enterprise")
        elif facility and (code, facility) not in listed:
            yield row.finding("budget-plan-enterprise-unknown", "facility")


def _twice(draft: Draft, table: str, columns: tuple[str, ...]) -> Iterator[Finding]:
    """Rows with the key of another; which of them is the second follows from where they stand."""
    found: dict[Key, list[Row]] = {}
    for row in draft.table(table):
        found.setdefault(tuple(str(row.values[column]) for column in columns), []).append(row)
    for key, same in found.items():
        first, *others = sorted(same, key=lambda row: row.where)
        for row in others:
            shown = "·".join(part for part in key if part not in ("", "0"))
            yield row.finding("budget-plan-key-twice", columns[0], found=shown, expected=first.place)
