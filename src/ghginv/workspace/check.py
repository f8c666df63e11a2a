"""``check``: judge workbooks and store nothing."""

from __future__ import annotations

import datetime
import hashlib
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workbooks.judgement import Context, Judgement
from ghginv.workspace.place import Workspace


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
    path: Path, *, workspace: Workspace | None = None, region: str = "", year: int | None = None
) -> Checked:
    """Read and judge one file; a file that cannot be read is a verdict too, not an exception.

    With a workspace its region is expected and its own lists and factors hold; ``region`` is for a call without one.
    """
    if not path.is_file():
        return _refused(path, Finding("file-missing", file=path.name, found=str(path)))
    region = region or (workspace.settings.region if workspace else "")
    with workspace.overlaid() if workspace else nullcontext():
        return _judged(path, region, year)


def _judged(path: Path, region: str, year: int | None) -> Checked:
    from ghginv.workbooks import judge, read

    try:
        workbook = read.read_workbook(path)
        today_year = datetime.datetime.now(datetime.UTC).year
        judgement = judge.judge(workbook, Context(today_year=today_year, region=region, year=year))
    except InputError as refusal:
        return _refused(path, *refusal.findings)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != workbook.sha256:
        return _refused(path, Finding("file-changed", file=path.name))
    return Checked(path, judgement, workbook.sha256, content)


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
