"""What the closing of a year posts 关账分录: holds for projects released, surpluses carried over by the rule set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from ghginv.budget.ledger import commitments, posting
from ghginv.budget.ledger.accounts import AVAILABLE, Account
from ghginv.budget.ledger.books import Books
from ghginv.budget.ledger.consumption import OVERSPENT, SOLD
from ghginv.budget.ledger.entries import Entry
from ghginv.budget.ledger.guards.exchange import limit
from ghginv.budget.ledger.guards.registers import Origins
from ghginv.budget.ledger.trading import TRADED
from ghginv.budget.settlement.obstacles import departed, standing


def releases(books: Books, year: int, *, effective: str, document: str) -> list[Entry]:
    """What is still held for projects in the year goes back to where it came from: nothing was emitted on it."""
    kept = {account: kg for account, kg in _standing(books.legs, year) if account.kind in ("reserved", "committed")}
    paper = {"effective": effective, "document": document, "key": f"settle/{year}"}
    return commitments.give_back(kept, Origins.of(books).amounts, year, **paper) if kept else []


def carried(books: Books, year: int, *, effective: str, document: str) -> list[Entry]:
    """What accounts have left of the year and may keep, by the rate of the rule set; nothing where it is off.

    Nothing is carried out of the last year of the plan, nor by an enterprise that has no facility at the place in the
    next one: what it leaves lapses unless it is given back before (关停 closure, 迁移 move). No enterprise or district,
    nor the city, carries over more than it has left in all, overspending and what was sold 区间交易 taken off: accounts
    keep their part of that.
    """
    rules = books.rules_of(year)
    if not rules.carry_over or year + 1 not in books.years:
        return []
    left = _left(books, year)
    day, day_after = f"{year}-12-31", f"{year + 1}-12-31"
    gone = departed(books, year)
    kept = {account: kg for account, kg in left.items() if kg > 0 and account not in gone}
    wanted = _within_enterprises({account: limit(kg, rules.carry_over_rate) for account, kg in kept.items()}, left)
    rooms = _rooms(books, wanted, left, year)
    found = []
    for account, kg in sorted(wanted.items()):
        mine = int(kg * rooms[_district(books, account.region, day)])
        there = books.regions.has(account.region, day_after) and books.industries.has(account.industry, day_after)
        if mine > 0 and there:
            key = f"settle/{year}/carry/{account.text}"
            found.append(posting.carry_over(account, year, mine, effective=effective, document=document, key=key))
    return found


def _within_enterprises(wanted: Mapping[Account, int], left: Mapping[Account, int]) -> dict[Account, int]:
    """What accounts would keep, those of an enterprise together no more than it has left at all its places."""
    asks, has = (_summed(amounts.items(), lambda account: account.enterprise) for amounts in (wanted, left))
    return {
        account: kg * min(max(has[account.enterprise], 0), asks[account.enterprise]) // asks[account.enterprise]
        if account.enterprise and asks[account.enterprise] else kg
        for account, kg in wanted.items()
    }  # fmt: skip


def _rooms(
    books: Books, wanted: Mapping[Account, int], left: Mapping[Account, int], year: int
) -> Mapping[str, Fraction]:
    """By district the part of what its accounts would keep that it may: no more than it has left in all less what it
    sold, and all districts together no more than the city has left. Power sold counts as left, of the whole alone."""
    day, stands = f"{year}-12-31", list(_standing(books.legs, year))
    traded = _summed(((each, kg) for each, kg in stands if each.kind == TRADED), lambda account: account.region)
    power = [(account, kg) for account, kg in stands if account.kind == SOLD]
    asks, has = (
        _summed(amounts, lambda account: _district(books, account.region, day))
        for amounts in (wanted.items(), [*left.items(), *power])
    )
    rooms = {code: min(kg, max(has[code] + min(traded.get(code, 0), 0), 0)) for code, kg in asks.items()}
    city = min(Fraction(max(sum(has.values()), 0), max(sum(rooms.values()), 1)), Fraction(1))
    return {code: Fraction(room, asks[code]) * city if asks[code] else Fraction(0) for code, room in rooms.items()}


def _summed(amounts: Iterable[tuple[Account, int]], of: Callable[[Account], str]) -> dict[str, int]:
    """Kilograms by what an account is of."""
    found: dict[str, int] = {}
    for account, kg in amounts:
        found[of(account)] = found.get(of(account), 0) + kg
    return found


def _left(books: Books, year: int) -> dict[Account, int]:
    """What is left of each account: available and overspent together."""
    left: dict[Account, int] = {}
    for account, kg in _standing(books.legs, year):
        if account.kind in (AVAILABLE, OVERSPENT):
            place = replace(account, kind=AVAILABLE)
            left[place] = left.get(place, 0) + kg
    return left


def _district(books: Books, region: str, day: str) -> str:
    """The region right below the city under which a region stands; the city itself for its own."""
    line = (region, *books.regions.ancestors(region, day))
    return line[-2] if len(line) > 1 else region


def _standing(legs: pd.DataFrame, year: int) -> Iterator[tuple[Account, int]]:
    held = standing(legs, year)
    columns = ["kind", "region", "industry", "layer", "enterprise", "project", "amount_kg"]
    for *parts, kg in held[columns].itertuples(index=False, name=None):
        yield Account(*parts), int(kg)
