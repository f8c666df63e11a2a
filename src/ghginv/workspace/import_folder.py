"""``import`` of many workbooks: judged in worker processes, stored one by one, each whole or not at all.

A file that is stored already is known by its content and not judged again, so an interrupted import is simply called
again. Files are entered in the order of their paths, so that the outcome does not depend on which was judged first.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain, count
from pathlib import Path
from typing import Any

from ghginv.errors import InputError
from ghginv.findings import Finding, errors
from ghginv.store.audit import acting, today
from ghginv.workbooks.judgement import Judgement
from ghginv.workspace import workers
from ghginv.workspace.check import Checked, check_workbook
from ghginv.workspace.import_workbook import PLAINLY, Entry, Imported, already, refuse, store
from ghginv.workspace.known_enterprises import Register, register
from ghginv.workspace.place import Workspace

ENDINGS = (".xlsx", ".xls", ".ods", ".et", ".xlsm")
MARK = "-检查"
SECONDS = 300.0
ROW = (
    "file", "enterprise", "name", "region", "year", "state", "version", "errors", "warnings", "submission",
    "activities", "already", "superseded",
)  # fmt: skip
Key = tuple[str, str, str, int, str]
_FAILURES = {"died": "import-worker-died", "slow": "import-too-slow", "raised": "import-fault"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file; ``state`` is that of its submission, ``already`` or ``refused``."""

    path: Path
    state: str
    findings: list[Finding]
    imported: Imported | None = None
    enterprise: str = ""
    name: str = ""
    region: str = ""
    year: int | None = None
    marked: Path | None = None

    def row(self) -> dict[str, Any]:
        """The line of the summary, with the columns of ``ROW``."""
        stored, wrong = self.imported, errors(self.findings)
        return {
            "file": self.path.name,
            "enterprise": self.enterprise,
            "name": self.name,
            "region": self.region,
            "year": self.year,
            "state": self.state,
            "version": stored.version if stored else None,
            "errors": len(wrong),
            "warnings": sum(finding.severity == "warning" for finding in self.findings),
            "submission": stored.submission if stored else "",
            "activities": stored.activities if stored else 0,
            "already": bool(stored and stored.already),
            "superseded": " ".join(stored.superseded) if stored else "",
        }


@dataclass(frozen=True, slots=True)
class Batch:
    """How an import is done: entry, year where files do not say it, where marked copies go, processes, patience."""

    entry: Entry = PLAINLY
    year: int | None = None
    marked: Path | None = None
    processes: int = 2
    seconds: float = SECONDS


