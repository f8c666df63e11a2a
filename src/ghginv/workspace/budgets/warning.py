"""``budget warn`` and ``report warning``: letters to whoever is in yellow or red, and the event that records them.

The event holds the lights of all nodes, so that what stood at red twice in a row is known later, and a digest of all
figures: the same month with the same figures warns once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.domain import names as file_names
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.workspace.budgets import execution, files, monitoring, warning_letter
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.budgets.monitoring import SIDES, Watched
from ghginv.workspace.budgets.warning_letter import Case

if TYPE_CHECKING:
    from ghginv.budget.monitoring.board import Board
    from ghginv.store.budgets import Document

STEP, KIND, SUSPEND = "warn", "warning", "suspend"
HISTORY = "evidence"
Progress = Callable[[int, int], None]
_FIGURES = ("budget_kg", "plan_kg", "executed_kg", "p10_kg", "p50_kg", "p90_kg")


@dataclass(frozen=True, slots=True)
class Warned:
    """What was warned about: the budget afterwards, a row a letter, whether all of it was known already."""

    budget: Budget
    rows: list[dict[str, Any]]
    already: bool


def warn(
    watched: Watched,
    folder: Path | None = None,
    *,
    sides: tuple[str, ...] = SIDES,
    method: str = "auto",
    lang: str = "zh",
    note: str = "",
    progress: Progress | None = None,
) -> Warned:
    """Write a letter to each node of ``sides`` for which a step is due, and record the event ``warn`` with them.

    The city itself and departments are warned as nodes of their trees. A month whose figures are those of its last
    warning is not recorded again: the letters of then are returned, and written to ``folder`` where one is named.
    """
    from ghginv.store import budgets
    from ghginv.store.budgets import Document

    budget = watched.budget
    boards = monitoring.all_boards(watched, sides, method)
    figures = _figures(budget, watched.year)
    cases = [case for board in boards.values() for case in due(budget, board, figures)]
    digest = _digest(boards, cases)
    known = [each for each in warnings(budget) if (each["year"], each["month"]) == (watched.year, watched.month)]
    same = next((each for each in reversed(known) if each["digest"] == digest), None)
    if same is not None:
        return _written(budget, same, folder, already=True)
    letters = []
    for place, case in enumerate(cases, start=1):
        letters.append(_letter(budget, case, lang))
        if progress:
            progress(place, len(cases))
    kept = [Document(HISTORY, "", *_titled(*watched.history))] if watched.history else []
    detail = {
        "history": budgets.number(budget.id, kept[0]) if kept else "",
        "year": watched.year, "month": watched.month, "digest": digest, "method": method, "sides": list(sides),
        "lights": {f"{side}:{code}": str(light) for side, board in boards.items()
                   for code, light in board.table["light"].items()},
        "letters": [_told(budget.id, case, letter) for case, letter in zip(cases, letters, strict=True)],
    }  # fmt: skip
    made = budget.take(STEP, detail=detail, note=note, documents=[*kept, *letters])
    return _written(made, detail, folder, already=False)


def _titled(name: str, content: bytes) -> tuple[str, str, bytes]:
    return Path(name).stem, Path(name).name, content


def due(budget: Budget, board: Board, figures: tuple[Any, Any]) -> list[Case]:
    """The nodes of a board for which a step is due, in the order of the tree; ``figures`` as in ``Case``."""
    from ghginv.budget.monitoring import escalation, intensity

    at = board.situation
    past = escalation.periods(warnings(budget), at.year, at.month)
    found = []
    with budget.workspace.overlaid():
        for code in monitoring.order(board):
            row, key = board.table.loc[code], f"{board.by}:{code}"
            told = intensity.build(board, code, *figures) if board.by != "enterprise" else None
            light, ahead = str(row["light"]), str(row["forecast_light"])
            steps = escalation.due(key, light, ahead, past, intensity_up=told is not None and told.up)
            if steps:
                found.append(Case(board, code, steps, escalation.in_a_row(light, key, past), told, figures))
    return found


def _figures(budget: Budget, year: int) -> tuple[Any, Any]:
    return execution.indicators(budget, year), execution.indicators(budget, year - 1)


def warnings(budget: Budget) -> list[Mapping[str, Any]]:
    """The details of all warnings, oldest first."""
    return [event["detail"] for event in budget.events if event["step"] == STEP]


def suspended(budget: Budget, year: int) -> frozenset[str]:
    """The nodes in which new reviews of 两高 projects are suspended, as ``region:440305`` or ``industry:C30``.

    As the last warning of the year says that watched the node; a later one that does not ask for it lifts it.
    """
    found: set[str] = set()
    for each in sorted((each for each in warnings(budget) if each["year"] == year), key=lambda each: each["month"]):
        asked = {f"{told['side']}:{told['code']}" for told in each["letters"] if SUSPEND in told["actions"]}
        found = (found - set(each["lights"])) | asked
    return frozenset(found)


def document(watched: Watched, code: str, lang: str = "zh", method: str = "auto") -> Any:
    """The letter to a region, an industry or an enterprise as a document, from what the ledger says now.

    UsageError for a code without a budget, InputError where no warning is due.
    """
    from ghginv.budget.monitoring import board as boards
    from ghginv.reports import budget_warning

    known: list[str] = []
    told_of = monitoring.situation(watched)
    for side in SIDES:
        with watched.budget.workspace.overlaid():
            there = boards.build(told_of, side, method)
        known += map(str, there.table.index)
        if code in there.table.index:
            break
    else:
        expected = "、".join(known[:20])
        about = {"year": watched.year}
        if not code:
            raise UsageError(Finding("budget-monitoring-nobody", expected=expected))
        raise UsageError(Finding("budget-monitoring-node", found=code, expected=expected, details=about))
    cases = due(watched.budget, there, _figures(watched.budget, watched.year))
    case = next((each for each in cases if each.code == code), None)
    if case is None:
        name = monitoring.names(watched.budget, there).get(code, code)
        told = {"name": name, "year": watched.year, "month": watched.month}
        raise InputError(Finding("budget-monitoring-no-warning", details=told))
    with watched.budget.workspace.overlaid():
        return budget_warning.document(warning_letter.material_of(watched.budget, case, lang), lang)


def newest(budget: Budget) -> tuple[Watched, str]:
    """The month of the last warning with the history and the method that it used; without one the last month that has
    execution data.

    InputError where there is neither.
    """
    if told := warnings(budget):
        last = told[-1]
        return Watched(budget, int(last["year"]), int(last["month"]), _past(budget, last)), str(last["method"])
    for year in reversed(budget.plan.years):
        months = execution.months(budget, year)["month"]
        if len(months):
            return Watched(budget, year, int(months.max()) or 12), "auto"
    told_of: dict[str, object] = {"year": budget.plan.first_year, "month": 12}
    raise InputError(Finding("budget-monitoring-no-execution", details=told_of))


def history(budget: Budget, year: int) -> tuple[str, bytes] | None:
    """The months of past years by which the last warning of a year judged; None where it had none."""
    told = [each for each in warnings(budget) if each["year"] == year]
    return _past(budget, told[-1]) if told else None


def _past(budget: Budget, told: Mapping[str, Any]) -> tuple[str, bytes] | None:
    from ghginv.store import budgets

    name = told["history"]
    if not name:
        return None
    files = {each["document"]: each["file"] for each in budget.documents()}
    return files[name], budgets.content(budget.workspace.database, name)


def _letter(budget: Budget, case: Case, lang: str) -> Document:
    from ghginv.reports import budget_warning
    from ghginv.store.budgets import Document

    at = case.board.situation
    with budget.workspace.overlaid():
        made = budget_warning.document(warning_letter.material_of(budget, case, lang), lang)
        name = monitoring.names(budget, case.board).get(case.code, case.code)
        file = f"{file_names.file_name(case.code, name, f'{at.year}-{at.month:02d}')}.docx"
        return Document(KIND, case.code, made.title, file, files.content(made))


def _told(budget: str, case: Case, letter: Document) -> dict[str, Any]:
    from ghginv.store import budgets

    row = case.board.table.loc[case.code]
    return {
        "side": case.board.by, "code": case.code, "light": str(row["light"]),
        "forecast_light": str(row["forecast_light"]), "row": case.row,
        "level": case.steps[-1].level, "actions": [each.action for each in case.steps],
        "figures": {name: int(row[name]) for name in _FIGURES}, "document": budgets.number(budget, letter),
        "file": letter.file,
    }  # fmt: skip


def _digest(boards: Mapping[str, Board], cases: list[Case]) -> str:
    """SHA-256 over all that is told: figures and lights of all nodes, steps due."""
    told = [[side, str(code), *(int(row[name]) for name in _FIGURES), row["light"], row["forecast_light"]]
            for side, board in boards.items() for code, row in board.table.iterrows()]  # fmt: skip
    steps = [[case.key, case.row, *(each.condition for each in case.steps)] for case in cases]
    return hashlib.sha256(json.dumps([told, steps]).encode()).hexdigest()


def _written(budget: Budget, detail: Mapping[str, Any], folder: Path | None, *, already: bool) -> Warned:
    """The rows of the letters; the letters as files where a folder is named."""
    from ghginv.store import budgets

    rows = []
    for each in detail["letters"]:
        amounts = {f"{name[:-3]}_t": kg / 1000 for name, kg in each["figures"].items()}
        rows.append({
            "side": each["side"], "code": each["code"], "light": each["light"],
            "forecast_light": each["forecast_light"], "row": each["row"], "level": each["level"],
            "actions": " ".join(each["actions"]), "executed_t": amounts["executed_t"], "plan_t": amounts["plan_t"],
            "p50_t": amounts["p50_t"], "budget_t": amounts["budget_t"], "document": each["document"],
            "file": each["file"], "already": already,
        })  # fmt: skip
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            content = budgets.content(budget.workspace.database, each["document"])
            (folder / Path(each["file"]).name).write_bytes(content)
    return Warned(budget, rows, already)
