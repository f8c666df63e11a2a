"""The life of a project by its events: what may follow what, who may do it, when an opinion lapses."""

import pytest

from ghginv.budget.projects import actuals, states
from ghginv.budget.projects.actuals import Actual

FIGURES = {"carbon_kg": 1000_000, "tce": 10.0, "coal_t": 0.0, "tce_high": 12.0, "tce_total": 100.0,
           "unit": {"甲": 2.0}, "energy_unit": {"甲": 0.2}}  # fmt: skip
BEGUN = {"verb": "submit", "project": "XM-1", "state": "reserved", "day": "2026-01-10", "name": "编造",
         "credit_code": "C", "owner": "虚构", "site": "甲", "start": "2026-03-01", "trial": "2027-01-01",
         "document": "D1", "holds": [], "figures": FIGURES, "sources": ["S1"]}  # fmt: skip
DAYS = {"approve": "2026-02-28", "build": "2026-05-01", "accept": "2027-03-01", "start": "2027-04-01"}
ORDER = ("submit", "approve", "build", "accept", "start")


def events(*verbs):
    found = [{"step": "draft", "detail": {}, "actor": "li"}]
    for verb in verbs:
        detail = BEGUN if verb == "submit" else {
            "verb": verb, "project": "XM-1", "state": states.states()[verb].state, "day": DAYS.get(verb, "2028-03-01"),
            "document": "D2", "target": "available:1:2:KEY",
        }  # fmt: skip
        found.append({"step": "project", "detail": detail, "actor": "li"})
    return found


def project(*verbs):
    return states.projects(events(*verbs))["XM-1"]


def codes(found):
    return [each.code for each in found]


@pytest.mark.parametrize("reached", range(1, 6))
@pytest.mark.parametrize("verb", ["approve", "reject", "build", "accept", "start", "actual"])
def test_only_the_next_step_may_follow(reached, verb):
    """No jumps ahead and no way back."""
    allowed = {1: {"approve", "reject"}, 2: {"build"}, 3: {"accept"}, 4: {"start"}, 5: {"actual"}}
    refused = states.refusals(project(*ORDER[:reached]), verb, "wang", "2027-12-01")
    refused = [each for each in refused if each.code == "project-move"]
    assert (refused == []) == (verb in allowed[reached])


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_nobody_decides_on_what_he_took_in(verb):
    assert codes(states.refusals(project("submit"), verb, "li", "2026-02-01")) == ["project-own-approval"]
    assert states.refusals(project("submit"), verb, "wang", "2026-02-01") == []


@pytest.mark.parametrize(
    ("day", "lapse", "build"),
    [("2028-02-28", ["project-lapse-early"], []), ("2028-02-29", [], ["project-lapsed"])],
)
def test_an_opinion_lapses_after_two_years(day, lapse, build):
    """Order 31, Art. 19: 2年内未开工建设 … 自动失效."""
    found = project("submit", "approve")
    assert found.lapses_after == "2028-02-28"
    assert codes(states.refusals(found, "lapse", "li", day)) == lapse
    assert codes(states.refusals(found, "build", "li", day)) == build


def test_days_do_not_run_backwards():
    assert codes(states.refusals(project("submit"), "approve", "wang", "2026-01-09")) == ["project-day-order"]


def test_what_was_built_does_not_lapse():
    assert codes(states.refusals(project(*ORDER[:3]), "lapse", "li", "2030-01-01")) == ["project-move"]


@pytest.mark.parametrize(
    ("verbs", "used"), [(("submit",), {"S1": "XM-1"}), (("submit", "reject"), {}), (("submit", "approve", "lapse"), {})]
)
def test_the_register_of_sources(verbs, used):
    assert states.used_sources(states.projects(events(*verbs))) == used


def test_a_project_comes_in_again_only_as_a_new_version():
    there = states.projects(events("submit"))
    assert codes(states.numbered("XM-1", there)[1]) == ["project-known"]
    over = states.projects(events("submit", "reject"))
    assert states.numbered("XM-1", over) == ("XM-1-2", [])
    assert states.numbered("XM-9", over) == ("XM-9", [])


@pytest.mark.parametrize(
    ("actual", "flags"),
    [
        (Actual(2028, 1100_000), []), (Actual(2028, 1100_001), ["project-over-carbon"]),
        (Actual(2028, 1, 110.0), []), (Actual(2028, 1, 110.1), ["project-over-energy"]),
        (Actual(2028, 1000_000, None, "甲", 454.0), ["project-over-unit"]),
        (Actual(2028, 1000_000, None, "甲", 500.0), []),
        (Actual(2028, 1, 100.0, "", 400.0), ["project-over-energy-unit"]),
    ],
)  # fmt: skip
def test_more_than_a_tenth_above_the_approval_is_flagged(actual, flags):
    """Order 31, Art. 26: 高于节能审查批复水平10%."""
    assert codes(actuals.overruns(project(*ORDER), actual)) == flags


def test_events_of_others_are_left_alone():
    other = [{"step": "execute", "detail": {"project": "x"}, "actor": "a"}]
    assert states.projects(other) == {}
