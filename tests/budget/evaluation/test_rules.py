"""Rules as data: what is shipped says what is published; a broken file is refused with every fault named."""

from __future__ import annotations

import pytest

from ghginv.budget.evaluation import rules
from ghginv.errors import InputError, UsageError
from tests.budget.evaluation.made_up import YEAR, own, shipped

ALL = ("department-100", "enterprise-100", "local-100", "national-5-9", "points-2014")


def test_what_is_shipped():
    assert rules.names() == ALL


def test_the_national_rule_is_the_published_one():
    """中办国办《碳达峰碳中和综合评价考核办法》: 5 + 9, as of emission_factors/policy/assessment.csv."""
    rule = rules.load("national-5-9", YEAR)
    groups = [each.group for each in rule.indicators]
    assert (groups.count("control"), groups.count("support")) == (5, 9)
    assert rule.combine == "checks"
    assert [each.id for each in rule.grades] == ["excellent", "passed", "failed"]
    assert dict(rule.grades[1].missed_below) == {"control": 1, "support": 3}
    assert [(each.id, each.when, each.grade, each.status) for each in rule.vetoes] == [
        ("falsified", "flag", "failed", "found")
    ]
    assert {each.parameter for each in rule.parameters} == {"kh_fail_control_min", "kh_fail_support_min"}
    assert all(each.status == "found" for each in (*rule.indicators, *rule.consequences, *rule.parameters))


def test_the_points_of_2014_are_the_published_ones():
    rule = rules.load("points-2014", YEAR)
    weights = {each.id: int(each.weight) for each in rule.indicators}
    assert weights == {"annual": 25, "cumulative": 25, "work": 50}
    assert {each.indicator for each in rule.vetoes} == {"annual", "cumulative"}
    assert [int(each.start or 0) for each in rule.grades] == [90, 80, 60, 0]
    assert next(each for each in rule.indicators if each.id == "work").status == "derived"
    assert not rule.in_force
    assert rules.load("points-2014", 2015).in_force


@pytest.mark.parametrize("name", ["local-100", "department-100", "enterprise-100"])
def test_our_own_say_that_they_are(name):
    rule = rules.load(name, YEAR)
    assert rule.status == "own"
    assert rule.full == 100
    assert {each.status for each in (*rule.indicators, *rule.vetoes, *rule.bonuses, *rule.parameters)} == {"own"}
    assert "未见任何城市公布" in rule.published_zh


def test_a_rule_before_its_years_is_refused_or_only_compared_with():
    with pytest.raises(UsageError) as refused:
        rules.load("national-5-9", 2025)
    assert [each.code for each in refused.value.findings] == ["budget-evaluate-rule-year"]
    assert rules.load("points-2014", 2026).outside == "compare"


def test_an_unknown_rule_names_near_ones():
    with pytest.raises(UsageError) as refused:
        rules.load("local-10", YEAR)
    assert "local-100" in refused.value.message()


def test_the_values_in_force_are_part_of_the_digest(tmp_path):
    one = own(tmp_path, shipped("local-100"), "local-100")
    two = own(tmp_path, shipped("local-100").replace("weight = 40", "weight = 40.0"), "local-100")
    assert one.indicators == two.indicators
    assert one.digest != two.digest


FAULTS = {
    'id = "local-100"': ('id = "other"', "id = other"),
    'combine = "points"': ('combine = "sum"', "combine = sum"),
    'outside = "refuse"': ('outside = "warn"', "outside = warn"),
    'missing = "zero"': ('missing = "share"', "missing = share"),
    'applies_to = ["region"]': ('applies_to = ["city"]', "applies_to"),
    "valid_from = 2021": ("valid_from = 2021\nvalid_to = 2020", "valid_from = 2021 > 2020"),
    'formula = "total"': ('formula = "sum"', "formula = sum"),
    "weight = 40": ("weight = 39", "weight: 99"),
    "weight = 20": ("weight = -20", "weight = -20 < 0"),
    'scale = "policy:evaluation_total_scale"': ("scale = 0", "scale = 0"),
    'scale = "policy:evaluation_project_step"': ('scale = "policy:no_such_thing"', "no_such_thing"),
    'source = "execution"': ('source = "guess"', "source = guess"),
    'direction = "up"': (None, None),
    'when = "missed"': ('when = "felt"', "when = felt"),
    'indicator = "execution"': ('indicator = "none"', "indicator = none"),
    'from = "policy:evaluation_good"': ("from = 95", "grades: from"),
    'grade = "failed"': ('grade = "worst"', "grade = worst"),
    'status = "own"\ncitation': ('status = "sure"\ncitation', "status = sure"),
    'bonus_cap = "policy:evaluation_bonus_cap"': ("bonus_cap = true", "bonus_cap = True"),
    'group = "targets"': ('group = "goals"', "group = goals"),
    'en = "pilot': (None, None),
    "points = 3": ("points = []", "points"),
    'id = "pilot"': ('id = "beyond-target"', "bonuses: beyond-target"),
    "[data]": ("[data]\nspare = 1", "data"),
    'zh = "优秀"': ("zh = 1", "zh = ?"),
    "[[groups]]\nid = \"targets\"": ("[[groups]]\nspare = 1\nid = \"targets\"", "groups[1]: spare?"),
}  # fmt: skip


@pytest.mark.parametrize("part", [part for part, (wrong, _) in FAULTS.items() if wrong])
def test_a_fault_is_named(tmp_path, part):
    wrong, named = FAULTS[part]
    text = shipped("local-100")
    assert part in text
    with pytest.raises(InputError) as refused:
        own(tmp_path, text.replace(part, wrong, 1), "local-100")
    assert named in refused.value.message()
    assert {each.code for each in refused.value.findings} == {"budget-evaluate-rule-broken"}


def test_all_faults_are_named_at_once(tmp_path):
    text = shipped("local-100").replace('source = "execution"', 'source = "guess"')
    text = text.replace("weight = 40", "weight = 41")
    with pytest.raises(InputError) as refused:
        own(tmp_path, text, "local-100")
    assert len(refused.value.findings) == 2


@pytest.mark.parametrize("text", ["", "id = 1", "id = [", "groups = 3", "x = 1e999999999"])
def test_what_is_no_rule_is_refused(tmp_path, text):
    with pytest.raises(InputError):
        own(tmp_path, text, "local-100")


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("[[0.2, 1], [0, 0.8]", "[[0, 1], [0.2, 0.8]", "bands"),
        ("[[0.2, 1], [0, 0.8]", "[[0.2, 2], [0, 0.8]", "bands"),
        ("[[0.2, 1], [0, 0.8]", '[["a", 1], [0, 0.8]', "bands"),
        ("bands = [[0.2, 1], [0, 0.8], [-0.3, 0.5]]\n", "", "bands = ?"),
        ("[[0.2, 1], [0, 0.8], [-0.3, 0.5]]", "[0.2, 1]", "bands"),
    ],
)  # fmt: skip
def test_bands_fall(tmp_path, before, after, named):
    text = shipped("enterprise-100")
    assert before in text
    with pytest.raises(InputError) as refused:
        own(tmp_path, text.replace(before, after, 1), "enterprise-100")
    assert named in refused.value.message()


def test_checks_have_no_weights(tmp_path):
    text = shipped("national-5-9").replace('source = "execution"', 'source = "execution"\nweight = 5')
    with pytest.raises(InputError) as refused:
        own(tmp_path, text, "national-5-9")
    assert "weight" in refused.value.message()
