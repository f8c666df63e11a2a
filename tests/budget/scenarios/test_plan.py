"""Scenario files that are wrong: each mistake is named in its cell, with what to do."""

from __future__ import annotations

from typing import Any

import pytest

from ghginv.budget.scenarios import plan as plans
from tests.budget.scenarios.made_up import LAST, SOURCE, YEAR, growth, judged, measure, plan, tables

_STEPS = {"ramp": "steps", "full_year": None}


def found(**changes: Any) -> dict[str, Any]:
    """Codes with their findings."""
    made, findings = judged(tables(**changes))
    return {"plan": made} | {each.code: each for each in findings}


def switch(**more: Any) -> dict[str, Any]:
    told = {"category": "1.2.5", "item": "diesel", "to_item": "natural_gas", "from_year": 2025, "to_year": 2028}
    return {**told, "share": 50.0, **SOURCE, **more}


def intensity(**more: Any) -> dict[str, Any]:
    told = {"category": "1.2", "from_year": YEAR + 1, "to_year": LAST, "change": -2.0}
    return {**told, **SOURCE, **more}


WRONG = {
    "scenario-driver-unknown": {"mapping": [{"category": "1.2", "driver": "gpd"}]},
    "scenario-category-unknown": {"mapping": [{"category": "1.2.99", "driver": "gdp"}]},
    "scenario-item-unknown": {"mapping": [{"category": "1.2", "item": "天燃汽", "driver": "gdp"}]},
    "scenario-line-twice": {"mapping": [{"category": "1.2", "driver": "gdp"}, {"category": "1.2", "driver": "people"}]},
    "scenario-driver-circle": {"drivers": [{"driver": "gdp", "name": "a", "follows": "people"},
                                           {"driver": "people", "name": "b", "follows": "gdp"}]},
    "scenario-driver-no-growth": {"growth": [growth("gdp", 5.0)]},
    "scenario-driver-reserved": {"drivers": [{"driver": "gdp", "name": "a"}, {"driver": "people", "name": "b"},
                                             {"driver": "constant", "name": "c"}]},
    "scenario-years-gap": {"growth": [growth("gdp", 5.0, last=2025), growth("gdp", 4.0, 2027), growth("people", 1.0)]},
    "scenario-years-twice": {"growth": [growth("gdp", 5.0), growth("gdp", 4.0, 2027), growth("people", 1.0)]},
    "scenario-years-outside": {"growth": [growth("gdp", 5.0, YEAR), growth("people", 1.0)]},
    "scenario-years-order": {"growth": [growth("gdp", 5.0, 2026, 2025), growth("people", 1.0)]},
    "scenario-path-what": {"growth": [growth("gdp", 5.0, value=3.0), growth("people", 1.0)]},
    "scenario-path-base": {"growth": [growth("gdp", None, 2024, None, value=3.0), growth("gdp", 2.0, 2025),
                                      growth("people", 1.0)]},
    "scenario-path-positive": {"growth": [growth("gdp", -100.0), growth("people", 1.0)]},
    "scenario-row-unusable": {"intensity": [intensity(change="2%左右")]},
    "scenario-fact-missing": {"facts": {"region": None}},
    "scenario-fact-year": {"facts": {"last_year": "三零年"}},
    "scenario-fact-horizon": {"facts": {"last_year": "2023"}},
    "scenario-basis-unknown": {"facts": {"basis": "all"}},
    "scenario-none": {"scenarios": []},
    "scenario-unknown-here": {"intensity": [intensity(scenario="C")]},
    "scenario-measure-negative": {"measures": [measure(amount=-5.0)]},
    "scenario-measure-percent": {"measures": [measure(amount=120.0)]},
    "scenario-measure-lifetime": {"measures": [measure(lifetime=0.0)]},
    "scenario-measure-late": {"measures": [measure(start_year=LAST + 1, full_year=None)]},
    "scenario-measure-early": {"measures": [measure(start_year=YEAR)]},
    "scenario-measure-steps": {"measures": [measure(steps="2026-30", **_STEPS)]},
    "scenario-measure-exclusive": {"measures": [measure("M1", exclusive_group="锅炉"),
                                                measure("M2", exclusive_group="锅炉")]},
    "scenario-switch-share": {"switches": [switch(share=130.0)]},
    "scenario-switch-ratio": {"switches": [switch(ratio=0.0)]},
    "scenario-switch-itself": {"switches": [switch(to_item="柴油")]},
    "scenario-switch-together": {"switches": [switch(share=60.0), switch(share=60.0, to_item="electricity")]},
}  # fmt: skip


@pytest.mark.parametrize("code", WRONG)
def test_a_mistake_is_an_error_in_its_cell(code: str) -> None:
    """Nothing is computed from it; the message names the place in both languages and says what to do."""
    answer = found(**WRONG[code])
    assert answer["plan"] is None
    finding = answer[code]
    assert finding.severity == "error"
    assert finding.sheet or code == "scenario-none"
    for lang in ("zh", "en"):
        assert finding.text(lang)
        assert finding.remedy(lang)


def test_a_fact_given_twice() -> None:
    rows = tables()
    rows["facts"].append({"fact": "name", "value": "又一个"})
    made, findings = judged(rows)
    assert made is None
    assert [each.code for each in findings] == ["scenario-fact-twice"]


@pytest.mark.parametrize(("rate", "code"), [(0.05, "scenario-rate-fraction"), (55.0, "scenario-rate-large")])
def test_a_rate_that_looks_wrong_is_questioned(rate: float, code: str) -> None:
    """0.05 is 0.05 %: it may be meant, so it is asked about and not refused; 5 is 5 %."""
    answer = found(growth=[growth("gdp", rate), growth("people", 1.0)])
    assert answer["plan"] is not None
    assert answer[code].severity == "warning"
    assert answer[code].cell == "E4"
    assert not any(name.startswith("scenario-rate") for name in found())


def test_exclusive_measures_may_stand_in_different_scenarios() -> None:
    made = plan(measures=[measure("M1", exclusive_group="x", scenarios="A"),
                          measure("M2", exclusive_group="x", scenarios="B")])  # fmt: skip
    assert made is not None


def test_records_lead_back_to_the_same_plan() -> None:
    """What is stored gives the same digest again."""
    made = plan(measures=[measure(lifetime=10.0, order=2.0)], switches=[switch()], intensity=[intensity(scenario="A")])
    again = plans.restore(made.records, made.facts)
    assert again.sha256 == made.sha256
    assert again.records == made.records
