"""The steps of the process that only people decide: review, submit, approve, return, withdraw, adjust."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.budgets.circumstances import APPROVAL

if TYPE_CHECKING:
    from ghginv.store.budgets import Document

ORDER = "order"


def take(budget: Budget, step: str, note: str = "", expect: int | None = None) -> Budget:
    """Review, submit, return or withdraw; InputError with the reasons where a guard refuses it."""
    detail = {"approvals": budget.rules.approvals} if step == "submit" else {}
    return budget.take(step, note=note, expect=expect, detail=detail)


def approve(budget: Budget, document: Path | None, note: str = "", expect: int | None = None) -> Budget:
    """Approve the newest version; ``document`` is the 批复, which the first who approves must attach.

    The budget is approved when as many different people as the rule set asks for have done so, none of them one who
    prepared it.
    """
    kept = [attached(document, APPROVAL)] if document else []
    return budget.take("approve", note=note, expect=expect, documents=kept)


def adjust(budget: Budget, reason: str, note: str = "", expect: int | None = None) -> Budget:
    """Begin the adjustment 调整 of an issued budget: a new draft; ``reason`` is one the rule set lists."""
    return budget.take("adjust", note=note, expect=expect, detail={"reason": reason})


def sign(budget: Budget, document: Path, note: str = "") -> Budget:
    """Sign a document on which entries may rest (调剂, 动用预备 …); who posts must be somebody else."""
    return budget.take("sign", note=note, documents=[attached(document, ORDER)])


def attached(path: Path, kind: str, addressee: str = "") -> Document:
    """A file as a document of a budget; InputError for an empty one, on which nothing can rest."""
    from ghginv.store.budgets import Document

    content = path.read_bytes()
    if not content:
        raise InputError(Finding("workbook-empty", path.name))
    return Document(kind, addressee, path.stem, path.name, content)
