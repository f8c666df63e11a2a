"""The report of an evaluation: results, what is published, what is missing; both languages, every shipped rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghginv.budget.evaluation import records, rules
from ghginv.budget.evaluation.figures import Subject
from ghginv.budget.evaluation.scoring import evaluate
from ghginv.reports import budget_evaluation, page
from ghginv.reports.budget_evaluation import EvaluationMaterial
from ghginv.reports.document import Chart, Paragraph, Table
from ghginv.workspace.budgets.evaluation_files import told
from tests.budget.evaluation.made_up import YEAR, A, B, figures, local, national

FACTS = {
    "budget": "B1", "name": "测试市碳预算（编造）", "region": "测试市", "version": 1, "state": "issued",
    "base_year": 2025,
    "years": (2026, 2027), "basis": "dual-control", "gwp": "AR5", "rules": "缺省", "rules_status": "own",
    "price_base": "2025", "data_date": "2027-01-20", "layers": {},
}  # fmt: skip
LANGS = ("zh", "en")


def material(name: str, given: list, lang: str, subjects=(A, B), **more) -> EvaluationMaterial:
    rule = rules.load(name, YEAR)
    made = records.records(evaluate(rule, list(subjects), given))
    kind = rule.applies_to[0]
    base = EvaluationMaterial(FACTS, YEAR, kind, told(rule, lang), made, records.digest(made, rule, YEAR))
    return replace(base, **more)


def text(document) -> str:
    said = [*document.facts, document.title]
    for block in document.blocks:
        if isinstance(block, Table):
            said += [block.caption, *block.columns, *(cell for row in block.rows for cell in row)]
        elif not isinstance(block, Chart):
            said.append(block.text)
    return "\n".join(said)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", rules.names())
def test_every_rule_makes_a_report_that_says_what_is_published(name, lang):
    rule = rules.load(name, YEAR)
    subjects = [Subject(each.code, each.name, rule.applies_to[0]) for each in (A, B)]
    first = {each.id: (1, 1 if each.formula != "yes-no" else None) for each in rule.indicators}
    made = budget_evaluation.document(material(name, figures(first), lang, subjects), lang)
    said = text(made)
    assert getattr(rule, f"published_{lang}") in said
    assert getattr(rule, f"own_{lang}") in said
    assert {each.name(lang) for each in rule.indicators} <= set(said.split("\n"))
    assert ("仅供对照" if lang == "zh" else "for comparison only") in said or rule.in_force
    page.html(made)


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_missing_and_what_vetoed_is_said(lang):
    told_a = local(falsified=(1, None), pilot=(1, None))
    told_b = local()
    del told_b["measures"], told_b["intensity-cut"]
    made = budget_evaluation.document(material("local-100", [*figures(told_a), *figures(told_b, "B")], lang), lang)
    said = text(made)
    words = {"zh": ("数据弄虚作假", "无数据，不计入", "无数据，计零", "承担国家、省级试点并通过验收"),
             "en": ("falsified data", "no data, left out", "no data, counts as nothing",
                    "national or provincial pilot accepted")}  # fmt: skip
    assert all(word in said for word in words[lang])
    assert [type(block) for block in made.blocks].count(Chart) == 1


def test_the_national_report_counts_missed_indicators():
    given = [*figures(national()), *figures(national(("co2-total", "transport")), "B")]
    made = budget_evaluation.document(material("national-5-9", given, "zh"), "zh")
    ranking = next(block for block in made.blocks if isinstance(block, Table))
    assert [row[:5] for row in ranking.rows] == [
        ["1", "甲区", "优秀", "0", "0"], ["2", "乙区", "不合格", "1", "1"],
    ]  # fmt: skip


def test_a_report_of_one_names_no_other():
    given = [*figures(local()), *figures(local(), "B")]
    said = text(budget_evaluation.document(material("local-100", given, "zh", chosen=("A",)), "zh"))
    assert "甲区" in said
    assert "乙区" not in said


def test_many_enterprises_are_printed_shortly():
    subjects = [Subject(f"F{at:03}", f"企业{at}", "enterprise", "C39") for at in range(80)]
    given = [each for at in range(80) for each in figures({"execution": (at, 60)}, f"F{at:03}")]
    made = budget_evaluation.document(material("enterprise-100", given, "zh", subjects), "zh")
    assert sum(isinstance(block, Table) for block in made.blocks) < 40
    assert any(isinstance(block, Paragraph) and "工作簿" in block.text for block in made.blocks)


@pytest.mark.parametrize("lang", LANGS)
def test_a_reevaluation_names_the_one_before_and_who_appealed(lang):
    made = material("local-100", figures(local()), lang, former=7, note="复核", appealed=("A",))
    said = text(budget_evaluation.document(made, lang))
    assert "7" in said
    assert "复核" in said
    assert ("申诉" if lang == "zh" else "appeal") in said
