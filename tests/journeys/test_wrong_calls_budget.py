"""Wrong calls of what budgets do through a year: told in words with a remedy, by exit code, and nothing is stored."""

from __future__ import annotations

import contextlib
import io
import json
import sqlite3
import sys
from pathlib import Path

import pytest

from ghginv.cli import main
from tests.budget.plans import CODES
from tests.journeys import settled, targets_desk
from tests.journeys.command_line import Answer
from tests.journeys.projects_office import ProjectsOffice, form

FIRM = CODES[0]
PLACE = f"available:440305:C39:KEY:{FIRM}"
PAPER = ("--document", "更正.txt", "--effective", "2027-02-01")
CCER = ("budget", "credit", "register", "--instrument", "CCER", "--id", "X", "--project", "p", "--vintage", 2026,
        "--quantity", 5, *PAPER)  # fmt: skip
APPEAL = ("budget", "appeal", "--enterprise", FIRM, "--year", 2026, "--document", "更正.txt", "--note", "理由")


class Caller:
    """Somebody who calls ``ghginv`` within this process, in a folder with a workspace ``w``."""

    def __init__(self, folder: Path):
        self.folder = folder

    def call(self, *arguments: object, actor: str = "li") -> Answer:
        """The command line as a user has it; an exception that is no answer would come through."""
        out, err, code = io.StringIO(), io.StringIO(), 0
        with contextlib.ExitStack() as stack:
            patch = stack.enter_context(pytest.MonkeyPatch.context())
            patch.chdir(self.folder)
            patch.setattr(sys, "argv", ["ghginv", "-w", "w", *map(str, arguments)])
            patch.setenv("GHGINV_ACTOR", actor)
            stack.enter_context(contextlib.redirect_stdout(out))
            stack.enter_context(contextlib.redirect_stderr(err))
            try:
                main()
            except SystemExit as end:
                code = int(end.code or 0)
        return Answer(code, out.getvalue(), err.getvalue())

    def refused(self, code: int, said: str, *arguments: object) -> None:
        """A call that ends with a code, says something in both languages, prints nothing and stores nothing."""
        before = self.content()
        answer = self.call(*arguments)
        assert answer.code == code, answer.err + answer.out
        assert said in answer.err, answer.err
        assert answer.out == ""
        english = self.call(*arguments, "--lang", "en")
        assert english.code == code
        assert "→" in english.err or "Error" in english.err
        assert "错误" not in english.err
        assert self.content() == before

    def content(self) -> list[str]:
        """What the workspace holds, but for the log of refusals."""
        with sqlite3.connect(self.folder / "w" / "ghginv.db") as connection:
            return [line for line in connection.iterdump() if not line.startswith('INSERT INTO "audit')]


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Caller:
    """A workspace in which nothing was done yet."""
    caller = Caller(tmp_path_factory.mktemp("empty"))
    caller.call("init", "w", "--region", "440300", "--name", "测试市")
    return caller


@pytest.fixture(scope="module")
def closed(tmp_path_factory) -> Caller:
    """A budget whose first year is settled and evaluated for enterprises."""
    folder = tmp_path_factory.mktemp("closed")
    office = settled.issued(folder)
    settled.verify(office, {})
    settled.settle(office)
    caller = Caller(folder)
    (folder / "更正.txt").write_text("更正（编造）", "utf-8")
    (folder / "坏.csv").write_bytes(b"\xff\xfe\x00")
    (folder / "文本.xlsx").write_text("项目,原煤\n", "utf-8")
    assert caller.call("budget", "sign", "更正.txt", actor="wang").code == 0
    assert caller.call("budget", "evaluate", "--year", 2026, "--for", "enterprise").code == 0
    assert caller.call("template", "inventory", "--year", 2023, "-o", "清单.xlsx").code == 0
    return caller


