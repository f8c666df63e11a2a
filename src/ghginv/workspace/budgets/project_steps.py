"""The steps of a project 项目全过程: each an event with its documents and entries, in one transaction or not at all.

受理（预占）→ 批复（占用）→ 开工 → 验收 → 投产；失效、不予通过把预占退回原处。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError
from ghginv.findings import Finding, errors
from ghginv.store.audit import actor, today
from ghginv.workspace.budgets import circumstances, ledger, project_places, projects
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.budgets.project_people import DECISION, FORM
from ghginv.workspace.budgets.projects import Evaluated, Projects
from ghginv.workspace.budgets.steps import attached

if TYPE_CHECKING:
    from ghginv.budget.ledger.entries import Entry
    from ghginv.budget.projects.evaluation import Evaluation
    from ghginv.budget.projects.states import Project
    from ghginv.store.budgets import Document

STEP = "project"


@dataclass(frozen=True, slots=True)
class Taken:
    """What a step left: the project afterwards, remarks, the number of entries."""

    project: Project
    remarks: list[Finding]
    entries: int


def submit(budget: Budget, path: Path, *, wanted: str = "", layer: str = "", day: str = "", note: str = "") -> Taken:
    """Take a project in 受理: evaluated, its budget held for every year that it needs, its form kept.

    InputError where the form is wrong, the conclusion is to refuse it, or it is there already.
    """
    from ghginv.budget.projects import states

    _require_issued(budget)
    found = projects.evaluate(path, budget.workspace, budget, wanted=wanted, layer=layer)
    evaluation = found.evaluation
    form, room = evaluation.form, evaluation.room
    project, wrong = states.numbered(form.id, Projects(budget).known)
    wrong += errors([each.finding for each in evaluation.reasons])
    wrong += list(suspension(budget, evaluation, day_of(day)))
    if form.year > evaluation.place.years[-1]:
        expected = f"{evaluation.place.years[0]}–{evaluation.place.years[-1]}"
        wrong.append(Finding("project-beyond-budget", found=str(form.year), expected=expected))
    if wrong:
        raise InputError(*wrong)
    document = _form(found, project)
    place = _place(evaluation, room.layer)
    source = room.source.account if room.source else place
    holds = [{"year": year, "amount_kg": kg, "place": place, "source": source} for year, kg in room.needs.items()]
    told = {"verb": "submit", "state": states.RESERVED, "day": day_of(day), "year": form.year,
            **_about(evaluation, project, _number(budget, document)), "holds": holds}  # fmt: skip
    entries = _holds(told, told["document"], note)
    remarks = [*found.judged.findings, *(each.finding for each in evaluation.reasons)]
    return taken(budget, project, told, [document], entries, note, remarks)


def suspension(budget: Budget, evaluation: Evaluation, day: str) -> Iterator[Finding]:
    """Why a 两高 project is not taken in: new reviews are suspended where it stands, as the last warnings say."""
    from ghginv.workspace.budgets import warning

    form, plan = evaluation.form, budget.plan_in_force
    asked = warning.suspended(budget, int(day[:4])) if form.two_high else frozenset()
    sides = (
        ("region", plan.regions, form.facts["region"]),
        ("industry", plan.industries, evaluation.place.industry),
    )
    for side, tree, code in sides:
        for node in (code, *tree.ancestors(code)):
            if f"{side}:{node}" in asked:
                yield Finding("project-suspended", found=tree.name(node), details={"node": node, "year": day[:4]})


def _about(evaluation: Evaluation, project: str, document: str) -> dict[str, Any]:
    """What an event keeps of a project beside its holds."""
    from ghginv.budget.projects import evaluation as evaluations

    form = evaluation.form
    names = ("name", "owner", "credit_code", "start", "trial", "region", "kind", "two_high")
    return {
        "project": project, "document": document, "site": form.site,
        **{name: form.facts[name] for name in names}, "industry": evaluation.place.industry,
        "figures": evaluations.figures(evaluation), "sources": [each.key for each in form.sources],
        "reasons": [each.finding.code for each in evaluation.reasons],
    }  # fmt: skip


def _form(found: Evaluated, project: str) -> Document:
    from ghginv.store.budgets import Document

    name = found.evaluation.form.facts["name"]
    return Document(FORM, project, name, found.judged.file, found.judged.content)


def _place(evaluation: Evaluation, layer: str) -> str:
    from ghginv.budget.ledger.accounts import Account

    form = evaluation.form
    return Account("available", form.facts["region"], evaluation.place.industry, layer).text


def _holds(told: Mapping[str, Any], document: str, note: str) -> list[Entry]:
    from ghginv.budget.ledger import commitments
    from ghginv.budget.ledger.accounts import parse

    entries = []
    for each in told["holds"]:
        place, source = parse(each["place"]), parse(each["source"])
        head = {"effective": told["day"], "document": document, "note": note,
                "key": f"{told['project']}/hold/{each['year']}"}  # fmt: skip
        given = (told["project"], each["year"], each["amount_kg"])
        if source == place:
            entries.append(commitments.hold(place, *given, **head))
        else:
            entries.append(commitments.hold_from_reserve(source, place, *given, **head))
    return entries


def approve(budget: Budget, project: str, document: Path, day: str = "", note: str = "") -> Taken:
    """Approve 批复: what was held becomes committed, resting on the decision; nobody approves what he took in."""
    return _decided(budget, project, "approve", document, day, note)


def reject(budget: Budget, project: str, document: Path, day: str = "", note: str = "") -> Taken:
    """Refuse 不予通过: what was held goes back to where it came from; ``note`` gives the reason."""
    if not note.strip():
        raise InputError(Finding("budget-reason-missing"))
    return _decided(budget, project, "reject", document, day, note)


def _decided(budget: Budget, project: str, verb: str, document: Path, day: str, note: str) -> Taken:
    from ghginv.budget.ledger import commitments

    found = ready(budget, project, verb, day_of(day))
    kept = attached(document, DECISION, project)
    told = told_of(found, verb, day_of(day)) | {"document": _number(budget, kept)}
    entries = []
    for place, source, year, kg in kept_for(budget, found, "reserved"):
        head = {"effective": told["day"], "document": told["document"], "note": note,
                "key": f"{project}/{verb}/{year}"}  # fmt: skip
        if verb == "approve":
            entries.append(commitments.commit(place, project, year, kg, **head))
        else:
            entries.append(commitments.release_hold(place, project, year, kg, back=source, **head))
    return taken(budget, project, told, [kept], entries, note)


def build(budget: Budget, project: str, day: str, note: str = "") -> Taken:
    """Construction begins 开工: not before the approval, not after it lapsed."""
    found = ready(budget, project, "build", day_of(day))
    return taken(budget, project, told_of(found, "build", day_of(day)), [], [], note)


def accept(budget: Budget, project: str, day: str, document: Path | None = None, note: str = "") -> Taken:
    """Acceptance 验收 before use; remarked where it is later after the trial run than the rule says."""
    from ghginv.budget.projects.form import FIRST_YEAR
    from ghginv.domain import policy

    day = day_of(day)
    found = ready(budget, project, "accept", day)
    rule = policy.find("gate_acceptance_after_trial_months", max(int(day[:4]), FIRST_YEAR), "CN")
    told = {"trial": found.trial, "months": rule.value}
    late = [Finding("project-acceptance-late", found=day, details=told)] if _late(found.trial, day, rule.value) else []
    kept = [attached(document, DECISION, project)] if document else []
    return taken(budget, project, told_of(found, "accept", day), kept, [], note, late)


def _late(trial: str, day: str, months: str) -> bool:
    month = int(trial[:4]) * 12 + int(trial[5:7]) - 1 + int(months)
    return day > f"{month // 12}-{month % 12 + 1:02d}{trial[7:]}"


def ready(budget: Budget, project: str, verb: str, day: str) -> Project:
    """The project, if a step may be taken with it now."""
    from ghginv.budget.projects import states

    _require_issued(budget)
    found = Projects(budget).find(project)
    with budget.workspace.overlaid():
        if refused := states.refusals(found, verb, actor(), day):
            raise InputError(*refused)
    return found


def told_of(project: Project, verb: str, day: str) -> dict[str, Any]:
    """What every event of a step says."""
    from ghginv.budget.projects import states

    return {"project": project.id, "verb": verb, "state": states.states()[verb].state, "day": day,
            "year": int(day[:4])}  # fmt: skip


def kept_for(budget: Budget, project: Project, kind: str) -> list[tuple[Any, Any, int, int]]:
    """What the ledger keeps for a project: place, where it came from, year, kg; closed years hold nothing any more."""
    from ghginv.budget.ledger.accounts import parse

    sources = {(each.place, each.year): each.source for each in project.holds}
    found = project_places.kept(project_places.standing(budget), project.id, kind)
    return [(parse(place), parse(sources.get((place, year), place)), year, kg) for (place, year), kg in found.items()]


def taken(
    budget: Budget, project: str, told: Mapping[str, Any], documents: list[Document], entries: list[Entry],
    note: str = "", remarks: list[Finding] | None = None,
) -> Taken:  # fmt: skip
    """Store the event, its documents and its entries together."""
    around = circumstances.of(budget, STEP, {})
    with budget.workspace.writing() as database:
        made = budget.write(database, STEP, around, detail=told, documents=documents, note=note)
        posted = ledger.append(made, database, entries) if entries else None
    after = Projects(Budget(budget.workspace, budget.id)).known[project]
    return Taken(after, remarks or [], len(posted.entries) if posted else 0)


def _require_issued(budget: Budget) -> None:
    if not budget.standing.issued:
        raise InputError(Finding("budget-not-issued"))


def _number(budget: Budget, document: Document) -> str:
    from ghginv.store import budgets

    return budgets.number(budget.id, document)


def day_of(text: str) -> str:
    """The day given, or today; InputError for anything else."""
    if not text:
        return today()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise InputError(Finding("project-day", found=text)) from None
