"""``budget issue``: the lines of the approved version become entries, and everyone gets a notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ghginv.domain import names
from ghginv.store.audit import today
from ghginv.workspace.budgets import circumstances, files, ledger
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.budgets.circumstances import APPROVAL

if TYPE_CHECKING:
    from ghginv.budget.ledger.entries import Entry
    from ghginv.store.budgets import Document

NOTICE = "notice"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Issued:
    """What was issued: the budget afterwards, how many entries, the notices."""

    budget: Budget
    entries: int
    documents: list[Document]


def issue(
    budget: Budget,
    folder: Path | None = None,
    *,
    effective: str = "",
    note: str = "",
    expect: int | None = None,
    lang: str = "zh",
    progress: Progress | None = None,
) -> Issued:
    """Issue the approved version: its entries and notices are stored together, or nothing is.

    The first version is posted as total, reserves and decomposition; a later one as the difference to the version in
    force. InputError where a guard refuses.
    """
    told = circumstances.of(budget, "issue", {})
    refuse_early(budget, told)
    entries = _entries(budget, effective or today(), note)
    notices = _notices(budget, lang, progress)
    with budget.workspace.writing() as database:
        made = budget.write(database, "issue", told, note=note, expect=expect, documents=notices)
        posted = ledger.append(made, database, entries)
    if folder:
        write_documents(made, folder, version=budget.standing.version)
    return Issued(made, len(posted.entries), notices)


def refuse_early(budget: Budget, told: object) -> None:
    """Raise what the guards refuse before the notices are made."""
    from ghginv.budget import process
    from ghginv.errors import InputError
    from ghginv.findings import errors

    if refused := errors(process.refusals("issue", budget.standing, told)):  # type: ignore[arg-type]
        raise InputError(*refused)


def _entries(budget: Budget, effective: str, note: str) -> list[Entry]:
    from ghginv.budget.ledger import posting
    from ghginv.budget.ledger.entries import BUDGET_UNIT
    from ghginv.store import journal

    standing, plan = budget.standing, budget.plan
    document = approval(budget)
    head = {"effective": effective, "document": document, "version": standing.version, "note": note}
    if not standing.issued:
        return posting.issue(budget.lines(), plan.regions, plan.industries, **head)  # type: ignore[arg-type]
    before, sums = budget.lines(standing.issued), journal.balances(budget.workspace.database, budget.id)
    sums = sums[sums["instrument"] == BUDGET_UNIT]
    stands = {
        (str(account), int(year)): int(kg)
        for account, year, kg in zip(sums["account"], sums["vintage"], sums["amount_kg"], strict=True)
    }
    return posting.change(before, budget.lines(), plan.regions, plan.industries, stands=stands, **head)  # type: ignore[arg-type]


def approval(budget: Budget) -> str:
    """The id of the document by which the newest version was approved."""
    mine = [each for each in budget.documents() if each["kind"] == APPROVAL]
    return str(next(each["document"] for each in reversed(mine) if each["version"] == budget.standing.version))


def _notices(budget: Budget, lang: str, progress: Progress | None) -> list[Document]:
    from ghginv.store.budgets import Document

    found, to = [], list(files.addressees(budget))
    with budget.workspace.overlaid():
        for place, (_, code, name) in enumerate(to, start=1):
            made = files.document(budget, "notice", code, lang)
            file = f"{names.file_name(code, name, f'v{budget.standing.version}')}.docx"
            found.append(Document(NOTICE, code, made.title, file, files.content(made)))
            if progress:
                progress(place, len(to))
    return found


def write_documents(budget: Budget, folder: Path, version: int = 0) -> list[Path]:
    """Write the documents of a version (all where 0) as they are stored."""
    from ghginv.store import budgets

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for each in budget.documents():
        if version in (0, each["version"]):
            path = folder / Path(each["file"]).name
            path.write_bytes(budgets.content(budget.workspace.database, each["document"]))
            written.append(path)
    return written
