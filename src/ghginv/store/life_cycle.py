"""The life cycle of a submission 提交的流转: draft, submitted, returned, resubmitted, verified, locked; versions.

States are events, never edited. Of what is handed in as the same thing one version counts; a newer one replaces it:
``superseded`` 已被替换. What was locked 已锁定 is replaced only with a reason. A draft 草稿 may be withdrawn 撤回.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from ghginv.domain.records import Activity, Parameter
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.store import enterprises, execution, submissions
from ghginv.store.submissions import ACTIVE, Filing

DRAFT = "draft"
OVER = ("superseded", "withdrawn")
HANDED_IN = ("submitted", "resubmitted")
# What may be done: in which states, the new state (empty: it depends on earlier versions), and which want a reason.
MOVES = {
    "submit": ((DRAFT, "withdrawn", "returned"), ""),
    "withdraw": ((DRAFT,), "withdrawn"),
    "return": ((*HANDED_IN, "verified"), "returned"),
    "verify": (HANDED_IN, "verified"),
    "lock": (("verified",), "locked"),
}
WITH_REASON = ("return",)


@dataclass(frozen=True, slots=True)
class Deed:
    """Who acts, when, and why; ``reason`` is that of a correction after locking."""

    at: str
    actor: str
    note: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a filing: its version and state, and which older versions it replaced."""

    version: int
    state: str
    superseded: tuple[str, ...]


def hand_in(
    database: Database,
    filing: Filing,
    activities: Iterable[Activity],
    parameters: Iterable[Parameter],
    findings: Iterable[Finding],
    about: Iterable[enterprises.Record] = (),
    *,
    deed: Deed,
    draft: bool = False,
) -> Entered:
    """Store a filing as the next version of what it is, and let it take its place (inside a transaction).

    A draft takes no place yet. InputError when the version before is locked and the deed gives no reason.
    """
    older = (
        execution.versions(database, filing.monthly)
        if filing.monthly
        else submissions.versions(database, filing.kind, filing.region, filing.year, filing.enterprise)
    )
    before = [each for each in older if each["state"] != "withdrawn"]
    version = 1 + max((each["version"] for each in older), default=0)
    filing = replace(filing, version=version, replaces=before[-1]["submission"] if before else "")
    submissions.add(database, filing, activities, parameters, findings, about)
    new = {"submission": filing.submission, "file": filing.file}
    if draft:
        drafts = [each for each in older if each["state"] == DRAFT]
        _supersede(database, drafts, filing.submission, deed)
        submissions.record_event(database, filing.submission, DRAFT, deed.at, deed.actor, deed.note)
        return Entered(version, DRAFT, tuple(each["submission"] for each in drafts))
    state, superseded = _enter(database, new, older, deed)
    return Entered(version, state, superseded)


def move(database: Database, submission: str, step: str, deed: Deed, four_eyes: bool = False) -> str:
    """Take a step and say the new state (inside a transaction).

    UsageError for an unknown submission, a step that its state forbids, a missing reason, or, with ``four_eyes``, when
    who verifies is who handed in. The note is the reason where a draft corrects what is locked.
    """
    found = submissions.find(database, submission)
    if found is None:
        raise UsageError(Finding("submission-unknown", found=submission))
    allowed, new = MOVES[step]
    if found["state"] not in allowed:
        possible = "、".join(name for name, (before, _) in MOVES.items() if found["state"] in before) or "-"
        told = {"submission": submission, "state": found["state"], "near": possible}
        raise UsageError(Finding("submission-move", found=step, details=told))
    if step in WITH_REASON and not deed.note.strip():
        raise UsageError(Finding("submission-reason", found=step, details={"submission": submission}))
    if step == "verify" and four_eyes and _handed_in_by(database, submission) == deed.actor:
        raise UsageError(Finding("submission-same-person", found=deed.actor, details={"submission": submission}))
    if step == "submit":
        monthly = execution.filing(database, submission)
        same = (
            execution.versions(database, monthly)
            if monthly
            else submissions.versions(database, *(found[name] for name in ("kind", "region", "year", "enterprise")))
        )
        others = [each for each in same if each["submission"] != submission]
        again = found["state"] == "returned"
        return _enter(database, found, others, replace(deed, reason=deed.note), again)[0]
    submissions.record_event(database, submission, new, deed.at, deed.actor, deed.note)
    return new


def _enter(
    database: Database, new: Mapping[str, Any], older: Iterable[Mapping[str, Any]], deed: Deed, again: bool = False
) -> tuple[str, tuple[str, ...]]:
    """A filing takes its place: older versions step back, a locked one only for a reason."""
    open_ = [each for each in older if each["state"] not in OVER]
    counting = [each for each in open_ if each["state"] in ACTIVE]
    locked = [each["submission"] for each in counting if each["state"] == "locked"]
    if locked and not deed.reason.strip():
        raise InputError(Finding("submission-locked", file=new["file"], found=locked[-1]))
    returned = any(each["state"] == "returned" for each in open_)
    state = "resubmitted" if again or (returned and not counting) else "submitted"
    _supersede(database, open_, new["submission"], deed if locked else replace(deed, reason=""))
    note = "；".join(dict.fromkeys(filter(None, (deed.note, deed.reason if locked else ""))))
    submissions.record_event(database, new["submission"], state, deed.at, deed.actor, note)
    return state, tuple(each["submission"] for each in open_)


def _supersede(database: Database, older: Iterable[Mapping[str, Any]], new: str, deed: Deed) -> None:
    note = "；".join(filter(None, (f"→ {new}", deed.reason)))
    for each in older:
        submissions.record_event(database, each["submission"], "superseded", deed.at, deed.actor, note)


def _handed_in_by(database: Database, submission: str) -> str:
    events = submissions.events(database, submission)
    return next((str(each["actor"]) for each in reversed(events) if each["state"] in HANDED_IN), "")
