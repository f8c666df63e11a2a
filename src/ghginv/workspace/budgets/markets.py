"""Market deeds 配额、减排量、绿电、飞地、碳汇: rows in, entries posted with what they rest on; and what is held.

Each call is one event ``mechanism``: the blocks, shares and terms it told are its detail, and its entries are posted in
the same transaction. A row whose key was posted before with the same content is passed over.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.store.audit import today
from ghginv.workspace.budgets import circumstances, ledger, market_allowances, market_blocks, market_reading
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.budgets.market_columns import COLUMNS, VERBS
from ghginv.workspace.budgets.market_desk import KG, Deed, Desk
from ghginv.workspace.budgets.market_reading import Row

if TYPE_CHECKING:
    from ghginv.budget.ledger.blocks import Market
    from ghginv.budget.ledger.entries import Entry

STEP = "mechanism"
HOLDINGS = ("enterprise", "region", "instrument", "block", "vintage", "pre", "held", "frozen", "used", "cancelled",
            "to_deduct", "unit")  # fmt: skip
_NATURAL = ("allowance pre", "allowance final")
_MAKERS: Mapping[str, Any] = {
    "allowance pre": market_allowances.pre, "allowance final": market_allowances.final,
    "allowance buy": market_allowances.trade, "allowance sell": market_allowances.trade,
    "allowance surrender": market_allowances.surrender, "allowance carry": market_allowances.carry,
    "credit retire": market_blocks.retire_credit, "green retire": market_blocks.retire_green,
    "enclave share": market_blocks.share, "sink": market_blocks.sink,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Done:
    """What came of the rows, a record each, and remarks that refused nothing."""

    rows: list[dict[str, Any]]
    remarks: list[Finding]


def carry_out(budget: Budget, verb: str, rows: Sequence[Row], *, document: str, effective: str = "") -> Done:
    """Post the rows of a deed on a signed document, all of them or none.

    InputError before the budget is issued, with every fault of the rows, or with every reason of a guard, each at its
    row. ``effective`` is by default today.
    """
    if not budget.standing.issued:
        raise InputError(Finding("budget-not-issued"))
    day = _day(effective)
    rests_on = ledger.signed(budget, document)
    deeds = _deeds(verb, rows)
    with budget.workspace.overlaid():
        books = ledger.books(budget)
        fresh = _fresh(deeds, books.market)
        if not fresh:
            return Done([_record(each) for each in deeds], [])
        desk = Desk.at(books, day, rests_on, fresh[0])
        _work(desk, fresh)
    _store(budget, desk, deeds, fresh)
    return Done([_record(each) for each in deeds], desk.remarks)


def _day(effective: str) -> str:
    """The day on which deeds take effect; InputError where it is none."""
    from ghginv.budget.ledger.guards.paper import real_day

    day = effective or today()
    if not real_day(day):
        raise InputError(Finding("budget-market-day", found=day, expected="2026-05-31"))
    return day


def _deeds(verb: str, rows: Iterable[Row]) -> list[Deed]:
    """The rows typed, each with its key; InputError with every fault of every row."""
    found, faults = [], list[Finding]()
    times: dict[str, int] = {}
    for row in rows:
        values, wrong = market_reading.typed(row, verb, VERBS[verb].needs)
        faults += wrong
        if not wrong:
            key = values["key"] or _key(verb, values, times)
            found.append(Deed(verb, row, values, key))
    keys = [each.key for each in found]
    faults += [each.row.finding("budget-market-key-twice", "key", each.key)
               for place, each in enumerate(found) if each.key in keys[:place]]  # fmt: skip
    if faults:
        raise InputError(*faults)
    return found


def _key(verb: str, values: Mapping[str, Any], times: dict[str, int]) -> str:
    """A key of a row that has none: its deed and holder with a digest of what it says, and which such row it is.

    There is one pre-allocation and one final allocation of an enterprise, kind and year, whatever they say.
    """
    told = dict(market_reading.lines(values))
    holder = values.get("enterprise") or values.get("region") or ""
    head = [verb.replace(" ", "-"), holder]
    if verb in _NATURAL:
        return "/".join([*head, values["unit"] or "CEA", str(values["vintage"])])
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:10]
    key = "/".join([*head, digest])
    times[key] = times.get(key, 0) + 1
    return key if times[key] == 1 else f"{key}/{times[key]}"


def _fresh(deeds: list[Deed], known: Market) -> list[Deed]:
    """The deeds that were not posted before; InputError where a key was used for something else."""
    faults = []
    for each in deeds:
        earlier = known.terms.get(each.key)
        if earlier is None:
            continue
        each.already = True
        if earlier.get("row") != _said(each):
            faults.append(each.row.finding("budget-market-key", "key", each.key))
    if faults:
        raise InputError(*faults)
    return [each for each in deeds if not each.already]


def _said(deed: Deed) -> dict[str, str]:
    """What a row says, as it is kept to recognise it."""
    return {"verb": deed.verb, **dict(market_reading.lines(deed.values))}


def _work(desk: Desk, fresh: list[Deed]) -> None:
    """Make the entries of all rows; InputError with the faults of every row that could not be worked off."""
    faults: list[Finding] = []
    for deed in fresh:
        desk.deed = deed
        try:
            if deed.verb.endswith("register"):
                same = [each for each in fresh if each.values["parent"] == deed.values["parent"]]
                market_blocks.register(desk, same)
            elif deed.verb.split()[0] in ("credit", "green") and not deed.verb.endswith("retire"):
                market_blocks.trade(desk)
            else:
                _MAKERS.get(deed.verb, market_allowances.plain)(desk)
        except InputError as error:
            faults += [each if each.file or not deed.row.file else _placed(each, deed) for each in error.findings]
            continue
        desk.tell(deed.key, {**desk.told.terms[deed.key], "row": _said(deed)})
    if faults:
        raise InputError(*faults)


def _placed(finding: Finding, deed: Deed) -> Finding:
    row = deed.row
    return replace(finding, file=row.file, sheet=row.sheet, cell=next(iter(row.places.values()), ""))


def _store(budget: Budget, desk: Desk, deeds: list[Deed], fresh: list[Deed]) -> None:
    """Event and entries in one transaction; reasons of guards are told at their rows."""
    entries = [entry for deed in fresh for entry in deed.entries]
    by_key = {entry.key: deed for deed in fresh for entry in deed.entries}
    detail = {"year": int(desk.effective[:4]), "verb": deeds[0].verb, "market": desk.told.detail()}
    told = circumstances.of(budget, STEP, {})
    try:
        with budget.workspace.writing() as database:
            made = budget.write(database, STEP, told, detail=detail, note=VERBS[deeds[0].verb].zh)
            posted = ledger.append(made, database, entries) if entries else None
    except InputError as error:
        where = [(each, by_key.get(str(each.details.get("where", "")))) for each in error.findings]
        raise InputError(*(_placed(each, deed) if deed and deed.row.file else each for each, deed in where)) from None
    numbered(entries, posted.entries if posted else (), fresh)


def numbered(entries: Sequence[Entry], ids: Sequence[str], fresh: Iterable[Deed]) -> None:
    """Give the entries of the deeds the ids under which they were posted."""
    by_key = {entry.key: number for entry, number in zip(entries, ids, strict=True)}
    for deed in fresh:
        deed.entries = [replace(entry, entry_id=by_key[entry.key]) for entry in deed.entries]


def _record(deed: Deed) -> dict[str, Any]:
    """A row of the answer."""
    values = deed.values
    ids = [each.entry_id for each in deed.entries]
    shown = f"{ids[0]}–{ids[-1]}" if len(ids) > 1 else "".join(ids)
    return {
        "key": deed.key, "already": deed.already, "entry_id": shown, "entries": len(ids),
        "enterprise": values.get("enterprise") or "", "region": values.get("region") or "",
        "instrument": _instrument(deed),
        "amount_t": _moved(deed), "basis": deed.basis,
    }  # fmt: skip


def _instrument(deed: Deed) -> str:
    """The kind of allowance, the block or the contract of a row."""
    usual = "CEA" if deed.verb.startswith("allowance") else ""
    named = (deed.values.get(name) for name in ("unit", "block", "id", "contract"))
    return next((str(each) for each in named if each), usual)


def _moved(deed: Deed) -> float | None:
    """What the row's own entry brought to holders, or else to the outside, in t or MWh."""
    legs = [leg for each in deed.entries if each.key == deed.key for leg in each.legs]
    received = [leg for leg in legs if leg.amount_kg > 0 and leg.instrument != "CNY"]
    mine = [leg for leg in received if leg.account.enterprise or leg.account.region]
    return sum(leg.amount_kg for leg in mine or received) / KG if received else None


