"""What is written and listed of projects: the opinion, the evaluation workbook, tables of states and figures."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.workspace.budgets import project_material, project_places
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.budgets.projects import Evaluated, Projects
from ghginv.workspace.place import Workspace
from ghginv.workspace.report import ENDINGS, of_ending, whole, written

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.projects.states import Project

_KG = 1000
_FIGURES = ("conclusion", "reviewer", "tce", "coal", "tce_total", "tce_equal", "tce_high", "carbon", "energy",
            "process", "indirect", "added", "share", "intensity_change", "replacement")  # fmt: skip


def opinion(found: Evaluated, path: Path, workspace: Workspace | None, lang: str = "zh") -> Path:
    """Write the opinion to a .docx or .html file, which appears whole or not at all. UsageError: another ending."""
    from ghginv.reports import project_opinion

    of_ending(path, ENDINGS)
    with workspace.overlaid() if workspace else nullcontext():
        return written(project_opinion.opinion(project_material.of(found.evaluation, lang), lang), path)


def workbook(found: Evaluated, path: Path, workspace: Workspace | None, lang: str = "zh") -> Path:
    """Write 项目碳评价表.xlsx with live formulas, whole or not at all. UsageError: another ending."""
    from ghginv.workbooks import project_workbook

    of_ending(path, (".xlsx",))
    with workspace.overlaid() if workspace else nullcontext(), whole(path) as fresh:
        project_workbook.write_project(fresh, project_material.of(found.evaluation, lang), lang)
    return path


def summary(found: Evaluated, lang: str = "zh") -> dict[str, Any]:
    """An evaluation in short: ``figures`` and ``reasons`` as rows, besides its id and conclusion."""
    from ghginv.workbooks import project_words

    told = project_material.of(found.evaluation, lang)
    totals, effect, replaced = told["totals"], told["effect"], told["replacement"]
    values: dict[str, tuple[Any, str]] = {
        "conclusion": (told["conclusion_word"], ""), "reviewer": (told["reviewer"], ""),
        "tce": (totals["tce"], "tce"), "coal": (totals["coal"], "t"), "tce_total": (totals["total"], "tce"),
        "tce_equal": (totals["equal"], "tce"), "tce_high": (totals["tce_high"], "tce"),
        "carbon": (totals["carbon_t"], "t CO2"),
        **{part: (totals[f"{part}_t"], "t CO2") for part in ("energy", "process", "indirect")},
        "added": (totals["added_t"], "t CO2"), "share": (effect["share_budget"], "%"),
        "intensity_change": (effect["intensity_change"], "%"), "replacement": (replaced["reached"], ""),
    }  # fmt: skip
    figures = [
        {"figure": project_words.word(f"figure.{key}", lang, name=told["place"]["name"]), "value": values[key][0],
         "unit": values[key][1]}
        for key in _FIGURES if values[key][0] is not None
    ]  # fmt: skip
    reasons = [
        {"weight": each["weight_word"], "article": each["article"], "mark": each["status"], "code": each["code"],
         "reason": each["text"]}
        for each in told["reasons"]
    ]  # fmt: skip
    head = {name: told[name] for name in ("id", "name", "conclusion")}
    return {**head, "figures": figures, "reasons": reasons, "totals": totals, "effect": effect}


def table(budget: Budget, lang: str = "zh", only: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The projects of a budget, a row each: state, since when, figures, what is kept in the ledger in t."""
    known, books = Projects(budget).known.values(), project_places.standing(budget)
    return [_row(books, each, lang) for each in known if only is None or each.id in only]


def _row(books: pd.DataFrame, project: Project, lang: str) -> dict[str, Any]:
    from ghginv.budget.ledger.accounts import parse
    from ghginv.budget.projects import opinion as opinions
    from ghginv.budget.projects import reviewer, states

    side = 0 if lang == "zh" else 1
    figures = project.figures
    place = parse(project.holds[0].place) if project.holds else None
    kept = {kind: sum(project_places.kept(books, project.id, kind).values()) for kind in ("reserved", "committed")}
    return {
        "project": project.id, "name": project.name, "state": states.words(project.state)[side],
        "state_id": project.state, "day": project.last_day, "region": place.region if place else "",
        "industry": place.industry if place else "", "added_t": figures["added_kg"] / _KG, "tce": figures["tce"],
        "reviewer": reviewer.WORDS[figures["reviewer"]][side],
        "conclusion": opinions.WORDS[figures["conclusion"]][side], "held_t": kept["reserved"] / _KG,
        "committed_t": kept["committed"] / _KG, "lapses_after": project.lapses_after if project.approval else "",
        "target": project.target,
    }  # fmt: skip


def spoken(rows: Sequence[dict[str, Any]], lang: str = "zh") -> list[dict[str, Any]]:
    """Rows of ``shown`` as people read them: steps, kinds of documents and remarks in words, no ids of states."""
    from ghginv.budget.projects import states

    verbs = {verb: (each.verb_zh, each.verb_en) for verb, each in states.states().items()}
    known = {**verbs, **_SPOKEN}

    def said(name: str, value: Any) -> Any:
        if name not in ("verb", "kind", "flags"):
            return value
        return ("、", ", ")[lang == "en"].join(known.get(each, (each, each))[lang == "en"] for each in value.split())

    return [{name: said(name, value) for name, value in row.items() if name != "state_id"} for row in rows]


_SPOKEN = {
    "project": ("申报表", "form"), "project-decision": ("决定文件", "decision"),
    "project-over-carbon": ("碳排放总量", "total carbon"), "project-over-energy": ("综合能耗", "energy"),
    "project-over-unit": ("单位产品碳排放", "carbon per product"),
    "project-over-energy-unit": ("单位产品能耗", "energy per product"),
}  # fmt: skip


def shown(budget: Budget, project: str, lang: str = "zh") -> dict[str, Any]:
    """A project: ``summary``, ``events``, ``holds``, ``actuals`` and ``documents`` as rows, and its ``figures``."""
    found = Projects(budget).find(project)
    events = [
        {"verb": event["detail"]["verb"], "day": event["detail"]["day"], "at": event["at"], "actor": event["actor"],
         "note": event["note"]}
        for event in budget.events if event["step"] == "project" and event["detail"].get("project") == project
    ]  # fmt: skip
    holds = [{"year": each.year, "amount_t": each.amount_kg / _KG, "place": each.place, "source": each.source}
             for each in found.holds]  # fmt: skip
    actuals = [
        {"year": each["year"], "amount_t": each["amount_kg"] / _KG, "tce": each["tce"], "output": each["output"],
         "flags": " ".join(each["flags"])}
        for each in found.actuals
    ]  # fmt: skip
    names = ("document", "kind", "title", "file", "sha256", "actor")
    documents = [{name: each[name] for name in names} for each in budget.documents() if each["addressee"] == project]
    return {"summary": table(budget, lang, [project]), "events": events, "holds": holds, "actuals": actuals,
            "documents": documents, "figures": dict(found.figures), "sources": list(found.sources)}  # fmt: skip
