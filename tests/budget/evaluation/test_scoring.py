"""Points, vetoes before points, bonuses within caps, grades at their bounds, missing figures, ranks; and properties."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.budget.evaluation import rules
from ghginv.budget.evaluation.figures import Figure, Subject
from ghginv.budget.evaluation.scoring import Result, evaluate
from ghginv.errors import InputError
from tests.budget.evaluation.made_up import YEAR, A, B, figures, local, national, own, shipped

LOCAL, NATIONAL = rules.load("local-100", YEAR), rules.load("national-5-9", YEAR)
OLD, FIRM = rules.load("points-2014", YEAR), rules.load("enterprise-100", YEAR)
SUPPORT = [each.id for each in NATIONAL.indicators if each.group == "support"]
CONTROL = [each.id for each in NATIONAL.indicators if each.group == "control"]


def of(rule: rules.Rule, told: dict, subject: Subject = A) -> Result:
    return evaluate(rule, [subject], figures(told))[0]


def grade(rule: rules.Rule, told: dict) -> str:
    found = of(rule, told).grade
    return found.id if found else ""


def test_all_met_is_a_hundred():
    result = of(LOCAL, local())
    assert (result.points, result.possible, result.score) == (100, 100, 100)
    assert grade(LOCAL, local()) == "excellent"


@pytest.mark.parametrize(
    ("execution", "score", "expected"),
    [(105, 90, "excellent"), ("105.001", Fraction(89998, 1000), "good"), (110, 80, "good"),
     ("110.001", Fraction(79998, 1000), "failed")],
)  # fmt: skip
def test_grades_begin_at_their_points(execution, score, expected):
    """40 points, s = 20 %: 5 % over costs 10, 10 % over costs 20; beyond that the veto."""
    told = local(execution=(execution, 100))
    assert of(LOCAL, told).score == score
    assert grade(LOCAL, told) == expected


@pytest.mark.parametrize(("cut", "expected"), [("0", "good"), ("-1", "good"), ("1.83", "excellent")])
def test_a_cut_counts_by_its_rate(cut, expected):
    assert grade(LOCAL, local(intensity_cut=(cut, "3.66"))) == expected


def test_at_the_bound_of_a_pass():
    told = local(intensity_cut=(0, 4), measures=(0, None), data_quality=(0, None))
    assert of(LOCAL, told).score == 60
    assert grade(LOCAL, told) == "passed"
    assert grade(LOCAL, {**told, "warnings": (1, None)}) == "failed"


@pytest.mark.parametrize(
    ("missed", "expected"),
    [((), "excellent"), (SUPPORT[:1], "passed"), (SUPPORT[:2], "passed"), (SUPPORT[:3], "failed"),
     (CONTROL[:1], "failed"), (CONTROL + SUPPORT, "failed")],
)  # fmt: skip
def test_the_national_grades(missed, expected):
    """All met: excellent; 1 control or 3 support missed: failed; else passed."""
    assert grade(NATIONAL, national(tuple(missed))) == expected


def test_falsified_data_fail_whatever_else():
    assert grade(NATIONAL, national(falsified=(1, None))) == "failed"
    assert grade(NATIONAL, national(falsified=(0, None))) == "excellent"


def test_without_a_figure_there_is_a_national_grade_only_where_it_cannot_matter():
    told = national()
    del told["forest-stock"]
    result = of(NATIONAL, told)
    assert result.grade is None
    assert [each.code for each in result.reasons] == ["budget-evaluate-open-figures"]
    assert "森林蓄积量" in result.reasons[0].text("zh")
    certain = national(tuple(CONTROL[:1]))
    del certain["forest-stock"]
    assert grade(NATIONAL, certain) == "failed"
    passed = national(tuple(SUPPORT[:1]))
    del passed["forest-stock"]
    assert grade(NATIONAL, passed) == "passed"


@pytest.mark.parametrize(
    ("annual", "cumulative", "work", "score", "expected"),
    [
        ((4, 4), (8, 8), 50, 100, "excellent"), ((4, 4), (8, 8), 40, 90, "excellent"), ((4, 4), (8, 8), 39, 89, "good"),
        ((4, 4), (8, 8), 30, 80, "good"), ((4, 4), (8, 8), 10, 60, "passed"), ((4, 4), (8, 8), 9, 59, "failed"),
        ((2, 4), (8, 8), 50, Fraction(175, 2), "failed"), ((4, 4), (4, 8), 50, Fraction(175, 2), "failed"),
        ((5, 4), (9, 8), 50, 100, "excellent"),
    ],
)  # fmt: skip
def test_the_points_of_2014(annual, cumulative, work, score, expected):
    """发改气候〔2014〕1828号: 25 × completion rate each; either missed is a veto however many the points."""
    told = {"annual": annual, "cumulative": cumulative, "work": (work, None)}
    assert of(OLD, told).score == score
    assert grade(OLD, told) == expected


def test_no_figure_counts_as_nothing_where_the_rule_says_so():
    told = local()
    del told["intensity-cut"]
    result = of(LOCAL, told)
    assert (result.points, result.possible, result.score) == (80, 100, 80)
    assert [each.missing for each in result.scored if each.completion is None] == ["zero"]


def test_what_is_left_out_is_said_and_not_shared_out_in_silence():
    told = local(execution=(110, 100))
    del told["measures"]
    result = of(LOCAL, told)
    assert (result.points, result.possible) == (70, 90)
    assert result.score == Fraction(700, 9)
    assert [each.missing for each in result.scored if each.completion is None] == ["exclude"]


def test_vetoes_come_before_points():
    vetoed = of(LOCAL, local(falsified=(1, None)))
    assert vetoed.score == 100
    assert vetoed.grade.id == "failed"
    assert [each.id for each in vetoed.vetoes] == ["falsified"]


def test_a_veto_is_of_who_is_listed_too(tmp_path):
    text = shipped("local-100").replace('when = "flag"\ngrade', 'when = "listed"\nsubjects = ["A"]\ngrade', 1)
    rule = own(tmp_path, text, "local-100")
    found = {each.subject.code: each for each in evaluate(rule, [A, B], [*figures(local()), *figures(local(), "B")])}
    assert (found["A"].grade.id, found["B"].grade.id) == ("failed", "excellent")


@pytest.mark.parametrize(
    ("beyond", "pilot", "counted"), [(1, 0, 1), (3, 0, 3), (4, 0, 3), (0, 1, 2), (3, 1, 5), (9, 1, 5)]
)
def test_bonuses_are_capped_and_listed(beyond, pilot, counted):
    told = local(intensity_cut=(0, 4), beyond_target=(beyond, None), pilot=(pilot, None))
    result = of(LOCAL, told)
    assert sum(each.counted for each in result.bonuses) == counted
    assert result.score == 80 + counted


def test_the_cap_of_all_bonuses_is_that_of_the_rule(tmp_path):
    text = shipped("local-100").replace('bonus_cap = "policy:evaluation_bonus_cap"', "bonus_cap = 4")
    rule = own(tmp_path, text, "local-100")
    result = evaluate(rule, [A], figures(local(beyond_target=(3, None), pilot=(1, None))))[0]
    assert [each.counted for each in result.bonuses] == [3, 1]


def test_filled_data_are_not_rated_above_the_share_of_the_rule():
    for share, expected in ((Fraction(3, 10), "excellent"), (Fraction(301, 1000), "")):
        result = evaluate(LOCAL, [replace(A, filled_share=share)], figures(local()))[0]
        assert (result.grade.id if result.grade else "") == expected
    assert [each.code for each in result.reasons] == ["budget-evaluate-filled"]


def test_a_veto_stands_where_nothing_is_rated():
    result = evaluate(LOCAL, [replace(A, filled_share=Fraction(1))], figures(local(falsified=(1, None))))[0]
    assert result.grade.id == "failed"


def test_nothing_known_is_not_rated():
    result = of(LOCAL, {})
    assert result.grade is None
    assert [each.code for each in result.reasons] == ["budget-evaluate-no-figures"]


def test_the_worst_indicator_counts_where_the_rule_says_so(tmp_path):
    text = shipped("local-100").replace('combine = "points"', 'combine = "worst"')
    rule = own(tmp_path, text, "local-100")
    assert of(rule, local(warnings=(1, None))).score == 75
    assert grade(rule, local(warnings=(1, None))) == "passed"


def firms(values: list[float], **more: float) -> list[Figure]:
    """Intensities of enterprises F0, F1 … of one sector, all within their budgets."""
    found: list[Figure] = []
    for at, value in enumerate(values):
        told = {"execution": (100, 100), "peer-distance": (value, None), "data-quality": (80, None),
                "reporting": (100, None), "measures": (100, None)}  # fmt: skip
        found += figures(told, f"F{at}")
    return found


def test_enterprises_are_compared_with_the_median_of_their_sector():
    values = [8, 10, 10, 10, 10, 13.1]
    subjects = [Subject(f"F{at}", f"企业{at}", "enterprise", "C39") for at in range(len(values))]
    found = {each.subject.code: each for each in evaluate(FIRM, subjects, firms(values))}
    z = {code: next(one for one in each.scored if one.indicator.id == "peer-distance") for code, each in found.items()}
    assert (z["F0"].measured, z["F0"].completion) == (Fraction(1, 5), 1)
    assert (z["F1"].measured, z["F1"].completion) == (0, Fraction(4, 5))
    assert z["F5"].completion == 0
    assert z["F0"].target == 10


def test_too_few_peers_are_no_sector():
    """Five others are needed: with four the indicator is left out, and said so."""
    subjects = [Subject(f"F{at}", f"企业{at}", "enterprise", "C39") for at in range(5)]
    for each in evaluate(FIRM, subjects, firms([8, 10, 10, 10, 10])):
        (one,) = [one for one in each.scored if one.indicator.id == "peer-distance"]
        assert (one.completion, one.missing) == (None, "exclude")


def test_another_sector_is_no_peer():
    subjects = [Subject(f"F{at}", f"企业{at}", "enterprise", "C39" if at else "C26") for at in range(7)]
    found = {each.subject.code: each for each in evaluate(FIRM, subjects, firms([1, 10, 10, 10, 10, 10, 10]))}
    assert all(one.target != 1 for one in found["F1"].scored)
    assert next(one for one in found["F0"].scored if one.indicator.id == "peer-distance").completion is None


def test_equal_ones_share_a_rank():
    c, d = Subject("C", "丙区", "region"), Subject("D", "丁区", "region")
    told = [*figures(local()), *figures(local(), "C"), *figures(local(warnings=(1, None)), "B")]
    ranks = {each.subject.code: each.rank for each in evaluate(LOCAL, [d, c, B, A], told)}
    assert ranks == {"A": 1, "C": 1, "B": 3, "D": 0}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (Figure("Z", "execution", Fraction(1)), "budget-evaluate-subject"),
        (Figure("A", "beauty", Fraction(1)), "budget-evaluate-indicator"),
        (Figure("A", "execution", Fraction(1), Fraction(1)), "budget-evaluate-twice"),
        (Figure("A", "measures", Fraction(1)), "budget-evaluate-twice"),
        (Figure("B", "execution", Fraction(-1), Fraction(1)), "budget-evaluate-negative"),
        (Figure("B", "execution", Fraction(1), Fraction(-1)), "budget-evaluate-negative"),
        (Figure("B", "falsified", Fraction(2)), "budget-evaluate-flag"),
        (Figure("B", "warnings", Fraction(-1)), "budget-evaluate-negative"),
    ],
)
def test_impossible_figures_are_refused(wrong, code):
    with pytest.raises(InputError) as refused:
        evaluate(LOCAL, [A, B], [*figures(local()), wrong])
    assert [each.code for each in refused.value.findings] == [code]


AMOUNTS = st.integers(0, 10**9)
TOLD = st.fixed_dictionaries(
    {
        "execution": st.tuples(AMOUNTS, st.integers(1, 10**9)),
        "intensity-cut": st.tuples(st.integers(-100, 100), st.integers(1, 20)),
        "data-quality": st.tuples(st.integers(0, 100), st.none()),
        "project-gate": st.tuples(st.integers(0, 5), st.none()),
        "warnings": st.tuples(st.integers(0, 9), st.none()),
        "falsified": st.tuples(st.integers(0, 1), st.none()),
    }
)


@given(TOLD, st.integers(0, 10**9))
def test_more_emissions_never_raise_a_score(told, more):
    value, budget = told["execution"]
    before, after = of(LOCAL, told), of(LOCAL, {**told, "execution": (value + more, budget)})
    assert after.score <= before.score
    assert LOCAL.place_of(after.grade.id) >= LOCAL.place_of(before.grade.id)


@given(TOLD, st.integers(1, 1000))
def test_scaling_emissions_and_budget_changes_nothing(told, factor):
    value, budget = told["execution"]
    scaled = of(LOCAL, {**told, "execution": (value * factor, budget * factor)})
    assert (scaled.score, scaled.grade) == (of(LOCAL, told).score, of(LOCAL, told).grade)


@given(st.lists(st.integers(1, 1000), min_size=6, max_size=9), st.integers(1, 1000))
def test_scaling_a_sector_changes_no_distance(values, factor):
    subjects = [Subject(f"F{at}", "", "enterprise", "C39") for at in range(len(values))]
    one, two = (
        evaluate(FIRM, subjects, firms(list(told))) for told in (values, [each * factor for each in values])
    )
    assert [(each.subject, each.score, each.rank) for each in one] == [
        (each.subject, each.score, each.rank) for each in two
    ]


@given(st.lists(TOLD, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_subjects_and_figures_does_not_matter(all_told, random):
    subjects = [Subject(f"S{at}", "", "region") for at in range(len(all_told))]
    told = [each for at, one in enumerate(all_told) for each in figures(one, f"S{at}")]
    expected = evaluate(LOCAL, subjects, told)
    random.shuffle(subjects)
    random.shuffle(told)
    assert evaluate(LOCAL, subjects, told) == expected


@given(TOLD)
def test_a_veto_dominates_all_points(told):
    result = of(LOCAL, {**told, "falsified": (1, None)})
    assert result.grade.id == "failed"
    assert 0 <= result.points <= 100


@given(st.lists(TOLD, min_size=1, max_size=8))
def test_ranks_follow_grades_and_scores(all_told):
    subjects = [Subject(f"S{at}", "", "region") for at in range(len(all_told))]
    found = evaluate(LOCAL, subjects, [each for at, one in enumerate(all_told) for each in figures(one, f"S{at}")])
    for one in found:
        better = [each for each in found if (LOCAL.place_of(each.grade.id), -each.score)
                  < (LOCAL.place_of(one.grade.id), -one.score)]  # fmt: skip
        assert one.rank == 1 + len(better)
