"""What becomes of a project 项目全过程: its state by the events of a budget, what may follow, the register of sources.

States and the steps between them are rows of ``emission_factors/budget_rules/project_states.csv``. There is no way
back: what changes comes in as a new version, under the same id with a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ghginv import folders
from ghginv.budget.projects.form import FIRST_YEAR
from ghginv.budget.projects.splitting import Earlier
from ghginv.domain import policy
from ghginv.findings import Finding

STEP = "project"
RESERVED, APPROVED, REJECTED, LAPSED = "reserved", "approved", "rejected", "lapsed"
BUILDING, ACCEPTED, RUNNING = "building", "accepted", "running"
OVER = (REJECTED, LAPSED)
SUBMIT, APPROVE, REJECT, BUILD, ACCEPT, START, LAPSE, ACTUAL = VERBS = (
    "submit", "approve", "reject", "build", "accept", "start", "lapse", "actual",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    """A state and the step that leads there; ``sources`` are the states from which it is taken."""

    state: str
    zh: str
    en: str
    verb: str
    verb_zh: str
    verb_en: str
    sources: frozenset[str]
    second_person: bool


@dataclass(frozen=True, slots=True)
class Hold:
    """Budget of a year kept for a project: accounts as text, ``source`` is where it came from."""

    year: int
    amount_kg: int
    place: str
    source: str


@dataclass(frozen=True)
class Project:
    """A project as it stands; ``figures`` are those of its evaluation, ``days`` when each step was taken, by verb."""

    id: str
    name: str
    credit_code: str
    site: str
    start: str
    trial: str
    state: str
    submitter: str
    document: str
    approval: str = ""
    days: Mapping[str, str] = field(default_factory=dict)
    holds: tuple[Hold, ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    actuals: tuple[Mapping[str, Any], ...] = ()
    target: str = ""

    @property
    def last_day(self) -> str:
        """The day of the newest step."""
        return max(self.days.values())

    @property
    def lapses_after(self) -> str:
        """The last day on which construction may begin; empty before approval (order 31, Art. 19)."""
        day = self.days.get(APPROVE, "")
        if not day:
            return ""
        years = int(policy.find("gate_opinion_valid_years", max(int(day[:4]), FIRST_YEAR), "CN").number)
        return f"{int(day[:4]) + years}{day[4:]}"


@folders.remembered
def states() -> Mapping[str, State]:
    """The steps by verb, ``evaluate`` too."""
    found = {}
    for _, row in folders.rows(folders.file("emission_factors", "budget_rules/project_states.csv")):
        sources = frozenset(row["from"].split("|")) - {""}
        told = {name: row[name] for name in ("state", "zh", "en", "verb", "verb_zh", "verb_en")}
        found[row["verb"]] = State(**told, sources=sources, second_person=row["second_person"] == "yes")
    return found


def words(state: str) -> tuple[str, str]:
    """A state in Chinese and English."""
    return next(((each.zh, each.en) for each in states().values() if each.state == state), (state, state))


def projects(events: Iterable[Mapping[str, Any]]) -> dict[str, Project]:
    """The projects of a budget by id, in the order in which they came, as its events leave them."""
    found: dict[str, Project] = {}
    for event in events:
        if event["step"] != STEP or "verb" not in event["detail"]:
            continue
        told = event["detail"]
        if told["verb"] == SUBMIT:
            found[told["project"]] = _begun(told, event["actor"])
        else:
            found[told["project"]] = _moved(found[told["project"]], told)
    return found


def _begun(told: Mapping[str, Any], actor: str) -> Project:
    names = ("name", "credit_code", "site", "start", "trial", "document")
    return Project(
        id=told["project"], **{name: told[name] for name in names}, state=RESERVED, submitter=actor,
        days={SUBMIT: told["day"]}, holds=tuple(Hold(**each) for each in told["holds"]), figures=told["figures"],
        sources=tuple(told["sources"]),
    )  # fmt: skip


def _moved(project: Project, told: Mapping[str, Any]) -> Project:
    verb = told["verb"]
    moved = replace(project, state=told["state"], days={**project.days, verb: told["day"]})
    if verb == APPROVE:
        return replace(moved, approval=told["document"])
    if verb == START:
        return replace(moved, target=told["target"])
    if verb == ACTUAL:
        return replace(moved, actuals=(*project.actuals, {**told["actual"]}))
    return moved


def used_sources(known: Mapping[str, Project]) -> dict[str, str]:
    """The register of used sources of replacement: the project that holds each; a lapsed one holds none."""
    return {key: each.id for each in known.values() if each.state not in OVER for key in each.sources}


def earlier(known: Mapping[str, Project]) -> list[Earlier]:
    """The projects with which a new one is looked at together."""
    return [
        Earlier(each.id, each.name, each.credit_code, each.site, each.start,
                *(float(each.figures[name]) for name in ("tce", "coal_t", "tce_high")))
        for each in known.values() if each.state not in OVER
    ]  # fmt: skip


def numbered(project: str, known: Mapping[str, Project]) -> tuple[str, list[Finding]]:
    """The id under which a project comes in: a number behind it after lapse or rejection; refused while it is there."""
    same = [each for each in known.values() if each.id == project or each.id.startswith(f"{project}-")]
    if not same:
        return project, []
    if same[-1].state not in OVER:
        zh, en = words(same[-1].state)
        return same[-1].id, [Finding("project-known", found=same[-1].id, details={"state_zh": zh, "state": en})]
    return f"{project}-{len(same) + 1}", []


def refusals(project: Project, verb: str, actor: str, day: str) -> list[Finding]:
    """Why a step cannot be taken now: wrong state, the same person, a day before the last step, lapsed or not yet."""
    step = states()[verb]
    if project.state not in step.sources:
        zh, en = words(project.state)
        wanted = [words(each) for each in sorted(step.sources)]
        told = {"project": project.id, "state_zh": zh, "state": en, "verb_zh": step.verb_zh, "verb": step.verb_en,
                "wanted_zh": "、".join(each[0] for each in wanted),
                "wanted": " / ".join(each[1] for each in wanted)}  # fmt: skip
        return [Finding("project-move", details=told)]
    found = []
    if step.second_person and actor == project.submitter:
        found.append(Finding("project-own-approval", found=actor, details={"project": project.id}))
    if day < project.last_day and verb != ACTUAL:
        found.append(Finding("project-day-order", found=day, expected=project.last_day))
    told = {"project": project.id, "approved": project.days.get(APPROVE, "")}
    if verb == LAPSE and day <= project.lapses_after:
        found.append(Finding("project-lapse-early", found=day, expected=project.lapses_after, details=told))
    if verb == BUILD and day > project.lapses_after:
        found.append(Finding("project-lapsed", found=day, expected=project.lapses_after, details=told))
    return found
