"""Files of an evaluation: the report as Word or page, the workbook with live formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.budgets import material
from ghginv.workspace.report import WITH_WORKBOOK, of_ending, whole, written

if TYPE_CHECKING:
    from ghginv.budget.evaluation.rules import Rule
    from ghginv.reports.document import Document
    from ghginv.workspace.budgets.evaluation import Evaluation

_WORKBOOK = ".xlsx"
_FACTS = {
    "budget": ("预算", "budget"), "year": ("年度", "year"), "kind": ("评价对象", "evaluated"), "rule": ("规则", "rule"),
    "revision": ("修改次数", "revision"), "former": ("前一次评价", "evaluation before"), "at": ("时间", "at"),
    "actor": ("经办人", "by"), "sha256": ("摘要 SHA-256", "SHA-256"), "data": ("填报文件 SHA-256", "file handed in"),
}  # fmt: skip
_ABOUT = {
    "status": ("证据标记", "evidence mark"), "citation": ("文件", "document"), "place": ("读自", "read in"),
    "published": ("公布的内容", "published"), "own": ("本系统缺省", "our own default"),
    "valid": ("有效年度", "valid years"),
}  # fmt: skip


def write(made: Evaluation, path: Path, lang: str = "zh", subjects: Sequence[str] = ()) -> Path:
    """Write an evaluation to a .docx, .html or .xlsx file, which appears whole or not at all.

    ``subjects``: of these alone, in a report. UsageError for another ending or a subject that was not evaluated.
    """
    of_ending(path, WITH_WORKBOOK)
    with made.budget.workspace.overlaid():
        if path.suffix != _WORKBOOK:
            return written(document(made, lang, subjects), path)
        return _book(made, path, lang)


def _book(made: Evaluation, path: Path, lang: str) -> Path:
    from ghginv.workbooks import evaluation_workbook

    with whole(path) as fresh:
        evaluation_workbook.write_evaluation(fresh, _workbook(made, lang), lang)
    return path


def document(made: Evaluation, lang: str = "zh", subjects: Sequence[str] = ()) -> Document:
    """The report as a value; UsageError for a subject that was not evaluated."""
    from ghginv.reports import budget_evaluation

    known = [str(each["subject"]) for each in made.records]
    if unknown := [code for code in subjects if code not in known]:
        raise UsageError(Finding("budget-evaluate-no-subject", found="、".join(unknown), expected="、".join(known[:20]),
                                 details={"year": made.year}))  # fmt: skip
    return budget_evaluation.document(
        budget_evaluation.EvaluationMaterial(
            facts=material.facts(made.budget),
            year=made.year,
            kind=made.kind,
            rule=told(made.rule, lang),
            records=made.records,
            sha256=made.sha256,
            at=made.at,
            actor=made.actor,
            note=made.note,
            former=made.former,
            chosen=tuple(subjects),
            appealed=made.appealed,
            remarks=[each.text(lang) for each in made.remarks if each.code != "budget-evaluate-not-in-force"],
        ),
        lang,
    )


def _workbook(made: Evaluation, lang: str) -> Any:
    from ghginv.reports import wording
    from ghginv.workbooks.evaluation_workbook import EvaluationBook

    zh, rule = lang == "zh", told(made.rule, lang)
    at = 0 if zh else 1
    kinds = {"region": ("区", "districts"), "department": ("主管部门、行业", "departments and industries"),
             "enterprise": ("企业", "enterprises")}  # fmt: skip
    values = {
        "budget": made.budget.id, "year": str(made.year), "kind": kinds[made.kind][at],
        "rule": f"{rule['title']}（{rule['id']}）" if zh else f"{rule['title']} ({rule['id']})",
        "revision": str(made.revision or ("草稿，未记录" if zh else "a draft, not kept")),
        "former": str(made.former or ""),
        "at": made.at, "actor": made.actor, "sha256": made.sha256, "data": made.file,
    }  # fmt: skip
    facts = [(_FACTS[key][at], value) for key, value in values.items() if value]
    valid = f"{rule['valid_from']}–{rule['valid_to']}"
    mark = wording.words(lang, "reports/budget")[f"mark.{rule['status']}"]
    about = [(_ABOUT[key][at], str({**rule, "valid": valid, "status": mark}[key])) for key in _ABOUT]
    name = made.budget.plan_in_force.name
    title = f"{name}：{made.year} 年度评价" if zh else f"{name}: evaluation of {made.year}"
    remarks = [each.text(lang) for each in made.remarks]
    warning = made.budget.plan_in_force.facts.get("warning", "")
    return EvaluationBook(title, facts, {**rule, "about": about}, made.records, remarks, warning)


def told(rule: Rule, lang: str = "zh") -> dict[str, Any]:
    """A rule as rooms that know no rules take it: texts in one language, numbers as decimals, dated values as rows."""
    from ghginv.budget.evaluation import handed_in, records

    def part(each: Any, **more: Any) -> dict[str, Any]:
        names = [name for name in type(each).__dataclass_fields__ if name not in ("zh", "en", "note_zh", "note_en")]
        found = {name: _plain(getattr(each, name)) for name in names}
        return {**found, "title": getattr(each, lang), "note": getattr(each, f"note_{lang}", ""), **more}

    about = records.about(rule)
    return {
        **about, "valid_to": "" if rule.valid_to == 9999 else rule.valid_to, "title": rule.name(lang),
        "published": about[f"published_{lang}"], "own": about[f"own_{lang}"], "full": records.decimal(rule.full),
        "bonus_cap": records.decimal(rule.bonus_cap),
        "groups": [part(each) for each in rule.groups],
        "indicators": [
            part(each, citation=each.citation or rule.citation, unit=handed_in.unit_word(each.unit, lang))
            for each in rule.indicators
        ],
        "vetoes": [part(each, citation=each.citation or rule.citation) for each in rule.vetoes],
        "bonuses": [part(each, citation=each.citation or rule.citation) for each in rule.bonuses],
        "grades": [part(each, **{"from": records.decimal(each.start)}) for each in rule.grades],
        "consequences": [part(each, citation=each.citation or rule.citation) for each in rule.consequences],
    }  # fmt: skip


def _plain(value: Any) -> Any:
    """Fractions as decimals, at any depth."""
    from fractions import Fraction

    from ghginv.budget.evaluation import records

    if isinstance(value, Fraction):
        return records.decimal(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return value