def collected(paths: Sequence[Path], apart: Path | None = None) -> list[tuple[Path, Path]]:
    """The workbooks meant, each with its path below what was named; folders are searched with all that is in them.

    Lock files (``~$…``) and, unless it was named itself, the folder ``apart`` are left out. InputError for a folder
    without workbooks.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.is_dir():
            found.setdefault(path.absolute(), Path(path.name))
            continue
        below = [(each.absolute(), each.relative_to(path)) for each in _workbooks(path, apart)]
        if not below:
            raise InputError(Finding("import-empty", found=str(path), expected=" ".join(ENDINGS)))
        for absolute, relative in below:
            found.setdefault(absolute, relative)
    return list(found.items())


def _workbooks(folder: Path, apart: Path | None) -> list[Path]:
    copies = apart.absolute() if apart and apart.absolute() != folder.absolute() else None
    return sorted(
        each
        for each in folder.rglob("*")
        if each.suffix.lower() in ENDINGS
        and not each.name.startswith(("~$", ".~"))
        and each.is_file()
        and not (copies and copies in each.absolute().parents)
    )


def import_files(workspace: Workspace, files: Sequence[tuple[Path, Path]], batch: Batch) -> Iterator[Outcome]:
    """Judge and store files as ``collected`` gives them; an outcome for each, in their order, once it is stored.

    Of two files with other content for the same enterprise (region, kind) and year the second is refused, unless the
    first stands returned. With ``batch.processes`` 0 the files are judged in this process.
    """
    seen: dict[Key, tuple[str, str]] = {}
    below, written, fresh = dict(files), set[Path](), Register()
    for path, checked in _judged(workspace, below, batch):
        outcome = _entered(workspace, path, _held_against(checked, fresh), batch.entry, seen)
        _note(outcome, checked, fresh)
        if batch.marked and outcome.state == "refused":
            copy = _mark(path, outcome.findings, batch.marked / below[path].parent, written)
            outcome = replace(outcome, marked=copy)
        yield outcome


def _held_against(checked: Any, fresh: Register) -> Any:
    """The verdict, with what the workbook has from one that came in by the same import, after it was judged."""
    if not isinstance(checked, Checked) or checked.judgement.kind != "enterprise":
        return checked
    judgement = checked.judgement
    copied = [replace(finding, file=checked.path.name) for finding in fresh.copied(judgement)]
    return replace(checked, judgement=replace(judgement, findings=[*judgement.findings, *copied]))


def _note(outcome: Outcome, checked: Any, fresh: Register) -> None:
    """What was stored just now is what the next ones are held against."""
    stored = outcome.imported
    if stored and not stored.already and isinstance(checked, Checked) and stored.enterprise:
        owner = stored.enterprise, stored.year
        fresh.add(owner, stored.name, stored.region, checked.judgement.activities)


def _judged(workspace: Workspace, files: Iterable[Path], batch: Batch) -> Iterator[tuple[Path, Any]]:
    """Each file with its verdict, or with the submission that it is already."""
    there = register(workspace)
    if batch.processes == 0:
        for path in files:
            stored = already(workspace, path)
            yield path, stored or check_workbook(path, workspace=workspace, year=batch.year, known=there)
        return
    work = partial(_judge, workspace.path.absolute(), batch.year, there, today())
    jobs = (workers.Done(path, known) if (known := already(workspace, path)) else path for path in files)
    yield from workers.run(work, jobs, processes=batch.processes, seconds=batch.seconds)


def _judge(workspace: Path, year: int | None, known: Register, day: str, path: Path) -> Checked:
    """The work of a worker on a day of business: the verdict travels, who stores it reads the content again."""
    with acting(day=day):
        return replace(check_workbook(path, workspace=_opened(workspace), year=year, known=known), content=b"")


@cache
def _opened(path: Path) -> Workspace:
    return Workspace(path)


def _entered(workspace: Workspace, path: Path, checked: Any, entry: Entry, seen: dict[Key, tuple[str, str]]) -> Outcome:
    if isinstance(checked, Imported):
        return _outcome(path, checked, seen)
    if isinstance(checked, workers.Failure):
        checked = Checked(path, Judgement(findings=[_failure(path, checked)]))
    try:
        if twice := _twice(workspace, checked, seen):
            refuse(workspace, checked, [twice])
            raise InputError(twice, *checked.findings)
        return _outcome(path, store(workspace, checked, entry), seen)
    except InputError as refusal:
        judgement = checked.judgement
        name = judgement.about.name if judgement.about else ""
        known = {"enterprise": judgement.enterprise, "name": name, "region": judgement.region, "year": judgement.year}
        return Outcome(path, "refused", refusal.findings, **known)


def _outcome(path: Path, stored: Imported, seen: dict[Key, tuple[str, str]]) -> Outcome:
    """A file that is in the workspace; of an older version that no longer counts nobody need be reminded."""
    if stored.state not in ("superseded", "withdrawn"):
        seen[_key(stored)] = path.name, stored.submission
    state = "already" if stored.already else stored.state
    named = {name: getattr(stored, name) for name in ("enterprise", "name", "region", "year")}
    return Outcome(path, state, [] if stored.state == "superseded" else stored.findings, stored, **named)


def _key(what: Imported | Judgement) -> Key:
    """What a file is: of a monthly report also who reports which months."""
    monthly = what.monthly if isinstance(what, Judgement) else None
    part = f"{monthly.name} {monthly.period}" if monthly else ""
    if isinstance(what, Imported) and what.period:
        part = f"{what.name} {what.period}"
    return what.kind, "" if what.enterprise else what.region, what.enterprise, what.year or 0, part


def _twice(workspace: Workspace, checked: Checked, seen: dict[Key, tuple[str, str]]) -> Finding | None:
    """Whether another file of this import says the same thing otherwise; one that corrects a returned one may."""
    from ghginv.store import submissions

    judgement = checked.judgement
    file, submission = seen.get(_key(judgement), ("", "")) if judgement.accepted else ("", "")
    before = submissions.find(workspace.database, submission) if submission else None
    if before is None or before["state"] in ("returned", "superseded") or before["sha256"] == checked.sha256:
        return None
    who = judgement.enterprise or judgement.region
    told = {"who": who, "year": judgement.year, "submission": submission}
    return Finding("submission-twice", file=checked.path.name, found=file, details=told)


def _failure(path: Path, failure: workers.Failure) -> Finding:
    return Finding(_FAILURES[failure.kind], file=path.name, found=failure.found)


def _mark(path: Path, findings: Sequence[Finding], folder: Path, written: set[Path]) -> Path | None:
    """The sender's copy with the wrong cells marked; it appears whole, and a copy of a copy keeps its name."""
    from ghginv.workbooks import mark

    if not path.is_file():
        return None
    folder.mkdir(parents=True, exist_ok=True)
    names = (f"{path.stem.removesuffix(MARK)}{MARK}{number}.xlsx" for number in chain([""], count(-2, -1)))
    into = next(folder / name for name in names if folder / name not in written)
    written.add(into)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".~", suffix=".xlsx")
    os.close(handle)
    try:
        mark.mark(path, findings, Path(temporary))
        Path(temporary).chmod(0o644)
        return Path(temporary).replace(into)
    finally:
        Path(temporary).unlink(missing_ok=True)
