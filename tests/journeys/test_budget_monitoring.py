"""A DRC operator's month: forecast, backtest, warnings with letters, the letter of one district, at the desk."""

from __future__ import annotations

import pytest

from tests.journeys.office import Office
from tests.workspace import monitored, monthly_office
from tests.workspace.monthly_office import YEAR

HOT = "440305"
AT = ("--year", YEAR, "--month", 4)
PAST = (*AT, "--history", "past.csv")


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Office:
    """An issued budget with four months on its ledger; one district a fifth above its plan."""
    folder = tmp_path_factory.mktemp("operator")
    office = Office(folder)
    budget = monthly_office.issued(folder)
    monitored.executed(budget, YEAR, range(1, 5), lambda place: 1.2 if place.region == HOT else 0.9)
    monitored.history(budget, (YEAR - 3, YEAR - 2, YEAR - 1), folder / "past.csv")
    return office


def test_the_board_says_who_is_ahead_of_the_plan(office):
    rows = {row["code"]: row for row in office.rows("forecast", *PAST)}
    assert (rows[HOT]["light"], rows["440306"]["light"]) == ("red", "green")
    assert rows[HOT]["p10_t"] <= rows[HOT]["p50_t"] <= rows[HOT]["p90_t"]
    assert rows[HOT]["executed_t"] < rows[HOT]["p10_t"]
    shown = office.as_("li", "forecast", *PAST).out
    assert "进度灯" in shown
    assert "红" in shown
    scores = office.rows("forecast", *PAST, "--backtest")
    assert {row["method"] for row in scores} >= {"ratio", "last-year"}


def test_without_history_it_is_said_what_the_profile_rests_on(office):
    answer = office.as_("li", "forecast", *AT, "--by", "total")
    assert "日数" in answer.err
    assert "--history" in answer.err


def test_warnings_are_letters_and_are_recorded_once(office):
    rows = office.rows("warn", *PAST, "--by", "region", "-o", "letters")
    assert {row["code"] for row in rows} >= {HOT}
    assert all(row["light"] in ("yellow", "red") or row["forecast_light"] in ("yellow", "red") for row in rows)
    assert {path.name for path in (office.folder / "letters").iterdir()} == {row["file"] for row in rows}
    again = office.rows("warn", *PAST, "--by", "region")
    assert all(row["already"] for row in again)
    events = office.as_("li", "show", "--format", "json").json()["events"]
    assert [event["step"] for event in events].count("warn") == 1
    for ending in ("docx", "html"):
        office.done("-w", "w", "report", "warning", "--for", HOT, "-o", f"letter.{ending}")
        assert (office.folder / f"letter.{ending}").stat().st_size > 8_000
    office.as_("li", "check")
    office.done("-w", "w", "audit")


def test_wrong_calls_are_answered_in_words(office):
    office.as_("li", "forecast", "--year", YEAR, "--month", "13", code=2)
    assert "预算" in office.as_("li", "forecast", "--year", "2099", "--month", "1", code=1).err
    (office.folder / "bad.csv").write_text("year,month,region,industry,emissions_t\n2024,1,440305,C39,一百\n", "utf-8")
    said = office.as_("li", "forecast", *AT, "--history", "bad.csv", code=1).err
    assert "line 2" in said
    assert "一百" in said
    assert office.call("-w", "w", "report", "warning", "--for", "999", "-o", "x.docx").code == 2
    assert not (office.folder / "x.docx").exists()
