"""Files of scenarios: the workbook with live formulas, the document with charts; they appear whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.report import ENDINGS, written
from ghginv.workspace.scenarios import material
from ghginv.workspace.scenarios.budgets import Line
from ghginv.workspace.scenarios.scenarios import ScenarioRun

if TYPE_CHECKING:
    from ghginv.reports.document import Document


def workbook(found: ScenarioRun, path: Path, names: Sequence[str] = (), line: Line | None = None,
             lang: str = "zh") -> Path:  # fmt: skip
    """Write the workbook; UsageError for another ending than .xlsx."""
    from ghginv.workbooks.scenario_workbook import write_scenarios

    if path.suffix.lower() != ".xlsx":
        raise UsageError(Finding("report-ending", found=path.name, expected=".xlsx"))
    with found.workspace.overlaid():
        made = material.of(found, names, line, lang)
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            whole = Path(folder) / "whole.xlsx"
            write_scenarios(whole, made, lang)
            whole.replace(path)
    return path


def document(found: ScenarioRun, path: Path, names: Sequence[str] = (), line: Line | None = None,
             lang: str = "zh") -> Path:  # fmt: skip
    """Write charts and tables as .html or .docx; UsageError for another ending."""
    if path.suffix not in ENDINGS:
        raise UsageError(Finding("report-ending", found=path.name, expected=" | ".join(ENDINGS)))
    with found.workspace.overlaid():
        return written(_document(found, names, line, lang), path)


def _document(found: ScenarioRun, names: Sequence[str], line: Line | None, lang: str) -> Document:
    from ghginv.reports import scenario_report

    return scenario_report.document(material.of_report(found, names, line, lang), lang)
