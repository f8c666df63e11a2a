"""Two years on the real command line: what the checks find, an explanation that stays, an error that stays one."""

import pytest

from tests.journeys.command_line import Desk
from tests.journeys.test_time_series import HEADER


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("checks"))
    desk.done("init", "w", "--region", "440400", "--name", "珠海市")
    for year, tonnes in ((2021, 1000), (2022, 1500)):
        file(
            desk,
            year,
            f"{year},化石燃料,1.2.1,bituminous,,,,{tonnes},t,,,,\n{year},化石燃料,1.4.W,diesel,,,,500,t,,,,\n",
        )
    return desk


def file(desk, year, rows):
    table = desk.folder / f"{year}.csv"
    table.write_text(HEADER + rows, encoding="utf-8")
    desk.done("-w", "w", "template", "inventory", "--year", year, "--data", table, "-o", f"{year}.xlsx")
    desk.done("-w", "w", "import", f"{year}.xlsx")
    return desk.done("-w", "w", "compile", "--year", year, "--format", "json").json()["run"]


def run_of(desk, year):
    return next(each["run"] for each in desk.done("-w", "w", "runs", "--format", "json").json() if each["year"] == year)


def checked(desk, *arguments, year=2022):
    return desk.done("-w", "w", "qa", run_of(desk, year), *arguments, "--format", "json").json()


def test_every_check_says_what_it_did(desk):
    answer = checked(desk)
    assert [each["check"] for each in answer["summary"]] == [*(f"Q{n}" for n in range(1, 13)), "REF", "OUT"]
    assert answer["against"] == [run_of(desk, 2021)]
    for each in answer["summary"]:
        assert each["status"] in ("passed", "finding", "not_applicable")
        assert each["examined"] or each["left_out"]
    status = {each["check"]: each["status"] for each in answer["summary"]}
    assert (status["Q1"], status["Q2"], status["Q3"], status["Q6"], status["REF"]) == (
        "passed", "passed", "finding", "finding", "not_applicable",
    )  # fmt: skip
    change = next(each for each in answer["findings"] if each["check"] == "Q3" and each["item"] == "烟煤")
    assert "+50.0%" in change["message"]
    assert change["remedy"]


def test_text_and_csv_say_the_same(desk):
    answer = checked(desk)
    text = desk.done("-w", "w", "--lang", "en", "qa", run_of(desk, 2022)).out
    assert all(each["id"] in text for each in answer["findings"])
    assert "not applicable" in text
    lines = desk.done("-w", "w", "qa", run_of(desk, 2022), "--format", "csv").out.splitlines()
    assert len(lines) == len(answer["findings"]) + 1


def test_an_explanation_is_kept_with_its_author(desk):
    change = next(each for each in checked(desk)["findings"] if each["check"] == "Q3")
    run = run_of(desk, 2022)
    assert desk.call("-w", "w", "qa", run, "--explain", "Q3-00000000", "--note", "x").code == 2
    assert desk.call("-w", "w", "qa", run, "--explain", change["id"]).code == 2
    desk.done("-w", "w", "qa", run, "--explain", change["id"], "--note", "新建一条生产线")
    desk.done("-w", "w", "qa", run, "--explain", change["id"], "--note", "新建两条生产线")
    answer = checked(desk)
    (explained,) = (each for each in answer["findings"] if each["explanation"])
    assert (explained["id"], explained["explanation"]) == (change["id"], "新建两条生产线")
    assert explained["explained_by"]
    assert next(each for each in answer["summary"] if each["check"] == "Q3")["explained"] == 1
    assert "新建两条生产线" in desk.done("-w", "w", "qa", run).out


def test_runs_to_compare_with_can_be_named(desk):
    answer = checked(desk, "--against", run_of(desk, 2022), year=2021)
    assert answer["against"] == [run_of(desk, 2022)]
    assert desk.call("-w", "w", "qa", run_of(desk, 2021), "--against", run_of(desk, 2021)).code == 2


def test_an_error_makes_the_call_fail(desk):
    rows = "2023,化石燃料,1.4.W,diesel,,,,500,t,,,,\n2023,非能源利用,5,lpg,,,,900,t,,,,\n"
    run = file(desk, 2023, rows)
    answer = desk.call("-w", "w", "qa", run, "--format", "json")
    assert answer.code == 1
    assert {each["code"] for each in answer.json()["findings"] if each["severity"] == "error"} == {"qa-negative"}
