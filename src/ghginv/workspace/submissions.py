"""``submissions`` and ``submission``: what was handed in, and its way from submitted to locked."""

from __future__ import annotations

from typing import Any

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.import_workbook import actor, now
from ghginv.workspace.place import Workspace


def listed(workspace: Workspace) -> list[dict[str, Any]]:
    """All submissions with their state."""
    from ghginv.store import submissions

    return submissions.states(workspace.database)


def described(workspace: Workspace, submission: str) -> dict[str, Any]:
    """One submission with its events and the remarks it was accepted with."""
    from ghginv.store import submissions

    found = _find(workspace, submission)
    return {
        **found,
        "events": submissions.events(workspace.database, submission),
        "findings": submissions.findings(workspace.database, submission),
    }


def move(workspace: Workspace, submission: str, step: str, note: str = "") -> str:
    """Take a step (submit, return, verify, lock) and say the new state; UsageError when the state forbids it."""
    from ghginv.store import submissions

    with workspace.writing() as database:
        state = _find(workspace, submission)["state"]
        allowed, new = submissions.MOVES[step]
        if state not in allowed:
            possible = "、".join(name for name, (before, _) in submissions.MOVES.items() if state in before) or "-"
            raise UsageError(
                Finding(
                    "submission-move", found=step, details={"submission": submission, "state": state, "near": possible}
                )
            )
        submissions.record_event(database, submission, new, now(), actor(), note)
    return new


def _find(workspace: Workspace, submission: str) -> dict[str, Any]:
    for each in listed(workspace):
        if each["submission"] == submission:
            return each
    raise UsageError(Finding("submission-unknown", found=submission))
