"""Benchmarks, effect, replacement, headroom, splitting, and the conclusion that they come to."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.budget.projects import effect, headroom, opinion
from ghginv.budget.projects.effect import Place
from ghginv.budget.projects.evaluation import Surroundings
from ghginv.budget.projects.headroom import Candidate
from ghginv.budget.projects.splitting import Earlier
from ghginv.findings import catalogue
from tests.budget.projects.forms import OWNER, SELLER, evaluated, fact, form, said

PLACE = Place(
    budget="B", region="440305", name="甲区", years=(2026, 2027, 2028), industry="C39", budget_kg={2028: 10**9},
    left_kg={2028: 5 * 10**8}, reserve_kg={2028: 10**8}, base_year=2025, emissions_t=600_000.0, gdp=60.0,
)  # fmt: skip
CELL = Candidate("available:440305:C39:KEY", "available", "440305", "KEY", {2027: 10**9, 2028: 10**9})
NEW = Candidate("available:440305:C39:NEW", "available", "440305", "NEW", {2027: 10**9, 2028: 10**9})
POWER = Candidate("available:440305:C39:PWR", "available", "440305", "PWR", {2027: 10**12, 2028: 10**12})
RESERVE = Candidate("reserve.new:440300", "reserve.new", "440300", "", {2027: 10**9, 2028: 10**9})
AROUND = Surroundings("440305", place=PLACE, candidates=(CELL, RESERVE))


def short(each, kg=0):
    return replace(each, left_kg=dict.fromkeys(each.left_kg, kg))


@pytest.mark.parametrize(
    ("level", "value", "conclusion"),
    [
        ("national", 1.0, "refuse"), ("local", 1.0, "refuse"), ("advanced", 1.0, "conditional"),
        ("industry", 100.0, "pass"),
    ],
)  # fmt: skip
def test_a_standard_binds_and_an_advanced_level_is_a_condition(level, value, conclusion):
    """Order 31, Art. 16 (2), (5)."""

    def change(of):
        of["benchmarks"][0].update(level=level, value=value)
        of["products"][0]["value_added"] = 500_000.0

    assert evaluated(change, AROUND).conclusion == conclusion


def test_nothing_to_compare_with_is_a_condition():
    found = evaluated(lambda of: of["benchmarks"].clear(), AROUND)
    assert "project-benchmark-missing" in said(found)


def test_shares_divide_energy_and_emissions():
    def change(of):
        of["products"][0]["share"] = 75.0
        of["products"].append({**of["products"][0], "product": "乙", "share": 25.0})

    figures = {(each.product, each.metric): each.value for each in evaluated(change).intensities}
    assert figures["甲", "carbon_product"] == pytest.approx(3 * figures["乙", "carbon_product"])
    assert figures["甲", "carbon_output"] is None


def test_the_effect_on_total_and_intensity():
    """600 000 t on 60 x 10^8 CNY is 1 t per 10^4; the project adds its own tonnes and 5000 x 10^4 CNY."""
    found = evaluated(None, AROUND)
    added = found.emissions.added_kg / 1000
    assert found.effect.year == 2028
    assert found.effect.share_budget == pytest.approx(added / 1_000_000 * 100)
    assert found.effect.share_reserve == pytest.approx(added / 100_000 * 100)
    assert found.effect.intensity_before == pytest.approx(1.0)
    assert found.effect.intensity_change == pytest.approx(((600_000 + added) / 605_000 - 1) * 100)
    assert {"project-intensity-up", "project-carbon-local"} <= set(said(found))


def test_without_gdp_intensity_is_not_judged():
    around = replace(AROUND, place=replace(PLACE, gdp=0.0))
    assert "project-intensity-unknown" in said(evaluated(None, around))


def test_without_a_budget_the_opinion_says_so():
    assert "project-no-budget" in said(evaluated())


def test_the_first_year_is_taken_by_its_months():
    """Trial run in July: six of twelve months, rounded up to a kilogram."""
    assert effect.needs(form(), 1001, (2026, 2027, 2028)) == {2027: 501, 2028: 1001}
    assert effect.needs(form(), -5, (2026, 2027, 2028)) == {}


@given(st.integers(1, 10**12), st.integers(1, 12))
def test_what_is_needed_is_never_more_than_a_year(kg, month):
    made = effect.needs(form(lambda of: fact(of, "trial", f"2027-{month:02d}-01")), kg, (2027, 2028))
    assert 0 < made[2027] <= made[2028] == kg
    assert 12 * made[2027] >= kg * (13 - month)


@pytest.mark.parametrize(
    ("candidates", "wanted", "layer", "account"),
    [
        ((CELL, NEW, RESERVE), "", "", NEW.account), ((CELL, RESERVE), "", "", CELL.account),
        ((short(CELL), RESERVE), "", "", RESERVE.account), ((CELL, RESERVE), "reserve", "", RESERVE.account),
        ((POWER, RESERVE), "", "", RESERVE.account), ((POWER, RESERVE), "", "PWR", POWER.account),
        ((short(CELL), short(RESERVE)), "", "", None), ((short(CELL), RESERVE), "cell", "", None), ((), "", "", None),
    ],
)  # fmt: skip
def test_where_budget_is_held_from(candidates, wanted, layer, account):
    found = headroom.room({2027: 50, 2028: 100}, candidates, wanted, layer)
    assert (found.source.account if found.source else None) == account
    assert found.enough == (account is not None)


def test_room_is_needed_in_every_year():
    half = replace(CELL, left_kg={2027: 10**9, 2028: 99})
    assert headroom.room({2027: 50, 2028: 100}, (half,)).source is None
    assert headroom.room({2027: 50}, (half,)).source is half


def test_missing_headroom_refuses():
    found = evaluated(None, replace(AROUND, candidates=(short(CELL, 10), short(RESERVE, 5))))
    assert "project-headroom-missing" in said(found)
    assert found.conclusion == "refuse"


def two_high(amount, document="核1号"):
    def change(of):
        fact(of, "two_high", "yes")
        row = {"enterprise": SELLER, "name": "虚构乙", "measure": "关停", "amount_t": amount, "document": document}
        of["replacement"].append(row)

    return change


def test_two_high_needs_equal_replacement():
    """国发〔2026〕22号: equal or reduced, 1.0 t for each tonne."""
    added = evaluated(None, AROUND).emissions.added_kg / 1000
    assert "project-replacement-short" in said(evaluated(two_high(added - 0.001), AROUND))
    enough = evaluated(two_high(added), AROUND)
    assert "project-replacement-short" not in said(enough)
    assert enough.replacement.reached == pytest.approx(1.0)


def test_a_source_serves_once():
    first = form(two_high(100_000.0))
    around = replace(AROUND, used={first.sources[0].key: "XM-OTHER"})
    found = evaluated(two_high(100_000.0), around)
    assert {"project-replacement-used", "project-replacement-short"} <= set(said(found))
    assert found.replacement.given_kg == 0
    own = replace(AROUND, used={first.sources[0].key: first.id})
    assert "project-replacement-used" not in said(evaluated(two_high(100_000.0), own))


def earlier(**more):
    site = form().site
    return Earlier(**{"project": "XM-1", "name": "一期", "credit_code": OWNER, "site": site, "start": "2025-01-01",
                      "tce": 4000.0, "coal_t": 0.0, "tce_high": 4000.0, **more})  # fmt: skip


@pytest.mark.parametrize(
    ("other", "flagged"),
    [
        (earlier(), True), (earlier(start="2023-01-01"), False), (earlier(site="别处"), False),
        (earlier(credit_code=SELLER), False), (earlier(tce=10.0), False), (earlier(tce=20000.0), False),
    ],
)  # fmt: skip
def test_splitting_is_flagged(other, flagged):
    """7265.9 tce here and 4000 there cross 10 000 together, and neither alone."""

    def change(of):
        of["energy"][0]["item"], of["energy"][0]["tce_factor"] = "焦炭", 0.7143

    found = evaluated(change, replace(AROUND, others=(other,)))
    assert ("project-splitting" in said(found)) == flagged


def test_each_reason_weighs_what_its_wording_says():
    severity = {"refuse": "error", "condition": "warning", "remark": "note"}
    for code, weight in opinion.weights().items():
        assert catalogue()[code].severity == severity[weight.weight], code
        assert weight.citation
        assert weight.article


def test_the_heaviest_reason_decides():
    found = evaluated(None, AROUND)
    assert found.conclusion == max(
        (opinion.WEIGHTS[each.weight.weight] for each in found.reasons), key=opinion.CONCLUSIONS.index
    )
    assert opinion.conclusion([]) == "pass"


def test_a_budget_that_is_not_issued_has_no_headroom_to_judge():
    around = replace(AROUND, place=replace(PLACE, budget_kg={}), candidates=())
    found = said(evaluated(None, around))
    assert "project-no-budget" in found
    assert "project-headroom-missing" not in found
    assert "project-intensity-up" in found
