"""``import``: judge a workbook, then store all of it or nothing; many workbooks: see ``import_folder``."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError
from ghginv.findings import Finding, errors
from ghginv.store.audit import actor, now
from ghginv.workspace.check import Checked, check_workbook
from ghginv.workspace.place import Workspace

if TYPE_CHECKING:
    from ghginv.store.enterprises import Record
    from ghginv.store.life_cycle import Deed
    from ghginv.store.submissions import Filing

__all__ = ["PLAINLY", "Entry", "Imported", "actor", "import_workbook", "now"]


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
    kind: str = ""
    enterprise: str = ""
    name: str = ""
    state: str = ""
    version: int = 1
    period: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """How a workbook is entered: as a draft, with a note, for a correction after locking with a reason."""

    draft: bool = False
    note: str = ""
    reason: str = ""

    def deed(self) -> Deed:
        """Who enters it, now."""
        from ghginv.store.life_cycle import Deed

        return Deed(now(), actor(), self.note.strip(), self.reason.strip())


PLAINLY = Entry()


def import_workbook(workspace: Workspace, path: Path, *, year: int | None = None, entry: Entry = PLAINLY) -> Imported:
    """Store a workbook as a submission. Raises InputError with all findings when any of them is an error.

    The same file twice is recognised and stored once. A newer file of the same kind, region and year (of an enterprise:
    of the same kind, enterprise and year) is a new version: the older one stays in the workspace but no longer counts.
    A refusal is logged.
    """
    if known := already(workspace, path):
        return known
    return store(workspace, check_workbook(path, workspace=workspace, year=year), entry)


def already(workspace: Workspace, path: Path) -> Imported | None:
    """The submission that holds exactly this file, with a warning where it does not count; None when it is new."""
    try:
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
    return _known(workspace.database, sha256, path.name)


def store(workspace: Workspace, checked: Checked, entry: Entry = PLAINLY) -> Imported:
    """Store what was judged, or log the refusal and raise InputError with all findings.

    Where the content did not travel with the verdict it is read again, and must still be what was judged.
    """
    try:
        if checked.judgement.kind in ("targets", "targets-progress"):
            from ghginv.workspace.targets import filing

            return filing.store(workspace, checked, entry)  # judged again, after what came before it
        if not checked.judgement.accepted:
            raise InputError(*checked.findings)
        return _stored(workspace, checked, entry)
    except InputError as refusal:
        refuse(workspace, checked, refusal.findings)
        raise


def refuse(workspace: Workspace, checked: Checked, findings: list[Finding]) -> None:
    """Log that a file was not taken: its name, digest and the codes of what is wrong."""
    from ghginv.store import submissions

    judgement = checked.judgement
    told = {name: getattr(judgement, name) for name in ("kind", "region", "year", "enterprise")}
    codes = Counter(finding.code for finding in errors(findings))
    with workspace.writing() as database:
        submissions.refuse(database, checked.path.name, checked.sha256, {**told, "codes": dict(sorted(codes.items()))})


def _stored(workspace: Workspace, checked: Checked, entry: Entry) -> Imported:
    from ghginv.store import life_cycle

    judgement, filing = checked.judgement, _filing(checked)
    with workspace.writing() as database:
        if known := _known(database, checked.sha256, checked.path.name):
            return known
        entered = life_cycle.hand_in(
            database,
            filing,
            judgement.activities,
            judgement.parameters,
            judgement.findings,
            _about(checked),
            deed=entry.deed(),
            draft=entry.draft,
        )
    return Imported(
        filing.submission,
        filing.file,
        filing.region,
        filing.year,
        len(judgement.activities),
        False,
        entered.superseded,
        judgement.findings,
        filing.kind,
        filing.enterprise,
        judgement.about.name if judgement.about else judgement.monthly.name if judgement.monthly else "",
        entered.state,
        entered.version,
        judgement.monthly.period if judgement.monthly else "",
    )


def _filing(checked: Checked) -> Filing:
    from ghginv.store.submissions import Filing

    judgement, content = checked.judgement, checked.content or checked.path.read_bytes()
    assert judgement.year is not None
    if hashlib.sha256(content).hexdigest() != checked.sha256:
        raise InputError(Finding("file-changed", file=checked.path.name))
    return Filing(
        submission=f"S{checked.sha256[:10]}",
        file=checked.path.name,
        sha256=checked.sha256,
        kind=judgement.kind,
        template_version=judgement.template_version,
        region=judgement.region,
        year=judgement.year,
        enterprise=judgement.enterprise,
        content=content,
        monthly=judgement.monthly,
    )


def _about(checked: Checked) -> list[Record]:
    judgement = checked.judgement
    itself = [judgement.about] if judgement.about else []
    return [*itself, *judgement.facilities, *judgement.indicators, *judgement.evidence]


def _known(database: Any, sha256: str, file: str) -> Imported | None:
    from ghginv.store import submissions

    submission = submissions.known(database, sha256)
    found = submissions.find(database, submission) if submission else None
    if found is None:
        from ghginv.workspace.targets import filing

        return filing.known(database, sha256, file)
    told = {"state": found["state"], "file": found["file"]}
    asleep = found["state"] not in submissions.ACTIVE
    remarks = [Finding("submission-not-counted", file=file, found=found["submission"], details=told)] if asleep else []
    names = ("kind", "enterprise", "name", "state", "version")
    return Imported(
        found["submission"],
        file,
        found["region"],
        found["year"],
        submissions.count(database, found["submission"]),
        True,
        (),
        remarks,
        **{name: found[name] for name in names},
    )
