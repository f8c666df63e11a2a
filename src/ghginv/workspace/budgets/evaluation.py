"""``budget evaluate``: a settled year of districts, departments or enterprises judged by a rule, kept as an event."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding, errors
from ghginv.workspace.budgets import settlement
from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    from ghginv.budget.evaluation.figures import Figure, Subject
    from ghginv.budget.evaluation.rules import Rule
    from ghginv.store.budgets import Document

STEP, DOCUMENT = "evaluate", "evaluation"
KINDS = ("region", "department", "enterprise")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be evaluated: a year, whom (``kind``), by which rule (empty: the one for them), with which figures."""

    year: int
    kind: str = "region"
    rules: str = ""
    subjects: tuple[str, ...] = ()
    data: Path | None = None
    note: str = ""


@dataclass(frozen=True)
class Evaluation:
    """An evaluation: its rule and records (see ``budget.evaluation.records``), of which event, which one before it.

    ``revision`` is 0 for a draft, ``former`` 0 for a first one; ``appealed`` are those whose records appeals replaced.
    """

    budget: Budget
    year: int
    kind: str
    rule: Rule
    records: Sequence[Mapping[str, Any]]
    sha256: str
    revision: int = 0
    former: int = 0
    at: str = ""
    actor: str = ""
    note: str = ""
    appealed: tuple[str, ...] = ()
    file: str = ""
    remarks: tuple[Finding, ...] = ()


def load_rule(budget: Budget, order: Order) -> Rule:
    """The rule of an order; UsageError where it is not made for whom it is asked for."""
    from ghginv.budget.evaluation import rules

    with budget.workspace.overlaid():
        rule = rules.load(order.rules or rules.DEFAULT[order.kind], order.year)
    if order.kind not in rule.applies_to:
        told = {"kind": order.kind}
        raise UsageError(Finding("budget-evaluate-rule-kind", found=rule.id, expected=" ".join(rule.applies_to),
                                 details=told))  # fmt: skip
    return rule


def refuse_open(budget: Budget, year: int) -> None:
    """InputError where the year is not settled: what is still open is not judged."""
    settlement.refuse_unissued(budget)
    if not settlement.closed(budget, year):
        settled = sorted({each["detail"]["year"] for each in budget.events if each["step"] == "settle"})
        raise InputError(Finding("budget-evaluate-open", found=str(year), expected="、".join(map(str, settled)) or "-"))


def draft(budget: Budget, order: Order) -> Evaluation:
    """Judge a settled year and store nothing. InputError: year open, faults in the figures, each with its cell."""
    from ghginv.budget.evaluation import known, records, scoring
    from ghginv.workspace.budgets import evaluation_subjects

    rule = load_rule(budget, order)
    refuse_open(budget, order.year)
    subjects = evaluation_subjects.subjects(budget, order.year, order.kind, order.subjects)
    told = evaluation_subjects.known(budget, order.year, order.kind, [each.code for each in subjects])
    subjects = known.with_shares(subjects, known.filled_shares(told))
    figures, remarks, file = _figures(budget, order, rule, subjects, known.figures(told, rule))
    made = records.records(scoring.evaluate(rule, subjects, figures))
    if not rule.in_force:
        remarks.append(Finding("budget-evaluate-not-in-force", found=rule.id, expected=rule.valid,
                               details={"year": order.year}))  # fmt: skip
    sha256 = records.digest(made, rule, order.year)
    return Evaluation(budget, order.year, order.kind, rule, made, sha256, note=order.note, file=file,
                      remarks=tuple(remarks))  # fmt: skip


def _figures(
    budget: Budget, order: Order, rule: Rule, subjects: Sequence[Subject], own: Iterable[Figure]
) -> tuple[list[Figure], list[Finding], str]:
    """What the budget knows and what is handed in, the remarks on it, and the digest of the file."""
    from ghginv.budget.evaluation import handed_in
    from ghginv.workspace.budgets import evaluation_data

    known = {(each.subject, each.indicator): each for each in own}
    if order.data is None:
        return list(known.values()), [], ""
    with budget.workspace.overlaid():
        rows, findings = evaluation_data.read(budget, order.data, order.year)
        figures, wrong = handed_in.figures(rows, rule, subjects, known)
    findings = [*findings, *wrong]
    if errors(findings):
        raise InputError(*findings)
    return handed_in.joined(known, figures), findings, hashlib.sha256(order.data.read_bytes()).hexdigest()


def evaluate(budget: Budget, order: Order, lang: str = "zh") -> tuple[Evaluation, bool]:
    """Judge a settled year and keep it as an event with its report; whether the very same was kept already.

    InputError: as ``draft``; or it was evaluated before with another outcome and no reason (``note``) is given.
    """
    made = draft(budget, order)
    before = latest(budget, order.year, order.kind, made.rule.id)
    if before is not None and before.sha256 == made.sha256:
        return before, True
    if before is not None and not order.note.strip():
        told = {"year": order.year, "rules": made.rule.id}
        raise InputError(Finding("budget-evaluate-again", found=str(before.revision), details=told))
    return keep(made, before.revision if before else 0, lang), False


