"""Invariant 10: a certificate or credit is retired once; no MWh is both; what an enclave counts nobody else does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ghginv.budget.ledger import balances, blocks, credits, instruments
from ghginv.budget.ledger.books import Books
from ghginv.budget.ledger.invariants import holdings
from ghginv.findings import Finding

_SOURCE = {instruments.CREDIT: "credit.source", instruments.GREEN: "green.source"}
_USED = ("retired", "green.retired")


def breaches(books: Books) -> Iterator[Finding]:
    """Blocks that are unknown, registered above their quantity, overlap, or are certificate and credit at once."""
    yield from holdings.breaches(books)
    sums = balances.balances(books.legs)
    columns = [sums[name].tolist() for name in ("account", "instrument", "vintage", "amount_kg")]
    registered: dict[str, int] = {}
    used: dict[str, dict[str, int]] = {}
    for account, unit, _, amount in zip(*columns, strict=True):
        known = instruments.of(unit)
        kind = account.split(":")[0]
        if known and kind == _SOURCE.get(known.group):
            registered[unit] = registered.get(unit, 0) - amount
        if kind in _USED:
            used.setdefault(unit, {})[account] = amount
    yield from _blocks(books, registered)
    yield from _used(books, registered, used)


def _blocks(books: Books, registered: dict[str, int]) -> Iterator[Finding]:
    """Each block that is out of the register, by itself and beside the others."""
    market = books.market
    there = [market.blocks[unit] for unit, amount in registered.items() if amount > 0 and unit in market.blocks]
    for unit, amount in sorted(registered.items()):
        block = market.blocks.get(unit)
        if block is None or amount > credits.amount(block):
            expected = str(credits.amount(block)) if block else "0"
            yield Finding("budget-books-block", found=str(amount), expected=expected, details={"unit": unit})
    by_prefix: dict[tuple[str, str], list[blocks.Block]] = {}
    for each in there:
        start = blocks.serial(each.start)
        by_prefix.setdefault((each.instrument, start[0] if start else f"\0{each.id}"), []).append(each)
    for same in by_prefix.values():
        ordered = sorted(same, key=lambda each: (blocks.serial(each.start) or ("", 0))[1])
        for one, other in pairwise(ordered):
            if blocks.overlap(one, other):
                yield Finding("budget-books-overlap", found=one.unit, expected=other.unit)
    for block in there:
        twin = market.twin(block)
        if twin is not None and block.instrument == "GEC" and registered.get(twin.unit, 0) > 0:
            yield Finding("budget-books-twin", found=block.unit, expected=twin.unit)


def _used(books: Books, registered: dict[str, int], used: dict[str, dict[str, int]]) -> Iterator[Finding]:
    """More retired than there is, and certificates of enclaves claimed by an enterprise."""
    for unit, by_account in sorted(used.items()):
        total, there = sum(by_account.values()), registered.get(unit, 0)
        if total > there:
            yield Finding("budget-books-retired", found=str(total), expected=str(there), details={"unit": unit})
        sides = [account for account in by_account if account.split(":")[-1] and account.count(":") >= 4]
        if unit in books.market.enclave_blocks and sides:
            yield Finding("budget-books-enclave", found=sides[0], details={"unit": unit})
    proofs: dict[str, str] = {}
    for each in books.market.shares:
        contract = f"{each.contract}/{each.year}"
        if proofs.setdefault(each.block, contract) != contract:
            yield Finding("budget-books-mwh", found=each.block, expected=f"{proofs[each.block]}、{contract}")