def row(values: Mapping[str, str]) -> Row:
    """A row of options of the command line."""
    return Row({name: value for name, value in values.items() if value and name in COLUMNS})


def read(path: Any, verb: str) -> list[Row]:
    """The rows of a file for a deed."""
    return market_reading.read(path, verb)


def holdings(budget: Budget, *, enterprise: str = "", instrument: str = "", vintage: int = 0) -> list[dict[str, Any]]:
    """What is held by enterprise or region, instrument, block and vintage: columns as HOLDINGS, in t or MWh.

    ``instrument`` is a kind (``CEA``) or a block of it (``CCER.A-1``). InputError before the budget is issued.
    """
    from ghginv.budget.ledger import accounts, holder, instruments
    from ghginv.store import journal

    if not budget.standing.issued:
        raise InputError(Finding("budget-not-issued"))
    columns = {**holder.COLUMN, "enclave": "held"}
    found: dict[tuple[str, str, str, int], dict[str, Any]] = {}
    for line in journal.balances(budget.workspace.database, budget.id).to_dict("records"):
        account, unit, year = accounts.parse(line["account"]), line["instrument"], int(line["vintage"])
        known, column = instruments.of(unit), columns.get(account.kind)
        asked = instrument in ("", unit, unit.split(".")[0]) and enterprise in ("", account.enterprise)
        if known is None or column is None or not asked or vintage not in (0, year) or unit == "BU":
            continue
        place = (account.enterprise, account.region, unit, year)
        row = found.setdefault(place, dict.fromkeys(HOLDINGS[5:-1], 0.0) | {"unit": known.shown})
        row[column] += (-1 if column == "to_deduct" else 1) * line["amount_kg"] / KG
    return [
        {"enterprise": who, "region": region, "instrument": unit.split(".")[0],
         "block": instruments.block_of(unit), "vintage": year, **row}
        for (who, region, unit, year), row in sorted(found.items())
    ]  # fmt: skip


