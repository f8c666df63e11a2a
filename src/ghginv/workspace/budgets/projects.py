"""新上项目: the form of a project read, judged and evaluated, within a carbon budget where one is named."""

from __future__ import annotations

import hashlib
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding, errors
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.place import Workspace

if TYPE_CHECKING:
    from ghginv.budget.projects.evaluation import Evaluation, Surroundings
    from ghginv.budget.projects.form import Form
    from ghginv.budget.projects.states import Project


@dataclass(frozen=True, slots=True)
class Judged:
    """A form as judged: None where a finding is an error."""

    form: Form | None
    findings: list[Finding]
    file: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A form as evaluated, with the remarks on it."""

    evaluation: Evaluation
    judged: Judged


class Projects:
    """The projects of a budget as its events leave them."""

    def __init__(self, budget: Budget):
        self.budget = budget

    @cached_property
    def known(self) -> dict[str, Project]:
        """All projects by id, oldest first."""
        from ghginv.budget.projects import states

        with self.budget.workspace.overlaid():
            return states.projects(self.budget.events)

    def find(self, project: str) -> Project:
        """The project of this id; UsageError where there is none."""
        if project not in self.known:
            expected = "、".join(self.known) or "-"
            raise UsageError(Finding("project-unknown", found=project, expected=expected))
        return self.known[project]


def template(path: Path, workspace: Workspace | None, lang: str = "zh", data: Path | None = None) -> Path:
    """Write the form to be filled in; ``data`` is a folder of rows known beforehand (``facts.csv``, ``energy.csv`` …).

    InputError for faults of the folder, each with its line.
    """
    from ghginv.budget import plan_folder
    from ghginv.domain import plan_tables
    from ghginv.workbooks import project_template

    with workspace.overlaid() if workspace else nullcontext():
        path.parent.mkdir(parents=True, exist_ok=True)
        read = plan_folder.read_tables(data, plan_tables.project()) if data else {}
        rows = {table: [each.values for each in mine] for table, mine in read.items() if mine}
        region = [{"fact": "region", "value": workspace.settings.region}] if workspace else []
        project_template.build_project(path, lang, {"facts": region, **rows})
    return path


def judge(path: Path, workspace: Workspace | None) -> Judged:
    """Read a form and judge it; store nothing."""
    from ghginv.budget.projects import judge as judges
    from ghginv.workbooks import project_reading, project_words, read

    with workspace.overlaid() if workspace else nullcontext():
        workbook = read.read_workbook(path)
        rows, before = project_reading.read_project(workbook)
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != workbook.sha256:
            raise InputError(Finding("file-changed", file=path.name))
        if errors(before) and not any(rows.values()):
            return Judged(None, before, path.name, content)
        form, findings = judges.judge(rows, project_words.by_fact())
    findings = [*before, *findings]
    return Judged(None if errors(findings) else form, findings, path.name, content)


def check(path: Path, workspace: Workspace | None) -> list[Finding]:
    """What is wrong with a form, by itself and where something in it cannot be computed."""
    from ghginv.budget.projects import evaluation
    from ghginv.factors import library

    judged = judge(path, workspace)
    if judged.form is None:
        return judged.findings
    with workspace.overlaid() if workspace else nullcontext():
        around, wrong = alone(judged.form)
        if not wrong:
            wrong = evaluation.evaluate(judged.form, around, library.load())[1]
    return [*judged.findings, *wrong]


def evaluate(
    path: Path, workspace: Workspace | None, budget: Budget | None = None, *, wanted: str = "", layer: str = ""
) -> Evaluated:
    """Evaluate a form; with a budget its effect on the place, headroom, sources and splitting are judged too.

    ``wanted`` is ``cell`` or ``reserve``, from where budget would be held, ``layer`` the layer. InputError with all
    findings where the form has an error.
    """
    from ghginv.budget.projects import evaluation
    from ghginv.factors import library

    judged = judge(path, workspace)
    if judged.form is None:
        raise InputError(*judged.findings)
    with workspace.overlaid() if workspace else nullcontext():
        around, wrong = within(budget, judged.form, wanted, layer) if budget else alone(judged.form)
        found, more = (None, wrong) if wrong else evaluation.evaluate(judged.form, around, library.load())
    if found is None:
        raise InputError(*errors(judged.findings), *(wrong or more))
    return Evaluated(found, judged)


def alone(form: Form) -> tuple[Surroundings, list[Finding]]:
    """The surroundings of a form without a budget; a finding where its region is not known."""
    import ghginv
    from ghginv.budget import rules
    from ghginv.budget.projects.evaluation import Surroundings
    from ghginv.domain import regions

    code = form.facts["region"]
    known = next((each for each in (code, code[:6]) if regions.known(each)), "")
    wrong = [] if known else [form.finding("region", "project-region-code")]
    return Surroundings(known, power=rules.load().power_factor, version=ghginv.__version__), wrong


def within(budget: Budget, form: Form, wanted: str = "", layer: str = "") -> tuple[Surroundings, list[Finding]]:
    """The surroundings of a form in a budget; findings where its region or industry is not in it."""
    import ghginv
    from ghginv.budget.projects import states
    from ghginv.budget.projects.evaluation import Surroundings
    from ghginv.domain import regions
    from ghginv.workspace.budgets import project_places

    plan = project_places.plan_of(budget)
    code = form.facts["region"]
    if not plan.regions.has(code):
        expected = "、".join(list(plan.regions.nodes)[:20])
        return Surroundings(""), [form.finding("region", "project-region-unknown", expected=expected)]
    industry = project_places.industry_of(plan, form.facts["industry"])
    if not industry:
        return Surroundings(""), [form.finding("industry", "project-industry-unknown")]
    chain = (code, *plan.regions.ancestors(code))
    factor_region = next((each for each in chain if regions.known(each)), "100000")
    known, books = Projects(budget).known, project_places.standing(budget)
    found = Surroundings(
        factor_region,
        place=project_places.place(budget, books, code, industry),
        power=budget.rules.power_factor,
        candidates=tuple(project_places.candidates(budget, books, code, industry)),
        used=states.used_sources(known),
        others=tuple(states.earlier(known)),
        wanted=wanted,
        layer=layer,
        version=ghginv.__version__,
    )
    return found, []
