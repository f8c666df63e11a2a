"""Standard coal by both conversions, and who reviews: NDRC order 31, Art. 8 and 9, at and around each threshold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.budget.projects import reviewer, standard_coal
from ghginv.budget.projects.reviewer import Review
from ghginv.factors import library
from tests.budget.projects.forms import evaluated, fact, form, said


def coal(tonnes, factor=1.0):
    """A project that burns so much coal at so many tce a tonne, and nothing else."""
    return lambda of: of.update(energy=[{**of["energy"][0], "quantity": float(tonnes), "tce_factor": factor}])


def reviewed(change) -> Review:
    """Who reviews a project after a change."""
    found = form(change)
    energy, _ = standard_coal.energy(found, library.load(), "440305")
    assert energy
    return reviewer.review(found, energy, reviewer.thresholds(found.year))


def test_both_conversions():
    """10 000 t of raw coal at 0.7143 (GB/T 2589-2020) and 1000 MWh at 0.1229 and 0.3016 tce."""
    energy = evaluated().energy
    assert energy.tce == pytest.approx(7143 + 122.9)
    assert energy.total("equal_after") == pytest.approx(7143 + 301.6)
    assert energy.tce_high == energy.total("equal_after")
    assert energy.coal_t == 10000


@pytest.mark.parametrize(
    ("tonnes", "factor", "level"),
    [
        (999.9, 1.0, "none"), (1000, 0.1, "local"), (999, 1.01, "local"), (9999.9, 1.0, "local"),
        (10000, 0.1, "province"), (9000, 1.2, "province"), (600000, 1.0, "province"),
    ],
)  # fmt: skip
def test_the_thresholds_of_article_8(tonnes, factor, level):
    assert reviewed(coal(tonnes, factor)).reviewer == level


@pytest.mark.parametrize(("tonnes", "level"), [(499_999, "province"), (500_000, "national")])
def test_listed_fields_go_to_ndrc(tonnes, level):
    def change(of):
        coal(tonnes, 0.5)(of)
        fact(of, "listed", "yes")

    assert reviewed(change).reviewer == level


def test_article_9_takes_the_higher_conversion():
    """1.7 TWh: 208 930 tce by heat value, 512 720 by equal value."""

    def change(of):
        of.update(energy=[{**of["energy"][1], "quantity": 1_700_000.0}])
        fact(of, "listed", "yes")

    review = evaluated(change).review
    assert review.tce < 500_000 < review.tce_high
    assert review.reviewer == "national"
    assert "project-carbon-mandatory" in said(evaluated(change))


def renovation(of, site="no", process="no"):
    fact(of, "kind", "renovation")
    fact(of, "site_changed", site)
    fact(of, "process_changed", process)
    of["energy"][0]["before"] = 9000.0


@pytest.mark.parametrize(
    ("site", "process", "counted"), [("no", "no", 1000), ("yes", "no", 10000), ("no", "yes", 10000)]
)
def test_a_renovation_counts_the_increment_unless_site_or_process_change(site, process, counted):
    """Art. 8: 建设地点、主要生产工艺和设备未改变的改建和技术改造项目按增量."""
    review = reviewed(lambda of: renovation(of, site, process))
    assert review.coal_t == counted
    assert review.incremental == (counted == 1000)


@pytest.mark.parametrize(
    ("before", "after", "level"), [(100.1, 1100.1, "local"), (100.2, 1100.1, "none"), (1000.1, 11000.1, "province")]
)
def test_an_increment_of_exactly_the_threshold_is_not_below_it(before, after, level):
    """1100.1 - 100.1 is 1000, though binary fractions make it 999.9999999999999."""

    def change(of):
        renovation(of)
        of.update(energy=[{**of["energy"][0], "quantity": after, "before": before, "tce_factor": 1.0}])

    assert reviewed(change).reviewer == level


def test_an_expansion_counts_everything():
    def change(of):
        fact(of, "kind", "expansion")

    assert reviewed(change).coal_t == 10000


def test_a_renovation_without_anything_before_is_flagged():
    def change(of):
        renovation(of)
        of["energy"][0]["before"] = None

    found = evaluated(change)
    assert "project-renovation-gross" in said(found)
    assert found.review.coal_t == 10000


@pytest.mark.parametrize(("level", "code"), [("city", "project-level-low"), ("national", "project-level-high")])
def test_the_level_applied_to(level, code):
    assert code in said(evaluated(lambda of: fact(of, "level", level)))


def test_two_high_never_goes_to_a_county():
    def change(of):
        coal(5000)(of)
        fact(of, "level", "county")
        fact(of, "two_high", "yes")

    found = evaluated(change)
    assert "project-level-county" in said(found)
    assert found.conclusion == "refuse"


def test_energy_sold_is_taken_off():
    before = evaluated()
    after = evaluated(lambda of: of["energy"].append({**of["energy"][1], "use": "sold", "quantity": 1000.0}))
    assert after.energy.tce == pytest.approx(before.energy.tce - 122.9)
    assert after.emissions.kilograms(part="indirect") == 0


def test_coke_is_not_coal():
    assert reviewed(lambda of: of["energy"][0].update(item="焦炭")).coal_t == 0


@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_more_coal_is_never_reviewed_lower(one, other):
    order = ["none", "local", "province", "national"]
    few, many = sorted((one, other))
    assert order.index(reviewed(coal(few)).reviewer) <= order.index(reviewed(coal(many)).reviewer)
