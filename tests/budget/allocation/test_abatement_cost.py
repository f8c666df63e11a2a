"""Measures from the cheapest up; least cost of all units together; the saving of doing it together."""

import math

import pandas as pd
import pytest

from ghginv.budget.allocation import joint_saving
from ghginv.budget.allocation.abatement_cost import Curves, fill
from ghginv.budget.allocation.run import run
from ghginv.errors import InputError


def measures(*rows):
    names = ["unit", "measure", "abatement_t", "cost", "exclusive_group"]
    return pd.DataFrame([dict(zip(names, (*row, "")[:5], strict=True)) for row in rows], columns=names)


STEPS = measures(
    ("甲", "照明", 10.0, -50.0), ("甲", "余热", 20.0, 30.0), ("乙", "光伏", 40.0, 30.0), ("乙", "电气化", 30.0, 80.0)
)
TABLE = pd.DataFrame({"emissions": [60.0, 90.0]}, index=["甲", "乙"])


def refused(call, *arguments, **options):
    with pytest.raises(InputError) as wrong:
        call(*arguments, **options)
    return wrong.value.findings[0]


def test_from_the_cheapest_up_and_in_proportion_at_the_margin():
    # worked by hand: 10 t that pay, then 30 of 60 t at 30 CNY, half of each
    found = fill(STEPS, 40)
    assert found.taken.tolist() == [10, 10, 20, 0]
    assert (found.cost, found.price, found.short) == (10 * -50 + 30 * 30, 30, 0)


def test_nothing_required_takes_nothing_and_too_much_is_short():
    nothing = fill(STEPS, 0)
    assert (nothing.cost, nothing.short) == (0, 0)
    assert fill(STEPS, 130).short == 30
    assert fill(STEPS.head(0), 5).short == 5


def test_of_an_exclusive_group_one_is_taken():
    # either 30 t at 20 or 50 t at 25, then 40 at 100: for 60 t the second is cheaper
    either = measures(
        ("甲", "小改", 30.0, 20.0, "锅炉"), ("甲", "大改", 50.0, 25.0, "锅炉"), ("甲", "购绿", 40.0, 100.0)
    )
    found = fill(either, 60)
    assert found.taken.tolist() == pytest.approx([0, 50, 10])
    assert found.cost == pytest.approx(2250)
    assert found.price == pytest.approx(100)
    assert fill(either, 25).cost == pytest.approx(500)
    assert fill(either, 100).short == pytest.approx(10)


def test_each_unit_meets_its_own_need():
    curves = Curves(STEPS)
    assert curves.of("甲", 15) == (-500 + 150, 0)
    assert curves.of("乙", 80) == (40 * 30 + 30 * 80, 10)
    assert curves.of("丙", 0) == (0, 0)
    assert curves.of("丙", 7) == (0, 7)
    grouped = Curves(STEPS.assign(exclusive_group=["", "", "甲或乙", "甲或乙"]))
    assert grouped.of("甲", 15) == (-350, 0)
    assert grouped.of("乙", 45) == (40 * 30, 5)


@pytest.mark.parametrize(
    ("table", "code", "named"),
    [
        (STEPS.drop(columns="unit"), "budget-allocation-measures", ""),
        (STEPS.drop(columns="cost"), "budget-measures-columns", "cost"),
        (STEPS.assign(abatement_t=[1, -1, 1, 1]), "budget-allocation-negative", "余热"),
        (STEPS.assign(cost=[1, 1, math.nan, 1]), "budget-allocation-not-number", "光伏"),
    ],
)
def test_measures_are_checked(table, code, named):
    finding = refused(fill, table, 10)
    assert (finding.code, finding.found) == (code, named)


