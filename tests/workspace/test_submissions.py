"""Handing in and moving on, through the workspace and through the command line."""

from __future__ import annotations

import multiprocessing
import shutil
from pathlib import Path

import pytest

from ghginv.errors import InputError, UsageError
from ghginv.store import enterprises
from ghginv.store import submissions as stored
from ghginv.workbooks.judgement import Judgement
from ghginv.workspace import audit, submissions
from ghginv.workspace.check import Checked
from ghginv.workspace.create import create
from ghginv.workspace.import_workbook import Entry, already, import_workbook, store
from ghginv.workspace.place import Workspace
from tests.journeys.command_line import Desk
from tests.store.filings import CODE, about, activities, filing, parameters
from tests.workspace.files import REGION, workbook


@pytest.fixture
def workspace(tmp_path):
    return create(tmp_path / "w", REGION, "珠海市")


def enterprise(number: int, path: Path, **changes) -> Checked:
    """The verdict on a made-up enterprise workbook."""
    content = b"made up %d" % number
    path.write_bytes(content)
    itself, *rest = about()
    judgement = Judgement("enterprise", "440300", 2024, CODE, "1", activities(), parameters(), itself)
    judgement.facilities, judgement.indicators, judgement.evidence = rest[:2], rest[2:4], rest[4:]
    for name, value in changes.items():
        setattr(judgement, name, value)
    return Checked(path, judgement, filing(content=content).sha256, content)


def test_an_enterprise_s_workbook_is_stored_with_all_it_says(workspace, tmp_path):
    imported = store(workspace, enterprise(1, tmp_path / "水泥.xlsx"), Entry(note="邮件收到"))
    assert (imported.enterprise, imported.name, imported.state, imported.version) == (
        CODE,
        "虚构水泥厂",
        "submitted",
        1,
    )
    assert imported.activities == 3
    assert len(enterprises.indicators(workspace.database, [imported.submission])) == 2
    (listed,) = submissions.listed(workspace, year=2024, kind="enterprise", states=("submitted",))
    assert (listed["name"], listed["note"]) == ("虚构水泥厂", "邮件收到")
    assert submissions.listed(workspace, year=2023) == []
    assert stored.active(workspace.database, "440300", 2024) == []
    described = submissions.described(workspace, imported.submission)
    assert [each["version"] for each in described["versions"]] == [1]


def test_content_that_changed_since_it_was_judged_is_refused_and_logged(workspace, tmp_path):
    from dataclasses import replace

    checked = replace(enterprise(1, tmp_path / "a.xlsx"), content=b"")
    (tmp_path / "a.xlsx").write_bytes(b"something else")
    with pytest.raises(InputError) as refusal:
        store(workspace, checked)
    assert refusal.value.findings[0].code == "file-changed"
    (entry,) = audit.log(workspace)
    assert (entry["action"], entry["detail"]["codes"]) == ("refused", {"file-changed": 1})


