"""Guards on allowances 配额: whole units, free holdings, deduction first, one market, surrender and carry-over rules.

Orders of vintages and caps are those stated in the terms of an entry, which the workspace takes from the policy
parameters and the published formulas (条例 国务院令第775号; 2023、2024 年度分配方案; 2025、2026 年度征求意见稿).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ghginv.budget.ledger import accounts, allowances, instruments
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.blocks import Terms
from ghginv.budget.ledger.entries import BUDGET_UNIT, Entry, Leg
from ghginv.budget.ledger.guards.position import REVERSAL, Position, remark
from ghginv.findings import Finding

SURRENDER, RETIRE, CARRY = "ets-surrender", "credit-retire", "ets-carry"
USES, ISSUES = (SURRENDER, RETIRE), ("ets-pre", "ets-final")


def whole(entry: Entry, position: Position) -> Iterator[Finding]:
    """Whole allowances, credits and certificates: no part of a piece."""
    for leg in {leg.instrument: leg for leg in entry.legs if _torn(leg)}.values():
        if known := instruments.of(leg.instrument):
            told = {"unit": leg.instrument, "base": known.unit, "account": leg.account.text}
            yield remark(entry, "budget-market-whole", leg.amount_kg, known.piece, **told)


def _torn(leg: Leg) -> bool:
    known = instruments.of(leg.instrument)
    return known is not None and isinstance(leg.amount_kg, int) and bool(leg.amount_kg % known.piece)


def holdings(entry: Entry, position: Position) -> Iterator[Finding]:
    """Nothing below zero afterwards of what is held, frozen, retired; what is frozen or used up is named as such."""
    for account, unit, vintage, amount, before in position.overdrawn(entry):
        if unit != BUDGET_UNIT:
            known = instruments.of(unit)
            told = {"account": account.text, "unit": unit, "year": vintage, "base": known.unit if known else "",
                    "short": amount - before}  # fmt: skip
            yield remark(entry, _code(account, unit, vintage, position), amount, before, **told)


def _code(account: Account, unit: str, vintage: int, position: Position) -> str:
    """Why it is short: frozen, retired before, or simply not there."""
    if account.kind == allowances.HOLDING:
        frozen = allowances.of(allowances.FROZEN, account.enterprise)
        if position.units(frozen, unit, vintage) > 0:
            return "budget-market-frozen"
    used = {"credit.holding": "retired", "green.holding": "green.retired"}.get(account.kind)
    gone = used and any(
        amount > 0 and key[1:] == (unit, vintage) and key[0].split(accounts.SEPARATOR)[0] == used
        for key, amount in position.amounts.items()
    )
    return "budget-market-retired" if gone else "budget-market-short"


def deduction(entry: Entry, position: Position) -> Iterator[Finding]:
    """Deduction first: nothing is issued while something is still to be deducted, and no more is than is due."""
    for enterprise, unit, vintage in _entities(entry):
        account = allowances.of(allowances.DEDUCTION, enterprise)
        moved = _sum(entry, (allowances.DEDUCTION,), enterprise, unit, vintage)
        left = position.units(account, unit, vintage) + moved
        told = {"enterprise": enterprise, "unit": unit, "year": vintage}
        if left > 0:
            yield remark(entry, "budget-market-deduction-over", moved, moved - left, **told)
        if entry.kind not in ISSUES:
            continue
        kinds = (allowances.PRE, allowances.HOLDING, allowances.FROZEN)
        issued = _sum(entry, kinds, enterprise, unit, vintage)
        due = sum(
            amount
            for (text, instrument, year), amount in position.amounts.items()
            if (text, instrument) == (account.text, unit) and year <= vintage
        )
        if issued > 0 and due + moved < 0:
            yield remark(entry, "budget-market-deduction-first", issued, -(due + moved), **told)


def two_markets(entry: Entry, position: Position) -> Iterator[Finding]:
    """No allowances of two markets for the same enterprise, year, gas and industry (国务院令第775号).

    Without an industry in the terms of either, they are taken to be the same.
    """
    if entry.kind not in ISSUES:
        return
    for enterprise, unit, vintage in _entities(entry):
        mine = position.terms(entry)
        for other in position.market:
            if other.kind not in ISSUES or holder(other) != enterprise:
                continue
            for _, there, year in _entities(other):
                if year == vintage and there != unit and _meets(mine, position.terms(other)):
                    told = {"enterprise": enterprise, "year": vintage}
                    yield remark(entry, "budget-market-two", unit, there, **told)
                    return


def _meets(mine: Terms, theirs: Terms) -> bool:
    """Whether two allocations may be for the same gas and industry."""
    gases = {each.get("gas") or "CO2" for each in (mine, theirs)}
    industries = {each.get("industry") for each in (mine, theirs)} - {None, ""}
    return len(gases) == 1 and len(industries) <= 1


def surrender(entry: Entry, position: Position) -> Iterator[Finding]:
    """No later vintage, none that is void, the oldest first, and no more than is due."""
    if entry.kind != SURRENDER:
        return
    terms = position.terms(entry)
    if missing := [name for name in ("unit", "year", "due_kg") if not terms.get(name)]:
        yield remark(entry, "budget-market-terms", "、".join(missing))
        return
    year, first = int(terms["year"]), int(terms.get("first_vintage") or 0)
    for enterprise, unit, vintage in _entities(entry):
        told = {"enterprise": enterprise, "unit": unit, "year": year}
        if vintage > year:
            yield remark(entry, "budget-market-vintage-later", vintage, year, **told)
        elif vintage < first:
            yield remark(entry, "budget-market-vintage-void", vintage, first, **told)
        yield from _older(entry, position, enterprise, unit, vintage, first)
    yield from within_due(entry, position)


def _older(entry: Entry, position: Position, enterprise: str, unit: str, vintage: int, first: int) -> Iterator[Finding]:
    """An older vintage that could have been used and is left."""
    account = allowances.of(allowances.HOLDING, enterprise)
    place = (account.text, unit)
    mine = [(key[2], amount) for key, amount in position.amounts.items() if amount and key[:2] == place]
    for year, amount in sorted(mine):
        if first <= year < vintage:
            left = amount + _sum(entry, (allowances.HOLDING,), enterprise, unit, year)
            if left > 0:
                told = {"enterprise": enterprise, "unit": unit, "older": year}
                yield remark(entry, "budget-market-order", vintage, left, **told)


def within_due(entry: Entry, position: Position) -> Iterator[Finding]:
    """What was surrendered and retired for the obligation of an entry, with it, against what is due."""
    terms, who = position.terms(entry), holder(entry)
    total, due = sum(used(each) for each in served(position, terms, who)) + used(entry), int(terms["due_kg"])
    if total > due:
        told = {"enterprise": who or entry.legs[0].account.region, "year": terms["year"]}
        yield remark(entry, "budget-market-over-due", total, due, **told)


def served(position: Position, terms: Terms, who: str) -> list[Entry]:
    """The entries in force by which an enterprise surrendered or retired for the obligation that ``terms`` name."""
    return [
        each
        for each in position.market
        if each.kind in USES and holder(each) == who and _obligation(position.terms(each)) == _obligation(terms)
    ]


def _obligation(terms: Terms) -> tuple[object, ...]:
    """Market and year that something is used for; nothing else than an obligation is one."""
    return terms.get("use", "offset"), terms.get("unit"), terms.get("year")


def used(entry: Entry) -> int:
    """Kilograms surrendered or retired by an entry."""
    return sum(leg.amount_kg for leg in entry.legs if leg.account.kind in (allowances.SURRENDERED, "retired"))


def carry(entry: Entry, position: Position) -> Iterator[Finding]:
    """Not above the formula with what was carried before, in time, by an entity that surrendered in time."""
    if entry.kind != CARRY:
        return
    terms, who = position.terms(entry), holder(entry)
    missing = [name for name in ("most_kg", "on_time", "day", "deadline", "target") if terms.get(name) in (None, "")]
    if missing:
        yield remark(entry, "budget-market-terms", "、".join(missing))
        return
    told = {"enterprise": who}
    if not terms["on_time"]:
        yield remark(entry, "budget-market-carry-missed", who, **told)
    if str(terms["day"]) > str(terms["deadline"]):
        yield remark(entry, "budget-market-carry-late", terms["day"], terms["deadline"], **told)
    target = int(terms["target"])
    earlier = [each for each in position.market if each.kind == CARRY and holder(each) == who]
    before = sum(_carried(each, target) for each in earlier)
    if before + _carried(entry, target) > int(terms["most_kg"]):
        yield remark(entry, "budget-market-carry-over", before + _carried(entry, target), terms["most_kg"], **told)
    years = {leg.vintage for leg in entry.legs}
    if max(years) != target or len(years) < 2:
        yield remark(entry, "budget-market-carry-years", "、".join(map(str, sorted(years))), target, **told)


def _carried(entry: Entry, target: int) -> int:
    return sum(leg.amount_kg for leg in entry.legs if leg.account.kind == allowances.HOLDING and leg.vintage == target)


def holder(entry: Entry) -> str:
    """The enterprise that an entry of allowances or credits speaks of; blank for a region."""
    return next((leg.account.enterprise for leg in entry.legs if leg.account.enterprise), "")


def _entities(entry: Entry) -> Iterator[tuple[str, str, int]]:
    """Enterprise, allowance and vintage of the legs of allowances, each once."""
    if entry.kind == REVERSAL:
        return
    known: Mapping[tuple[str, str, int], None] = dict.fromkeys(
        (leg.account.enterprise, leg.instrument, leg.vintage) for leg in entry.legs if _allowance(leg)
    )
    yield from known


def _allowance(leg: Leg) -> bool:
    known = instruments.of(leg.instrument)
    return known is not None and known.group == instruments.ALLOWANCE and bool(leg.account.enterprise)


def _sum(entry: Entry, kinds: tuple[str, ...], enterprise: str, unit: str, vintage: int) -> int:
    return sum(
        leg.amount_kg
        for leg in entry.legs
        if leg.account.kind in kinds
        and (leg.account.enterprise, leg.instrument, leg.vintage) == (enterprise, unit, vintage)
    )
