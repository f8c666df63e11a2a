"""Guards on green power 绿电、绿证: of the same year, not above what was consumed, claimed by one side."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.budget.ledger import green_power
from ghginv.budget.ledger.entries import Entry
from ghginv.budget.ledger.guards.position import Position, remark
from ghginv.findings import Finding

RETIRE = "green-retire"


def retire(entry: Entry, position: Position) -> Iterator[Finding]:
    """Certificates for the consumption of their own year, together with those of other blocks at most that.

    Those that prove a contract of an enclave are retired by a region, for the contract and not for a consumption.
    """
    if entry.kind != RETIRE:
        return
    terms = position.terms(entry)
    enclave = terms.get("use") == "enclave"
    missing = [name for name in ("year", *(() if enclave else ("consumption_kwh",))) if terms.get(name) in (None, "")]
    if missing:
        yield remark(entry, "budget-market-terms", "、".join(missing))
        return
    of_contracts = position.books.market.enclave_blocks
    for leg in entry.legs:
        if leg.account.kind != green_power.RETIRED:
            continue
        told = {"unit": leg.instrument, "holder": leg.account.enterprise or leg.account.region}
        if leg.vintage != int(terms["year"]):
            yield remark(entry, "budget-market-green-year", leg.vintage, terms["year"], **told)
        if leg.account.enterprise if enclave else leg.instrument in of_contracts:
            yield remark(entry, "budget-market-green-side", told["holder"], **told)
    if not enclave:
        yield from _consumption(entry, position, int(terms["year"]), int(terms["consumption_kwh"]))


def _consumption(entry: Entry, position: Position, year: int, kwh: int) -> Iterator[Finding]:
    """What a holder has retired of a year with this entry, against what it consumed."""
    of_contracts = position.books.market.enclave_blocks
    claims = dict.fromkeys(leg.account for leg in entry.legs if leg.account.kind == green_power.RETIRED)
    for account in claims:
        before = sum(
            amount
            for (text, unit, vintage), amount in position.amounts.items()
            if (text, vintage) == (account.text, year) and unit not in of_contracts
        )
        mine = sum(leg.amount_kg for leg in entry.legs if leg.account == account)
        if before + mine > kwh:
            told = {"holder": account.enterprise or account.region, "year": year}
            yield remark(entry, "budget-market-green-consumption", before + mine, kwh, **told)


def claims(unit: str, position: Position) -> tuple[dict[str, int], list[str]]:
    """kWh of a block that regions retired to prove a contract, by region; and who claimed it for a consumption."""
    proofs: dict[str, int] = {}
    others: dict[str, None] = {}
    for entry in position.market:
        for leg in entry.legs if entry.kind == RETIRE else ():
            if leg.instrument != unit or leg.account.kind != green_power.RETIRED:
                continue
            if position.terms(entry).get("use") == "enclave" and not leg.account.enterprise:
                proofs[leg.account.region] = proofs.get(leg.account.region, 0) + leg.amount_kg
            else:
                others[leg.account.enterprise or leg.account.region] = None
    return proofs, list(others)
