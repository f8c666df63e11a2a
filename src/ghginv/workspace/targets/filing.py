"""``check`` and ``import`` of the workbooks of the target register: judged whole, stored whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError
from ghginv.findings import Finding, errors
from ghginv.workspace.place import Workspace
from ghginv.workspace.targets import records, register

if TYPE_CHECKING:
    from ghginv.budget.targets.register import Plan, Report
    from ghginv.workspace.check import Checked
    from ghginv.workspace.import_workbook import Entry, Imported

_KINDS = {"plan": "targets", "progress": "targets-progress"}  # of workbooks, by kind of filing


@dataclass(frozen=True, slots=True)
class Judged:
    """A workbook as judged: the plan it registers or reports on, its reports, what is wrong; nothing is raised."""

    kind: str
    findings: list[Finding]
    plan: Plan | None = None
    reports: list[Report] = field(default_factory=list)
    period: str = ""


def judge(path: Path, workspace: Workspace | None, database: Any = None) -> Judged:
    """Read and judge a workbook; against what is registered where there is a workspace. InputError: unreadable."""
    from contextlib import nullcontext

    from ghginv.workbooks import read, targets_reading

    with workspace.overlaid() if workspace else nullcontext():
        workbook = read.read_workbook(path)
        filled = targets_reading.read(workbook)
        known = database if database is not None else workspace.database if workspace else None
        judged = _progress(filled, known) if filled.kind == "targets-progress" else _plan(filled, known)
    placed = [replace(each, file=each.file or path.name) for each in judged.findings]
    return replace(judged, findings=placed)


def _plan(filled: Any, database: Any) -> Judged:
    from ghginv.budget.targets import reading

    plan, findings = reading.judge(filled.rows)
    findings = [*filled.findings, *findings]
    if plan is not None and database is not None:
        findings += _against_reports(database, plan)
    return Judged(filled.kind, findings, None if errors(findings) else plan)


def _against_reports(database: Any, plan: Plan) -> Iterator[Finding]:
    """A new version must not change the unit of what was reported, and should not drop it unseen."""
    from ghginv.store import targets

    if plan.id not in targets.plans(database):
        return
    before = register.of(database, plan.id)
    for code, reports in before.reports.items():
        old, new, count = before.plan.by_id.get(code), plan.by_id.get(code), {"count": len(reports)}
        if new is None and old is not None:
            yield Finding("target-plan-gone", found=f"{code} {old.name}", details=count)
        elif new is not None and new.unit != reports[-1].unit:
            units = {"before": reports[-1].unit, "after": new.unit}
            yield Finding("target-unit-changed", found=f"{code} {new.name}", details={**units, **count})


def _progress(filled: Any, database: Any) -> Judged:
    """Progress is judged against its plan; without a workspace only the file itself is."""
    from ghginv.budget.targets import progress

    code, findings = filled.told["budget"], list(filled.findings)
    if database is None:
        return Judged(filled.kind, findings)
    known = _registered(database)
    if code not in known:
        findings.append(Finding("target-plan-unknown", found=code or "-", expected="、".join(known) or "-"))
        return Judged(filled.kind, findings)
    there = register.of(database, code)
    if filled.told["revision"] != str(there.version):
        found, expected = filled.told["revision"] or "-", str(there.version)
        findings.append(Finding("target-plan-stale", found=found, expected=expected))
    reports, wrong = progress.judge(filled.rows["progress"], there.plan, there.reports, register.month())
    findings += wrong
    return Judged(filled.kind, findings, there.plan, [] if errors(findings) else reports, filled.told["year"])


def _registered(database: Any) -> list[str]:
    from ghginv.store import targets

    return targets.plans(database)


def checked(found: Checked, workspace: Workspace | None) -> Checked:
    """The verdict on a workbook of the target register in place of the one that it belongs elsewhere."""
    from ghginv.workbooks.judgement import Judgement

    judged = judge(found.path, workspace)
    region = judged.plan.facts["region"] if judged.plan else ""
    told = {"kind": judged.kind, "region": region, "year": _year(judged) or None}
    return replace(found, judgement=Judgement(**told, findings=judged.findings))  # type: ignore[arg-type]


def _year(judged: Judged) -> int:
    """The year of the month that is reported on, or the last target year of a plan; 0 where neither is known."""
    if judged.period[:4].isdecimal():
        return int(judged.period[:4])
    return max((goal.year for each in judged.plan.indicators for goal in each.goals), default=0) if judged.plan else 0


def store(workspace: Workspace, found: Checked, entry: Entry) -> Imported:
    """Store a plan as a new version, or reports that stand before earlier ones of their months.

    It is judged again within the transaction, against all that came before it. InputError with all findings.
    """
    from ghginv.store import targets

    content = found.content or found.path.read_bytes()
    if hashlib.sha256(content).hexdigest() != found.sha256:
        raise InputError(Finding("file-changed", file=found.path.name))
    if entry.draft:
        raise InputError(Finding("target-no-draft", file=found.path.name))
    with workspace.writing() as database:
        if before := known(database, found.sha256, found.path.name):
            return before
        judged = judge(found.path, workspace, database)
        if errors(judged.findings) or judged.plan is None:
            raise InputError(*judged.findings)
        kind = targets.PROGRESS if judged.kind == "targets-progress" else targets.PLAN
        filing = targets.Filing(f"T{found.sha256[:10]}", kind, judged.plan.id, found.path.name, found.sha256, content,
                                entry.note.strip())  # fmt: skip
        if kind == targets.PLAN:
            goals = records.goal_rows(judged.plan)
            version = targets.add(database, filing, facts=judged.plan.facts, goals=goals)
        else:
            goals = records.report_rows(judged.reports)
            version = targets.add(database, filing, reports=goals)
    return _imported(filing.filing, found.path.name, judged, version, len(goals))


def _imported(filing: str, file: str, judged: Judged, version: int, rows: int) -> Imported:
    from ghginv.workspace.import_workbook import Imported

    assert judged.plan is not None
    facts = judged.plan.facts
    told = {"kind": judged.kind, "name": judged.plan.name, "state": "submitted", "version": version}
    return Imported(filing, file, facts["region"], _year(judged), rows, False, (), judged.findings, **told)  # type: ignore[arg-type]


def known(database: Any, sha256: str, file: str) -> Imported | None:
    """The filing that holds exactly this file, if any."""
    from ghginv.store import targets
    from ghginv.workspace.import_workbook import Imported

    row = targets.known(database, sha256)
    if row is None:
        return None
    found = targets.plan(database, row["plan"])
    facts = found[1] if found else {}
    told = {"kind": _KINDS[row["kind"]], "name": facts.get("name", ""), "state": "submitted", "version": row["version"]}
    return Imported(row["filing"], file, facts.get("region", ""), 0, 0, True, (), [], **told)
