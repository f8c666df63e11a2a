"""Guards on movements beside versions: 调剂 within its boundary, reserves to where they belong, reversals once."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.budget.ledger.accounts import RESERVE, Account
from ghginv.budget.ledger.entries import Entry
from ghginv.budget.ledger.guards.position import REVERSAL, Position, remark
from ghginv.budget.trees import Tree
from ghginv.findings import Finding


def virement(entry: Entry, position: Position) -> Iterator[Finding]:
    """Within one region or within one industry, as far as the rule set allows it.

    A region is what the city issues to: places in one district are in the same region. An industry is one node.
    """
    if entry.kind != "virement":
        return
    books = position.books
    places = [(district(books.regions, leg.account, leg.vintage), leg.account.industry) for leg in entry.legs]
    within = {name: len({each[side] for each in places}) <= 1 for side, name in enumerate(("region", "industry"))}
    if not any(within[name] for name in books.rules.virement):
        told = " / ".join(leg.account.text for leg in entry.legs)
        allowed = "、".join(sorted(books.rules.virement)) or "-"
        yield remark(entry, "budget-ledger-virement", told, allowed, rules=books.rules.id)


def release(entry: Entry, position: Position) -> Iterator[Finding]:
    """A reserve is released to cells of its own node or below it."""
    if entry.kind != "reserve-release":
        return
    regions = position.books.regions
    reserves = [leg for leg in entry.legs if leg.account.kind.startswith(RESERVE)]
    for leg in entry.legs:
        line = upwards(regions, leg.account, leg.vintage)
        if any(each.account.region not in line for each in reserves):
            told = "、".join(each.account.text for each in reserves)
            yield remark(entry, "budget-ledger-release", leg.account.text, told)


def reversal(entry: Entry, position: Position) -> Iterator[Finding]:
    """The exact opposite of a posted entry, once; what is reversed by mistake is posted anew."""
    if entry.kind != REVERSAL and not entry.reverses:
        return
    earlier = position.posted(entry.reverses)
    if earlier is None or earlier.kind == REVERSAL or entry.kind != REVERSAL:
        yield remark(entry, "budget-ledger-reversal-of", entry.reverses or "-")
    elif entry.reverses in position.reversed:
        yield remark(entry, "budget-ledger-reversal-twice", entry.reverses)
    elif _legs(entry, -1) != _legs(earlier, 1) or entry.version != earlier.version:
        yield remark(entry, "budget-ledger-reversal-differs", entry.reverses)


def _legs(entry: Entry, sign: int) -> list[tuple[str, str, int, int]]:
    return sorted((leg.account.text, leg.instrument, leg.vintage, sign * leg.amount_kg) for leg in entry.legs)


def upwards(tree: Tree, account: Account, year: int) -> tuple[str, ...]:
    """The region of an account and those above it; itself alone where the tree does not have it."""
    day = f"{year}-12-31"
    above = tree.ancestors(account.region, day) if tree.has(account.region, day) else ()
    return (account.region, *above)


def district(tree: Tree, account: Account, year: int) -> str:
    """The node below the root that an account lies in."""
    line = upwards(tree, account, year)
    return line[-2] if len(line) > 1 else line[0]