@pytest.mark.parametrize(
    ("steps", "counts"),
    [((), True), (("return",), False), (("verify", "lock"), True)],
    ids=["new", "returned", "locked"],
)
def test_the_same_content_again_is_recognised_and_says_whether_it_counts(workspace, tmp_path, steps, counts):
    first = import_workbook(workspace, workbook(tmp_path / "a.xlsx", 2020))
    for step in steps:
        submissions.move(workspace, first.submission, step, "理由")
    shutil.copy(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    again = import_workbook(workspace, tmp_path / "b.xlsx")
    assert (again.already, again.submission, again.activities) == (True, first.submission, first.activities)
    assert [finding.code for finding in again.findings] == ([] if counts else ["submission-not-counted"])
    assert already(workspace, tmp_path / "missing.xlsx") is None


def hand_in(folder: Path, path: Path) -> None:
    import_workbook(Workspace(folder), path)


def test_two_processes_with_the_same_file_store_it_once(workspace, tmp_path):
    path = workbook(tmp_path / "a.xlsx", 2020)
    _ = workspace.database
    spawn = multiprocessing.get_context("spawn")
    both = [spawn.Process(target=hand_in, args=(workspace.path, path)) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert [each.exitcode for each in both] == [0, 0]
    assert [each["state"] for each in submissions.listed(workspace)] == ["submitted"]
    assert audit.prove(workspace).whole


def test_several_are_moved_all_or_none(workspace, tmp_path):
    ids = [import_workbook(workspace, workbook(tmp_path / f"{y}.xlsx", y)).submission for y in (2020, 2021)]
    submissions.move(workspace, ids[1], "verify")
    with pytest.raises(UsageError):
        submissions.move_all(workspace, ids, "verify")
    assert [each["state"] for each in submissions.listed(workspace)] == ["submitted", "verified"]
    assert submissions.move_all(workspace, ids, "return", "补充说明") == ["returned", "returned"]


def test_four_eyes_is_a_setting(workspace, tmp_path, monkeypatch):
    settings = workspace.path / "ghginv.toml"
    settings.write_text(settings.read_text("utf-8").replace("four_eyes = false", "four_eyes = true"), "utf-8")
    careful = Workspace(workspace.path)
    monkeypatch.setenv("GHGINV_ACTOR", "li")
    handed = import_workbook(careful, workbook(tmp_path / "a.xlsx", 2020)).submission
    with pytest.raises(UsageError):
        submissions.move(careful, handed, "verify")
    monkeypatch.setenv("GHGINV_ACTOR", "wang")
    assert submissions.move(careful, handed, "verify") == "verified"
    assert [each["actor"] for each in submissions.described(careful, handed)["events"]] == ["li", "wang"]


def test_an_unknown_submission_is_a_wrong_call(workspace):
    for call in (submissions.described, lambda w, s: submissions.move(w, s, "verify")):
        with pytest.raises(UsageError) as refusal:
            call(workspace, "S0")
        assert refusal.value.findings[0].code == "submission-unknown"


def test_at_the_command_line(tmp_path):
    desk = Desk(tmp_path)
    desk.done("init", "w", "--region", REGION)
    for name, amount in (("一.xlsx", 100), ("二.xlsx", 200), ("三.xlsx", 300)):
        workbook(tmp_path / name, 2020, amount)
    (first,) = desk.done("-w", "w", "import", "一.xlsx", "--draft", "--format", "json").json()
    assert (first["state"], first["version"], first["already"]) == ("draft", 1, False)
    desk.done("-w", "w", "submission", first["submission"], "submit", "--note", "局长签字")
    desk.done("-w", "w", "submissions", "--state", "submitted", "--step", "verify")
    desk.done("-w", "w", "submissions", "--year", 2020, "--state", "verified", "--step", "lock")
    refused = desk.call("-w", "w", "import", "二.xlsx", "--format", "json")
    assert (refused.code, refused.json()[0]["state"], "--reason" in refused.err) == (1, "refused", True)
    (second,) = desk.done("-w", "w", "import", "二.xlsx", "--reason", "漏报一台锅炉", "--format", "json").json()
    assert (second["state"], second["version"], second["superseded"]) == ("submitted", 2, first["submission"])
    assert desk.call("-w", "w", "submission", second["submission"], "return").code == 2
    desk.done("-w", "w", "submission", second["submission"], "return", "--note", "缺附件")
    (third,) = desk.done("-w", "w", "import", "三.xlsx", "--format", "json").json()
    assert third["state"] == "resubmitted"
    described = desk.done("-w", "w", "submission", third["submission"], "--format", "json").json()
    assert [each["state"] for each in described["versions"]] == ["superseded", "superseded", "resubmitted"]
    compared = ("-w", "w", "submission", second["submission"], "--diff", third["submission"])
    assert [(row["before"], row["after"]) for row in desk.done(*compared, "--format", "json").json()["cells"]] == [
        (200, 300)
    ]
    assert desk.done(*compared, "--format", "csv").out.splitlines()[0] == "sheet,cell,before,after,change"
    assert "bituminous" in desk.done(*compared).out
    assert third["submission"] in desk.done("-w", "w", "submissions").out
