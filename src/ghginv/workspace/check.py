"""``check``: judge workbooks and store nothing."""

from __future__ import annotations

import hashlib
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.store.audit import today
from ghginv.workbooks.judgement import Context, Judgement
from ghginv.workspace.place import Workspace

if TYPE_CHECKING:
    from ghginv.workbooks.cells import Workbook
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
        found = _judged(path, region, year, workspace, known)
    if found.judgement.kind in ("targets", "targets-progress"):
        from ghginv.workspace.targets import filing

        return filing.checked(found, workspace)
    return found


def _judged(path: Path, region: str, year: int | None, workspace: Workspace | None, known: Register | None) -> Checked:
    from ghginv.workbooks import judge, read
    from ghginv.workspace import known_enterprises

    try:
        workbook = read.read_workbook(path)
        context = Context(today_year=int(today()[:4]), region=region, year=year)
        if workspace and judge.kind_of(workbook) == "enterprise":
            there = known or known_enterprises.register(workspace)
            told = {name: getattr(there, name) for name in ("enterprises", "series", "contents")}
            context = replace(context, **told)
        if judge.kind_of(workbook) == "monthly":
            from ghginv.workspace import monthly_known

            context = replace(context, monthly=monthly_known.surroundings(workspace, _year_of(workbook, year)))
        judgement = judge.judge(workbook, context)
    except InputError as refusal:
        return _refused(path, *refusal.findings)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != workbook.sha256:
        return _refused(path, Finding("file-changed", file=path.name))
    return Checked(path, judgement, workbook.sha256, content)


def _year_of(workbook: Workbook, year: int | None) -> int | None:
    """The year that a template was made for, unless another is asked for."""
    from ghginv.workbooks import signature

    signed = signature.read(workbook)
    told = signed.year if signed else ""
    return year or (int(told) if told.isdecimal() else None)


def check_any(path: Path, *, workspace: Workspace | None = None, region: str = "", year: int | None = None) -> Checked:
    """As ``check_workbook``, and plan, requests and projects of a carbon budget too, which are read in elsewhere."""
    checked = check_workbook(path, workspace=workspace, region=region, year=year)
    if [each.code for each in checked.findings] != ["budget-book-elsewhere"]:
        return checked
    from ghginv.workspace.budgets import plan, projects, requests

    kind = checked.judgement.kind
    if kind == "project":
        findings = projects.check(path, workspace)
    elif kind == "scenario":
        from ghginv.workspace.scenarios import source

        findings = source.judge(path, workspace).findings
    else:
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
