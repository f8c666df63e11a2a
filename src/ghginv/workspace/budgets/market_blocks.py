"""Rows of credit 减排量, green power 绿电, enclave 飞地 and sink 碳汇 deeds → entries and the register of blocks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError
from ghginv.workspace.budgets import market_reading, market_rules
from ghginv.workspace.budgets.market_allowances import covered
from ghginv.workspace.budgets.market_columns import COLUMNS
from ghginv.workspace.budgets.market_desk import KG, Deed, Desk
from ghginv.workspace.budgets.market_rules import Rules

if TYPE_CHECKING:
    from ghginv.budget.ledger.accounts import Account
    from ghginv.budget.ledger.blocks import Block


def _green(desk: Desk) -> bool:
    return desk.deed.verb.startswith("green")


def _group(desk: Desk) -> str:
    from ghginv.budget.ledger import instruments

    return instruments.GREEN if _green(desk) else instruments.CREDIT


def _holder(desk: Desk) -> Account:
    """The account of the row's enterprise or region."""
    from ghginv.budget.ledger import credits, green_power

    values = desk.deed.values
    if bool(values["enterprise"]) == bool(values["region"]):
        raise _either(desk, "enterprise", "region")
    make = green_power.holder if _green(desk) else credits.holder
    return make(values["enterprise"] or "", values["region"] or "")


def _either(desk: Desk, one: str, other: str) -> InputError:
    """One of two columns, not none and not both."""
    names = (f"{COLUMNS[name].zh} {name}" for name in (one, other))
    return desk.deed.refusal("budget-market-either", one, *names)


def _block(desk: Desk, deed: Deed) -> Block:
    """The block that a row registers."""
    from ghginv.budget.ledger import instruments
    from ghginv.budget.ledger.blocks import Block

    values = deed.values
    instrument = "GEC" if _green(desk) else values["instrument"]
    if instrument not in instruments.group(_group(desk)):
        known = "、".join(instruments.group(_group(desk)))
        raise deed.refusal("budget-market-unit", "instrument", instrument, known)
    if values["registered"] > desk.effective:
        about = {"where": values["id"]}
        raise deed.refusal("budget-market-registered", "registered", values["registered"], desk.effective, **about)
    told = {name: values[name] or "" for name in ("start", "end", "host", "twin", "parent")}
    return Block(instrument, values["id"], values["project"], values["vintage"], values["registered"],
                 quantity=values["quantity"], **told)  # fmt: skip


def register(desk: Desk, same: list[Deed]) -> None:
    """登记; rows with the same ``parent`` (``same``) are one split, posted with the first of them."""
    from ghginv.budget.ledger import credits, green_power

    room: Any = green_power if _green(desk) else credits
    holder, own = _holder(desk), _block(desk, desk.deed)
    desk.told_of(own)
    if not own.parent:
        faults = list(own.faults())
        if faults:
            raise InputError(*(replace(each, file=desk.deed.row.file, sheet=desk.deed.row.sheet,
                                       cell=desk.deed.row.places.get("quantity", "")) for each in faults))  # fmt: skip
        desk.post(room.register(own, holder, **desk.head()), {})
        return
    if desk.deed is not same[0]:
        desk.tell(desk.deed.key, {})  # its part is posted with the first row
        return
    parts = [_block(desk, each) for each in same]
    for part in parts:
        desk.told_of(part)
    desk.post(room.split(desk.block(own.parent, _group(desk)), parts, holder, **desk.head()), {})


def trade(desk: Desk) -> None:
    """买入、卖出: with another holder, or from the register outside and back to it."""
    from ghginv.budget.ledger import credits, green_power

    values, block = desk.deed.values, desk.block(desk.deed.values["block"], _group(desk))
    room: Any = green_power if _green(desk) else credits
    other = room.OUTSIDE
    if values["counterparty"] or values["other_region"]:
        if values["counterparty"] and values["other_region"]:
            raise _either(desk, "counterparty", "other_region")
        other = room.holder(values["counterparty"] or "", values["other_region"] or "")
    mine = _holder(desk)
    seller, buyer = (mine, other) if desk.deed.verb.endswith("sell") else (other, mine)
    amount = desk.kilograms("amount")
    year = values["year"] or int(desk.effective[:4])
    desk.post(room.trade(block, seller, buyer, amount, price_fen=desk.price_fen(amount), year=year, **desk.head()), {})


def retire_credit(desk: Desk) -> None:
    """注销: voluntarily, or for an obligation within the cap of its market."""
    from ghginv.budget.ledger import credits, instruments

    values, block = desk.deed.values, desk.block(desk.deed.values["block"], instruments.CREDIT)
    use = values["use"] or "offset"
    if use not in ("offset", "voluntary"):
        raise desk.deed.refusal("budget-market-use", "use", use, "offset、voluntary")
    terms: dict[str, Any] = {"use": use}
    if use == "offset":
        _require(desk, "enterprise", "year", "due")
        rules = Rules(str(values["unit"] or "CEA"))
        if rules.unit not in instruments.group(instruments.ALLOWANCE):
            known = "、".join(instruments.group(instruments.ALLOWANCE))
            raise desk.deed.refusal("budget-market-unit", "unit", rules.unit, known)
        due, year = desk.kilograms("due"), values["year"]
        terms |= {"unit": rules.unit, "year": year, "due_kg": due}
        terms |= market_rules.offset(rules, year, due, covered(desk, rules.unit, year))
        terms["marks"], desk.deed.basis = rules.marks, rules.basis
    desk.post(credits.retire(block, _holder(desk), desk.kilograms("amount"), **desk.head()), terms)


def retire_green(desk: Desk) -> None:
    """核销: for the consumption of the same year, or as the proof of an enclave contract."""
    from ghginv.budget.ledger import green_power, instruments

    values, block = desk.deed.values, desk.block(desk.deed.values["block"], instruments.GREEN)
    use = values["use"] or "consumption"
    if use not in ("consumption", "enclave"):
        raise desk.deed.refusal("budget-market-use", "use", use, "consumption、enclave")
    terms: dict[str, Any] = {"use": use, "year": values["year"] or block.vintage}
    if use == "consumption":
        _require(desk, "consumption")
        terms["consumption_kwh"] = int(values["consumption"] * KG)
    desk.post(green_power.retire(block, _holder(desk), desk.kilograms("amount"), **desk.head()), terms)


def _require(desk: Desk, *names: str) -> None:
    """Columns that this use of a deed needs."""
    for name in names:
        if desk.deed.values[name] is None:
            raise desk.deed.refusal("budget-market-missing", name, **market_reading.named(COLUMNS[name]))


def share(desk: Desk) -> None:
    """飞地权益: the share of a region in a contract's year, and what of it is shared now."""
    from ghginv.budget.ledger import enclaves
    from ghginv.budget.ledger.blocks import Share

    values = desk.deed.values
    kwh, quantity = (desk.kilograms(name, whole=False) for name in ("mwh", "tonnes"))
    told = Share(values["contract"], values["year"], values["origin"] or "", values["region"], str(values["share"]),
                 kwh, quantity, values["block"])  # fmt: skip
    desk.told = replace(desk.told, shares=tuple(dict.fromkeys((*desk.told.shares, told))))
    desk.post(enclaves.share(told, desk.kilograms("amount", whole=False), **desk.head()), {})


def sink(desk: Desk) -> None:
    """碳汇: a memo."""
    from ghginv.budget.ledger import sinks

    values = desk.deed.values
    desk.post(sinks.record(values["region"], values["year"], desk.kilograms("amount", whole=False), **desk.head()), {})
