"""A city and its enterprises: workbooks out, faults marked and handed back, in again, verified, locked, accounted."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.journeys.command_line import Desk

COUNT = 14
YEAR = 2024


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A district's workspace after the first round: two years are in, workbooks with faults are not."""
    desk = Desk(tmp_path_factory.mktemp("district"))
    order = ("--count", COUNT, "--seed", 5, "--year", YEAR, "--years", 2)
    desk.done("synthetic", "sent", *order, "--faults", 0.4)
    desk.done("synthetic", "mended", *order)
    desk.done("init", "w", "--region", "440300", "--name", "虚构企业示例")
    return desk


def faulty(desk: Desk) -> dict[str, list[dict[str, str]]]:
    """The faults that keep a workbook out, by file, as they were put in."""
    found: dict[str, list[dict[str, str]]] = {}
    for fault in json.loads((desk.folder / "sent/faults.json").read_text("utf-8")):
        found.setdefault(fault["file"], []).append(fault)
    return found


def rows(desk: Desk, *arguments: object) -> list[dict[str, object]]:
    return desk.call("-w", "w", *arguments, "--format", "json").json()


def test_a_workbook_for_each_enterprise_of_the_register(desk: Desk) -> None:
    desk.done("-w", "w", "template", "enterprise", "--register", "sent/register.csv", "-o", "out", "--year", YEAR)
    assert len(list((desk.folder / "out").glob("*.xlsx"))) == COUNT


def test_what_comes_back_with_faults_is_marked_and_stays_out(desk: Desk) -> None:
    planted = faulty(desk)
    assert planted
    summary = {
        row["file"]: row for row in rows(desk, "import", f"sent/{YEAR - 1}", f"sent/{YEAR}", "--marked", "marked")
    }
    refused = {file for file, row in summary.items() if row["state"] == "refused"}
    assert refused
    assert refused <= set(planted)
    for file in refused:
        book = openpyxl.load_workbook(next((desk.folder / "marked").rglob(f"{Path(file).stem}-检查.xlsx")))
        for fault in planted[file]:
            if fault["sheet"] and ":" not in fault["cell"] and fault["cell"].isalnum():
                comment = book[fault["sheet"]][fault["cell"]].comment
                assert comment is not None, fault
                assert "处理：" in comment.text
    again = rows(desk, "import", f"sent/{YEAR - 1}", f"sent/{YEAR}")
    assert {row["state"] for row in again} == {"already", "refused"}


def test_corrected_workbooks_come_in_and_only_these(desk: Desk) -> None:
    before = len(rows(desk, "submissions"))
    answer = desk.done("-w", "w", "import", f"mended/{YEAR}", "--format", "json").json()
    assert all(row["state"] in ("already", "submitted", "resubmitted") for row in answer)
    counting = [row for row in rows(desk, "submissions", "--year", YEAR) if row["state"] != "superseded"]
    assert len(counting) == COUNT
    assert len(rows(desk, "submissions")) > before


def test_one_is_returned_and_handed_in_again(desk: Desk) -> None:
    chosen = next(row for row in rows(desk, "submissions", "--year", YEAR) if row["state"] == "submitted")
    desk.done("-w", "w", "submission", chosen["submission"], "return", "--note", "请核对 3 月电量")
    source = next((desk.folder / "mended" / str(YEAR)).glob(f"{chosen['enterprise']}*.xlsx"))
    again = desk.folder / "again" / source.name
    again.parent.mkdir()
    shutil.copy(source, again)
    book = openpyxl.load_workbook(again)
    sheet = book["购入电力"]
    column = next(cell.column for cell in sheet[3] if cell.value == "3月")
    sheet.cell(4, column).value += 1
    book.save(again)
    (row,) = desk.done("-w", "w", "import", again, "--format", "json").json()
    assert (row["state"], row["version"]) == ("resubmitted", 2)
    difference = desk.done(
        "-w", "w", "submission", chosen["submission"], "--diff", row["submission"], "--format", "json"
    )
    cells = difference.json()["cells"]
    changed = [each for each in cells if each["sheet"] == "购入电力" and each["change"] == "changed"]
    assert openpyxl.utils.get_column_letter(column) + "4" in {each["cell"] for each in changed}


def test_verified_locked_and_changed_with_a_reason_only(desk: Desk) -> None:
    for state, step in (("submitted", "verify"), ("resubmitted", "verify"), ("verified", "lock")):
        if any(row["state"] == state for row in rows(desk, "submissions")):
            desk.done("-w", "w", "submissions", "--state", state, "--step", step)
    counting = [row for row in rows(desk, "submissions") if row["state"] != "superseded"]
    assert {row["state"] for row in counting} == {"locked"}
    late = next((desk.folder / "again").glob("*.xlsx"))
    book = openpyxl.load_workbook(late)
    book["购入电力"]["D4"].value += 2
    book.save(late)
    assert desk.call("-w", "w", "import", late).code == 1
    (row,) = desk.done("-w", "w", "import", late, "--reason", "电表更正", "--format", "json").json()
    assert (row["state"], row["version"]) == ("submitted", 3)
    desk.done("-w", "w", "submission", row["submission"], "verify")
    desk.done("-w", "w", "submission", row["submission"], "lock")


def test_accounts_inventory_quotas_follow(desk: Desk) -> None:
    runs = {year: rows(desk, "compile", "--year", year, "--guideline", "enterprise") for year in (YEAR - 1, YEAR)}
    emissions = rows(desk, "table", runs[YEAR]["run"], "emissions")
    assert len({row["enterprise"] for row in emissions}) == COUNT
    listed = rows(desk, "accounts", "--year", YEAR)
    assert len(listed) == COUNT
    counted = [row for row in emissions if not row["memo"]]
    for account in listed:
        own = [row["co2e_t"] for row in counted if row["enterprise"] == account["enterprise"]]
        assert account["total_t"] == pytest.approx(sum(own), abs=1e-3)
    for rules in ("shenzhen-2024", "guangdong-2024"):
        for stage in ("pre", "final"):
            desk.done("-w", "w", "quota", "allocate", "--year", YEAR, "--rules", rules, "--stage", stage)
    quotas = {row["enterprise"] for row in rows(desk, "accounts", "--year", YEAR) if row["quota_t"] is not None}
    assert quotas
    inventory = rows(desk, "compile", "--year", YEAR, "--guideline", "pg2011")
    burnt = [row for row in rows(desk, "table", inventory["run"], "emissions") if row["category"].startswith("1.")]
    direct = sum(row["co2e_t"] for row in counted if row["scope"] == "1" and row["category"].startswith("1."))
    assert {row["enterprise"] for row in burnt} == {
        row["enterprise"] for row in counted if row["scope"] == "1" and row["category"].startswith("1.")
    }
    assert sum(row["mass_t"] for row in burnt if row["gas"] == "CO2" and not row["memo"]) == pytest.approx(
        direct, rel=0.1
    )


def test_any_figure_traces_to_a_cell_and_the_log_is_whole(desk: Desk) -> None:
    run = rows(desk, "compile", "--year", YEAR, "--guideline", "enterprise")["run"]
    told = desk.done("-w", "w", "trace", run, "--item", "electricity").out
    assert "购入电力!" in told
    assert ".xlsx" in told
    assert "完整" in desk.done("-w", "w", "audit", "--verify").out
