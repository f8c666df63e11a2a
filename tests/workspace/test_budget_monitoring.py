"""Monitoring of an issued budget: the board from the ledger, warnings recorded once, rows of red, letters."""

from __future__ import annotations

import shutil

import docx
import pytest

from ghginv import folders
from ghginv.errors import InputError, UsageError
from ghginv.store.audit import acting
from ghginv.workspace.budgets import ledger, monitoring, monthly_report, warning
from ghginv.workspace.budgets.monitoring import Watched
from tests.workspace import monitored, monthly_office
from tests.workspace.monthly_office import YEAR

HOT = "440305"


def over(place) -> float:
    """One district a fifth above its plan, all else a tenth below."""
    return 1.2 if place.region == HOT else 0.9


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A budget with four months on its ledger and three years before in a file."""
    folder = tmp_path_factory.mktemp("monitored")
    budget = monthly_office.issued(folder)
    monitored.executed(budget, YEAR, range(1, 5), over)
    monitored.history(budget, (YEAR - 3, YEAR - 2, YEAR - 1), folder / "past.csv")
    return folder


@pytest.fixture
def watched(base, tmp_path):
    shutil.copytree(base, tmp_path, dirs_exist_ok=True)
    return at(tmp_path, 4)


def at(folder, month: int) -> Watched:
    path = folder / "past.csv"
    return Watched(monthly_office.opened(folder), YEAR, month, (path.name, path.read_bytes()))


def test_the_board_is_made_from_the_ledger(watched):
    rows = {row["code"]: row for row in monitoring.table(monitoring.board(watched), watched.budget)}
    held = monitored.places(watched.budget, YEAR)
    mine = sum(kg for place, kg in held.items() if place.region == HOT)
    assert rows[HOT]["budget_t"] == mine / 1000
    assert rows[HOT]["light"] == "red"
    assert rows[HOT]["forecast_light"] == "red"
    assert rows[HOT]["coverage"] == 100
    assert rows["440306"]["light"] == "green"
    assert next(iter(rows)) == "440300"
    assert rows["440300"]["budget_t"] == sum(held.values()) / 1000
    assert {row["profile"] for row in rows.values()} == {"history"}


def test_a_calendar_of_the_workspace_moves_the_plan(watched):
    """Four worked days in a month of the first quarter, twenty in all others: less is due by April."""
    plain = monitoring.board(watched).table["plan_kg"]
    calendar = watched.budget.workspace.path / "emission_factors/budget_rules/calendar.csv"
    calendar.parent.mkdir(parents=True, exist_ok=True)
    days = {year: [20] * 12 for year in (YEAR - 3, YEAR - 2, YEAR - 1)} | {YEAR: [4] * 3 + [20] * 9}
    lines = [f"{year},{month},{each}," for year, told in days.items() for month, each in enumerate(told, start=1)]
    calendar.write_text("\n".join(("year,month,working_days,cdd", *lines, "")), "utf-8")
    folders.forget()
    found = monitoring.board(watched).table["plan_kg"]
    assert (found < plain).all()


def test_a_budget_is_the_same_whatever_was_emitted(watched):
    """Emissions move available to consumed and overspent; the budget of a place stays."""
    before = monitoring.situation(watched).places["budget_kg"].sum()
    more = monitored.executed(watched.budget, YEAR, range(5, 13), lambda place: 2.5)
    after = monitoring.situation(Watched(more, YEAR, 12)).places["budget_kg"].sum()
    assert before == after
    balances = ledger.balance(more, ledger.Selection(by=("kind", "year"), year=YEAR))
    assert any(row["kind"] == "overspent" for row in balances)


def test_a_place_that_sells_more_power_than_it_emits_lowers_all_above_it(base, tmp_path):
    """Months below zero, then as the rest: the district has less emitted, and every node is watched as ever."""
    shutil.copytree(base, tmp_path, dirs_exist_ok=True)
    budget = monitored.executed(monthly_office.opened(tmp_path), YEAR, range(5, 9), _sold)
    watched = Watched(budget, YEAR, 8, at(tmp_path, 8).history)
    for by in ("region", "industry", "enterprise", "cell", "layer", "total"):
        rows = monitoring.table(monitoring.board(watched, by), watched.budget)
        assert rows
    rows = {row["code"]: row for row in monitoring.table(monitoring.board(watched, "layer"), budget)}
    assert rows["PWR"]["executed_t"] < 0
    assert rows["PWR"]["light"] == "green"
    held = monitored.places(budget, YEAR)
    (city,) = monitoring.table(monitoring.board(watched, "total"), budget)
    assert city["budget_t"] == sum(held.values()) / 1000
    books = ledger.balance(budget, ledger.Selection(by=("kind",), year=YEAR))
    consumed = {row["kind"]: row["amount_t"] for row in books}
    assert city["executed_t"] == pytest.approx(consumed["consumed.est"])
    assert consumed["elim.power"] > 0
    assert ledger.check(budget).findings == []
    with acting("li"):
        assert warning.warn(watched, tmp_path / "letters").rows
    said = monthly_report.gather(watched).remarks
    assert [each for each in said if f"{consumed['elim.power']:,.3f} 吨" in each]


def _sold(place) -> float:
    return -4.0 if place.layer == "PWR" else over(place)


def test_every_node_can_be_watched_and_backtested(watched):
    for by in ("region", "industry", "enterprise", "cell", "layer", "total"):
        found = monitoring.board(watched, by)
        rows = monitoring.table(found, watched.budget)
        assert rows
        assert all(row["name"] for row in rows)
    scores = monitoring.backtest(found, watched.budget)
    assert {row["method"] for row in scores} >= {"ratio", "last-year"}
    assert {row["month"] for row in scores} >= set(range(1, 12))


def test_a_warning_is_recorded_once(watched, tmp_path):
    with acting("li"):
        made = warning.warn(watched, tmp_path / "letters")
        again = warning.warn(at(tmp_path, 4), tmp_path / "again")
    assert (made.already, again.already) == (False, True)
    assert [row["code"] for row in made.rows] == [row["code"] for row in again.rows]
    assert HOT in {row["code"] for row in made.rows}
    assert "440306" not in {row["code"] for row in made.rows}
    now = monthly_office.opened(tmp_path)
    assert len(warning.warnings(now)) == 1
    stored = {each["file"]: each for each in now.documents() if each["kind"] == "warning"}
    for folder in ("letters", "again"):
        assert {path.name for path in (tmp_path / folder).iterdir()} == set(stored)
    (event,) = [each for each in now.events if each["step"] == "warn"]
    assert event["actor"] == "li"
    assert event["detail"]["lights"]["region:440306"] == "green"


def test_red_twice_in_a_row_suspends_new_reviews_until_it_is_not(watched, tmp_path):
    with acting("li"):
        first = warning.warn(watched, sides=("region",))
        assert {row["actions"] for row in first.rows if row["code"] == HOT} == {"meeting"}
        assert warning.suspended(first.budget, YEAR) == frozenset()
        monitored.executed(monthly_office.opened(tmp_path), YEAR, range(5, 6), over)
        second = warning.warn(at(tmp_path, 5), sides=("region",))
        (row,) = [row for row in second.rows if row["code"] == HOT]
        assert (row["row"], row["actions"]) == (2, "meeting suspend")
        assert f"region:{HOT}" in warning.suspended(second.budget, YEAR)
        assert warning.suspended(second.budget, YEAR + 1) == frozenset()
        monitored.executed(monthly_office.opened(tmp_path), YEAR, range(6, 7), lambda place: 0.01)
        third = warning.warn(at(tmp_path, 6), sides=("region",))
    assert warning.suspended(third.budget, YEAR) == frozenset()


def test_a_letter_states_both_views_and_names_no_other_enterprise(watched, tmp_path):
    with acting("li"):
        made = warning.warn(watched, tmp_path / "letters", sides=("enterprise",))
    assert made.rows
    names = {row["code"]: row["file"] for row in made.rows}
    for code, file in names.items():
        said = _words(tmp_path / "letters" / file)
        assert "官方口径" in said
        assert "净额口径" in said
        assert "901" in said
        assert not any(other in said for other in monthly_office.CODES if other != code)


def test_the_letter_written_later_says_what_was_warned(watched, tmp_path):
    """The history that was given stands in the event: nobody has to give it again."""
    from ghginv.workspace.budgets import files

    with acting("li"):
        made = warning.warn(watched, tmp_path / "letters", sides=("region",), method="ratio")
    path = files.write(made.budget, "warning", tmp_path / "later.docx", HOT)
    (file,) = [row["file"] for row in made.rows if row["code"] == HOT]
    assert _words(path) == _words(tmp_path / "letters" / file)


def test_what_is_not_there_is_refused_in_words(watched, tmp_path):
    budget = watched.budget
    for month in (0, 13):
        with pytest.raises(UsageError) as wrong:
            monitoring.board(Watched(budget, YEAR, month))
        assert wrong.value.findings[0].code == "budget-monitoring-month"
    for year, code in ((2099, "budget-monitoring-year"), (YEAR + 1, "budget-monitoring-no-execution")):
        with pytest.raises(InputError) as refused:
            monitoring.board(Watched(budget, year, 3))
        assert refused.value.findings[0].code == code
    with pytest.raises(UsageError) as unknown:
        warning.document(watched, "999999")
    assert unknown.value.findings[0].code == "budget-monitoring-node"
    with pytest.raises(InputError) as calm:
        warning.document(watched, "440306")
    assert calm.value.findings[0].code == "budget-monitoring-no-warning"
    assert "440306" not in {each["addressee"] for each in budget.documents() if each["kind"] == "warning"}


def test_months_posted_in_earlier_years_stand_before_those_of_the_file(watched, tmp_path):
    """The year after: what is on the ledger of the first year is history, whatever a file says of it."""
    full = monitored.executed(watched.budget, YEAR, range(5, 13), over)
    later = monitored.executed(full, YEAR + 1, range(1, 3), over)
    bare = monitoring.situation(Watched(later, YEAR + 1, 2))
    assert set(bare.past["year"]) == {YEAR}
    lie = f"year,month,region,industry,emissions_t\n{YEAR},1,440305,C39,999999999\n{YEAR - 1},1,440305,C39,5\n"
    told = monitoring.situation(Watched(later, YEAR + 1, 2, ("lie.csv", lie.encode())))
    assert told.past["emissions_kg"].max() < 999_999_999_000
    assert set(told.past["year"]) == {YEAR - 1, YEAR}


def _words(path) -> str:
    """All that a Word file says."""
    found = docx.Document(str(path))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in found.paragraphs), *cells])
