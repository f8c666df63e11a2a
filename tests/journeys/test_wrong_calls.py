"""Wrong input ends with 1, a wrong call with 2; both in a few lines with a remedy, the workspace as it was."""

import hashlib
import sqlite3
from pathlib import Path

import pytest

from tests.journeys.command_line import Desk
from tests.workbooks import hostile
from tests.workbooks.balance_files import INPUT, Fault, guangdong, write


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("wrong"))
    desk.done("init", "w", "--region", "440000", "--name", "广东省")
    desk.done("-w", "w", "import", INPUT)
    return desk


def content(desk: Desk, log: bool = True) -> str:
    """What the workspace file holds; that a file was refused is told in the audit log alone."""
    with sqlite3.connect(desk.folder / "w" / "ghginv.db") as connection:
        lines = [line for line in connection.iterdump() if log or not line.startswith('INSERT INTO "audit')]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def text_file(path: Path) -> Path:
    path.write_text("项目,原煤\n工业,12\n", "utf-8")
    return path


def empty_file(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def unfilled(path: Path) -> Path:
    import xlsxwriter

    book = xlsxwriter.Workbook(path)
    book.add_worksheet()
    book.close()
    return path


HOSTILE = [
    hostile.far_corners,
    hostile.column_outside,
    hostile.huge_sheet,
    hostile.huge_string,
    hostile.billion_laughs,
    hostile.lying_header,
    hostile.styled_rows,
    hostile.encrypted,
    hostile.truncated,
    hostile.linked,
    text_file,
    empty_file,
    unfilled,
]


@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
@pytest.mark.parametrize("command", ["check", "import"])
def test_a_bad_file_is_refused_in_words(desk, tmp_path, make, command):
    before = content(desk, log=False)
    answer = desk.call("-w", "w", command, make(tmp_path / "来件.xlsx"))
    assert answer.code == 1
    assert "来件.xlsx" in answer.out + answer.err
    assert content(desk, log=False) == before


BROKEN = {
    "text in a number": ({("工业", "原煤"): "三千"}, "三千"),
    "thousand separators": ({("工业", "原煤"): "3,483.09"}, "3483.09"),
    "an error cell": ({("工业", "原煤"): Fault("#REF!")}, "#REF!"),
    "a negative consumption": ({("建筑业", "柴油"): -26.7}, "-26.7"),
}


def keyed(values):
    """The keys of the example's table for short names."""
    keys = guangdong().values
    rows = {row.strip(" 0123456789.#"): row for row, _ in keys}
    return {
        (next(full for short, full in rows.items() if name in short), fuel): value
        for (name, fuel), value in values.items()
    }


@pytest.mark.parametrize("fault", BROKEN)
def test_a_bad_cell_is_named_and_nothing_is_stored(desk, tmp_path, fault):
    values, named = BROKEN[fault]
    before = content(desk, log=False)
    path = write(tmp_path / "平衡表.xlsx", guangdong().changed(keyed(values)).sheet())
    answer = desk.call("-w", "w", "import", path)
    assert answer.code == 1
    assert "Sheet1!" in answer.err
    assert named in answer.err
    assert content(desk, log=False) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("compile", "--year", 2007, "--guideline", "pg2001"),
        ("compile", "--year", 2007, "--region", "999999"),
        ("compile", "--year", 2007, "--gwp", "AR9"),
        ("compile", "--year", 2007, "--engine", "abacus"),
        ("compile",),
        ("table", "no-such-run"),
        ("trace", "no-such-run"),
        ("submission", "S0", "verify"),
        ("calculate", "fosil_combustion_co2", "quantity=1"),
        ("calculate", "combustion_ch4", "quantity=1"),
        ("calculate", "combustion_ch4", "quantity=much"),
        ("formulas", "nothing"),
        ("factors", "show", "nothing"),
        ("factors", "resolve", "nothing", "--year", 2020),
        ("guidelines", "nothing"),
        ("template", "cookbook", "-o", "x.xlsx"),
        ("init", "w", "--region", "440000"),
        ("init", "v", "--region", "亚特兰蒂斯"),
        ("frobnicate",),
    ],
    ids=lambda arguments: " ".join(map(str, arguments[:4])),
)
def test_a_wrong_call_ends_with_2(desk, arguments):
    before = content(desk)
    answer = desk.call("-w", "w", *arguments)
    assert answer.code == 2
    assert 0 < len(answer.err) < 3000
    assert content(desk) == before


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_languages_explain_themselves(desk, lang):
    answer = desk.call("-w", "w", "compile", "--year", 2007, "--guideline", "pg2001", "--lang", lang)
    assert ("没有名为" in answer.err) == (lang == "zh")
    assert "pg2011" in answer.err


def test_a_year_without_data_ends_with_1(desk):
    answer = desk.call("-w", "w", "compile", "--year", 1999)
    assert answer.code == 1
    assert "1999" in answer.err


def test_another_region_s_balance_is_refused(tmp_path):
    desk = Desk(tmp_path)
    desk.done("init", "w", "--region", "110000", "--name", "北京市")
    answer = desk.call("-w", "w", "import", INPUT)
    assert answer.code == 1
    assert "广东" in answer.err


def test_no_workspace_is_a_wrong_call(tmp_path):
    answer = Desk(tmp_path).call("runs")
    assert answer.code == 2
    assert "ghginv init" in answer.err


def test_a_broken_setting_is_named(tmp_path):
    desk = Desk(tmp_path)
    desk.done("init", "w", "--region", "440000", "--name", '引"号')
    desk.done("-w", "w", "runs")
    (tmp_path / "w" / "ghginv.toml").write_text("region = 440000\ncolour = 'red'\n", "utf-8")
    answer = desk.call("-w", "w", "runs")
    assert answer.code == 1
    assert "ghginv.toml" in answer.err


def test_good_and_bad_files_in_one_call(desk, tmp_path):
    answer = desk.call("-w", "w", "import", INPUT, text_file(tmp_path / "a.xlsx"), "--format", "json")
    assert answer.code == 1
    assert [(row["file"], row["state"]) for row in answer.json()] == [(INPUT.name, "already"), ("a.xlsx", "refused")]
    assert "a.xlsx" in answer.err
