"""``report monthly`` and ``report brief``: the month of a budget as report, workbook and one-page brief."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.store.audit import today
from ghginv.workspace.budgets import execution, material, monitoring, warning
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.budgets.monitoring import Watched
from ghginv.workspace.report import ENDINGS, WITH_WORKBOOK, of_ending, whole, written

if TYPE_CHECKING:
    from ghginv.budget.monitoring.board import Board
    from ghginv.reports.budget_monthly import MonthlyMaterial

_KG = 1000


def at_month(budget: Budget, at: str = "") -> Watched:
    """The budget at the end of a month (``2026-06``); without one as of the last warning, else of the newest data.

    Past months are those of the year's last warning, so that report and letters judge alike.

    UsageError for what is no month.
    """
    if not at:
        return warning.newest(budget)[0]
    year, dash, month = at.partition("-")
    if not (dash and year.isdecimal() and month.isdecimal() and len(year) == 4):
        raise UsageError(Finding("budget-monthly-at", found=at))
    return Watched(budget, int(year), int(month), warning.history(budget, int(year)))


def gather(watched: Watched, lang: str = "zh", method: str = "auto") -> MonthlyMaterial:
    """All that the month's documents say, from what the ledger says now."""
    from ghginv.reports.budget_monthly import MonthlyMaterial

    budget, boards = watched.budget, monitoring.all_boards(watched, method=method)
    regions = _top(budget, boards["region"])
    projects = _projects(budget, watched.year, lang)
    remarks = dict.fromkeys(each.text(lang) for each in boards["region"].findings())
    return MonthlyMaterial(
        facts={**material.facts(budget), "data_date": today()},
        year=watched.year,
        month=watched.month,
        regions=regions,
        industries=_leaves(budget, boards["industry"]),
        enterprises=monitoring.table(boards["enterprise"], budget),
        projects=projects,
        warnings=_warnings(budget, watched.year, boards),
        quality=_quality(budget, watched),
        views=views(budget, watched.year),
        decisions=list(_decisions(budget, watched, regions)),
        evidence=_evidence(boards["region"]),
        remarks=list(remarks),
    )


def _top(budget: Budget, board: Board) -> list[dict[str, Any]]:
    """The city and the regions right below it."""
    tree, day = board.situation.regions, f"{board.situation.year}-12-31"
    wanted = {tree.root, *tree.children(tree.root, day)}
    return [row for row in monitoring.table(board, budget) if row["code"] in wanted]


def _leaves(budget: Budget, board: Board) -> list[dict[str, Any]]:
    leaves = set(board.situation.industries.leaves(f"{board.situation.year}-12-31"))
    return [row for row in monitoring.table(board, budget) if row["code"] in leaves]


def _projects(budget: Budget, year: int, lang: str) -> list[dict[str, Any]]:
    """Projects that are under review, or approved and not running: what is held for and committed to each."""
    from ghginv.budget.projects import states
    from ghginv.workspace.budgets.projects import Projects

    rows = []
    for each in Projects(budget).known.values():
        if each.state in (states.RESERVED, states.APPROVED, states.BUILDING, states.ACCEPTED):
            kept = sum(hold.amount_kg for hold in each.holds if hold.year == year) / _KG
            held = kept if each.state == states.RESERVED else 0.0
            name = states.words(each.state)[lang == "en"]
            rows.append({"project": each.id, "name": each.name, "state": name, "held_t": held,
                         "committed_t": kept - held})  # fmt: skip
    return rows


def _warnings(budget: Budget, year: int, boards: dict[str, Board]) -> list[dict[str, Any]]:
    named = {code: name for board in boards.values() for code, name in monitoring.names(budget, board).items()}
    return [
        {"month": each["month"], "code": letter["code"], "name": named.get(letter["code"], letter["code"]),
         "light": letter["light"], "document": letter["document"]}
        for each in warning.warnings(budget) if each["year"] == year for letter in each["letters"]
    ]  # fmt: skip


