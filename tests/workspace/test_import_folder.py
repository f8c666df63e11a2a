"""Many workbooks at once: each whole or not at all, none doubled, none lost, none in the way of the others."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import openpyxl
import pytest

from ghginv.errors import InputError
from ghginv.store import database
from ghginv.workspace import audit, import_folder, submissions, workers
from ghginv.workspace.create import create
from ghginv.workspace.import_folder import Batch, collected, import_files
from ghginv.workspace.known_enterprises import Register
from tests.journeys.command_line import GHGINV
from tests.workspace.files import REGION, workbook


@pytest.fixture
def workspace(tmp_path):
    return create(tmp_path / "w", REGION, "珠海市")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "收"


def imported(workspace, *paths: Path, **batch) -> list[tuple[str, str]]:
    """Each file with what became of it."""
    done = import_files(workspace, collected(paths), Batch(**{"processes": 0, **batch}))
    return [(outcome.path.name, outcome.state) for outcome in done]


def states(workspace) -> list[tuple[str, str]]:
    return [(each["file"], each["state"]) for each in submissions.listed(workspace)]


def test_folders_are_searched_and_lock_files_left_out(folder, tmp_path):
    for name in ("b.xlsx", "下级/a.xlsx", "下级/c.ET", "d.ods", "e.xls"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")
    for name in ("~$b.xlsx", ".~lock.b.xlsx#", "notes.txt", "f.pdf", "退回/b-检查.xlsx"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")
    found = [str(relative) for _, relative in collected([folder], folder / "退回")]
    assert found == ["b.xlsx", "d.ods", "e.xls", "下级/a.xlsx", "下级/c.ET"]
    assert "退回/b-检查.xlsx" in [str(relative) for _, relative in collected([folder])]
    assert len(collected([folder / "退回"], folder / "退回")) == 1
    assert len(collected([folder, folder / "b.xlsx"], folder / "退回")) == 5
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError) as refusal:
        collected([tmp_path / "empty"])
    assert refusal.value.findings[0].code == "import-empty"


def test_good_and_bad_files_each_have_their_own_outcome(workspace, folder):
    for year in (2019, 2020, 2021):
        workbook(folder / f"{year}.xlsx", year)
    workbook(folder / "wrong.xlsx", 2018, item="烟媒")
    (folder / "text.xlsx").write_text("not a workbook")
    marked = folder.parent / "退回"
    done = list(import_files(workspace, collected([folder]), Batch(marked=marked)))
    assert [(outcome.path.name, outcome.state) for outcome in done] == [
        ("2019.xlsx", "submitted"),
        ("2020.xlsx", "submitted"),
        ("2021.xlsx", "submitted"),
        ("text.xlsx", "refused"),
        ("wrong.xlsx", "refused"),
    ]
    rows = [outcome.row() for outcome in done]
    assert tuple(rows[0]) == import_folder.ROW
    assert [(row["year"], row["version"], row["errors"]) for row in rows] == [
        (2019, 1, 0), (2020, 1, 0), (2021, 1, 0), (None, None, 1), (2018, None, 1),
    ]  # fmt: skip
    assert sorted(path.name for path in marked.iterdir()) == ["text-检查.xlsx", "wrong-检查.xlsx"]
    assert openpyxl.load_workbook(done[-1].marked)["化石燃料"]["B4"].comment
    refused = [entry["subject"] for entry in audit.log(workspace) if entry["action"] == "refused"]
    assert refused == ["text.xlsx", "wrong.xlsx"]
    assert audit.prove(workspace).whole


def test_called_again_it_doubles_nothing_and_judges_only_what_is_new(workspace, folder, monkeypatch):
    workbook(folder / "a.xlsx", 2020)
    assert imported(workspace, folder) == [("a.xlsx", "submitted")]
    shutil.copy(folder / "a.xlsx", folder / "copy.xlsx")
    workbook(folder / "new.xlsx", 2021)
    judged = []
    real = import_folder.check_workbook
    monkeypatch.setattr(
        import_folder, "check_workbook", lambda path, **more: judged.append(path.name) or real(path, **more)
    )
    assert imported(workspace, folder) == [("a.xlsx", "already"), ("copy.xlsx", "already"), ("new.xlsx", "submitted")]
    assert judged == ["new.xlsx"]
    assert len(states(workspace)) == 2


def test_the_same_content_twice_in_one_call_is_stored_once(workspace, folder):
    workbook(folder / "a.xlsx", 2020)
    shutil.copy(folder / "a.xlsx", folder / "b.xlsx")
    assert imported(workspace, folder, processes=2) == [("a.xlsx", "submitted"), ("b.xlsx", "already")]


def test_of_two_files_that_say_otherwise_the_newer_does_not_win(workspace, folder):
    workbook(folder / "a.xlsx", 2020, 100)
    workbook(folder / "b.xlsx", 2020, 200)
    os.utime(folder / "a.xlsx", (1, 1))
    for _ in range(2):  # and no more when called again
        first, second = import_files(workspace, collected([folder]), Batch(processes=0))
        assert (first.row()["state"], second.state) in (("submitted", "refused"), ("already", "refused"))
        (finding,) = second.findings
        assert (finding.code, finding.file, finding.found) == ("submission-twice", "b.xlsx", "a.xlsx")
        assert finding.details["submission"] == first.imported.submission
    assert states(workspace) == [("a.xlsx", "submitted")]
    assert imported(workspace, folder / "b.xlsx") == [("b.xlsx", "submitted")]  # alone it is a new version
    assert states(workspace) == [("a.xlsx", "superseded"), ("b.xlsx", "submitted")]
    assert imported(workspace, folder) == [("a.xlsx", "already"), ("b.xlsx", "already")]


def test_a_correction_of_what_was_returned_may_lie_beside_it(workspace, folder):
    workbook(folder / "a.xlsx", 2020, 100)
    ((_, state),) = imported(workspace, folder)
    (stored,) = submissions.listed(workspace)
    submissions.move(workspace, stored["submission"], "return", "煤量有误")
    workbook(folder / "b.xlsx", 2020, 200)
    workbook(folder / "c.xlsx", 2020, 300)
    again = imported(workspace, folder)
    assert (state, again) == ("submitted", [("a.xlsx", "already"), ("b.xlsx", "resubmitted"), ("c.xlsx", "refused")])
    assert states(workspace) == [("a.xlsx", "superseded"), ("b.xlsx", "resubmitted")]


def test_marked_copies_do_not_overwrite_each_other_and_keep_their_name(workspace, folder):
    workbook(folder / "a.xlsx", 2020, item="烟媒")
    shutil.copy(folder / "a.xlsx", folder / "a.xlsm")
    marked = folder.parent / "退回"
    list(import_files(workspace, collected([folder], marked), Batch(processes=0, marked=marked)))
    assert sorted(path.name for path in marked.iterdir()) == ["a-检查-2.xlsx", "a-检查.xlsx"]
    (marked / "a-检查-2.xlsx").unlink()
    list(import_files(workspace, collected([marked], marked), Batch(processes=0, marked=marked)))
    assert [path.name for path in marked.iterdir()] == ["a-检查.xlsx"]


def hostile(workspace: Path, year: int | None, known: Register, day: str, path: Path):
    """The judge, but for files whose name says that they are its end."""
    if path.name.startswith("dies"):
        os._exit(139)
    if path.name.startswith("hangs"):
        time.sleep(600)
    if path.name.startswith("raises"):
        raise RuntimeError("a fault of ours")
    return _JUDGE(workspace, year, known, day, path)


_JUDGE = import_folder._judge


def test_a_file_that_kills_or_hangs_takes_no_other_along(workspace, folder, monkeypatch):
    workbook(folder / "a.xlsx", 2019)
    for name in ("dies", "hangs", "raises"):
        workbook(folder / f"{name}.xlsx", 2021)
    workbook(folder / "z.xlsx", 2020)
    monkeypatch.setattr(import_folder, "_judge", hostile)
    done = list(import_files(workspace, collected([folder]), Batch(seconds=8)))
    assert [(outcome.path.name, [finding.code for finding in outcome.findings]) for outcome in done] == [
        ("a.xlsx", []),
        ("dies.xlsx", ["import-worker-died"]),
        ("hangs.xlsx", ["import-too-slow"]),
        ("raises.xlsx", ["import-fault"]),
        ("z.xlsx", []),
    ]
    assert "139" in done[1].findings[0].message()
    assert states(workspace) == [("a.xlsx", "submitted"), ("z.xlsx", "submitted")]


def square(job: int) -> int:
    time.sleep(0.5 if job == 0 else 0)
    return job * job


def test_results_come_in_order_and_only_a_window_is_under_way():
    taken, given = [], []

    def jobs():
        for job in range(300):
            taken.append(job)
            yield workers.Done(job, job * job) if job % 3 == 1 else job

    ahead = 0
    for job, result in workers.run(square, jobs(), processes=2, seconds=60):
        given.append((job, result))
        ahead = max(ahead, len(taken) - len(given))
    assert given == [(job, job * job) for job in range(300)]
    assert 0 < ahead <= 2 * workers.WINDOW


def stored(path: Path) -> int:
    opened = database.connect(path)
    (rows,) = opened.conn.execute("SELECT count(*) FROM submission_event").fetchone()
    opened.conn.close()
    return rows


def children(process: int) -> list[int]:
    """The child processes of a process, from what the system says of each."""
    stats = [(each, each.read_text().rpartition(")")[2].split()) for each in Path("/proc").glob("[0-9]*/stat")]
    return [int(each.parent.name) for each, fields in stats if int(fields[1]) == process]


def gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def waited(for_what, seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if for_what():
            return True
        time.sleep(0.05)
    return False


def test_killed_in_the_middle_it_goes_on_where_it_was(workspace, folder):
    years = range(2000, 2014)
    for year in years:
        workbook(folder / f"{year}.xlsx", year)
    path = workspace.path / "ghginv.db"
    _ = workspace.database
    command = [GHGINV, "-w", workspace.path, "import", folder, "--format", "json"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert waited(lambda: running.poll() is not None or stored(path) >= 3)
    assert running.poll() is None
    below = children(running.pid)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    acknowledged = stored(path)
    assert 3 <= acknowledged < len(years)
    assert audit.prove(workspace).whole
    assert len(states(workspace)) == acknowledged  # each whole: with its event, its entry, its rows
    assert waited(lambda: all(map(gone, below)))  # no worker outlives who started it

    again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert again.stdout.count('"state": "already"') == acknowledged
    assert again.stdout.count('"state": "submitted"') == len(years) - acknowledged
    assert sorted(states(workspace)) == [(f"{year}.xlsx", "submitted") for year in years]
    assert audit.prove(workspace).whole