NOTHING_YET = [
    ("还没有登记方案", ("targets", "status")),
    ("还没有登记方案", ("report", "targets", "-o", "x.docx")),
    ("还没有情景计算", ("scenario", "show")),
    ("还没有碳预算", ("project", "list")),
    ("还没有碳预算", ("budget", "forecast", "--year", 2026, "--month", 3)),
    ("没有预算 B1", ("budget", "holdings", "B1")),
    ("后缀", ("template", "scenario", "-o", "x.docx")),
    ("template targets", ("template", "monthly", "-o", "x.xlsx", "--plan", "SZ")),
    ("template evaluation", ("template", "monthly", "-o", "x.xlsx", "--rules", "X")),
    ("--budget 只用于 budget | monthly", ("template", "project", "-o", "x.xlsx", "--budget", "B1")),
    ("--for 只用于 evaluation", ("template", "budget", "-o", "x.xlsx", "--for", "region")),
    ("--data 只用于", ("template", "evaluation", "-o", "x.xlsx", "--data", ".")),
    ("--year 只用于", ("template", "project", "-o", "x.xlsx", "--year", "2026")),
    ("--base", ("report", "targets", "-o", "x.docx", "--base", "R1")),
    ("--place", ("scenario", "show", "--place", "440300")),
    ("不能一起用", ("scenario", "show", "--by", "sector", "--measures")),
]


@pytest.mark.parametrize(("said", "arguments"), NOTHING_YET)
def test_before_anything_is_there(empty: Caller, said: str, arguments: tuple[object, ...]) -> None:
    empty.refused(2, said, *arguments)
    assert not (empty.folder / "x.docx").exists()


def test_empty_tables_stay_parseable(empty: Caller) -> None:
    for command in (("targets", "list"), ("scenario", "list")):
        assert json.loads(empty.call(*command, "--format", "json").out) == []
        assert empty.call(*command, "--format", "csv").out.count("\n") == 1
    wrote = empty.call("template", "scenario", "-o", "t.xlsx", "--format", "json")
    assert json.loads(wrote.out) == [{"file": "t.xlsx"}]


CLOSED = [
    (2, "后缀", ("budget", "evaluate", "--year", 2026, "-o", "x.pdf")),
    (2, "后缀", ("budget", "settle", "--year", 2026, "-o", "x.pdf")),
    (2, "后缀", (*APPEAL, "--amount", "-5", "-o", "x.pdf")),
    (1, "多计的为负", (*APPEAL, "--amount", "50%")),
    (1, "多计的为负", (*APPEAL, "--amount", "--5")),
    (1, "只有 396.900 吨", (*APPEAL, "--amount", "-999999999")),
    (1, "1900 年不在本预算之内", ("budget", "settle", "--year", 1900)),
    (1, "1900 年不在本预算之内", ("budget", "balance", "--view", "net", "--year", 1900)),
    (2, "没有这样的区", ("budget", "balance", "--view", "net", "--region", "NOPE")),
    (2, "2021–，", ("budget", "evaluate", "--year", 1900)),
    (1, "不是 UTF-8", ("budget", "evaluate", "--year", 2026, "--data", "坏.csv")),
    (1, "不是工作簿", ("budget", "evaluate", "--year", 2026, "--data", "文本.xlsx")),
    (1, "没有“NOPE”的评价", ("report", "evaluation", "-o", "x.docx", "--for", "NOPE")),
    (2, "--for", ("report", "warning", "-o", "x.docx")),
    (2, "“13”", ("budget", "forecast", "--year", 2026, "--month", 13)),
    (1, "budget execute", ("budget", "forecast", "--year", 2027, "--month", 3)),
    (1, "2026 年已结账", ("budget", "sink", "--region", "440305", "--year", 2026, "--amount", 5, *PAPER)),
    (2, "缺少选项：--from --amount", ("budget", "post", "carry-over", "--year", 2027, "--document", "更正.txt")),
    (2, "缺少选项：--to", ("budget", "post", "merger", "--from", PLACE, "--year", 2027, "--document", "更正.txt")),
    (2, "缺少选项：--entry", ("budget", "post", "reversal", "--document", "更正.txt")),
    (1, "没有找到带列名的工作表", ("budget", "allowance", "pre", "--file", "清单.xlsx", "--document", "更正.txt")),
    (1, "晚于生效日", (*CCER, "--registered", "2027-05-01", "--region", "440305")),
    (1, "企业 enterprise", (*CCER, "--registered", "2026-05-01")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "said", "arguments"), CLOSED)
def test_when_a_year_is_closed(closed: Caller, code: int, said: str, arguments: tuple[object, ...]) -> None:
    closed.refused(code, said, *arguments)
    assert not (closed.folder / "x.docx").exists()


