"""``budget trace``: why an account stands where it does: entries → evidence → submission → sheet!cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.budgets import execution
from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    from ghginv.budget.ledger.accounts import Account

_ROW = ("status", "basis", "submission", "sheet", "cell", "item", "category", "quantity", "unit", "formula")
_KG = 1000


def trace(budget: Budget, account: str, year: int) -> dict[str, Any]:
    """The evidence of an account's year: its balances, each entry with its document, each document with its rows.

    ``account`` is any account at the place (``available:…``), or the place alone (region:industry:layer[:enterprise]).
    UsageError for a place where nothing was posted in the year.
    """
    from ghginv.budget.ledger import entries as tables
    from ghginv.store import journal

    place = _place(account)
    database = budget.workspace.database
    heads, legs = journal.entries(database, budget.id), journal.legs(database, budget.id)
    mine = legs[(legs["vintage"] == year).to_numpy() & [_at(text, place) for text in legs["account"]]]
    if mine.empty:
        raise UsageError(Finding("budget-trace-nothing", found=account, details={"year": year}))
    wanted = heads[heads["entry"].isin(mine["entry"])]
    sums = mine.groupby(mine["account"].astype(str))["amount_kg"].sum()
    undone = {row["reverses"]: row["entry_id"] for row in heads.to_dict("records") if row["reverses"]}
    found = tables.read(wanted, legs[legs["entry"].isin(wanted["entry"])])
    documents = {each["document"]: each for each in budget.documents()}
    return {
        "account": place.text,
        "year": year,
        "balances": {str(name): int(kg) for name, kg in sums.items() if kg},
        "entries": [_entry(budget, each, place, year, documents, undone) for each in found],
    }


def _place(text: str) -> Account:
    """The place of an account, as its ``available`` account."""
    from dataclasses import replace

    from ghginv.budget.ledger.accounts import AVAILABLE, kinds, parse

    known = text.split(":")[0] in kinds()
    return replace(parse(text if known else f"{AVAILABLE}:{text}"), kind=AVAILABLE, project="")


def _at(text: object, place: Account) -> bool:
    from ghginv.budget.ledger.accounts import parse

    return parse(str(text)).place == place.place


def _entry(
    budget: Budget, entry: Any, place: Account, year: int, documents: Mapping[str, Any], undone: Mapping[str, str]
) -> dict[str, Any]:
    from ghginv.budget.ledger.consumption import ACCOUNTS, month

    legs = [leg for leg in entry.legs if leg.account.place == place.place and leg.vintage == year]
    when = month(entry.key)[0]
    document = documents.get(entry.document, {})
    rows = list(_rows(budget, entry, place, int(when[5:] or 0))) if entry.kind in ACCOUNTS else []
    return {
        "entry": entry.entry_id,
        "kind": entry.kind,
        "month": when,
        "effective": entry.effective,
        "posted_at": entry.posted_at,
        "actor": entry.actor,
        "legs": {leg.account.text: leg.amount_kg for leg in legs},
        "reverses": entry.reverses,
        "reversed_by": undone.get(entry.entry_id, ""),
        "document": {name: document.get(name, "") for name in ("document", "kind", "title", "file", "sha256")},
        "rows": rows,
    }


def _rows(budget: Budget, entry: Any, place: Account, month: int) -> Iterator[dict[str, Any]]:
    """The rows of evidence behind an entry, each with its submission and parameters."""
    from ghginv.factors import library

    rows = execution.document_rows(budget, entry.document)
    mine = rows[(rows["kind"] == entry.kind) & (rows["account"] == place.text) & (rows["month"] == month)]
    with budget.workspace.overlaid():
        known = library.load().by_id
    for row in mine.to_dict("records"):
        values = [known[name] for name in row["parameters"].split(";") if name in known]
        yield {
            "emissions_kg": int(row["emissions_kg"]),
            **{name: row[name] for name in _ROW},
            "file": _file(budget, row["submission"]),
            "activities": [each for each in row["activity_ids"].split(";") if each],
            "deducted": [each for each in row["deducted"].split(";") if each],
            "parameters": [
                {"parameter_id": each.parameter_id, "value": each.value, "unit": each.unit, "status": each.status}
                for each in values
            ],
        }


def _file(budget: Budget, submission: str) -> str:
    """The file as it was received, with its state where it no longer counts."""
    from ghginv.store import submissions

    found = submissions.find(budget.workspace.database, submission)
    if found is None:
        return ""
    return str(found["file"]) + ("" if found["state"] in submissions.ACTIVE else f" ({found['state']})")


def lines(found: Mapping[str, Any], lang: str = "zh") -> Iterator[str]:
    """The evidence as an indented tree."""
    from ghginv.workspace.budgets import ledger

    known = ledger.spoken() if lang == "zh" else {"kind": {}, "status": {}}
    words = {"zh": ("冲销", "已被冲销", "扣除企业"), "en": ("reverses", "reversed by", "less enterprises")}[lang]
    yield f"{found['account']} {found['year']}"
    for name, kg in sorted(found["balances"].items()):
        yield f"  {name.split(':')[0]}: {kg / _KG:,.3f} t"
    for entry in found["entries"]:
        moved = "  ".join(f"{name.split(':')[0]} {kg / _KG:+,.3f} t" for name, kg in entry["legs"].items())
        notes = [f"{words[0]} {entry['reverses']}" if entry["reverses"] else "",
                 f"{words[1]} {entry['reversed_by']}" if entry["reversed_by"] else ""]  # fmt: skip
        kind = known["kind"].get(entry["kind"], entry["kind"])
        head = (entry["entry"], kind, entry["month"] or entry["effective"], moved, *notes)
        yield f"├─ {'  '.join(filter(None, head))}"
        document = entry["document"]
        yield f"│  └─ {document['document']}  {document['title']}  {document['file']}"
        for row in entry["rows"]:
            at = f"{row['sheet']}!{row['cell']}" if row["cell"] else ""
            status = known["status"].get(row["status"], row["status"])
            told = (f"{row['emissions_kg'] / _KG:,.3f} t", status, row["submission"], row["file"], at)
            yield "│     └─ " + "  ".join(filter(None, told))
            yield from _how(row, words[2])


def _how(row: Mapping[str, Any], deducted: str) -> Iterator[str]:
    if row["formula"]:
        yield f"│        {row['quantity']} {row['unit']} {row['item']} ({row['category']})  {row['formula']}"
    for each in row["parameters"]:
        yield f"│        {each['parameter_id']} = {each['value']:g} {each['unit']} [{each['status']}]"
    if row["deducted"]:
        yield f"│        {deducted}: {'、'.join(row['deducted'])}"


FLAT = ("entry", "kind", "month", "reverses", "reversed_by", "document", "emissions_kg", *_ROW, "file")


def flat(found: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The evidence as rows: a row of evidence with its entry and document, an entry without any as one row."""
    for entry in found["entries"]:
        head = {name: entry[name] for name in FLAT[:5]} | {"document": entry["document"]["document"]}
        for row in entry["rows"] or [{}]:
            yield {**dict.fromkeys(FLAT), **head, **{name: row[name] for name in (*FLAT[6:],) if name in row}}
