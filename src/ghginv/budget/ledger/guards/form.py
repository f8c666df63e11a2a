"""Guards on the form of an entry: its kind, its legs, its accounts and the nodes they stand at."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.budget.ledger import accounts, instruments
from ghginv.budget.ledger.entries import Entry
from ghginv.budget.ledger.guards.position import Position, remark
from ghginv.budget.trees import last_day, named
from ghginv.findings import Finding

MOST_KG = 10**14
"""More than mankind emits in a year: an amount above is a mistake, and sums of such amounts stay within 64 bits."""


def kind(entry: Entry, position: Position) -> Iterator[Finding]:
    """A known kind of entry, and only accounts that it may debit or credit."""
    deed = accounts.deeds().get(entry.kind)
    if deed is None:
        yield remark(entry, "budget-ledger-kind", entry.kind, "、".join(accounts.deeds()))
        return
    for leg in entry.legs:
        if not deed.moves(leg.account.kind, leg.amount_kg):
            sides = deed.debit if leg.amount_kg > 0 else deed.credit
            yield remark(entry, "budget-ledger-side", f"{leg.account.text} {leg.amount_kg:+d}", " ".join(sorted(sides)))


def legs(entry: Entry, position: Position) -> Iterator[Finding]:
    """At least two legs, whole amounts that are not nothing, and sums of nothing by instrument and vintage."""
    if len(entry.legs) < 2:
        yield remark(entry, "budget-ledger-legs", len(entry.legs))
    for leg in entry.legs:
        whole = isinstance(leg.amount_kg, int) and not isinstance(leg.amount_kg, bool)
        if not whole or not 0 < abs(leg.amount_kg) <= MOST_KG:
            yield remark(entry, "budget-ledger-amount", leg.amount_kg, MOST_KG, account=leg.account.text)
        known = instruments.of(leg.instrument)
        if known is None or leg.account.kind.split(".")[0] not in known.accounts:
            taken = "、".join(instruments.on_account(leg.account.kind)) or "-"
            yield remark(entry, "budget-ledger-instrument", leg.instrument, taken, account=leg.account.text)
    for (unit, year), kg in entry.sums.items():
        if kg:
            yield remark(entry, "budget-ledger-unbalanced", f"{kg:+d}", unit=unit, year=year)


def _accounts(entry: Entry) -> Iterator[tuple[accounts.Account, int]]:
    """The accounts of an entry with their vintages, each once."""
    return iter(dict.fromkeys((leg.account, leg.vintage) for leg in entry.legs))


def nodes(entry: Entry, position: Position) -> Iterator[Finding]:
    """Regions, industries and layers that there are on the last day of the vintage; one that is gone may be emptied."""
    books = position.books
    trees = {"region": books.regions, "industry": books.industries}
    for account, year in _accounts(entry):
        for name, tree in trees.items():
            code = getattr(account, name)
            if code and not tree.has(code, last_day(year)) and not _emptied(entry, position, account, year):
                yield remark(entry, "budget-ledger-node", code, year=year, **named(name))
        layer = books.rules.layer(account.layer) if account.layer else None
        if account.layer and (layer is None or layer.id != account.layer or not layer.budgeted):
            known = "、".join(each.id for each in books.rules.layers if each.budgeted)
            yield remark(entry, "budget-ledger-layer", account.layer, known, account=account.text)
        elif layer and account.enterprise and not layer.enterprises:
            known = "、".join(each.id for each in books.rules.layers if each.enterprises)
            yield remark(entry, "budget-ledger-layer", account.layer, known, account=account.text)


def _emptied(entry: Entry, position: Position, account: accounts.Account, year: int) -> bool:
    """Whether an entry takes away all that stands on an account."""
    moved = sum(leg.amount_kg for leg in entry.legs if (leg.account, leg.vintage) == (account, year))
    return moved < 0 and position.balance(account, year) + moved == 0


def coordinates(entry: Entry, position: Position) -> Iterator[Finding]:
    """Known kinds of accounts, with the coordinates they need and no others."""
    for account, _ in _accounts(entry):
        kind = accounts.kinds().get(account.kind)
        if kind is None:
            yield remark(entry, "budget-ledger-account-kind", account.kind, "、".join(accounts.kinds()))
            continue
        filled = {name for name in accounts.COORDINATES[1:] if getattr(account, name)}
        if not kind.needs <= filled <= kind.needs | kind.takes:
            wanted = " ".join(name for name in accounts.COORDINATES if name in kind.needs | kind.takes) or "-"
            yield remark(entry, "budget-ledger-coordinates", account.text, wanted)