def keep(made: Evaluation, former: int, lang: str = "zh") -> Evaluation:
    """Keep an evaluation as an event with its report."""
    detail, paper = kept(made, former, lang, revision=made.budget.standing.revision + 1)
    return stored(made, made.budget.take(STEP, note=made.note, detail=detail, documents=[paper]))


def kept(
    made: Evaluation, former: int, lang: str, *, revision: int, subjects: Sequence[str] = ()
) -> tuple[dict[str, Any], Document]:
    """What is kept of an evaluation (of an appeal: the records of ``subjects`` alone) as the event ``revision``."""
    from ghginv.store.budgets import Document
    from ghginv.workspace.budgets import evaluation_files, files

    records = [each for each in made.records if not subjects or each["subject"] in subjects]
    detail = {
        "year": made.year, "for": made.kind, "rules": made.rule.id, "rule_digest": made.rule.digest,
        "digest": made.sha256, "former": former, "subjects": list(subjects), "data": made.file, "scores": records,
    }  # fmt: skip
    with made.budget.workspace.overlaid():
        report = evaluation_files.document(made, lang, subjects)
        content = files.content(report)
    file = f"评价-{made.year}-{made.kind}-{made.rule.id}-{revision}.docx"
    return detail, Document(DOCUMENT, "、".join(subjects), report.title, file, content)


def stored(made: Evaluation, budget: Budget) -> Evaluation:
    """An evaluation as it stands in the budget after it was kept."""
    found = latest(budget, made.year, made.kind, made.rule.id)
    assert found is not None
    return Evaluation(**{**_fields(found), "remarks": made.remarks})


def latest(budget: Budget, year: int | None = None, kind: str = "", rules: str = "") -> Evaluation | None:
    """The newest evaluation (of a year, of whom, by a rule): the full one with the records that appeals replaced."""
    from ghginv.budget.evaluation import records
    from ghginv.budget.evaluation import rules as known

    wanted = {"year": year, "for": kind, "rules": rules}
    mine = [
        each for each in budget.events
        if each["step"] == STEP and all(not value or each["detail"][name] == value for name, value in wanted.items())
    ]  # fmt: skip
    if not mine:
        return None
    last = mine[-1]
    told = last["detail"]
    stream = [each for each in mine if all(each["detail"][name] == told[name] for name in ("year", "for", "rules"))]
    start = max(at for at, each in enumerate(stream) if not each["detail"]["subjects"])
    with budget.workspace.overlaid():
        rule = known.load(told["rules"], told["year"])
    made: list[Any] = list(stream[start]["detail"]["scores"])
    appealed: dict[str, None] = {}
    for each in stream[start + 1 :]:
        made = records.replaced(made, each["detail"]["scores"], rule)
        appealed |= dict.fromkeys(each["detail"]["subjects"])
    changed = rule.digest != told["rule_digest"]
    remarks = [Finding("budget-evaluate-rule-changed", found=rule.id)] if changed else []
    if not rule.in_force:
        remarks.append(Finding("budget-evaluate-not-in-force", found=rule.id, expected=rule.valid,
                               details={"year": told["year"]}))  # fmt: skip
    return Evaluation(
        budget, told["year"], told["for"], rule, made, told["digest"], last["revision"], told["former"], last["at"],
        last["actor"], last["note"], tuple(appealed), told["data"], tuple(remarks),
    )  # fmt: skip


def newest(budget: Budget, wanted: str = "") -> Evaluation:
    """The newest evaluation: of all, of those of a kind (``region`` …), or of a subject by code.

    InputError where there is none.
    """
    streams = {(each["detail"]["year"], each["detail"]["for"], each["detail"]["rules"]): each["revision"]
               for each in budget.events if each["step"] == STEP}  # fmt: skip
    for year, kind, rules in sorted(streams, key=lambda stream: -streams[stream]):
        found = latest(budget, year, kind, rules)
        if found and (wanted in ("", kind) or any(each["subject"] == wanted for each in found.records)):
            return found
    raise InputError(Finding("budget-evaluate-none", found=wanted) if wanted else Finding("budget-evaluate-nothing"))


def table(made: Evaluation, lang: str = "zh") -> list[dict[str, Any]]:
    """A row a subject: rank, grade, score, what vetoed or kept from a grade, bonuses; the rule with its mark."""
    zh, rule, rows = lang == "zh", made.rule, []
    for each in made.records:
        grade = rule.grade(each["grade"]).name(lang) if each["grade"] else ("未评定" if zh else "unrated")
        why = [next(veto.name(lang) for veto in rule.vetoes if veto.id == code) for code in each["vetoes"]]
        why += [Finding(**reason).text(lang) for reason in each["reasons"]]
        rows.append({
            "rank": each["rank"] or None, "subject": each["subject"], "name": each["name"], "grade": grade,
            "score": None if each["score"] is None else round(each["score"], 2), "points": round(each["points"], 2),
            "possible": each["possible"], "missed": sum(each["missed"].values()),
            "no_data": sum(one["completion"] is None for one in each["indicators"]),
            "bonus": round(sum(one["counted"] for one in each["bonuses"]), 2), "why": "；".join(why),
            "rules": rule.id, "status": rule.status, "revision": made.revision,
        })  # fmt: skip
    return rows


def _fields(made: Evaluation) -> dict[str, Any]:
    return {name: getattr(made, name) for name in Evaluation.__dataclass_fields__}
