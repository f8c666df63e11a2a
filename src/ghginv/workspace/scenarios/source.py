"""Scenario files: a workbook or a folder of CSV read and judged, the workbook to fill in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding, errors
from ghginv.workspace.place import Workspace

if TYPE_CHECKING:
    from ghginv.budget.scenarios.plan import Plan
    from ghginv.domain.plan_tables import Written


@dataclass(frozen=True, slots=True)
class Judged:
    """A scenario file as judged: None where a finding is an error."""

    plan: Plan | None
    findings: list[Finding]
    file: str
    content: bytes

    def accepted(self) -> Plan:
        """The plan; InputError with the findings where there is none."""
        if self.plan is None:
            raise InputError(*errors(self.findings))
        return self.plan


def judge(path: Path, workspace: Workspace | None = None) -> Judged:
    """Read and judge a workbook or a folder of CSV files; UsageError where the path is neither."""
    from ghginv.budget.scenarios import plan

    with workspace.overlaid() if workspace else nullcontext():
        if path.is_dir():
            rows: Mapping[str, list[Written]] = _folder(path)
            content, before = _packed(path), list[Finding]()
        elif path.is_file():
            rows, before, content = _workbook(path)
        else:
            raise UsageError(Finding("scenario-source-missing", found=str(path)))
        if errors(before):
            return Judged(None, before, path.name, content)
        found, findings = plan.judge(rows)
    findings = [*before, *findings]
    return Judged(None if errors(findings) else found, findings, path.name, content)


def _workbook(path: Path) -> tuple[Mapping[str, list[Written]], list[Finding], bytes]:
    from ghginv.workbooks import read, scenario_reading

    workbook = read.read_workbook(path)
    rows, findings = scenario_reading.read_scenarios(workbook)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != workbook.sha256:
        raise InputError(Finding("file-changed", file=path.name))
    return rows, findings, content


def _folder(folder: Path) -> dict[str, list[Written]]:
    """The tables of a folder; InputError with every fault."""
    from ghginv.budget import plan_folder
    from ghginv.domain import plan_tables

    if not (folder / "facts.csv").is_file():
        raise InputError(Finding("scenario-folder", file=str(folder), expected="facts.csv"))
    return plan_folder.read_tables(folder, plan_tables.scenarios())


def _packed(folder: Path) -> bytes:
    """The files of a folder as one text, to be kept as received."""
    files = {path.name: path.read_text("utf-8-sig") for path in sorted(folder.glob("*.csv"))}
    return json.dumps(files, ensure_ascii=False, sort_keys=True).encode()


def template(path: Path, workspace: Workspace | None, lang: str = "zh", *, year: int | None = None,
             data: Path | None = None) -> Path:  # fmt: skip
    """Write the workbook to fill in, empty or with the tables of a folder (``data``)."""
    from ghginv.workbooks import scenario_template

    facts: dict[str, Any] = {"region": workspace.settings.region} if workspace else {}
    if year:
        facts["base_year"] = year
    with workspace.overlaid() if workspace else nullcontext():
        given = _folder(data) if data else {}
        rows = {name: [dict(each.values) for each in found] for name, found in given.items()}
        path.parent.mkdir(parents=True, exist_ok=True)
        scenario_template.build(path, facts, rows, lang)
    return path
