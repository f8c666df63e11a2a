"""The life of a budget 编制 → 论证 → 审批 → 下达: steps, states and guards.

Steps and the states between which they lead are rows of ``emission_factors/budget_rules/process.csv``; a guard is a
function of this module's table GUARDS. Nothing leads backwards: what is changed becomes a new version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ghginv import folders
from ghginv.findings import Finding

STATES: Mapping[str, tuple[str, str]] = {
    "draft": ("编制", "draft"),
    "review": ("论证", "review"),
    "submitted": ("报审", "submitted"),
    "approved": ("已审批", "approved"),
    "issued": ("已下达", "issued"),
    "returned": ("退回", "returned"),
    "withdrawn": ("撤回", "withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """A step: from which states it may be taken, where it leads (empty: the state stays), what guards it."""

    step: str
    zh: str
    en: str
    sources: tuple[str, ...]
    to: str
    guards: tuple[str, ...]
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a budget stands, from its events.

    ``version`` is the newest version (0: none yet), ``issued`` the one in force (0: none); ``preparers`` made the
    newest version or its plan, ``approvers`` have approved it so far. ``total`` is the choice of the total in force.
    """

    state: str = ""
    revision: int = 0
    version: int = 0
    issued: int = 0
    preparers: frozenset[str] = frozenset()
    approvers: tuple[str, ...] = ()
    total: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the guards look at beside the standing.

    ``plan`` says whether there is a judged plan, ``stale`` why the newest version is not of the newest plan or total.
    ``missing`` are the regions without a request, ``ownerless`` nodes without a responsible unit, ``unbalanced`` and
    ``beyond`` what is wrong with sums and reserves; ``documents`` the kinds of documents at hand with their digests.
    """

    actor: str
    day: str = ""
    plan: bool = True
    stale: str = ""
    missing: Sequence[str] = ()
    ownerless: Sequence[str] = ()
    unbalanced: Sequence[Finding] = ()
    beyond: Sequence[Finding] = ()
    documents: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    reasons: Sequence[str] = ()
    cutoff: str = ""


@folders.remembered
def steps() -> Mapping[str, Step]:
    """All steps by name. BrokenFile for an unknown state or guard."""
    path = folders.file("emission_factors", "budget_rules/process.csv")
    found = {}
    for line, row in folders.rows(path):
        sources, guards = (tuple(filter(None, row.pop(name).split("|"))) for name in ("from", "guards"))
        step = Step(sources=sources, guards=guards, **row)
        if not {*sources, *filter(None, [step.to])} <= set(STATES) or not set(guards) <= set(GUARDS):
            raise folders.BrokenFile(f"{path}:{line}: {step.step}: unknown state or guard")
        found[step.step] = step
    return found


def standing(events: Iterable[Mapping[str, Any]]) -> Standing:
    """Where a budget stands after its events.

    How many different people must approve was settled when it was submitted: a rule set that changes later approves
    or disapproves nothing. Who withdraws an adjustment is back at the version in force and its total.
    """
    now: dict[str, Any] = {"state": "", "preparers": frozenset(), "approvers": ()}
    wanted, in_force = 0, {}
    for event in events:
        step, actor = steps()[event["step"]], event["actor"]
        now |= {"revision": event["revision"], "version": event["version"]}
        if step.step == "submit":
            wanted = event["detail"]["approvals"]
        if step.step == "approve":
            now["approvers"] = (*now["approvers"], actor)
            if len(now["approvers"]) >= wanted:
                now["state"] = step.to
            continue
        now["state"] = step.to or now["state"]
        if step.step in ("draft", "total", "allocate", "adjust"):
            fresh = step.step == "adjust"
            now["preparers"] = frozenset({actor}) if fresh else now["preparers"] | {actor}
            now["approvers"] = ()
        if step.step in ("return", "withdraw"):
            now["approvers"] = ()
        if step.step == "total":
            now["total"] = event["detail"]
        if step.step == "issue":
            now["issued"] = event["version"]
            in_force = {"state": "issued", "version": event["version"], "total": now["total"]}
        if step.step == "withdraw":
            now |= in_force
    return Standing(**now)


def refusals(step: str, now: Standing, told: Circumstances) -> list[Finding]:
    """Why a step cannot be taken now; empty where it can."""
    wanted = steps()[step]
    if now.state not in wanted.sources and not (step == "draft" and not now.state):
        may = "、".join(each.step for each in steps().values() if now.state in each.sources)
        return [Finding("budget-step-state", found=step, expected=may, details=_words(wanted, now.state))]
    found: list[Finding] = []
    for guard in wanted.guards:
        found += GUARDS[guard](now, told)
    return found


def _words(step: Step, state: str) -> dict[str, str]:
    zh, en = STATES.get(state, ("—", "-"))
    return {"step": f"{step.zh} {step.en}", "state": f"{zh} {en}"}


def _plan(now: Standing, told: Circumstances) -> list[Finding]:
    return [] if told.plan else [Finding("budget-plan-missing")]


def _total(now: Standing, told: Circumstances) -> list[Finding]:
    return [] if now.total else [Finding("budget-total-missing")]


def _version(now: Standing, told: Circumstances) -> list[Finding]:
    return [] if now.version > now.issued else [Finding("budget-version-missing")]


def _current(now: Standing, told: Circumstances) -> list[Finding]:
    return [Finding("budget-version-stale", found=str(now.version), details={"why": told.stale})] if told.stale else []


def _requests(now: Standing, told: Circumstances) -> list[Finding]:
    if not told.missing:
        return []
    return [Finding("budget-requests-missing", found=str(len(told.missing)), details={"who": "、".join(told.missing)})]


def _sums(now: Standing, told: Circumstances) -> list[Finding]:
    return list(told.unbalanced)


def _reserves(now: Standing, told: Circumstances) -> list[Finding]:
    return list(told.beyond)


def _other(now: Standing, told: Circumstances) -> list[Finding]:
    own = told.actor in now.preparers or not told.actor
    return [Finding("budget-own-draft", found=told.actor or "?")] if own else []


def _once(now: Standing, told: Circumstances) -> list[Finding]:
    return [Finding("budget-approved-twice", found=told.actor)] if told.actor in now.approvers else []


def _document(now: Standing, told: Circumstances) -> list[Finding]:
    return [] if all(told.documents.values()) and told.documents else [Finding("budget-document-missing")]


def _owners(now: Standing, told: Circumstances) -> list[Finding]:
    if not told.ownerless:
        return []
    return [Finding("budget-owner-missing", found="、".join(told.ownerless))]


def _reason(now: Standing, told: Circumstances) -> list[Finding]:
    if not told.reason.strip():
        return [Finding("budget-reason-missing")]
    unknown = bool(told.reasons) and told.reason not in told.reasons
    return [Finding("budget-reason-unknown", found=told.reason, expected="、".join(told.reasons))] if unknown else []


def _cutoff(now: Standing, told: Circumstances) -> list[Finding]:
    late = bool(told.cutoff) and told.day[5:] > told.cutoff
    return [Finding("budget-after-cutoff", found=told.day, expected=told.cutoff)] if late else []


GUARDS: Mapping[str, Callable[[Standing, Circumstances], list[Finding]]] = {
    "plan": _plan,
    "total": _total,
    "version": _version,
    "current": _current,
    "requests": _requests,
    "sums": _sums,
    "reserves": _reserves,
    "other": _other,
    "once": _once,
    "document": _document,
    "owners": _owners,
    "reason": _reason,
    "cutoff": _cutoff,
}
