"""Regions and industries that end, are merged or split within the plan's years, and their mappings; GB/T 4754."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.budget import mappings
from ghginv.budget.mappings import Share
from ghginv.budget.plan_checks.draft import Draft
from ghginv.budget.plan_numbers import Row, codes_of
from ghginv.budget.trees import FIRST, LAST, Tree, day_before, named, next_day
from ghginv.domain import industries
from ghginv.findings import Finding


def check(draft: Draft) -> Iterator[Finding]:
    """What is wrong with mappings, which are missing, and codes of GB/T 4754 that are none."""
    shares = {
        Share(row.text("tree"), row.text("old"), row.text("new"), row.text("date"), row.number("share")): row
        for row in draft.table("mappings")
    }
    for share, finding in mappings.unbalanced(shares):
        yield shares[share].finding(finding.code, "share", found=finding.found, **finding.details)
    for kind, tree in (("region", draft.regions), ("industry", draft.industries)):
        if tree is None:
            continue
        for share, row in shares.items():
            if share.tree == kind:
                yield from _share(tree, share, row)
        yield from _missing(draft, kind, tree, [share for share in shares if share.tree == kind])
    yield from _gbt4754(draft)


def _share(tree: Tree, share: Share, row: Row) -> Iterator[Finding]:
    for column, code in (("old", share.old), ("new", share.new)):
        if not tree.has(code):
            near = "、".join(list(tree.nodes)[:3])
            yield row.finding("budget-plan-code-unknown", column, near=near, **named(share.tree))
            return
    if not tree.has(share.new, share.date):
        yield row.finding("budget-mapping-day", "date", key=share.new, **named(share.tree))
    elif share.old != share.new and not tree.has_within(share.old, FIRST, day_before(share.date)):
        yield row.finding("budget-mapping-day", "date", key=share.old, **named(share.tree))


def _missing(draft: Draft, kind: str, tree: Tree, shares: list[Share]) -> Iterator[Finding]:
    """Codes that end within the years of the plan without a mapping of the next day."""
    if not draft.years or not draft.base_year:
        return
    nodes = draft.table("regions" if kind == "region" else "industries")
    rows = {(row.text("code"), row.text("valid_to")): row for row in nodes}
    for code, node in tree.nodes.items():
        last = node.days[1]
        if last == LAST or not f"{draft.base_year}-01-01" <= last < f"{draft.years[-1]}-12-31" or not node.parent:
            continue
        if not any(share.old == code and last <= share.date <= next_day(last) for share in shares):
            row = rows.get((code, node.valid_to))
            if row:
                yield row.finding("budget-mapping-missing", "valid_to", found=code, day=next_day(last), **named(kind))


def _gbt4754(draft: Draft) -> Iterator[Finding]:
    """Codes that are not in GB/T 4754-2017, and codes that two industries of one time claim."""
    claimed: dict[str, list[Row]] = {}
    for row in draft.table("industries"):
        for code in codes_of(row.text("gbt4754")):
            if not known(code):
                near = "、".join(industries.nearest(code)) or "-"
                yield row.finding("budget-plan-gbt4754", "gbt4754", found=code, near=near)
            for other in claimed.setdefault(code, []):
                if other.text("code") != row.text("code") and _together(other, row):
                    yield row.finding("budget-plan-gbt4754-twice", "gbt4754", found=code, expected=other.text("code"))
            claimed[code].append(row)


def _together(one: Row, other: Row) -> bool:
    """Whether two rows of a tree are valid on a common day."""
    (first, last), (begin, end) = (
        (row.text("valid_from") or FIRST, row.text("valid_to") or LAST) for row in (one, other)
    )
    return first <= end and begin <= last


def known(code: str) -> bool:
    """Whether a code is of the version of 2017: a section, division or group, or a class of a known group.

    Classes (four digits) are not listed: their group is.

    >>> known("C"), known("39"), known("C39"), known("3911"), known("3999"), known("99")
    (True, True, True, True, True, False)
    """
    digits = code.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    section = code[: len(code) - len(digits)]
    if not digits:
        return industries.known(section)
    if not digits.isdecimal() or len(section) > 1 or not 2 <= len(digits) <= 4:
        return False
    group = digits[:3]
    if not industries.known(group):
        return False
    return not section or industries.chain(group)[-1] == section
