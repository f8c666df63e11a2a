"""The carbon account of an enterprise with its side of a settled, evaluated budget, through the real command line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.budget.plans import CODES
from tests.journeys import accounted
from tests.journeys.accounted import NAMES, asked
from tests.journeys.office import Office

YEAR = ("--year", "2026")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return accounted.office(tmp_path_factory.mktemp("accounted"))


def test_account_and_budget_stand_together(office: Office) -> None:
    answer = office.done("-w", "w", "account", NAMES[0], *YEAR, "--format", "json")
    rows = {row["figure"]: row for row in answer.json()}
    assert rows["total_t"]["value"] > 1_000
    budget, emitted, left = (rows[f"budget{name}_t"]["value"] for name in ("", "_emissions", "_left"))
    assert emitted == pytest.approx(1.1 * budget, abs=0.001)
    assert left == pytest.approx(budget - emitted)
    assert rows["budget_light"]["value"] == "yellow"  # exactly a tenth above the plan
    assert rows["evaluation"]["value"] == "不合格"
    assert "[own]" in rows["evaluation"]["note"]
    assert rows["deadline"]["value"] == "2026-11-30"
    table = asked(office, "account", CODES[0], *YEAR, "--table", "budget_years", "--format", "json").json()
    assert [(row["year"], row["settled"]) for row in table] == [(2026, True), (2027, False)]
    assert asked(office, "account", CODES[0], *YEAR, "--table", "indicators", "--format", "csv").out.startswith("zh,en")


def test_every_form_and_nothing_of_others(office: Office) -> None:
    for at, code in enumerate(CODES[:2]):
        others = [word for each, name in zip(CODES, NAMES, strict=True) if each != code for word in (each, name)]
        for ending in ("xlsx", "docx", "html"):
            name = f"{at}.{ending}"
            asked(office, "account", code, *YEAR, "-o", office.folder / name)
            text = content(office.folder / name)
            assert code in text
            assert [word for word in others if word in text] == []
    book = openpyxl.load_workbook(office.folder / "0.xlsx", data_only=True)
    names = [*book.sheetnames]
    assert names[5:11] == ["配额", "履约", "抵销", "绿电", "结转", "评级"]
    assert {"期限", "分录"} <= set(names)
    page = (office.folder / "0.html").read_text("utf-8")
    assert "超支 44.1 吨" in page
    assert "全年已核定：黄灯" in page


def content(path: Path) -> str:
    if path.suffix == ".html":
        return path.read_text("utf-8")
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_a_file_for_each_with_its_budget(office: Office) -> None:
    called = ("accounts", *YEAR, "-o", office.folder / "all", "--format-of", "html", "--format", "json")
    rows = asked(office, *called).json()
    assert len(rows) == 3
    assert all("# 碳预算" in page or "碳预算</h" in page for page in map(content, (office.folder / "all").iterdir()))


def test_an_appeal_shows_in_the_account(office: Office) -> None:
    paper = office.folder / "更正.txt"
    paper.write_text("编造的更正依据", encoding="utf-8")
    office.as_("wang", "sign", paper)
    asked(office, "budget", "appeal", "--enterprise", CODES[0], *YEAR, "--amount", "-44.1", "--document", paper,
          "--effective", "2027-01-21", "--note", f"{NAMES[1]} 的排放误记（编造）")  # fmt: skip
    rows = {row["figure"]: row for row in asked(office, "account", CODES[0], *YEAR, "--format", "json").json()}
    assert rows["evaluation"]["value"] != "不合格"
    (appeal,) = asked(office, "account", CODES[0], *YEAR, "--table", "appeals", "--format", "json").json()
    assert appeal["amount_kg"] == -44_100
    asked(office, "account", CODES[0], *YEAR, "-o", office.folder / "申诉.html")
    text = content(office.folder / "申诉.html")
    assert "该结果已按申诉重新评价" in text
    assert NAMES[1] not in text  # the note names another


def test_what_is_wrong_is_told(office: Office) -> None:
    for arguments, code, told in (
        ((CODES[0], *YEAR, "--budget", "B-none"), 2, "B-none"),
        ((CODES[0], "--year", "2031"), 1, "ghginv compile --year 2031"),
        ((CODES[0], *YEAR, "--table", "budget"), 2, "budget_months"),
    ):
        answer = office.call("-w", "w", "account", *arguments)
        assert answer.code == code
        assert told in answer.err


def test_a_year_ahead_has_its_budget_alone(office: Office) -> None:
    answer = asked(office, "account", CODES[0], "--year", "2027", "--format", "json")
    rows = {row["figure"]: row["value"] for row in answer.json()}
    assert rows["budget_emissions_t"] == 0
    assert rows["budget_left_t"] == rows["budget_t"]
    assert "只列出碳预算部分" in answer.err
    for ending in ("xlsx", "docx", "html"):
        asked(office, "account", CODES[0], "--year", "2027", "-o", office.folder / f"ahead.{ending}")
