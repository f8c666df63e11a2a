"""A report through the real command line: the published balance of Guangdong 2007 as Word and as one page."""

import re
import shutil

import docx
import pytest

from tests.inventories import BALANCE
from tests.journeys.command_line import Desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("report"))
    desk.done("init", "w", "--region", "440000", "--name", "广东省")
    shutil.copy(BALANCE, desk.folder / "b.xlsx")
    desk.done("-w", "w", "import", "b.xlsx")
    desk.compiled = desk.done("-w", "w", "compile", "--year", 2007, "--format", "json").json()
    return desk


def test_both_kinds_of_file_show_the_total_of_the_run(desk):
    run, total = desk.compiled["run"], f"{desk.compiled['total_co2e_t']:,.0f}"
    answer = desk.done("-w", "w", "report", "inventory", run, "-o", "out/报告.html", "--format", "json")
    assert answer.json() == [{"file": "out/报告.html"}]
    page = (desk.folder / "out/报告.html").read_text("utf-8")
    assert "广东省2007年温室气体清单报告" in page
    assert total in page
    assert "虚构" not in page
    assert not re.search(r"<script|https?://(?!www\.w3\.org/2000/svg)", page.split("<main>")[0])
    desk.done("-w", "w", "--lang", "en", "report", "inventory", run, "-o", "out/report.docx")
    word = docx.Document(desk.folder / "out/report.docx")
    assert any(total in each.text for each in word.paragraphs)
    assert "Annex 2 Parameters" in [each.text for each in word.paragraphs if each.style.name == "Heading 1"]
    assert sorted(each.name for each in (desk.folder / "out").iterdir()) == ["report.docx", "报告.html"]


def test_wrong_calls_are_told(desk):
    run = desk.compiled["run"]
    ending = desk.call("-w", "w", "report", "inventory", run, "-o", "r.pdf")
    assert ending.code == 2
    assert ".docx | .html" in ending.err
    same = desk.call("-w", "w", "report", "inventory", run, "-o", "r.html", "--base", run)
    assert same.code == 2
    assert desk.call("-w", "w", "report", "novel", run, "-o", "r.html").code == 2
    assert not (desk.folder / "r.html").exists()
