"""``check``: judge workbooks and store nothing."""

from __future__ import annotations

import datetime
import hashlib
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workbooks.judgement import Context, Judgement
from ghginv.workspace.place import Workspace

if TYPE_CHECKING:
    from ghginv.workspace.known_enterprises import Register


@dataclass(frozen=True, slots=True)
class Checked:
    """A workbook's verdict; ``sha256`` and ``content`` are of the bytes that were judged."""

    path: Path
    judgement: Judgement
    sha256: str = ""
    content: bytes = b""

    @property
    def findings(self) -> list[Finding]:
        """All remarks on the workbook."""
        return self.judgement.findings


def check_workbook(
    path: Path,
    *,
    workspace: Workspace | None = None,
    region: str = "",
    year: int | None = None,
    known: Register | None = None,
) -> Checked:
    """Read and judge one file; a file that cannot be read is a verdict too, not an exception.

    With a workspace its region is expected, its own lists and factors hold, and an enterprise's workbook is held
    against what is ``known`` there (read anew unless given); ``region`` is for a call without one.
    """
    if not path.is_file():
        return _refused(path, Finding("file-missing", file=path.name, found=str(path)))
    region = region or (workspace.settings.region if workspace else "")
    with workspace.overlaid() if workspace else nullcontext():
        return _judged(path, region, year, workspace, known)


def _judged(path: Path, region: str, year: int | None, workspace: Workspace | None, known: Register | None) -> Checked:
    from ghginv.workbooks import judge, read
    from ghginv.workspace import known_enterprises

    try:
        workbook = read.read_workbook(path)
        today_year = datetime.datetime.now(datetime.UTC).year
        context = Context(today_year=today_year, region=region, year=year)
        if workspace and judge.kind_of(workbook) == "enterprise":
            there = known or known_enterprises.register(workspace)
            told = {name: getattr(there, name) for name in ("enterprises", "series", "contents")}
            context = replace(context, **told)
        judgement = judge.judge(workbook, context)
    except InputError as refusal:
        return _refused(path, *refusal.findings)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != workbook.sha256:
        return _refused(path, Finding("file-changed", file=path.name))
    return Checked(path, judgement, workbook.sha256, content)


def check_any(path: Path, *, workspace: Workspace | None = None, region: str = "", year: int | None = None) -> Checked:
    """As ``check_workbook``, and the plan and the requests of a carbon budget too, which are read in elsewhere."""
    checked = check_workbook(path, workspace=workspace, region=region, year=year)
    if [each.code for each in checked.findings] != ["budget-book-elsewhere"]:
        return checked
    from ghginv.workspace.budgets import plan, requests

    kind = checked.judgement.kind
    findings = plan.judge(path, workspace).findings if kind == "budget" else requests.check(path, workspace)
    placed = [replace(each, file=each.file or path.name) for each in findings]
    return replace(checked, judgement=Judgement(kind=kind, findings=placed))


def mark_workbook(checked: Checked, folder: Path) -> Path | None:
    """The sender's copy with the wrong cells marked, in ``folder``; None where there is nothing to mark."""
    from ghginv.workbooks import mark

    if not checked.findings or not checked.content:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    into = folder / f"{checked.path.stem}-检查.xlsx"
    mark.mark(checked.path, checked.findings, into)
    return into


def _refused(path: Path, *findings: Finding) -> Checked:
    return Checked(path, Judgement(findings=list(findings)))