def views(budget: Budget, year: int, view: str = "official", region: str = "") -> list[dict[str, Any]]:
    """The official or the net view of a year, a row a region (or of one ``region`` alone), in t.

    InputError before the budget is issued and for a year that is none of its years; UsageError for a region that is
    none of its plan.
    """
    from ghginv.budget.ledger import views as both
    from ghginv.domain import policy
    from ghginv.store import journal
    from ghginv.workspace.budgets.market_rules import OWN

    if not budget.standing.issued:
        raise InputError(Finding("budget-not-issued"))
    if year not in budget.plan_in_force.years:
        expected = "、".join(map(str, budget.plan_in_force.years))
        raise InputError(Finding("budget-settle-year", found=str(year), expected=expected))
    with budget.workspace.overlaid():
        sinks = policy.find("market_net_sinks", year, OWN).value == "yes"
    tree = budget.plan_in_force.regions
    if region and not tree.has(region):
        raise UsageError(Finding("budget-district-unknown", found=region, expected="、".join(tree.nodes)))
    table = both.views(journal.legs(budget.workspace.database, budget.id), tree, year, net_sinks=sinks)
    table.insert(1, "name", [tree.name(code, f"{year}-12-31") for code in table["region"]])
    names = [*both.OFFICIAL] if view == "official" else [*both.COLUMNS]
    names.insert(1, "name")
    return [
        {"year": year, **{name.replace("_kg", "_t"): each / KG if name.endswith("_kg") else each
                          for name, each in row.items()}}
        for row in table[names].to_dict("records") if region in ("", row["region"])
    ]  # fmt: skip
