"""Guards on enclave rights 飞地权益: within the contract, at most the whole of it, certificates retired, MWh once."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ghginv.budget.ledger import enclaves, instruments
from ghginv.budget.ledger.blocks import Share
from ghginv.budget.ledger.entries import Entry
from ghginv.budget.ledger.guards import green_power
from ghginv.budget.ledger.guards.position import Position, remark
from ghginv.findings import Finding


def share(entry: Entry, position: Position) -> Iterator[Finding]:
    """Each receiving region by its share of a known contract; see ``_contract`` for what holds of the contract."""
    if entry.kind != "enclave-share":
        return
    told = position.books.market.shares
    for unit, year in dict.fromkeys((leg.instrument, leg.vintage) for leg in entry.legs):
        contract = instruments.block_of(unit)
        mine = [each for each in told if (each.contract, each.year) == (contract, year)]
        if not mine:
            yield remark(entry, "budget-market-contract", contract or "-", year=year)
            continue
        yield from _contract(entry, position, mine)
        for leg in entry.legs:
            if (leg.instrument, leg.vintage) != (unit, year) or leg.account.kind != enclaves.KIND or leg.amount_kg <= 0:
                continue
            its = next((each for each in mine if each.region == leg.account.region), None)
            total = position.units(leg.account, unit, year) + leg.amount_kg
            if its is None or total > its.most_kg:
                told_here = {"contract": contract, "region": leg.account.region, "year": year}
                yield remark(entry, "budget-market-share", total, its.most_kg if its else 0, **told_here)


def _contract(entry: Entry, position: Position, shares: list[Share]) -> Iterator[Finding]:
    """Shares that agree and come to at most the whole; certificates retired by a region; MWh of one contract only."""
    first = shares[0]
    told = {"contract": first.contract, "year": first.year}
    if len({each.generation for each in shares}) > 1 or len({each.region for each in shares}) < len(shares):
        yield remark(entry, "budget-market-contract-differs", first.contract, **told)
    total = sum((Fraction(each.share) for each in shares), Fraction(0))
    if total > 1:
        yield remark(entry, "budget-market-shares", f"{float(100 * total):g}", 100, **told)
    for other in position.books.market.shares:
        if other.block == first.block and (other.contract, other.year) != (first.contract, first.year):
            yield remark(entry, "budget-market-mwh-twice", first.block or "-", other.contract, **told)
            break
    moved = sum(leg.amount_kg for leg in entry.legs if leg.amount_kg > 0)
    before = sum(
        amount
        for (text, unit, year), amount in position.amounts.items()
        if unit == enclaves.unit(first.contract) and year == first.year and amount > 0 and text.startswith("enclave")
    )
    wanted = -(-(before + moved) * first.kwh // first.quantity_kg) if first.quantity_kg else first.kwh
    proofs, others = green_power.claims(f"GEC.{first.block}", position)
    if others:
        yield remark(entry, "budget-market-green-side", "、".join(others), **told, unit=f"GEC.{first.block}",
                     holder=first.region)  # fmt: skip
    retired = sum(proofs.values())
    if retired < wanted:
        yield remark(entry, "budget-market-gec", retired, wanted, **told, block=first.block or "-")
