"""``submissions`` and ``submission``: what was handed in, its versions, and its way from draft to locked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.import_workbook import Entry
from ghginv.workspace.place import Workspace

VERSION = ("version", "submission", "file", "state", "since")


def listed(
    workspace: Workspace, *, year: int | None = None, kind: str = "", states: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The submissions with state, version and the name of an enterprise; all, or those of a year, a kind, states."""
    from ghginv.store import submissions

    return [
        each
        for each in submissions.states(workspace.database)
        if (year is None or each["year"] == year)
        and (not kind or each["kind"] == kind)
        and (not states or each["state"] in states)
    ]


def described(workspace: Workspace, submission: str) -> dict[str, Any]:
    """One submission with its events, all versions of the same thing, and the remarks it was accepted with."""
    from ghginv.store import submissions

    found = find(workspace, submission)
    same = submissions.versions(workspace.database, *(found[name] for name in ("kind", "region", "year", "enterprise")))
    return {
        **found,
        "events": submissions.events(workspace.database, submission),
        "versions": [{name: each[name] for name in VERSION} for each in same],
        "findings": submissions.findings(workspace.database, submission),
    }


def move(workspace: Workspace, submission: str, step: str, note: str = "") -> str:
    """Take a step (submit, withdraw, return, verify, lock) and say the new state.

    UsageError when the state forbids it or a reason is missing; see ``store.life_cycle``.
    """
    return move_all(workspace, [submission], step, note)[0]


def move_all(workspace: Workspace, submissions: Sequence[str], step: str, note: str = "") -> list[str]:
    """Take a step with several submissions, all or none, and say their new states."""
    from ghginv.store import life_cycle

    deed = Entry(note=note).deed()
    with workspace.writing() as database:
        return [life_cycle.move(database, each, step, deed, workspace.settings.four_eyes) for each in submissions]


def find(workspace: Workspace, submission: str) -> dict[str, Any]:
    """A submission by its id; UsageError when there is none."""
    from ghginv.store import submissions

    found = submissions.find(workspace.database, submission)
    if found is None:
        raise UsageError(Finding("submission-unknown", found=submission))
    return found
