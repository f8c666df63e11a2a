"""Postings 记账: what is decided on a budget, as entries. Whether they may be posted is the work of ``guards``.

Every amount is in whole kilograms. A day is an ISO day; ``document`` is the id of what the entries rest on; a ``key``
names an entry once for good, so that the same decision posted again is recognised. A vintage is a budget year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Unpack

import pandas as pd

from ghginv.budget.ledger.accounts import AVAILABLE, BORROW, CAP, CARRY, POOL, RESERVE, Account
from ghginv.budget.ledger.consumption import GROSS, OVERSPENT
from ghginv.budget.ledger.entries import Entry, Head, Leg, moved
from ghginv.budget.trees import Tree, named
from ghginv.errors import InputError
from ghginv.findings import Finding

Amounts = Mapping[Account, int]


def issue(
    lines: pd.DataFrame, regions: Tree, industries: Tree, *, effective: str, document: str, version: int, note: str = ""
) -> list[Entry]:
    """The entries by which the lines of a version are issued, year by year, from the root down.

    The total; then for each node its reserves, what it hands on to the nodes below and to its cells, and what the cells
    give to enterprises: at most an entry each. InputError for a code that a tree does not have in the year.
    """
    head = _Version(effective, document, version, note)
    found: list[Entry] = []
    for year, amounts in _by_year(lines):
        _require(amounts, year, regions, industries)
        day, root = f"{year}-12-31", regions.root
        sums = _subtrees(amounts, regions, day)
        found += head.entry(
            "total", f"{year}/total", year, {Account(POOL, root): sums[root], Account(CAP): -sums[root]}
        )
        for node in regions.subtree(root, day):
            mine = {account: kg for account, kg in amounts.items() if account.region == node}
            pool, key = Account(POOL, node), f"{year}/{node}"
            reserves = {account: kg for account, kg in mine.items() if account.kind.startswith(RESERVE)}
            found += head.entry("reserve-set", f"{key}/reserve", year, _against(pool, reserves))
            cells = _cells(mine)
            below = {Account(POOL, code): sums[code] for code in regions.children(node, day)}
            found += head.entry("decomposition", f"{key}/pool", year, _against(pool, {**below, **cells}))
            named = {account: kg for account, kg in mine.items() if account.enterprise}
            given = {cell: -kg for cell, kg in _cells(named).items()}
            found += head.entry("decomposition", f"{key}/enterprises", year, {**named, **given})
    return found


def change(
    old: pd.DataFrame,
    new: pd.DataFrame,
    regions: Tree,
    industries: Tree,
    *,
    effective: str,
    document: str,
    version: int,
    note: str = "",
    stands: Mapping[tuple[str, int], int] | None = None,
) -> list[Entry]:
    """The entries that lead from the lines of one version to those of the next 追加、追减: an entry a node and year.

    First nodes that give back to the city's pool, then the change of the total, then nodes that receive from it, so
    that no account is overdrawn on the way. What did not change is in no entry. ``stands`` are balances by account
    text and year: a budget that falls below what was emitted there already is overspent 超支 by the difference.
    """
    head = _Version(effective, document, version, note)
    before, after = dict(_by_year(old)), dict(_by_year(new))
    found: list[Entry] = []
    for year in sorted({*before, *after}):
        was, now = before.get(year, {}), after.get(year, {})
        changed = {each: now.get(each, 0) - was.get(each, 0) for each in sorted({*was, *now})}
        changed = {account: kg for account, kg in changed.items() if kg}
        # What a region that is gone had is taken away; nothing can be given to it.
        _require({account: kg for account, kg in changed.items() if now.get(account)}, year, regions, industries)
        pool, total = Account(POOL, regions.root), sum(changed.values())
        regional = sorted({account.region for account in changed})
        nodes = {region: {each: kg for each, kg in changed.items() if each.region == region} for region in regional}
        entries = {
            node: head.entry("adjustment", f"{year}/{node}/adjustment", year,
                             _against(pool, _beyond(mine, year, stands or {})))
            for node, mine in nodes.items()
        }  # fmt: skip
        giving = [node for node, mine in nodes.items() if sum(mine.values()) < 0]
        found += [each for node in giving for each in entries[node]]
        found += head.entry("adjustment", f"{year}/total", year, {pool: total, Account(CAP): -total})
        found += [each for node in nodes if node not in giving for each in entries[node]]
    return found


def virement(source: Account, target: Account, vintage: int, amount_kg: int, **head: Unpack[Head]) -> Entry:
    """Budget of one cell or enterprise given to another 调剂."""
    return Entry("virement", legs=moved(source, target, vintage, amount_kg), **head)


def release(reserve: Account, target: Account, vintage: int, amount_kg: int, **head: Unpack[Head]) -> Entry:
    """A reserve given to a cell or an enterprise 动用预备."""
    return Entry("reserve-release", legs=moved(reserve, target, vintage, amount_kg), **head)


def carry_over(account: Account, vintage: int, amount_kg: int, **head: Unpack[Head]) -> Entry:
    """What an account has not used of a year, kept for the next one 结转: out of one year, into the other."""
    carried = replace(account, kind=CARRY)
    legs = moved(account, carried, vintage, amount_kg) + moved(carried, account, vintage + 1, amount_kg)
    return Entry("carry-over", legs=legs, **head)


def borrow(account: Account, vintage: int, amount_kg: int, **head: Unpack[Head]) -> Entry:
    """Budget of the next year used in this one 预借: the next year opens lower by it."""
    borrowed = replace(account, kind=BORROW)
    legs = moved(borrowed, account, vintage, amount_kg) + moved(account, borrowed, vintage + 1, amount_kg)
    return Entry("borrowing", legs=legs, **head)


def reverse(entry: Entry, **head: Unpack[Head]) -> Entry:
    """An entry with all signs turned 冲销: with the one that it reverses it comes to nothing."""
    legs = tuple(replace(leg, amount_kg=-leg.amount_kg) for leg in entry.legs)
    return Entry("reversal", legs=legs, reverses=entry.entry_id, version=entry.version, **head)


@dataclass(frozen=True, slots=True)
class _Version:
    """What all entries that carry out one version have in common."""

    effective: str
    document: str
    version: int
    note: str

    def entry(self, kind: str, key: str, year: int, amounts: Amounts) -> list[Entry]:
        """An entry; none where nothing moves."""
        legs = _legs(year, amounts)
        key = f"v{self.version}/{key}"
        return [Entry(kind, self.effective, self.document, legs, self.note, key, version=self.version)] if legs else []


def _legs(vintage: int, amounts: Amounts) -> tuple[Leg, ...]:
    return tuple(Leg(account, int(vintage), int(kg)) for account, kg in amounts.items() if kg)


def _against(pool: Account, amounts: Amounts) -> dict[Account, int]:
    """The amounts, and the pool that they are taken from."""
    return {pool: -sum(amounts.values()), **amounts}


def _beyond(amounts: Amounts, year: int, stands: Mapping[tuple[str, int], int]) -> dict[Account, int]:
    """The amounts; of what is taken from a place beyond what is available, what was emitted there is overspent."""
    found = dict(amounts)
    for account, kg in amounts.items():
        if account.kind == AVAILABLE and kg < 0:
            over = replace(account, kind=OVERSPENT)
            at = {kind: stands.get((replace(account, kind=kind).text, year), 0) for kind in (AVAILABLE, *GROSS)}
            emitted = sum(at[kind] for kind in GROSS) + stands.get((over.text, year), 0)
            if (short := min(-kg - at[AVAILABLE], emitted)) > 0:
                found |= {account: kg + short, over: -short}
    return found


def _cell(account: Account) -> Account:
    return replace(account, enterprise="")


def _cells(amounts: Amounts) -> dict[Account, int]:
    """What each cell has, with its enterprises."""
    found: dict[Account, int] = {}
    for account, kg in amounts.items():
        if account.kind == AVAILABLE:
            found[_cell(account)] = found.get(_cell(account), 0) + kg
    return found


def _by_year(lines: pd.DataFrame) -> Iterator[tuple[int, dict[Account, int]]]:
    """The lines of each year by account, in the order of accounts."""
    columns = [
        lines[name].tolist() for name in ("year", "kind", "region", "industry", "layer", "enterprise", "amount_kg")
    ]
    found: dict[int, dict[Account, int]] = {}
    for year, kind, region, industry, layer, enterprise, kg in zip(*columns, strict=True):
        of_year = found.setdefault(int(year), {})
        account = Account(kind, region, industry, layer, enterprise)
        of_year[account] = of_year.get(account, 0) + int(kg)
    for year in sorted(found):
        yield year, dict(sorted(found[year].items()))


def _subtrees(amounts: Amounts, regions: Tree, day: str) -> dict[str, int]:
    """The budget of each region with all below it."""
    found = dict.fromkeys(regions.subtree(regions.root, day), 0)
    for account, kg in amounts.items():
        for node in (account.region, *regions.ancestors(account.region, day)):
            found[node] += kg
    return found


def _require(amounts: Amounts, year: int, regions: Tree, industries: Tree) -> None:
    """InputError where a line names a node that is not there in its year."""
    day = f"{year}-12-31"
    codes = {("region", each.region) for each in amounts} | {("industry", each.industry) for each in amounts}
    trees = {"region": regions, "industry": industries}
    gone = [
        Finding("budget-ledger-node", found=code or "-", details={**named(tree), "year": year})
        for tree, code in sorted(codes)
        if (code or tree == "region") and not trees[tree].has(code, day)
    ]
    if gone:
        raise InputError(*gone)