class TestLeastCost:
    def test_the_cheapest_anywhere(self):
        assert run("least-cost", 110, TABLE, measures=STEPS).to_dict() == {"甲": 40, "乙": 70}

    def test_refusals(self):
        assert refused(run, "least-cost", 150, TABLE, measures=STEPS).code == "budget-allocation-no-cut"
        few = refused(run, "least-cost", 40, TABLE, measures=STEPS)
        assert (few.code, few.found) == ("budget-allocation-measures-few", "10")
        much = refused(run, "least-cost", 20, TABLE, measures=STEPS.assign(abatement_t=[10, 90, 40, 30]))
        assert (much.code, much.found) == ("budget-allocation-over-abated", "甲")
        assert refused(run, "least-cost", 100, TABLE).code == "budget-allocation-option"


class TestJointSaving:
    cuts = pd.Series({"甲": 20.0, "乙": 30.0})
    steps = measures(("甲", "廉价", 60.0, 10.0), ("乙", "昂贵", 60.0, 100.0))

    def test_two_units_share_the_saving_equally(self):
        # alone 200 and 3000 CNY, together 50 t at 10: 500; the saving of 2700 goes half to each
        value = joint_saving.saving(self.cuts, self.steps)
        assert value(["甲", "乙"]) == 2700
        assert value(["甲"]) == value([]) == 0
        # λ = 10: a = e - x - (c - φ - C)/λ; 甲 60 - 50 - (200 - 1350 - 500)/10 = 175, 乙 90 - 0 - (3000 - 1350)/10 < 0
        finding = refused(run, "shapley", 100, TABLE, measures=self.steps)
        assert (finding.code, finding.found) == ("budget-allocation-below-zero", "乙")

    def test_traded_at_the_shadow_price_each_bears_its_cost_less_its_share(self):
        steps = measures(("甲", "廉价", 25.0, 90.0), ("甲", "次之", 40.0, 100.0), ("乙", "昂贵", 60.0, 110.0))
        found = run("shapley", 120, TABLE, measures=steps)
        # cuts 12 and 18; alone 1080 and 1980; together 25·90 + 5·100 = 2750; saving 310; λ = 100
        assert found["甲"] == pytest.approx(60 - 30 - (1080 - 155 - 2750) / 100)
        assert found["乙"] == pytest.approx(90 - 0 - (1980 - 155 - 0) / 100)
        assert found.sum() == pytest.approx(120)
        paid = {"甲": 2750 - 100 * (found["甲"] - 30), "乙": 100 * (90 - found["乙"])}
        assert paid == pytest.approx({"甲": 1080 - 155, "乙": 1980 - 155})

    def test_exclusive_groups_give_the_same_where_they_do_not_bind(self):
        steps = measures(("甲", "廉价", 25.0, 90.0), ("甲", "次之", 40.0, 100.0), ("乙", "昂贵", 60.0, 110.0))
        grouped = pd.concat(
            [steps, measures(("乙", "更贵", 60.0, 500.0, "二选一"), ("乙", "极贵", 60.0, 900.0, "二选一"))]
        )
        expected = run("shapley", 120, TABLE, measures=steps)
        assert run("shapley", 120, TABLE, measures=grouped).tolist() == pytest.approx(expected.tolist())

    def test_more_than_twelve_units_are_drawn_and_still_add_up(self):
        table = pd.DataFrame({"emissions": [50.0 + 3 * k for k in range(14)]}, index=[f"区{k}" for k in range(14)])
        steps = measures(*((unit, "措施", 40.0, 100.0 + k) for k, unit in enumerate(table.index)))
        assert run("shapley", 800, table, measures=steps).sum() == pytest.approx(800)

    def test_refusals(self):
        assert refused(run, "shapley", 150, TABLE, measures=self.steps).code == "budget-allocation-no-cut"
        alone = refused(run, "shapley", 100, TABLE, measures=self.steps.head(1))
        assert (alone.code, alone.found, alone.expected) == ("budget-allocation-cannot-alone", "乙", "30")
        free = refused(run, "shapley", 100, TABLE, measures=self.steps.assign(cost=[-5.0, -1.0]))
        assert (free.code, free.found) == ("budget-allocation-price", "-5")
