"""Guards 记账前的审查: nothing is posted that a guard refuses, and what is refused leaves nothing behind.

``admit`` judges entries one after the other, each as if those before it had been posted. An entry whose key was used is
recognised when it says the same, and refused when it says anything else. A guard is a function of an entry and of the
position before it; GUARDS lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger.books import Books
from ghginv.budget.ledger.entries import Entry
from ghginv.budget.ledger.guards import (
    allowances,
    commitments,
    consumption,
    credits,
    enclaves,
    exchange,
    form,
    green_power,
    headroom,
    movement,
    paper,
    successions,
    trading,
)
from ghginv.budget.ledger.guards.position import Position, remark
from ghginv.errors import InputError
from ghginv.findings import Finding, errors

Guard = Callable[[Entry, Position], Iterator[Finding]]
GUARDS: Sequence[Guard] = (
    form.kind, form.legs, form.coordinates, form.nodes,
    paper.day, paper.closed, paper.document, paper.evidence, paper.version, paper.vintages,
    movement.virement, movement.release, movement.reversal,
    exchange.legs, exchange.carry_over, exchange.borrowing,
    headroom.balances, headroom.left, headroom.total,
    consumption.form, consumption.overspent, consumption.gross, consumption.once, consumption.prior,
    commitments.form, commitments.origin, commitments.target,
    trading.form, trading.parties, trading.limits, trading.price, trading.sold,
    successions.form, successions.kind, successions.rest,
    allowances.whole, allowances.holdings, allowances.deduction, allowances.two_markets, allowances.surrender,
    allowances.carry, credits.known, credits.once, credits.use, green_power.retire, enclaves.share,
)  # fmt: skip


def admit(entries: Iterable[Entry], books: Books) -> list[Entry]:
    """The entries that are new, in their order, all allowed. InputError with every reason against any of them."""
    fresh, found = judge(entries, books)
    if errors(found):
        raise InputError(*found)
    return fresh


def refuse(entry: Entry, books: Books) -> list[Finding]:
    """Why an entry may not be posted; nothing where it may, or where it is posted already."""
    return errors(judge([entry], books)[1])


def judge(entries: Iterable[Entry], books: Books) -> tuple[list[Entry], list[Finding]]:
    """The entries that are not posted yet, and all that is wrong with any of the entries, warnings too."""
    waiting = list(entries)
    position = Position.of(books, {entry.reverses for entry in waiting if entry.reverses})
    known = _known(waiting, books)
    fresh: list[Entry] = []
    found: list[Finding] = []
    for entry in waiting:
        earlier = known.get(entry.key) if entry.key else None
        if earlier is not None:
            if earlier.content != entry.content:
                found.append(remark(entry, "budget-ledger-key", entry.key, earlier.entry_id or "-"))
            continue
        found += [finding for guard in GUARDS for finding in guard(entry, position)]
        # Posted even when refused: what follows is judged on its own faults, not on this one's.
        position.post(entry)
        known[entry.key] = entry
        fresh.append(entry)
    return fresh, found


def _known(waiting: Sequence[Entry], books: Books) -> dict[str, Entry]:
    """The stored entries with the keys of those that wait."""
    keys = {entry.key for entry in waiting if entry.key}
    same = books.entries[books.entries["key"].isin(keys)]
    if same.empty:
        return {}
    legs = books.legs[books.legs["entry"].isin(same["entry"])]
    return {entry.key: entry for entry in tables.read(same, legs)}
