"""Years side by side: totals add up, changes are against the base year, uneven years are named."""

from dataclasses import replace

import pytest

from ghginv.calculation import compare
from ghginv.domain.records import Activity
from ghginv.inventory import series
from tests import inventories

COAL = Activity("440300", 2021, "1.2.1", "bituminous", 1000.0, "t", "表", "D5")


def year(number, quantity, guideline="pg2011"):
    rows = [
        replace(COAL, year=number, quantity=quantity),
        replace(COAL, year=number, category="1.4.W", item="diesel", cell="D6"),
    ]
    return inventories.compiled(rows, guideline, "440300", number)


@pytest.fixture(scope="module")
def years():
    return {2021: year(2021, 1000.0), 2022: year(2022, 1100.0), 2023: year(2023, 900.0)}


@pytest.mark.parametrize("by", series.LEVELS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_parts_add_up_to_the_total(years, by, lang):
    table = series.series({number: each.emissions for number, each in years.items()}, by, lang=lang)
    total = table.iloc[-1]
    for number, inventory in years.items():
        counted = inventory.emissions[inventory.emissions["memo"] == ""]
        assert total[str(number)] == pytest.approx(counted["co2e_t"].sum(), abs=1e-9)
        if by != "total":
            assert table[str(number)][:-2].sum() == pytest.approx(total[str(number)], abs=1e-6)


def test_change_is_against_the_base_year(years):
    emissions = {number: each.emissions for number, each in years.items()}
    table = series.series(emissions, "category", base=2022)
    steel = table[table["name"].str.startswith("1.2.1")].iloc[0]
    assert steel["2023/2022 %"] == pytest.approx(100 * (900 / 1100 - 1), abs=1e-3)
    assert steel["2021/2022 %"] == pytest.approx(100 * (1000 / 1100 - 1), abs=1e-3)
    assert "2022/2022 %" not in table


def test_uneven_years_are_named(years):
    abouts = {number: each.about for number, each in years.items()}
    assert series.uneven(abouts) == []
    abouts[2021] = {**abouts[2021], "gwp": "AR5"}
    (finding,) = series.uneven(abouts)
    assert finding.found == "2021 | 2022, 2023"
    assert "全球变暖潜势" in finding.text("zh")


def test_a_recalculation_names_category_cause_and_significance():
    former, present = year(2021, 1000.0), inventories.compiled([
        replace(COAL, quantity=1200.0), replace(COAL, category="1.4.W", item="diesel", cell="D6")
    ], "pg2011", "440300", 2021)  # fmt: skip
    compared = compare.compare(former, present)
    rows = series.recalculated(2021, compared, compare.summary(compared), 5.0, "zh")
    assert {row["category"] for row in rows[:-1]} == {"1.2.1"}
    total = rows[-1]
    assert total["significant"] is True
    assert total["activity_t"] == pytest.approx(total["difference_t"], abs=1e-6)
    assert sum(row["difference_t"] for row in rows[:-1]) == pytest.approx(total["difference_t"], abs=1e-6)
    assert series.recalculated(2021, compared, compare.summary(compared), 50.0, "zh")[-1]["significant"] is False