def _quality(budget: Budget, watched: Watched) -> list[dict[str, Any]]:
    """Coverage of the month by district, the least covered first."""
    from ghginv.reports.budget_monthly import shares

    table = execution.coverage(budget, watched.year, watched.month)
    plan, day = execution.plan(budget), f"{watched.year}-12-31"
    tree = plan.regions
    above = {below: code for code in tree.children(tree.root, day) for below in tree.subtree(code, day)}
    sums = table.assign(code=table["region"].map(above).fillna(tree.root)).groupby("code")[
        ["expected_kg", "covered_kg"]
    ].sum()
    return shares({"code": code, "name": tree.name(str(code), day), "expected_t": int(row["expected_kg"]) / _KG,
                   "covered_t": int(row["covered_kg"]) / _KG} for code, row in sums.iterrows())  # fmt: skip


def views(budget: Budget, year: int) -> list[dict[str, Any]]:
    """Both views of the regions that traded, have enclave rights or sinks; nothing where none did."""
    from ghginv.budget.ledger import views as made
    from ghginv.store import journal

    plan, day = execution.plan(budget), f"{year}-12-31"
    table = made.views(journal.legs(budget.workspace.database, budget.id), plan.regions, year)
    moved = table[(table[["traded_kg", "enclave_kg", "sinks_kg"]] != 0).any(axis=1)]
    return [
        {"code": row["region"], "name": plan.regions.name(row["region"], day), "official_kg": row["left_kg"],
         "traded_kg": row["traded_kg"], "enclave_kg": row["enclave_kg"], "sinks_kg": row["sinks_kg"],
         "net_kg": row["net_left_kg"]}
        for row in moved.to_dict("records")
    ]  # fmt: skip


def _decisions(budget: Budget, watched: Watched, regions: Sequence[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """What is due: districts in red or yellow, missing data, projects, the cut-off of adjustments."""
    from ghginv.budget.projects import states
    from ghginv.workspace.budgets.projects import Projects

    for light in ("red", "yellow", "grey"):
        for each in regions[1:]:
            if each["light"] == light:
                yield {"kind": light, "name": each["name"], "share": each["coverage"]}
    for project in Projects(budget).known.values():
        if project.state == states.RESERVED:
            yield {"kind": "project", "name": project.name}
        elif project.state == states.APPROVED:
            yield {"kind": "lapse", "name": project.name, "day": project.lapses_after}
    cutoff = f"{watched.year}-{budget.rules_of(watched.year).cutoff}"
    if f"{watched.year}-{watched.month:02d}-28" < cutoff:
        yield {"kind": "cutoff", "day": cutoff}


def _evidence(board: Board) -> list[dict[str, Any]]:
    """Thresholds and defaults with document and mark."""
    keys = ("parameter", "value", "unit", "citation", "status")
    return [{key: getattr(each, key) for key in keys} for each in board.situation.settings.rows]


def write(watched: Watched, kind: str, path: Path, lang: str = "zh", method: str = "auto") -> Path:
    """Write the report or the brief to a .docx or .html file, or the month's workbook to an .xlsx file."""
    from ghginv.reports import budget_monthly

    of_ending(path, WITH_WORKBOOK if kind == "monthly" else ENDINGS)
    found = gather(watched, lang, method)
    with watched.budget.workspace.overlaid():
        if path.suffix == ".xlsx":
            return _workbook(found, path, lang)
        made = budget_monthly.report if kind == "monthly" else budget_monthly.brief
        return written(made(found, lang), path)


def _workbook(found: MonthlyMaterial, path: Path, lang: str) -> Path:
    from ghginv.workbooks import execution_workbook

    book = execution_workbook.Execution(
        name=str(found.facts["name"]), year=found.year, month=found.month, warning=str(found.facts["warning"] or ""),
        regions=found.regions, industries=found.industries, enterprises=found.enterprises, projects=found.projects,
        warnings=found.warnings, quality=found.quality, evidence=found.evidence,
    )  # fmt: skip
    with whole(path) as fresh:
        execution_workbook.write_execution(fresh, book, lang)
    return path
