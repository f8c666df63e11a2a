"""The ledger 台账 of a budget: postings, balances, journal, replay, invariants."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv import folders
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding, errors
from ghginv.store.audit import actor
from ghginv.workspace.budgets import orders, verified_years
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.budgets.orders import Order as Order
from ghginv.workspace.budgets.orders import kilograms as kilograms

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.ledger.books import Books
    from ghginv.budget.ledger.entries import Entry
    from ghginv.store.journal import Posted

BY = ("kind", "region", "industry", "layer", "enterprise", "project", "year")
_KG = 1000
_COLUMNS = ("entry_id", "posted_at", "effective", "kind", "document", "account", "amount_kg", "counterparty", "actor",
            "note")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was posted: its lines of the journal, and what to know of it (a price that is hardly right …)."""

    rows: list[dict[str, Any]]
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which balances, summed by which columns of BY; ``at`` is the last effective day that counts."""

    by: tuple[str, ...] = ("kind", "region", "year")
    year: int | None = None
    region: str = ""
    industry: str = ""
    enterprise: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A row an invariant with its breaches, and the breaches."""

    rows: list[dict[str, Any]]
    findings: list[Finding]


def books(budget: Budget) -> Books:
    """All that the ledger is judged by, from the workspace file as it stands."""
    import pandas as pd

    from ghginv.budget.ledger.blocks import Market
    from ghginv.budget.ledger.books import VERSIONS, Books
    from ghginv.store import journal

    database, plan = budget.workspace.database, budget.plan_in_force
    entries = journal.entries(database, budget.id)
    sealed = _sealed(budget)
    versions = [
        {"version": each["version"], "year": int(year), "total_kg": kg}
        for each in budget.versions()
        for year, kg in each["about"]["totals"].items()
    ]
    force = budget.standing.issued
    return Books(
        entries=entries,
        legs=journal.legs(database, budget.id),
        regions=plan.regions,
        industries=plan.industries,
        facilities=plan.tables["facilities"],
        lines=budget.lines(force) if force else budget.lines().iloc[:0],
        versions=pd.DataFrame(versions, columns=list(VERSIONS)),
        documents=_documents(budget, entries),
        rules=budget.rules,
        rules_by_year=budget.rules_by_year,
        closed=frozenset(sealed),
        sealed=sealed,
        stored=journal.balances(database, budget.id),
        inventories=verified_years.inventories(budget),
        filed=verified_years.filed(budget),
        market=Market.of(each["detail"].get("market", {}) for each in budget.events if each["step"] == "mechanism"),
    )


def _sealed(budget: Budget) -> dict[int, str]:
    """The digest of each closed year's balances, by the events as they stand now: somebody may have closed one."""
    from ghginv.store import budgets

    events = budgets.events(budget.workspace.database, budget.id)
    settled = [event["detail"] for event in events if event["step"] == "settle"]
    return {int(told["year"]): str(told["sealed"]) for told in settled}


def _documents(budget: Budget, entries: pd.DataFrame) -> pd.DataFrame:
    """What entries rest on, with who approved it and who prepared what it approves.

    Of a version's approval these are the approvers and preparers of the version, of a document of a project those whom
    ``project_people`` names; of another document the one who signed it, and those who posted on it. Evidence of
    emissions is prepared by who stored it and approved by nobody.
    """
    import pandas as pd

    from ghginv.budget.ledger.books import DOCUMENTS, EVIDENCE
    from ghginv.workspace.budgets import project_people
    from ghginv.workspace.budgets.circumstances import APPROVAL

    posted = entries.groupby("document")["actor"].agg(set).to_dict()
    of_projects = project_people.people(budget.events)
    rows = []
    for each in budget.documents():
        approvers = [each["actor"]]
        others: Iterable[str] = posted.get(each["document"], set())
        if each["kind"] == APPROVAL:
            approvers, others = _people(budget, each["version"])
        elif each["document"] in of_projects:
            approvers, others = of_projects[each["document"]]
        if each["kind"] == EVIDENCE:
            approvers, others = [], {each["actor"]}
        preparer = next((name for name in sorted(others) if name in approvers), next(iter(sorted(others)), ""))
        head = {name: each[name] for name in ("document", "kind", "sha256", "at")}
        rows.append({**head, "preparer": preparer, "approvers": ";".join(approvers)})
    return pd.DataFrame(rows, columns=list(DOCUMENTS))


def _people(budget: Budget, version: int) -> tuple[list[str], set[str]]:
    """Who approved a version and who prepared it."""
    from ghginv.budget import process

    until = max(
        event["revision"] for event in budget.events if event["version"] == version and event["step"] == "approve"
    )
    then = process.standing([event for event in budget.events if event["revision"] <= until])
    return list(then.approvers), set(then.preparers)


def append(budget: Budget, database: Any, entries: list[Entry]) -> Posted:
    """Post entries inside the caller's transaction; InputError with every reason where a guard refuses one."""
    return _append(budget, database, entries)[0]


def _append(budget: Budget, database: Any, entries: list[Entry]) -> tuple[Posted, list[Finding]]:
    """The same, with what to know of them."""
    from ghginv.budget.ledger import entries as tables
    from ghginv.budget.ledger import guards
    from ghginv.store import journal

    with budget.workspace.overlaid():
        fresh, found = guards.judge(entries, books(budget))
        if errors(found):
            raise InputError(*found)
    heads, legs = tables.frames(fresh)
    return journal.append(database, budget.id, heads, legs), found


