"""The opinion on a project: every chapter of order 31, evidence marks in sight, text that stays text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghginv.budget.projects.effect import Place
from ghginv.budget.projects.evaluation import Surroundings
from ghginv.budget.projects.headroom import Candidate
from ghginv.reports import project_opinion
from ghginv.reports.document import Heading, Paragraph, Table
from ghginv.workspace.budgets import project_material
from tests.budget.projects.forms import SELLER, evaluated, fact

PLACE = Place(
    budget="B2026", region="440305", name="甲区", years=(2026, 2027, 2028), industry="C39", budget_kg={2028: 10**9},
    left_kg={2028: 5 * 10**8}, reserve_kg={2028: 10**8}, base_year=2025, emissions_t=600_000.0, gdp=60.0,
)  # fmt: skip
CELL = Candidate("available:440305:C39:KEY", "available", "440305", "KEY", {2027: 10**9, 2028: 10**9}, "甲区")


def everything(of):
    fact(of, "two_high", "yes")
    fact(of, "name", "# 假标题\n[[facts]] <b>")
    row = {"enterprise": SELLER, "name": "虚构乙", "measure": "关停", "amount_t": 5.0, "document": "核1号"}
    of["replacement"].append(row)


@pytest.fixture(scope="module")
def found():
    return evaluated(everything, Surroundings("440305", place=PLACE, candidates=(CELL,)))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_has_every_chapter(found, lang):
    made = project_opinion.opinion(project_material.of(found, lang), lang)
    headings = [block.text for block in made.blocks if isinstance(block, Heading)]
    assert len(headings) == 9
    tables = {block.caption for block in made.blocks if isinstance(block, Table)}
    assert len(tables) >= 12
    assert "{" not in "".join(block.text for block in made.blocks if isinstance(block, Paragraph))


def test_what_is_recalled_or_ours_is_marked(found):
    made = project_opinion.opinion(project_material.of(found, "zh"))
    cells = {cell for block in made.blocks if isinstance(block, Table) for row in block.rows for cell in row}
    assert {"凭记忆", "本系统缺省", "已见原文"} <= cells


def test_text_of_strangers_stays_text(found):
    made = project_opinion.opinion(project_material.of(found, "zh"))
    assert not [block for block in made.blocks if isinstance(block, Heading) and "假标题" in block.text]
    assert "假标题" in made.title


def test_without_a_budget_it_says_so():
    made = project_opinion.opinion(project_material.of(evaluated(), "zh"))
    assert any("没有指明碳预算" in block.text for block in made.blocks if isinstance(block, Paragraph))


def test_the_conclusion_is_that_of_the_reasons(found):
    assert project_material.of(found, "zh")["conclusion_word"] == "不予通过"
    nothing = replace(found, reasons=())
    assert project_material.of(nothing, "zh")["conclusion_word"] == "通过"
