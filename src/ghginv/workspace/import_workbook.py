"""``import``: judge a workbook, then store all of it or nothing."""

from __future__ import annotations

import datetime
import getpass
from dataclasses import dataclass
from pathlib import Path

from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workspace.check import Checked, check_workbook
from ghginv.workspace.place import Workspace


@dataclass(frozen=True, slots=True)
class Imported:
    """The submission a file became, or was before (``already``), and the remarks it was accepted with."""

    submission: str
    file: str
    region: str
    year: int
    activities: int
    already: bool
    superseded: tuple[str, ...]
    findings: list[Finding]


def import_workbook(workspace: Workspace, path: Path, *, year: int | None = None) -> Imported:
    """Store a workbook as a submission. Raises InputError with all findings when any of them is an error.

    The same file twice is recognised and stored once; a newer file of the same kind, region, year and enterprise
    supersedes the older one, which stays in the workspace but no longer counts.
    """
    checked = check_workbook(path, workspace=workspace, year=year)
    if not checked.judgement.accepted:
        raise InputError(*checked.findings)
    return _store(workspace, checked)


def _store(workspace: Workspace, checked: Checked) -> Imported:
    from ghginv.store import submissions

    judgement = checked.judgement
    assert judgement.year is not None
    submission = f"S{checked.sha256[:10]}"
    filing = submissions.Filing(
        submission=submission,
        file=checked.path.name,
        sha256=checked.sha256,
        kind=judgement.kind,
        template_version=judgement.template_version,
        region=judgement.region,
        year=judgement.year,
        enterprise=judgement.enterprise,
        content=checked.content,
    )
    superseded: tuple[str, ...] = ()
    with workspace.writing() as database:
        already = submissions.known(database, checked.sha256) is not None
        if not already:
            superseded = _supersede(database, filing)
            submissions.add(database, filing, judgement.activities, judgement.parameters, judgement.findings)
            submissions.record_event(database, submission, "submitted", now(), actor())
    return Imported(
        submission,
        filing.file,
        filing.region,
        filing.year,
        len(judgement.activities),
        already,
        superseded,
        judgement.findings,
    )


def _supersede(database, filing) -> tuple[str, ...]:  # type: ignore[no-untyped-def]
    """Older versions of the same filing step back; a locked one refuses."""
    from ghginv.store import submissions

    same = ("kind", "enterprise")
    older = [
        each
        for each in submissions.active(database, filing.region, filing.year)
        if all(each[name] == getattr(filing, name) for name in same)
    ]
    for each in older:
        if each["state"] == "locked":
            raise InputError(Finding("submission-locked", file=filing.file, found=each["submission"]))
        submissions.record_event(database, each["submission"], "superseded", now(), actor(), f"→ {filing.submission}")
    return tuple(each["submission"] for each in older)


def now() -> str:
    """The time as it is written down: UTC, to the second."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def actor() -> str:
    """Who acts: the name of the account."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
