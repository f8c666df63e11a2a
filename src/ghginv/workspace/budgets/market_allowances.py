"""Rows of allowance deeds 配额 → entries, by the formulas of ``enterprise.quotas`` and the policy parameters."""

from __future__ import annotations

from typing import Any

from ghginv.workspace.budgets import market_rules
from ghginv.workspace.budgets.market_desk import KG, Desk
from ghginv.workspace.budgets.market_rules import OWN, Rules


def _unit(desk: Desk) -> str:
    from ghginv.budget.ledger import instruments

    unit = str(desk.deed.values.get("unit") or "CEA")
    if unit not in instruments.group(instruments.ALLOWANCE):
        known = "、".join(instruments.group(instruments.ALLOWANCE))
        raise desk.deed.refusal("budget-market-unit", "unit", unit, known)
    return unit


def _terms(desk: Desk, rules: Rules, **more: Any) -> dict[str, Any]:
    desk.deed.basis = rules.basis
    told = {name: value for name in ("gas", "industry") if (value := desk.deed.values.get(name))}
    return {**told, **more, "marks": rules.marks}


def _threshold(desk: Desk, rules: Rules, year: int) -> None:
    """Remark on an entity that is listed though its emissions are below the threshold."""
    verified, least = desk.deed.values.get("verified"), rules.find("threshold", year)
    if verified is not None and least is not None and verified < least.number:
        desk.remark("budget-market-below", "verified", f"{float(verified):g}", least.value,
                    enterprise=desk.deed.values["enterprise"], status=least.status)  # fmt: skip


def _listed(desk: Desk, rules: Rules, year: int) -> None:
    """Remark on an entity that the plan does not have in the layer of the market."""
    from ghginv.budget import layers

    known = layers.of_year(desk.position.books.facilities, year)
    mine = known[known["enterprise"] == desk.deed.values["enterprise"]]["layer"].unique().tolist()
    wanted = layers.NATIONAL if rules.unit == "CEA" else layers.LOCAL
    if wanted not in mine:
        desk.remark("budget-market-listed", "enterprise", "、".join(mine) or "-", wanted, year=year,
                    enterprise=desk.deed.values["enterprise"])  # fmt: skip


def _deducted(desk: Desk, unit: str, vintage: int) -> int:
    """What is still to be deducted of an enterprise; what is of earlier years is put to this one first. In kg."""
    from ghginv.budget.ledger import allowances

    enterprise = desk.deed.values["enterprise"]
    open_kg = {year: -amount for year, amount in
               desk.held(allowances.of(allowances.DEDUCTION, enterprise), unit).items() if year <= vintage}  # fmt: skip
    rolled = allowances.roll(enterprise, unit, open_kg, vintage, **desk.head("roll"))
    if rolled is not None:
        desk.post(rolled)
    return sum(open_kg.values())


