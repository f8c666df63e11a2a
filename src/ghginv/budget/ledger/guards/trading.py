"""Guards on over-budget trade 区间超额交易: between districts, of what is left above a buffer, up to a cap, no circles.

Whether the seller will still have it at the end of the year (forecast, lights) is judged where forecasts are made.
"""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.budget.ledger import accounts
from ghginv.budget.ledger.accounts import AVAILABLE, Account
from ghginv.budget.ledger.consumption import OVERSPENT
from ghginv.budget.ledger.entries import BUDGET_UNIT, Entry, Leg
from ghginv.budget.ledger.guards.exchange import limit
from ghginv.budget.ledger.guards.movement import district
from ghginv.budget.ledger.guards.position import Position, remark
from ghginv.budget.ledger.market_entries import CNY, MONEY
from ghginv.budget.ledger.trading import TRADED
from ghginv.budget.trees import last_day
from ghginv.findings import Finding

_FEN, _KG = 100, 1000
_HELD = "held"


def form(entry: Entry, position: Position) -> Iterator[Finding]:
    """Two districts, one amount, one year; the money goes the other way, in one amount too."""
    if entry.kind != "trade":
        return
    goods = sorted((leg.amount_kg, leg.account) for leg in entry.legs if _is(leg, TRADED, BUDGET_UNIT))
    money = sorted((leg.amount_kg, leg.account) for leg in entry.legs if _is(leg, MONEY, CNY))
    two = len(goods) == 2 and goods[0][1] != goods[1][1] and len({leg.vintage for leg in entry.legs}) == 1
    whole = len(goods) + len(money) == len(entry.legs) and not any(account.enterprise for _, account in money)
    paid = not money or [account.region for _, account in money] == [account.region for _, account in reversed(goods)]
    if not (two and whole and paid):
        told = " / ".join(f"{leg.account.text} {leg.instrument} {leg.amount_kg:+d}" for leg in entry.legs)
        yield remark(entry, "budget-ledger-trade-legs", told or "-")


def parties(entry: Entry, position: Position) -> Iterator[Finding]:
    """Where the rule set has trade: districts right below the city with a budget, each on one side in a year."""
    sides = _sides(entry)
    if sides is None:
        return
    seller, buyer, year, _ = sides
    books = position.books
    if not books.rules_of(year).trade:
        yield remark(entry, "budget-ledger-trade-off", rules=books.rules.id)
        return
    day, tree = last_day(year), books.regions
    districts = [code for code in tree.children(tree.root, day) if tree.node(code, day).kind != _HELD]
    for region in (seller, buyer):
        if region not in districts:
            yield remark(entry, "budget-ledger-trade-region", region, "、".join(districts), year=year)
        elif budget_of(position, region, year)[0] <= 0:
            yield remark(entry, "budget-ledger-trade-budget", region, year=year)
    for region, sign in ((seller, 1), (buyer, -1)):
        stands = position.balance(Account(TRADED, region), year)
        if stands * sign > 0:
            yield remark(entry, "budget-ledger-trade-circle", region, stands, year=year)


def limits(entry: Entry, position: Position) -> Iterator[Finding]:
    """At most what the seller has left above its buffer and what it sold; at most the cap of the buyer's budget."""
    sides = _sides(entry)
    if sides is None or not (rules := position.books.rules_of(sides[2])).trade:
        return
    seller, buyer, year, kg = sides
    budget, left = budget_of(position, seller, year)
    sold = -min(position.balance(Account(TRADED, seller), year), 0)
    most = left - limit(budget, rules.trade_seller_buffer) - sold
    if kg > most:
        told = {"year": year, "rate": rules.trade_seller_buffer, "rules": rules.id, "region": seller}
        yield remark(entry, "budget-ledger-trade-seller", kg, max(most, 0), **told)
    bought = max(position.balance(Account(TRADED, buyer), year), 0)
    most = limit(budget_of(position, buyer, year)[0], rules.trade_buyer_cap) - bought
    if kg > most:
        told = {"year": year, "rate": rules.trade_buyer_cap, "rules": rules.id, "region": buyer}
        yield remark(entry, "budget-ledger-trade-buyer", kg, max(most, 0), **told)


def price(entry: Entry, position: Position) -> Iterator[Finding]:
    """A remark, not a refusal, on a price of nothing or outside what the rule set takes for plausible."""
    sides = _sides(entry)
    if sides is None:
        return
    rules, kg = position.books.rules_of(sides[2]), sides[3]
    paid = sum(leg.amount_kg for leg in entry.legs if _is(leg, MONEY, CNY) and leg.amount_kg > 0)
    yuan = paid * _KG / (kg * _FEN)
    if not rules.trade_price_low <= yuan <= rules.trade_price_high:
        expected = f"{rules.trade_price_low:g}–{rules.trade_price_high:g}"
        yield remark(entry, "budget-ledger-trade-price", f"{yuan:.2f}", expected, rules=rules.id)


def sold(entry: Entry, position: Position) -> Iterator[Finding]:
    """What a district sold does not leave it a second time, by 调剂, 结转 or 迁移."""
    if entry.kind not in ("virement", "carry-over", "move"):
        return
    moved: dict[tuple[str, int], int] = {}
    for leg in entry.legs:
        if leg.account.kind in (AVAILABLE, OVERSPENT):
            where = district(position.books.regions, leg.account, leg.vintage), leg.vintage
            moved[where] = moved.get(where, 0) + leg.amount_kg
    for (region, year), kg in moved.items():
        owed = -position.balance(Account(TRADED, region), year)
        if kg < 0 < owed and (most := budget_of(position, region, year)[1] - owed) < -kg:
            yield remark(entry, "budget-ledger-trade-sold", -kg, max(most, 0), region=region, year=year, sold=owed)


def budget_of(position: Position, region: str, year: int) -> tuple[int, int]:
    """The budget of a region with all below it in a year, and what is left of it, in kg."""
    tree, day = position.books.regions, last_day(year)
    inside = set(tree.subtree(region, day)) if tree.has(region, day) else {region}
    budget = left = 0
    for (text, unit, vintage), kg in position.amounts.items():
        if vintage == year and unit == BUDGET_UNIT:
            kind, _, rest = text.partition(accounts.SEPARATOR)
            if rest.partition(accounts.SEPARATOR)[0] in inside and accounts.in_budget(kind):
                budget += kg
                left += kg if kind in (AVAILABLE, OVERSPENT) else 0
    return budget, left


def _is(leg: Leg, kind: str, unit: str) -> bool:
    return leg.account.kind == kind and leg.instrument == unit


def _sides(entry: Entry) -> tuple[str, str, int, int] | None:
    """Seller, buyer, year and amount; None for what is no trade of two."""
    if entry.kind != "trade":
        return None
    goods = sorted((leg.amount_kg, leg.account.region, leg.vintage) for leg in entry.legs if leg.account.kind == TRADED)
    if len(goods) != 2 or goods[0][0] >= 0:
        return None
    return goods[0][1], goods[1][1], goods[1][2], goods[1][0]
