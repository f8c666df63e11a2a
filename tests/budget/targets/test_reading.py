"""A plan as written: the published ones are read whole, and each mistake is told in its cell."""

from fractions import Fraction

import pytest

from ghginv import folders
from ghginv.budget.targets import folder, reading
from ghginv.errors import InputError
from ghginv.findings import errors
from tests.budget.targets.made_up import GOAL, plan_rows

PLANS = {path.parent.name: path.parent for path in folders.files("budgets", "plan-targets/*/facts.csv")}


def codes(*rows, **facts):
    plan, findings = reading.judge(plan_rows(*rows, **facts))
    assert (plan is None) == bool(errors(findings))
    return {finding.code: finding for finding in findings}


@pytest.mark.parametrize(
    ("name", "goals", "indicators", "assigned"),
    [("guangming", 37, 35, 1), ("shenzhen", 65, 58, 1), ("shenzhen-pilot", 15, 14, 0), ("yantian", 29, 29, 1),
     ("zhuhai", 37, 33, 1)],
)  # fmt: skip
def test_published_plans_are_read_whole(name, goals, indicators, assigned):
    plan, findings = reading.judge(folder.read_folder(PLANS[name]))
    assert plan is not None
    assert not errors(findings)
    counts = [goal for each in plan.indicators for goal in each.goals]
    assert (len(counts), len(plan.indicators)) == (goals, indicators)
    assert sum(goal.operator == "assigned" for goal in counts) == assigned
    assert all(goal.evidence for goal in counts)


def test_shenzhen_as_published():
    """深府〔2023〕84号: energy per GDP 14.5 % below 2020 by 2025; 1.5 million kW of photovoltaics added."""
    plan, _ = reading.judge(folder.read_folder(PLANS["shenzhen"]))
    energy, solar, green = plan.by_id["01"], plan.by_id["06"], plan.by_id["20"]
    assert (energy.measure, energy.base_year, energy.goals[0].target) == ("cut", 2020, Fraction("14.5"))
    assert (energy.path, solar.measure, solar.path) == ("compound", "added", "linear")
    assert [(goal.year, goal.target) for goal in green.goals] == [(2025, 81), (2030, 83)]
    assert plan.by_id["10"].direction == "fall"


def test_every_published_indicator_is_carried_over():
    assert set(PLANS) == {"guangming", "shenzhen", "shenzhen-pilot", "yantian", "zhuhai"}
    plans = [reading.judge(folder.read_folder(path))[0] for path in PLANS.values()]
    assert sum(len(each.goals) for plan in plans for each in plan.indicators) == 183
    assert sorted(plan.id for plan in plans) == ["GM", "SZ", "SZSD", "YT", "ZH"]


def test_a_good_row_makes_no_remark():
    assert codes(GOAL) == {}


@pytest.mark.parametrize(
    ("changed", "code", "cell"),
    [({"year": 2020.0}, "target-year-before-base", "H4"), ({"year": 2019.0}, "target-year-before-base", "H4"),
     ({"year": None}, "target-year-missing", "H4"), ({"operator": "约等于"}, "budget-plan-choice", "J4"),
     ({"operator": None}, "budget-plan-required", "J4"), ({"target": None}, "target-number-missing", "K4"),
     ({"target": "一百"}, "not-a-number", "K4"), ({"target": "１００"}, "text-number", "K4"),
     ({"operator": "待下达"}, "target-number-extra", "K4"), ({"lead": None}, "target-unit-responsible", "O4"),
     ({"name": None}, "target-blank", "C4"), ({"unit": None}, "target-blank", "D4"),
     ({"operator": "区间"}, "target-range", "L4"), ({"direction": "下降"}, "target-direction", "M4"),
     ({"unit": "%", "target": 0.17}, "target-percent", "K4"), ({"evidence": "听说"}, "target-evidence", "U4"),
     ({"role": "进度节点"}, "target-milestone-alone", "I4"), ({"measure": "定性"}, "target-event", "J4"),
     ({"measure": "下降率", "base_year": None}, "target-base-missing", "F4"),
     ({"measure": "下降率", "unit": "%", "target": 145.0}, "target-percent-over", "K4"),
     ({"measure": "下降率", "base_year": None, "operator": "待下达", "target": None}, "target-base-open", "F4"),
     ({"indicator": None}, "budget-plan-required", "A4"), ({"target": 1e16}, "target-size", "K4")],
)  # fmt: skip
def test_a_mistake_is_told_in_its_cell(changed, code, cell):
    finding = codes({**GOAL, **changed})[code]
    assert (finding.file, finding.cell) == ("a.xlsx", cell)


def test_an_indicator_twice_is_refused_and_two_years_are_not():
    twice = codes(GOAL, GOAL)["target-twice"]
    assert (twice.cell, twice.severity) == ("A5", "error")
    assert codes(GOAL, {**GOAL, "year": 2030.0, "target": 150.0}) == {}


def test_one_code_for_two_indicators_is_refused():
    assert codes(GOAL, {**GOAL, "year": 2030.0, "name": "风电装机"})["target-row-differs"].cell == "C5"


def test_one_name_under_two_codes_is_asked_about():
    assert codes(GOAL, {**GOAL, "indicator": "02"})["target-name-twice"].severity == "warning"


def test_many_indicators_without_lead_are_told_at_once():
    rows = [{**GOAL, "indicator": f"{at}", "name": f"指标{at}", "lead": None} for at in range(6)]
    finding = codes(*rows)["target-units-responsible"]
    assert (finding.found, finding.severity) == ("6", "warning")


def test_targets_that_point_both_ways_are_refused():
    assert "target-operators" in codes(GOAL, {**GOAL, "year": 2030.0, "operator": "不高于"})


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"plan": "深圳"}, "target-plan-code"), ({"name": None}, "target-fact-missing"),
     ({"source": None}, "target-fact-missing"), ({"evidence": "好"}, "target-evidence")],
)  # fmt: skip
def test_facts_are_judged(facts, code):
    assert code in codes(GOAL, **facts)


def test_a_plan_without_indicators_is_refused():
    assert "target-plan-empty" in codes()


def test_the_direction_of_an_exact_target_is_that_from_its_base():
    plan, _ = reading.judge(plan_rows({**GOAL, "operator": "等于", "base": 150.0}))
    assert plan.indicators[0].direction == "fall"


def test_a_folder_needs_both_files(tmp_path):
    with pytest.raises(InputError) as refusal:
        folder.read_folder(tmp_path)
    assert [each.code for each in refusal.value.findings] == ["target-folder"]
