"""Statistics = remainder + enterprises, whatever the order; nothing counted twice, nothing lost."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from itertools import count

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.calculation import enterprise_feed, feed_remarks
from ghginv.calculation.feed_relations import Key, Relations, holders
from ghginv.domain import items
from ghginv.domain.records import Activity
from ghginv.factors import guidelines

PG2011 = guidelines.load("pg2011")
COLUMNS = ["activity_id", "submission", *Activity.__slots__]
amounts = st.decimals(min_value=0, max_value=10_000, places=3).map(float)


def rows(*given_rows, enterprise="", region="440311"):
    """Activity rows: category, item, quantity, other fields."""
    number = count(1)
    made = []
    for category, item, quantity, *rest in given_rows:
        told = {"enterprise": enterprise, **(rest[0] if rest else {})}
        one = Activity(
            told.pop("region", region), 2022, category, item, quantity, items.find_code(item).unit, "表", "", **told
        )
        who = one.enterprise or "S"
        made.append({"activity_id": f"{who}:表!D{next(number):04d}", "submission": who, **asdict(one)})
    return pd.DataFrame(made, columns=COLUMNS)


def fed(statistics, enterprises, guideline=PG2011, names=None):
    return enterprise_feed.feed(statistics, enterprises, guideline, names or {})


def group(feed, category, item):
    return next(each for each in feed.groups if each.key[:2] == (category, item))


def left(feed, category, item):
    return sum(group(feed, category, item).left.values())


@pytest.mark.parametrize(
    ("own", "figure"),
    [
        (("1.2.1", "raw_coal"), ("1.2.U", "raw_coal")),
        (("1.2.4", "general_bituminous"), ("1.2.U", "raw_coal")),
        (("1.2.1", "measured_coal"), ("1.2.U", "raw_coal")),
        (("1.2.4", "electricity"), ("1.2.U", "electricity")),
        (("1.3.2", "diesel"), ("1.3.U", "diesel")),
        (("P.GL", "float_glass"), ("P.GL", "glass_product")),
        (("P.1", "clinker_by_composition"), ("P.1", "clinker")),
        (("P.5", "adipic_acid"), ("P.5", "adipic_acid_abated")),
        (("5", "naphtha"), ("5", "naphtha")),
        (("W.2.E", "mixed_msw"), ("W.2.E", "mixed_msw")),
    ],
)
def test_a_figure_is_part_of_the_one_that_holds_it(own, figure):
    feed = fed(rows((*figure, 100.0)), rows((*own, 30.25), enterprise="A"))
    assert left(feed, *figure) == Decimal("69.75")
    assert (feed.alone, feed.left_out) == ((), {})


@pytest.mark.parametrize(
    ("own", "figure", "reason"),
    [
        (("1.4", "diesel"), ("1.4.W", "diesel"), "otherwise"),  # statistics divided further
        (("1.2.1", "raw_coal"), ("1.2.1", "anthracite"), "otherwise"),
        (("P.1", "clinker"), ("P.1", "cement"), "otherwise"),
        (("1.3.2", "bus_diesel"), ("1.3.U", "diesel"), "otherwise"),
        (("1.3.2", "diesel"), ("1.3.2", "bus_diesel"), "otherwise"),
        (("P.LU", "lubricants"), ("5", "lubricants"), "otherwise"),
        (("W.2.E", "mixed_msw"), ("1.1.1.E", "municipal_waste"), "otherwise"),
        (("P.PC", "feed_methane"), ("1.2.U", "natural_gas"), "unserved"),
        (("P.3", "coke"), ("1.2.U", "coke"), "process_fuel"),
        (("5", "naphtha"), ("1.2.U", "diesel"), "feedstock"),
        (("P.LU", "lubricants"), ("1.2.U", "lubricants"), "process_fuel"),
    ],
)
def test_what_would_count_twice_or_cannot_be_computed_is_left_out(own, figure, reason):
    feed = fed(rows((*figure, 100.0)), rows((*own, 30.0), enterprise="A"))
    assert [place.reason for place in feed.left_out.values()] == [reason]
    assert (feed.groups, feed.alone) == ((), ())


@pytest.mark.parametrize(
    ("own", "figure"),
    [
        (("1.2.4", "natural_gas"), ("1.2.U", "diesel")),
        (("1.2.6", "diesel"), ("1.2.U", "diesel")),  # construction stands beside industry
        (("1.3.2", "bus_diesel"), ("1.3.U", "gasoline")),
        (("P.LU", "lubricants"), ("1.2.U", "diesel")),
        (("P.1", "carbide_slag_clinker"), ("P.1", "clinker")),  # taken off clinker, no part of it
    ],
)
def test_what_the_statistics_do_not_have_stands_alone(own, figure):
    feed = fed(rows((*figure, 100.0)), rows((*own, 30.0), enterprise="A"))
    assert (len(feed.alone), feed.groups, feed.left_out) == (1, (), {})


def test_the_nearest_figure_is_taken():
    statistics = rows(("1.2.1", "raw_coal", 50.0), ("1.2.4", "raw_coal", 60.0), ("1.2.4", "general_bituminous", 70.0))
    feed = fed(statistics, rows(("1.2.4", "general_bituminous", 10.0), enterprise="A"))
    assert [each.key[:2] for each in feed.groups] == [("1.2.4", "general_bituminous")]


def test_only_inventory_categories_of_the_region_feed():
    given_rows = rows(
        ("X.1", "electricity", 5.0),
        ("X.2", "heat", 5.0),
        ("E.1", "electricity", 5.0),
        ("1.2.1", "raw_coal", 1.0, {"region": "440306"}),
        ("1.2.1", "raw_coal", None, {"notation": "NO"}),
        ("1.2.1", "raw_coal", 2.0),
        enterprise="A",
    )
    assert enterprise_feed.within(given_rows, "440311")["quantity"].tolist() == [2.0]
    assert sorted(enterprise_feed.within(given_rows, "440300")["quantity"]) == [1.0, 2.0]


def test_fuel_of_one_plant_goes_over_from_power_to_heat():
    statistics = rows(("1.1.1.E", "raw_coal", 100.0), ("1.1.1.H", "raw_coal", 20.0))
    feed = fed(statistics, rows(("1.1.1.E", "raw_coal", 70.0), ("1.1.1.E", "raw_coal", 45.0), enterprise="A"))
    power, heat = group(feed, "1.1.1.E", "raw_coal"), group(feed, "1.1.1.H", "raw_coal")
    assert (left(feed, "1.1.1.E", "raw_coal"), left(feed, "1.1.1.H", "raw_coal"), power.excess) == (0, 5, 0)
    assert (sum(power.parts.values()), sum(heat.parts.values())) == (100, 15)


def test_a_plant_named_by_the_statistics_is_reduced_first():
    plants = [("P.1", "clinker", 100.0, {"facility": name}) for name in ("演示一厂", "演示二厂", "演示三厂")]
    names = {("A", "F1"): frozenset({"演示二厂"})}
    feed = fed(rows(*plants), rows(("P.1", "clinker", 60.0, {"facility": "F1"}), enterprise="A"), names=names)
    assert [float(each) for each in group(feed, "P.1", "clinker").left.values()] == [100, 40, 100]
    spilt = fed(rows(*plants), rows(("P.1", "clinker", 120.0, {"facility": "F1"}), enterprise="A"), names=names)
    assert [float(each) for each in group(spilt, "P.1", "clinker").left.values()] == [90, 0, 90]


def test_a_process_that_counts_its_fuel_takes_it_off_that_industry():
    rule = next(each for each in PG2011.rules if each.formula == "fossil_combustion_co2" and not each.memo)
    counting = guidelines.replace(rule, activity_category="P.3", items=("coke",), rule="reductant")
    guideline = guidelines.replace(PG2011, rules=(*PG2011.rules, counting))
    statistics = rows(("1.2.1", "coke", 100.0), ("1.2.4", "coke", 50.0), ("1.2.6", "coke", 7.0))
    feed = fed(statistics, rows(("P.3", "coke", 30.0), enterprise="A"), guideline)
    assert {key: left(feed, *key) for key in [("1.2.1", "coke")]} == {("1.2.1", "coke"): 70}
    assert len(feed.groups) == 1


def test_feedstock_beyond_what_industry_holds_is_told():
    statistics = rows(("1.2.U", "naphtha", 100.0))
    feed = fed(statistics, rows(("1.2.3", "naphtha", 80.0), ("5", "naphtha", 30.0), enterprise="A"))
    assert feed.short == (("naphtha", "t", Decimal(30), Decimal(20)),)
    assert left(feed, "1.2.U", "naphtha") == 20  # the guideline itself takes feedstock off industry


def test_a_remainder_below_zero_is_told_with_both_figures_and_the_largest():
    own = [("1.2.1", "diesel", float(each), {"enterprise": f"E{each}"}) for each in (10, 400, 30, 90)]
    enterprises = rows(*own)
    feed = fed(rows(("1.2.U", "diesel", 500.0)), enterprises)
    assert (left(feed, "1.2.U", "diesel"), feed.groups[0].excess) == (0, 30)
    (finding,) = feed_remarks.findings(enterprise_feed.record(feed, enterprises), "440311", {"E400": "演示厂"})
    assert (finding.code, finding.found, finding.expected) == ("feed-negative", "530 t", "500 t")
    assert finding.details["largest"] == "E400 演示厂 400、E90 90、E30 30"
    assert "光明" in finding.text("zh")


def test_noise_of_the_last_place_is_no_excess():
    parts = [("1.2.1", "diesel", 0.1, {"month": month}) for month in range(1, 13)]
    feed = fed(rows(("1.2.U", "diesel", sum([0.1] * 12) - 1e-15)), rows(*parts, enterprise="A"))
    assert (feed.groups[0].excess, left(feed, "1.2.U", "diesel")) == (0, 0)


def test_remainders_say_what_was_taken_off_and_keep_the_cell():
    statistics = rows(("1.2.U", "diesel", 12480.0, {"uncertainty": 5.0, "source": "统计局", "facility": "全区"}))
    enterprises = rows(("1.2.1", "diesel", 1000.5), ("1.2.4", "diesel", 233.6), enterprise="A")
    (row,) = enterprise_feed.remainders(fed(statistics, enterprises), statistics, enterprises, "R1")
    assert row["activity_id"] == "R1:S:表!D0001"
    assert row["source"] == "统计 12480 t − 企业合计 1234.1 t（1 家）；统计局"
    assert (row["quantity"], row["sheet"], row["facility"], row["enterprise"]) == (11245.9, "表", "全区", "")
    assert row["uncertainty"] == pytest.approx(5 * 12480 / 11245.9)


def test_what_holds_an_item():
    assert holders("measured_coal", "1.1.1.E") == ("measured_coal", "raw_coal")
    assert holders("cement", "P.1") == ("cement",)
    assert holders("gasoline", "1.3.2") == ("gasoline",)


def test_a_year_of_vintage_is_a_figure_of_its_own():
    key = Key("W.1.H", "mixed_msw", "t", 2015)
    relations = Relations(guidelines.load("ipcc2006"), frozenset({key}))
    assert relations.place(key).within == (key,)
    assert relations.place(key._replace(vintage=2016)).within == ()


FIGURES = [
    *(("1.2.U", "raw_coal"), ("1.2.U", "diesel"), ("1.1.1.E", "raw_coal"), ("1.1.1.H", "raw_coal")),
    *(("P.1", "clinker"), ("1.2.6", "diesel")),
]


@st.composite
def districts(draw):
    """Statistics, and enterprises that together stay within them or not."""
    figures = draw(st.lists(st.sampled_from(FIGURES), unique=True, min_size=1))
    plants = [(figure, plant) for figure in figures for plant in ("", "甲")[: draw(st.integers(1, 2))]]
    statistics = [(*figure, draw(amounts), {"facility": plant}) for figure, plant in plants]
    parts = [*FIGURES, ("1.2.4", "raw_coal"), ("1.2.4", "general_bituminous"), ("1.2.4", "natural_gas")]
    own = draw(st.lists(st.tuples(st.sampled_from(parts), amounts, st.sampled_from("ABCD"), st.integers(0, 12))))
    return rows(*statistics), rows(*((*key, q, {"enterprise": who, "month": month}) for key, q, who, month in own))


@settings(max_examples=150, deadline=None)
@given(districts(), st.randoms(use_true_random=False))
def test_statistics_are_remainder_and_enterprises_in_any_order(district, random):
    statistics, enterprises = district
    feed = fed(statistics, enterprises)
    for each in feed.groups:
        taken = sum(each.parts.values()) - each.excess
        assert abs(each.quantity - (sum(each.left.values()) + taken)) <= Decimal("1E-6")
        assert all(0 <= each.left[place] <= quantity for place, quantity in each.quantities.items())
        assert each.excess == 0 or sum(each.left.values()) == 0
    placed = [*feed.alone, *feed.left_out, *{row for each in feed.groups for row in each.parts}]
    assert sorted(placed) == sorted(enterprises["activity_id"])
    order = list(range(len(enterprises)))
    random.shuffle(order)
    again = fed(statistics, enterprises.iloc[order])
    assert enterprise_feed.record(again, enterprises) == enterprise_feed.record(feed, enterprises)
