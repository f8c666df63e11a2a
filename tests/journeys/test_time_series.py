"""Several years in one workspace: side by side, recalculated with reasons, gaps filled with notes."""

import pytest

from tests.journeys.command_line import Desk

HEADER = "year,sheet,category,item,technology,facility,vintage,quantity,unit,notation,uncertainty,source,terms\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("series"))
    desk.done("init", "w", "--region", "440400", "--name", "珠海市", "--base-year", 2021)
    for year, tonnes in ((2020, 1000), (2021, 1200), (2022, 1500)):
        file(desk, year, tonnes)
        desk.done("-w", "w", "compile", "--year", year)
    return desk


def file(desk, year, tonnes):
    rows = desk.folder / f"{year}.csv"
    rows.write_text(HEADER + f"{year},化石燃料,1.2.1,bituminous,,,,{tonnes},t,,,,\n", encoding="utf-8")
    workbook = f"{year}-{tonnes}.xlsx"
    desk.done("-w", "w", "template", "inventory", "--year", year, "--data", rows, "-o", workbook)
    return desk.done("-w", "w", "import", workbook, "--format", "json").json()[0]


def test_years_stand_side_by_side_against_the_base_year(desk):
    answer = desk.done("-w", "w", "series", "--format", "json").json()
    assert sorted(answer["runs"]) == ["2020", "2021", "2022"]
    total = answer["rows"][-1]
    assert total["2022/2021 %"] == pytest.approx(25, abs=1e-6)
    assert answer["findings"] == []
    assert "合计" in desk.done("-w", "w", "series", "--by", "gas").out


def test_a_corrected_year_is_reported_as_recalculated(desk):
    assert desk.call("-w", "w", "recalculation").code == 1
    file(desk, 2020, 1100)
    desk.done("-w", "w", "compile", "--year", 2020)
    rows = desk.done("-w", "w", "recalculation", "--format", "json").json()
    total = rows[-1]
    assert (total["year"], total["significant"]) == (2020, True)
    assert total["difference_percent"] == pytest.approx(10, abs=1e-6)
    assert total["activity_t"] == pytest.approx(total["difference_t"])
    answer = desk.done("-w", "w", "series", "--format", "json").json()
    assert answer["rows"][-1]["2020"] == pytest.approx(total["second_co2e_t"])


def test_gaps_are_filled_with_notes(desk):
    gaps = desk.folder / "gaps.csv"
    gaps.write_text("year,value\n2018,10\n2019,\n2020,14\n", encoding="utf-8")
    rows = desk.done("splice", gaps, "--method", "interpolation", "--format", "json").json()
    assert [row["value"] for row in rows] == [10, 12, 14]
    assert "内插" in rows[1]["note"]
    refused = desk.call("splice", gaps, "--method", "surrogate")
    assert refused.code == 1
    assert "surrogate" in refused.err
    assert desk.call("splice", gaps, "--method", "guess").code == 2
