"""Guards on blocks 区段 and credits 减排量: known, complete, once, no twin; which may be used, and how many."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ghginv.budget.ledger import blocks, credits, green_power, instruments
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.blocks import Block, Terms
from ghginv.budget.ledger.entries import Entry, Leg
from ghginv.budget.ledger.guards.allowances import RETIRE, USES, holder, served, within_due
from ghginv.budget.ledger.guards.position import REVERSAL, Position, remark
from ghginv.findings import Finding

SOURCES = {credits.SOURCE, green_power.SOURCE}


def known(entry: Entry, position: Position) -> Iterator[Finding]:
    """Only blocks that were registered, in their own vintage, with serials that count up to the quantity."""
    for unit, vintage in dict.fromkeys((leg.instrument, leg.vintage) for leg in entry.legs if _blocked(leg)):
        block = position.books.market.blocks.get(unit)
        if block is None:
            yield remark(entry, "budget-market-block", unit)
            continue
        if block.vintage != vintage:
            yield remark(entry, "budget-market-block-vintage", vintage, block.vintage, block=block.id)
        yield from block.faults()


def once(entry: Entry, position: Position) -> Iterator[Finding]:
    """What is registered of a block is not above its quantity, overlaps no other block, and has no twin in force.

    A block that was split is gone as a whole, and its parts are there together.
    """
    market = position.books.market
    for block in _registered(entry, position):
        standing = in_force(block, position, entry)
        if standing > credits.amount(block):
            yield remark(entry, "budget-market-block-twice", standing, credits.amount(block), block=block.id)
        if standing <= 0:
            continue
        for other in market.blocks.values():
            if other.unit != block.unit and blocks.overlap(block, other) and in_force(other, position, entry) > 0:
                yield remark(entry, "budget-market-overlap", _serials(block), _serials(other), block=block.id,
                             other=other.id)  # fmt: skip
        twin = market.twin(block)
        if twin is not None and in_force(twin, position, entry) > 0:
            yield remark(entry, "budget-market-twin", block.unit, twin.unit)
    yield from _split(entry, position)


def _split(entry: Entry, position: Position) -> Iterator[Finding]:
    """Parts that do not cover the block that they come from."""
    market = position.books.market
    moved = _registered(entry, position)
    parents = dict.fromkeys(f"{each.instrument}.{each.parent}" for each in moved if each.parent)
    for unit in parents if entry.kind != REVERSAL else ():
        parent = market.blocks.get(unit)
        if parent is None:
            yield remark(entry, "budget-market-block", unit)
            continue
        parts = [each for each in moved if f"{each.instrument}.{each.parent}" == unit]
        yield from blocks.split_faults(parent, parts)
        if in_force(parent, position, entry):
            yield remark(entry, "budget-market-split-whole", parent.id, block=parent.id)


def in_force(block: Block, position: Position, entry: Entry | None = None) -> int:
    """How much of a block is out of the register, after an entry: held, retired, by whomever."""
    kind = green_power.SOURCE if block.instrument == "GEC" else credits.SOURCE
    moved = sum(
        leg.amount_kg
        for leg in (entry.legs if entry else ())
        if leg.account.kind == kind and leg.instrument == block.unit
    )
    return -(position.units(Account(kind), block.unit, block.vintage) + moved)


def use(entry: Entry, position: Position) -> Iterator[Finding]:
    """Credits used for an obligation: of an accepted kind, registered in time, from the right place, within the cap."""
    mine = [leg for leg in entry.legs if leg.account.kind == credits.RETIRED and entry.kind != REVERSAL]
    if entry.kind not in USES or not mine:
        return
    terms = position.terms(entry)
    if entry.kind == RETIRE and terms.get("use") == "voluntary":
        return
    needed = ("unit", "year", "due_kg", "credits_most_kg", "accepted")
    missing = [name for name in needed if terms.get(name) in (None, "")]
    if missing:
        yield remark(entry, "budget-market-terms", "、".join(missing))
        return
    for leg in mine:
        block = position.books.market.blocks.get(leg.instrument)
        if block is not None:
            yield from _eligible(entry, block, terms)
    yield from _cap(entry, position, terms, mine)


def _eligible(entry: Entry, block: Block, terms: Terms) -> Iterator[Finding]:
    """Whether a block may be used in this market at all."""
    told = {"block": block.id, "market": terms.get("market", "-")}
    if block.instrument not in terms["accepted"]:
        yield remark(entry, "budget-market-credit-kind", block.instrument, "、".join(terms["accepted"]), **told)
    first = str(terms.get("credit_from") or "")
    if first and block.registered < first:
        yield remark(entry, "budget-market-credit-date", block.registered or "-", first, **told)
    home = str(terms.get("home") or "")
    if home and block.instrument in terms.get("home_only", ()) and not block.host.startswith(home):
        yield remark(entry, "budget-market-credit-host", block.host or "-", home, **told)


def _cap(entry: Entry, position: Position, terms: Terms, mine: list[Leg]) -> Iterator[Finding]:
    """Credits of all entries for the same obligation against the cap, and the share from the market's own region."""
    who = holder(entry)
    earlier = [leg for each in served(position, terms, who) for leg in each.legs if leg.account.kind == credits.RETIRED]
    every = [*earlier, *mine]
    total, most = sum(leg.amount_kg for leg in every), int(terms["credits_most_kg"])
    told = {"enterprise": who or mine[0].account.region, "year": terms["year"], "market": terms.get("market", "-")}
    if total > most:
        yield remark(entry, "budget-market-credit-cap", total, most, **told)
    share, home = Fraction(str(terms.get("home_share") or 0)), str(terms.get("home") or "")
    known_blocks = position.books.market.blocks
    local = sum(
        leg.amount_kg
        for leg in every
        if leg.instrument in known_blocks and known_blocks[leg.instrument].host.startswith(home)
    )
    if home and share and local < total * share:
        yield remark(entry, "budget-market-credit-local", local, -(-total * share // 1), **told)
    if entry.kind == RETIRE:  # a surrender is held against what is due by its own guard
        yield from within_due(entry, position)


def _registered(entry: Entry, position: Position) -> list[Block]:
    """The blocks whose register an entry moves."""
    units = dict.fromkeys(leg.instrument for leg in entry.legs if leg.account.kind in SOURCES)
    found = (position.books.market.blocks.get(unit) for unit in units)
    return [block for block in found if block is not None]


def _blocked(leg: Leg) -> bool:
    found = instruments.of(leg.instrument)
    return found is not None and found.group in (instruments.CREDIT, instruments.GREEN)


def _serials(block: Block) -> str:
    return f"{block.start}–{block.end}"