def test_what_is_told_twice_is_said_once(closed: Caller) -> None:
    said = closed.call("budget", "verify", "--year", 2026)
    assert said.code == 1
    assert said.err.count("已结账") <= 2  # the line and its remedy
    assert closed.call("budget", "settle", "--year", 1900).err.count("1900") == 1


def test_chinese_tables_have_chinese_heads_and_words(closed: Caller) -> None:
    table = closed.call("budget", "settle", "--year", 2026).out.splitlines()[0]
    assert "年初预算 t" in table
    assert "_t" not in table
    assert "总额来源" in closed.call("budget", "balance").out
    assert '"cap"' in closed.call("budget", "balance", "--format", "json").out
    journal = closed.call("budget", "journal", "--last", 3).out
    assert "预算年度" in journal
    assert "vintage" not in journal
    rules = closed.call("budget", "evaluate", "--list").out
    assert "主管部门" in rules
    assert "points " not in rules
    warned = closed.call("budget", "warn", "--year", 2026, "--month", 12, "-o", "letters")
    assert "不出具预警函" in warned.err
    assert not (closed.folder / "letters").exists()
    wrote = closed.call("budget", "forecast", "--year", 2026, "--month", 12).out
    assert "否" in wrote
    assert "False" not in wrote


@pytest.fixture(scope="module")
def register(tmp_path_factory) -> Caller:
    """The register with the published plan."""
    folder = tmp_path_factory.mktemp("register")
    targets_desk.Register(folder).begin()
    return Caller(folder)


def test_targets_are_compared_with_something(register: Caller) -> None:
    register.refused(2, "至少要两个方案", "targets", "compare", "SZ", "SZ", "--at", "2025-06")
    register.refused(2, "不早于", "targets", "compare", "--since", "2026-01", "--at", "2025-06")


@pytest.fixture(scope="module")
def projects(tmp_path_factory) -> ProjectsOffice:
    """An office that took in one project and approved it."""
    office = ProjectsOffice(tmp_path_factory.mktemp("projects"))
    office.issue()
    form(office.folder / "项目.xlsx")
    (office.folder / "空.txt").write_bytes(b"")
    office.project("li", "submit", "项目.xlsx", "--date", "2026-01-10")
    return office


def test_a_project_is_refused_what_it_cannot_be(projects: ProjectsOffice) -> None:
    (row,) = projects.project("li", "list", "--format", "json").json()
    name = row["project"]
    assert "空的" in projects.project("wang", "approve", name, "--document", "空.txt", code=1).err
    projects.project("wang", "approve", name, "--document", "批复.txt", "--date", "2026-02-01")
    assert "不是日期" in projects.project("li", "lapse", "--date", "x", code=1).err
    projects.project("li", "build", name, "--date", "2026-03-01")
    projects.project("li", "accept", name, "--date", "20260401")
    assert "18 位" in projects.project("li", "start", name, "--date", "2026-07-01", "--enterprise", "123", code=1).err
    projects.project("li", "start", name, "--date", "20260701", "--amount", "6000")
    started = [row for row in projects.rows("journal") if row["kind"] == "start" and row["account"].startswith("avail")]
    assert {row["effective"] for row in started} == {"2026-07-01"}
    for wrong, code, said in (
        (("--year", 2026, "--amount", "5", "--tce", "nan"), 1, "不是不小于 0 的数"),
        (("--year", 2026, "--amount", "5", "--output", "inf"), 1, "不是不小于 0 的数"),
        (("--year", 2026, "--amount", "5", "--output", "5", "--product", "别的"), 1, "电子元件"),
        (("--year", 2999, "--amount", "5"), 2, "不晚于今年"),
        (("--year", 1900, "--amount", "5"), 2, "2026"),
    ):
        assert said in projects.project("li", "actual", name, *wrong, code=code).err
    projects.project("li", "actual", name, "--year", 2026, "--amount", "99999")
    shown = projects.project("li", "show", name).out
    for word in ("受理", "投产", "申报表", "决定文件", "碳排放总量"):
        assert word in shown
    for word in ("submit", "state_id", "project-over-carbon"):
        assert word not in shown
