"""Ratings: the shipped rules, their bounds, vetoes first, and why there is no grade."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from ghginv import folders
from ghginv.enterprise import rating_rules
from ghginv.enterprise.peers import Peers
from ghginv.enterprise.rating import Case, Rating, rate
from ghginv.errors import InputError, UsageError
from tests.enterprise.test_peers import given, register

FOUR, FIVE = rating_rules.find("four_colours"), rating_rules.find("five_grades")
CASE = Case("E0", 2023, "verified", 0.1)


def rated(own: float, rule: rating_rules.RatingRule, case: Case = CASE, others: int = 6) -> Rating:
    """Rate an enterprise whose peers all stand at 10 per value added and per product."""
    values = {"E0": own, **{f"E{at}": 10.0 for at in range(1, others + 1)}}
    product = given(values, "cement_output").assign(kind="product")
    rows = pd.concat([given(values), product], ignore_index=True)
    among = Peers(register(["3011"] * (others + 1)), rows, rule.peers, tuple(rule.data.peer_states))
    return rate(case, rule, among, rows)


@pytest.mark.parametrize(
    ("own", "grade"),
    [(7.9, "dark_green"), (8.0, "dark_green"), (8.1, "light_green"), (10.0, "light_green"), (10.1, "yellow"),
     (13.0, "yellow"), (13.1, "red")],
)  # fmt: skip
def test_four_colours_by_the_distance_from_the_median(own: float, grade: str) -> None:
    found = rated(own, FOUR)
    assert found.grade
    assert found.grade.id == grade


def many(own: float) -> Rating:
    """Rate one among so many that it does not move the mean of three digits."""
    return rated(own, FIVE, others=4000)


@pytest.mark.parametrize(
    ("own", "grade"), [(6.0, "grade_1"), (6.1, "grade_2"), (8.0, "grade_2"), (12.0, "grade_3"), (12.1, "grade_4"),
                       (20.0, "grade_4"), (20.1, "grade_5")],
)  # fmt: skip
def test_five_grades_by_the_ratio_to_the_mean(own: float, grade: str) -> None:
    found = many(own)
    assert found.grade
    assert found.grade.id == grade


def test_weights_are_those_of_what_is_known() -> None:
    found = rated(7.0, FOUR)
    known = {row["indicator"]: row["grade"] for row in found.indicators}
    assert known == {"product": "dark_green", "value_added": "dark_green", "tax": "", "history": ""}
    assert found.points == 4


def test_the_worst_counts_where_the_rule_says_so() -> None:
    worst = replace(FOUR, combine="worst", data=replace(FOUR.data, needs=2))
    values = {"E0": 7.0, **{f"E{at}": 10.0 for at in range(1, 7)}}
    product = given({**values, "E0": 20.0}, "cement_output").assign(kind="product")
    rows = pd.concat([given(values), product], ignore_index=True)
    among = Peers(register(["3011"] * 7), rows, FOUR.peers, ("verified",))
    found = rate(CASE, worst, among, rows)
    assert found.grade
    assert found.grade.id == "red"
    weighted = rate(CASE, FOUR, among, rows)
    assert weighted.points == pytest.approx((0.4 * 1 + 0.4 * 4) / 0.8)
    assert weighted.grade
    assert weighted.grade.id == "light_green"


def test_own_history_counts() -> None:
    values = {"E0": 10.0, **{f"E{at}": 10.0 for at in range(1, 7)}}
    rows = pd.concat([given(values), given({"E0": 20.0}).assign(year=2022)], ignore_index=True)
    now = rows[rows["year"] == 2023]
    found = rate(CASE, FOUR, Peers(register(["3011"] * 7), now, FOUR.peers, ("verified",)), rows)
    row = next(row for row in found.indicators if row["indicator"] == "history")
    assert (row["value"], row["grade"], row["reference"]) == (0.5, "dark_green", 20.0)


def codes(found: Rating) -> list[str]:
    assert not found.rated
    return [reason.code for reason in found.reasons]


def test_too_much_filled_data_is_not_rated() -> None:
    found = rated(7.0, FOUR, replace(CASE, filled_share=0.31))
    assert codes(found) == ["rating-filled"]
    assert "31.0%" in found.why("zh")
    assert "30%" in found.why("en")
    assert rated(7.0, FOUR, replace(CASE, filled_share=0.30)).rated


def test_unverified_data_are_not_rated() -> None:
    found = rated(7.0, FOUR, replace(CASE, status="submitted"))
    assert codes(found) == ["rating-unverified"]
    assert found.why("zh") == "数据未经核查（现为已提交），评级要求已核查或已锁定"
    assert rated(7.0, FOUR, replace(CASE, status="locked")).rated


def test_too_few_peers_are_no_rating() -> None:
    assert codes(rated(7.0, FOUR, others=4)) == ["rating-few-indicators", "rating-few-peers", "rating-no-output"]


def test_no_emissions_are_no_rating() -> None:
    assert "rating-no-emissions" in codes(rated(7.0, FOUR, replace(CASE, filled_share=float("nan"))))


def test_a_veto_stands_before_everything() -> None:
    listed = replace(FOUR, vetoes=[replace(FOUR.vetoes[0], enterprises=["E0"]), *FOUR.vetoes[1:]])
    found = rated(5.0, listed, replace(CASE, status="submitted", filled_share=0.9))
    assert found.grade
    assert (found.grade.id, found.veto) == ("red", listed.vetoes[0])
    assert found.why("zh") == "主管部门查实数据弄虚作假或拒不报告"


@pytest.mark.parametrize(
    ("over", "status", "grade"),
    [
        (0.21, "verified", "red"),
        (0.20, "verified", "dark_green"),
        (None, "verified", "dark_green"),
        (0.5, "submitted", None),
    ],
)
def test_emissions_far_above_the_quota_are_red(over: float | None, status: str, grade: str | None) -> None:
    found = rated(7.0, FOUR, replace(CASE, over_quota=over, status=status))
    assert (found.grade.id if found.grade else None) == grade


@pytest.mark.parametrize("rule", rating_rules.load().values(), ids=lambda rule: rule.id)
def test_shipped_rules_say_what_is_published_and_what_is_ours(rule: rating_rules.RatingRule) -> None:
    assert all(rule.source[name] for name in rating_rules.SOURCE)
    assert rule.data.status == rule.peers.status == "own"
    assert all(each.citation for each in rule.indicators if each.status != "own")
    assert sum(each.weight for each in rule.indicators) == pytest.approx(1)


def test_the_grades_are_those_of_quzhou_and_huzhou() -> None:
    assert [grade.zh for grade in FOUR.grades] == ["深绿", "浅绿", "黄", "红"]
    assert len(FIVE.grades) == 5


def test_an_unknown_rule_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as refusal:
        rating_rules.find("six")
    assert "four_colours" in refusal.value.message("en")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("bounds = [0.20, 0.0, -0.30]", "bounds = [0.0, 0.20, -0.30]"),
        ("bounds = [0.20, 0.0, -0.30]", "bounds = [0.20, 0.0]"),
        ('combine = "weighted"', 'combine = "mean"'),
        ("weight = 0.4", 'weight = "0.4"'),
        ('grade = "red"', 'grade = "purple"'),
        ("from = 2.5", "from = 3.5"),
        ("filled_limit = 0.30", "filled_limit = 30"),
        ('levels = ["group", ', 'levels = ["street", '),
        ("least = 5", "least = true"),
        ('status = "own"', 'status = "sure"'),
        ("[source]", "[source"),
        ("published_en = ", "published_fr = "),
    ],
)
def test_a_broken_rule_is_told_with_its_file(old: str, new: str, tmp_path: Path) -> None:
    shipped = folders.file("emission_factors", "rating_rules/four_colours.toml").read_text("utf-8")
    assert old in shipped
    path = tmp_path / "broken.toml"
    path.write_text(shipped.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        rating_rules.read(path)
    assert refusal.value.findings[0].file == "broken.toml"


def test_a_workspace_has_a_rule_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "emission_factors/rating_rules/strict.toml"
    own.parent.mkdir(parents=True)
    text = folders.file("emission_factors", "rating_rules/four_colours.toml").read_text("utf-8")
    own.write_text(
        text.replace('id = "four_colours"', 'id = "strict"').replace("filled_limit = 0.30", "filled_limit = 0.0"),
        "utf-8",
    )
    with folders.overlaid(tmp_path):
        strict = rating_rules.find("strict")
    assert codes(rated(7.0, strict)) == ["rating-filled"]
