"""Files of scenarios: the workbook with live formulas, the document with charts; they appear whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ghginv.workspace.report import ENDINGS, of_ending, whole, written
from ghginv.workspace.scenarios import material
from ghginv.workspace.scenarios.budgets import Line
from ghginv.workspace.scenarios.scenarios import ScenarioRun

if TYPE_CHECKING:
    from ghginv.reports.document import Document


def workbook(found: ScenarioRun, path: Path, names: Sequence[str] = (), line: Line | None = None,
             lang: str = "zh") -> Path:  # fmt: skip
    """Write the workbook; UsageError for another ending than .xlsx."""
    from ghginv.workbooks.scenario_workbook import write_scenarios

    of_ending(path, (".xlsx",))
    with found.workspace.overlaid():
        made = material.of(found, names, line, lang)
        with whole(path) as fresh:
            write_scenarios(fresh, made, lang)
    return path


def document(found: ScenarioRun, path: Path, names: Sequence[str] = (), line: Line | None = None,
             lang: str = "zh") -> Path:  # fmt: skip
    """Write charts and tables as .html or .docx; UsageError for another ending."""
    of_ending(path, ENDINGS)
    with found.workspace.overlaid():
        return written(_document(found, names, line, lang), path)


def _document(found: ScenarioRun, names: Sequence[str], line: Line | None, lang: str) -> Document:
    from ghginv.reports import scenario_report

    return scenario_report.document(material.of_report(found, names, line, lang), lang)