def post(budget: Budget, order: Order) -> Recorded:
    """Post one entry; no lines where the same key was posted with the same content before.

    InputError where a guard refuses it or an amount is none, UsageError where it lacks an account.
    """
    if not budget.standing.issued:
        raise InputError(Finding("budget-not-issued"))
    document = signed(budget, order.document)
    with budget.workspace.writing() as database:
        made = orders.entry(order, document, lambda entry_id: _posted(budget, entry_id))
        foreseen = _foreseen(budget, order)
        posted, found = _append(budget, database, [made])
        if errors(foreseen):
            raise InputError(*foreseen)
    return Recorded([row for each in posted.entries for row in journal(budget, entry=each)], [*found, *foreseen])


def _foreseen(budget: Budget, order: Order) -> list[Finding]:
    """What the execution board says of a sale; nothing of anything else."""
    from ghginv.workspace.budgets import trades

    return trades.conditions(budget, order.source, order.year, kilograms(order.amount)) if order.kind == "trade" else []


def _posted(budget: Budget, entry_id: str) -> Entry | None:
    """The entry of this id in the journal."""
    from ghginv.budget.ledger import entries as tables
    from ghginv.store import journal as kept

    database = budget.workspace.database
    found = tables.some(kept.entries(database, budget.id), kept.legs(database, budget.id), [entry_id])
    return found[0] if found else None


def signed(budget: Budget, document: str) -> str:
    """The id of a document that somebody else signed: given as id or as the file itself.

    InputError where it is not kept in the budget, or where the one who posts is the one who signed it.
    """
    sha256 = hashlib.sha256(Path(document).read_bytes()).hexdigest() if Path(document).is_file() else ""
    for each in budget.documents():
        if document == each["document"] or sha256 == each["sha256"]:
            if each["actor"] == actor() and each["kind"] != "approval":
                raise InputError(Finding("budget-own-document", found=actor()))
            return str(each["document"])
    raise InputError(Finding("budget-document-unsigned", found=document))


def spoken() -> dict[str, dict[str, str]]:
    """What stands for an id in Chinese tables, by column: kinds of accounts and entries, data status, change."""
    from ghginv.budget.ledger import accounts
    from ghginv.domain import monthly

    kinds = {kind: each.zh for table in (accounts.kinds(), accounts.deeds()) for kind, each in table.items()}
    changes = {"new": "新记", "changed": "更正", "reversed": "冲销", "same": "不变"}
    return {"kind": kinds, "status": dict(monthly.STATUS_WORDS), "change": changes}


def balance(budget: Budget, wanted: Selection) -> list[dict[str, Any]]:
    """Balances of budgets by the columns wanted, in kg and t; InputError before the budget is issued."""
    from ghginv.budget.ledger import balances
    from ghginv.budget.ledger.entries import BUDGET_UNIT
    from ghginv.store import journal

    if not budget.standing.issued:
        raise InputError(Finding("budget-not-issued"))
    by = list(dict.fromkeys(wanted.by))
    if not by or (unknown := [name for name in by if name not in BY]):
        raise UsageError(Finding("budget-by-unknown", found="、".join(unknown) if by else "-", expected="、".join(BY)))
    found = journal.balances(budget.workspace.database, budget.id, wanted.at).rename(columns={"vintage": "year"})
    found = found[found["instrument"] == BUDGET_UNIT]
    found = found.drop(columns="account").join(balances.coordinates(found["account"]))
    for column, code, tree in (
        ("region", wanted.region, budget.plan_in_force.regions),
        ("industry", wanted.industry, budget.plan_in_force.industries),
    ):
        if code:
            found = found[found[column].isin(tree.subtree(code) if tree.has(code) else [code])]
    for name, value in (("year", wanted.year), ("enterprise", wanted.enterprise)):
        if value:
            found = found[found[name] == value]
    sums = found.groupby(by, sort=True)["amount_kg"].sum().reset_index()
    return [{**row, "amount_t": row["amount_kg"] / _KG} for row in sums.to_dict("records")]


def journal(budget: Budget, account: str = "", entry: str = "", last: int = 0) -> list[dict[str, Any]]:
    """Lines of the journal, oldest first; UsageError where ``entry`` is no id of an entry."""
    from ghginv.store import journal as kept

    try:
        found = kept.listing(budget.workspace.database, budget.id, account=account, entry=entry, last=last)
    except ValueError:
        raise UsageError(Finding("budget-entry-unknown", found=entry)) from None
    names = [*_COLUMNS, "vintage", "instrument"]
    return [dict(zip(names, row, strict=True)) for row in found[names].itertuples(index=False)]


def replay(budget: Budget, path: Path | None = None) -> dict[str, Any]:
    """Balances made anew from the journal beside those the database adds up: entries, accounts, digests, ``same``.

    With ``path`` the balances are written there, a line of JSON an account.
    """
    from ghginv.budget.ledger import replay as again
    from ghginv.store import journal as kept

    database = budget.workspace.database
    entries = kept.entries(database, budget.id)
    replayed = again.replay(kept.pieces(database, budget.id))
    content = again.canonical(replayed)
    stored = again.canonical(kept.balances(database, budget.id))
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return {
        "budget": budget.id,
        "entries": len(entries),
        "accounts": len(replayed),
        "replayed": hashlib.sha256(content).hexdigest(),
        "stored": hashlib.sha256(stored).hexdigest(),
        "same": content == stored,
    }


def check(budget: Budget, lang: str = "zh") -> Checked:
    """Run every invariant; a row each."""
    from ghginv.budget.ledger import invariants

    rows, findings = [], []
    with budget.workspace.overlaid():
        told = {
            int(row["invariant"]): row[lang]
            for _, row in folders.rows(folders.file("emission_factors", "budget_rules/invariants.csv"))
        }
        held = books(budget)
        for number, breaches in invariants.INVARIANTS.items():
            found = list(breaches(held))
            rows.append({"invariant": number, "name": told[number], "breaches": len(found)})
            findings += found
    return Checked(rows, findings)