def pre(desk: Desk) -> None:
    """预分配: as given, or the share of last year's verified emissions, rounded down; deductions first."""
    from ghginv.budget.ledger import allowances
    from ghginv.enterprise.quotas import issue

    values, rules = desk.deed.values, Rules(_unit(desk))
    vintage = values["vintage"]
    if (values["amount"] is None) == (values["verified"] is None):
        raise desk.deed.refusal("budget-market-either", "amount", "amount", "verified")
    if values["amount"] is not None:
        amount = desk.kilograms("amount")
    else:
        amount = market_rules.preallocation(rules, vintage, values["verified"])
    _threshold(desk, rules, vintage)
    _listed(desk, rules, vintage)
    left = _deducted(desk, rules.unit, vintage)
    made = issue.settle(amount // KG, 0, left // KG)
    entry = allowances.preallocate(values["enterprise"], rules.unit, vintage, amount, made.pre_deducted * KG,
                                   **desk.head())  # fmt: skip
    desk.post(entry, _terms(desk, rules, pre_kg=amount, deducted_kg=made.pre_deducted * KG))


def final(desk: Desk) -> None:
    """核定: 多退少补 against what was pre-allocated, deductions first."""
    from ghginv.budget.ledger import allowances
    from ghginv.enterprise.quotas import issue

    values, rules = desk.deed.values, Rules(_unit(desk))
    enterprise, vintage = values["enterprise"], values["vintage"]
    earlier = [each for each in desk.position.market if each.kind in ("ets-pre", "ets-final")
               and any((leg.account.enterprise, leg.instrument, leg.vintage) == (enterprise, rules.unit, vintage)
                       for leg in each.legs)]  # fmt: skip
    if any(each.kind == "ets-final" for each in earlier):
        raise desk.deed.refusal("budget-market-final-twice", "final", enterprise, vintage)
    told = [desk.position.terms(each) for each in earlier]
    given, deducted = (sum(int(each.get(name, 0)) for each in told) // KG for name in ("pre_kg", "deducted_kg"))
    _threshold(desk, rules, vintage)
    _listed(desk, rules, vintage)
    left = _deducted(desk, rules.unit, vintage) // KG
    amount = desk.kilograms("final") if values["final"] else 0
    made = issue.settle(given, amount // KG, deducted + left, deducted)
    entry = allowances.finalise(
        enterprise, rules.unit, vintage, issued_kg=made.final_issued * KG, frozen=bool(values["differentiated"]),
        pre_kg=desk.position.units(allowances.of(allowances.PRE, enterprise), rules.unit, vintage),
        deducted_kg=(made.final_deducted - made.handed_back) * KG, **desk.head(),
    )  # fmt: skip
    desk.post(entry, _terms(desk, rules, final_kg=amount, handed_back_kg=made.handed_back * KG,
                            to_deduct_kg=made.to_deduct * KG))  # fmt: skip


def trade(desk: Desk) -> None:
    """买入、卖出: with another enterprise or the market outside."""
    from ghginv.budget.ledger import allowances

    values, rules = desk.deed.values, Rules(_unit(desk))
    amount, mine, other = desk.kilograms("amount"), values["enterprise"], values["counterparty"] or ""
    seller, buyer = (mine, other) if desk.deed.verb.endswith("sell") else (other, mine)
    short = amount - desk.position.units(allowances.of(allowances.HOLDING, seller), rules.unit, values["vintage"])
    free = rules.find("market_pre_tradable", desk.effective[:4], OWN)
    held = desk.position.units(allowances.of(allowances.PRE, seller), rules.unit, values["vintage"])
    from_pre = min(max(short, 0), held) if seller and free is not None and free.value == "yes" else 0
    entry = allowances.trade(
        seller, buyer, rules.unit, values["vintage"], amount, price_fen=desk.price_fen(amount), pre_kg=from_pre,
        year=values["year"] or int(desk.effective[:4]), **desk.head(),
    )  # fmt: skip
    desk.deed.basis = rules.basis if from_pre else ""
    desk.post(entry, {})


def surrender(desk: Desk) -> None:
    """清缴: the oldest eligible vintages first; credits up to the cap; what is short is remarked on."""
    from ghginv.budget.ledger import allowances
    from ghginv.budget.ledger.guards.allowances import served, used

    values, rules = desk.deed.values, Rules(_unit(desk))
    enterprise, year, due = values["enterprise"], values["year"], desk.kilograms("due")
    first = int(rules.needed("market_first_vintage", year).number)
    credits = _credits(desk)
    credit_kg = sum(amount for _, _, amount in credits)
    terms = {"unit": rules.unit, "year": year, "due_kg": due, "first_vintage": first, "use": "offset"}
    if credits:
        terms |= market_rules.offset(rules, year, due, covered(desk, rules.unit, year))
    left = due - sum(used(each) for each in served(desk.position, terms, enterprise)) - credit_kg
    amount = left if values["amount"] is None else desk.kilograms("amount")
    if values["differentiated"]:
        _thaw(desk, rules.unit, year, amount, first)
    held = desk.held(allowances.of(allowances.HOLDING, enterprise), rules.unit)
    given = allowances.oldest_first(held, year, amount, first)
    if values["amount"] is not None and sum(given.values()) < amount:
        raise desk.deed.refusal("budget-market-available", "amount", amount // KG, sum(given.values()) // KG,
                                enterprise=enterprise, year=year)  # fmt: skip
    if not given and not credits:
        raise desk.deed.refusal("budget-market-nothing", "due", enterprise, year)
    late = rules.find("date", year)
    desk.post(allowances.surrender(enterprise, rules.unit, given, credits, **desk.head()), _terms(desk, rules, **terms))
    if left > sum(given.values()):
        short = (left - sum(given.values())) // KG
        desk.remark("budget-market-still-due", "due", short, enterprise=enterprise, year=year)
    if late is not None and desk.effective > f"{year + 1}-{late.value}":
        desk.remark("budget-market-late", "", desk.effective, f"{year + 1}-{late.value}", enterprise=enterprise,
                    status=late.status)  # fmt: skip
    if values["differentiated"]:
        _free(desk, rules.unit)


def covered(desk: Desk, unit: str, year: int) -> int:
    """What allowances cover of a year: as stated, else what was allocated for it. In kg."""
    values = desk.deed.values
    if values.get("covered") is not None:
        return desk.kilograms("covered", whole=False)
    issued = 0
    for each in desk.position.market:
        if each.kind in ("ets-pre", "ets-final"):
            issued += sum(
                leg.amount_kg
                for leg in each.legs
                if leg.account.kind in ("ent.pre", "ent.holding", "ent.frozen")
                and (leg.account.enterprise, leg.instrument, leg.vintage) == (values["enterprise"], unit, year)
            )
    return issued


def _credits(desk: Desk) -> list[tuple[str, int, int]]:
    from ghginv.budget.ledger import instruments

    values = desk.deed.values
    if (values["block"] is None) != (values["credits"] is None):
        raise desk.deed.refusal("budget-market-both", "block", "block", "credits")
    if values["block"] is None:
        return []
    block = desk.block(values["block"], instruments.CREDIT)
    return [(block.unit, block.vintage, desk.kilograms("credits"))]


def _thaw(desk: Desk, unit: str, year: int, amount: int, first: int) -> None:
    """差异化: of what is frozen, so much is freed as is surrendered with it."""
    from ghginv.budget.ledger import allowances

    enterprise = desk.deed.values["enterprise"]
    free = sum(allowances.oldest_first(desk.held(allowances.of(allowances.HOLDING, enterprise), unit), year, amount,
                                       first).values())  # fmt: skip
    frozen = desk.held(allowances.of(allowances.FROZEN, enterprise), unit)
    for vintage, part in allowances.oldest_first(frozen, year, amount - free, first).items():
        desk.post(allowances.freeze(enterprise, unit, vintage, part, free=True, **desk.head(f"free-{vintage}")))


def _free(desk: Desk, unit: str) -> None:
    """差异化: what is left after the surrender is released (2025-2026 draft, table 2-5 note 9)."""
    from ghginv.budget.ledger import allowances

    enterprise = desk.deed.values["enterprise"]
    for vintage, part in desk.held(allowances.of(allowances.FROZEN, enterprise), unit).items():
        desk.post(allowances.freeze(enterprise, unit, vintage, part, free=True, **desk.head(f"release-{vintage}")))


def carry(desk: Desk) -> None:
    """结转: by the formula, the newest vintages first; with ``void`` the rest is cancelled."""
    from ghginv.budget.ledger import allowances

    values, rules = desk.deed.values, Rules(_unit(desk))
    enterprise = values["enterprise"]
    deadline = rules.needed("ets_carry_application_deadline", values["day"][:4])
    first, _, last = rules.needed("market_carry_vintages", deadline.value).value.partition("-")
    window = range(int(first), int(last) + 1)
    held, frozen = (
        {year: kg for year, kg in desk.held(allowances.of(kind, enterprise), rules.unit).items() if year in window}
        for kind in (allowances.HOLDING, allowances.FROZEN)
    )
    pending = sum(frozen.values()) if values["pending"] is None else int(values["pending"] * KG)
    stood = sum(held.values()) + sum(frozen.values()) if values["held"] is None else int(values["held"] * KG)
    if pending > stood:
        raise desk.deed.refusal("budget-market-pending", "pending", pending // KG, stood // KG)
    terms = market_rules.carry(rules, values, stood, pending)
    there = sum(held.values())
    amount = min(terms["most_kg"], there) if values["amount"] is None else desk.kilograms("amount")
    if amount > there:
        raise desk.deed.refusal("budget-market-available", "amount", amount // KG, there // KG,
                                enterprise=enterprise, year=terms["target"])  # fmt: skip
    told = _terms(desk, rules, **terms, sold_t=str(values["sold"]), bought_t=str(values["bought"]))
    for number, (vintage, part) in enumerate(allowances.spread(held, amount).items()):
        head = desk.head(str(vintage) if number else "")
        desk.post(allowances.carry(enterprise, rules.unit, vintage, terms["target"], part, **head), told)
        held[vintage] -= part
    if not desk.deed.entries:
        raise desk.deed.refusal("budget-market-nothing", "amount", enterprise, terms["target"])
    for vintage, part in held.items() if values["void"] else ():
        if part:
            desk.post(allowances.cancel(enterprise, rules.unit, vintage, part, **desk.head(f"void-{vintage}")))


def plain(desk: Desk) -> None:
    """核减、冻结、解冻、注销: an amount of a vintage."""
    from ghginv.budget.ledger import allowances

    values, unit, amount = desk.deed.values, _unit(desk), desk.kilograms("amount")
    enterprise, vintage, head = values["enterprise"], values["vintage"], desk.head()
    if desk.deed.verb.endswith("freeze"):
        entry = allowances.freeze(enterprise, unit, vintage, amount, free=bool(values["free"]), **head)
    elif desk.deed.verb.endswith("deduct"):
        entry = allowances.deduct(enterprise, unit, vintage, amount, **head)
    else:
        entry = allowances.cancel(enterprise, unit, vintage, amount, **head)
    desk.post(entry, {})
