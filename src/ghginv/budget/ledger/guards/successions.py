"""Guards on successions 主体变更: all goes to who follows, what was emitted stays, closures hand back their part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ghginv.budget.ledger.accounts import AVAILABLE, RESERVE, Account
from ghginv.budget.ledger.consumption import OVERSPENT
from ghginv.budget.ledger.entries import BUDGET_UNIT, Entry, Leg
from ghginv.budget.ledger.guards.exchange import limit
from ghginv.budget.ledger.guards.movement import district
from ghginv.budget.ledger.guards.position import Position, remark
from ghginv.budget.ledger.successions import KINDS
from ghginv.findings import Finding

_GENERAL = "reserve.general"


def form(entry: Entry, position: Position) -> Iterator[Finding]:
    """One enterprise's place gives, in one year; available and overspent each add up; emissions stay."""
    mine = _legs(entry)
    if not mine:
        return
    kinds = {leg.account.kind for leg in mine}
    overspent = sum(leg.amount_kg for leg in mine if leg.account.kind == OVERSPENT)
    places = {leg.account.place for leg in mine if _gives(leg)}
    one = len(places) == 1 and len({leg.vintage for leg in mine}) == 1 and all(each[-1] for each in places)
    plain = kinds <= {AVAILABLE, OVERSPENT, _GENERAL} and not any(leg.account.project for leg in mine)
    if not one or not plain or overspent:
        told = " / ".join(f"{leg.account.text} {leg.amount_kg:+d}" for leg in mine)
        yield remark(entry, "budget-ledger-succession", told)


def kind(entry: Entry, position: Position) -> Iterator[Finding]:
    """Who follows fits the kind: another enterprise, others, the same elsewhere, or cell and district."""
    mine = _legs(entry)
    old = next((leg for leg in mine if _gives(leg)), None)
    if old is None:
        return
    takers = [leg.account for leg in mine if not _gives(leg)]
    several = entry.kind == "merger" and len({taker.enterprise for taker in takers}) > 1
    if not takers or several or not all(_follows(entry.kind, old, taker, position) for taker in takers):
        told = "、".join(taker.text for taker in takers) or "-"
        yield remark(entry, "budget-ledger-succession-kind", told, old.account.text)


def rest(entry: Entry, position: Position) -> Iterator[Finding]:
    """Who merges or closes keeps nothing; of what a closure leaves the district gets its part at least."""
    mine = _legs(entry)
    old = next((leg for leg in mine if _gives(leg)), None)
    if old is None or entry.kind not in ("merger", "closure"):
        return
    place = Account(AVAILABLE, *old.account.place)
    given = -sum(leg.amount_kg for leg in mine if leg.account.place == old.account.place)
    kept = position.left(place, old.vintage) - given
    if kept > 0:
        yield remark(entry, "budget-ledger-succession-rest", given, given + kept, account=place.text, year=old.vintage)
    if entry.kind == "closure":
        rules = position.books.rules_of(old.vintage)
        least = limit(given, rules.closure_clawback)
        back = sum(leg.amount_kg for leg in mine if leg.account.kind == _GENERAL)
        if back < least:
            told = {"rate": rules.closure_clawback, "rules": rules.id, "account": place.text}
            yield remark(entry, "budget-ledger-closure-clawback", back, least, **told)


def _legs(entry: Entry) -> list[Leg]:
    """The legs in budget units; other instruments have guards of their own."""
    return [leg for leg in entry.legs if leg.instrument == BUDGET_UNIT] if entry.kind in KINDS else []


def _gives(leg: Leg) -> bool:
    """Whether a leg is on the side of who goes: its budget falls, its overspending is lifted."""
    return leg.amount_kg > 0 if leg.account.kind == OVERSPENT else leg.amount_kg < 0


def _follows(kind: str, old: Leg, taker: Account, position: Position) -> bool:
    """Whether an account may follow another by this kind of succession."""
    was = old.account
    if kind == "closure":
        cell = replace(was, kind=AVAILABLE, enterprise="")
        return taker in (cell, Account(_GENERAL, district(position.books.regions, was, old.vintage)))
    if taker.kind.startswith(RESERVE) or not taker.enterprise:
        return False
    same = taker.enterprise == was.enterprise
    return same and taker.place != was.place if kind == "move" else not same
