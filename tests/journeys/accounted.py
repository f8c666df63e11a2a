"""The office whose first year is settled, with what its enterprises handed in for that year, computed and evaluated."""

from __future__ import annotations

import random
from pathlib import Path

from click.testing import CliRunner

from ghginv.cli import ghginv as ghginv_command
from tests.budget.plans import CODES
from tests.journeys import settled
from tests.journeys.command_line import Answer
from tests.journeys.office import Office
from tests.workbooks import enterprise_files

NAMES = ("演示甲厂（虚构）", "演示乙厂（虚构）", "演示丙厂（虚构）")


def office(folder: Path) -> Office:
    """Accounts of 2026 beside a budget of 2026 that is settled: the first enterprise is above its budget."""
    made = settled.issued(folder)
    here = folder / "w"
    for at, code in enumerate(CODES):
        path = folder / f"{at}.xlsx"
        _workbook(path, at, code)
        settled._call("li", "-w", here, "import", path)
    settled._call("li", "-w", here, "submissions", "--year", settled.YEAR, "--step", "verify", "--note", "核查")
    settled._call("li", "-w", here, "compile", "--year", settled.YEAR, "--guideline", "enterprise")
    settled.verify(made, {CODES[0]: 1.1})
    settled.settle(made)
    settled._call("li", "-w", here, "budget", "evaluate", "--year", settled.YEAR, "--for", "enterprise")
    return made


def asked(made: Office, *arguments: object, code: int = 0) -> Answer:
    """A command on the workspace within this process, which is quicker; file names as given."""
    called = ["-w", made.folder / "w", *arguments]
    done = CliRunner().invoke(ghginv_command, [str(each) for each in called], obj={}, env={"GHGINV_ACTOR": "li"})
    assert done.exit_code == code, done.output + str(done.exception)
    return Answer(done.exit_code, done.stdout, done.stderr)


def _workbook(path: Path, at: int, code: str) -> None:
    """A small works: coal and power by month, output by month, value by year."""
    draw = random.Random(at)
    coal = {"facility": "F01", "item": "一般烟煤", "unit": "吨", **enterprise_files.months(draw, 500 + 150 * at)}
    power = {"facility": "F01", "item": "电力", "unit": "兆瓦时", **enterprise_files.months(draw, 700)}
    cement = {"facility": "F01", "item": "水泥产量（核定用）", "unit": "吨", **enterprise_files.months(draw, 9_000)}
    money = [{"item": item, "unit": "万元", "quantity": value} for item, value in enterprise_files.VALUES]
    rows = {"设施": [{"code": "F01", "name": "1 号线", "opened": "2015-05-01"}], "燃料": [coal], "购入电力": [power],
            "产量产值": [cement, *money]}  # fmt: skip
    about = {"credit_code": code, "name": NAMES[at], "year": settled.YEAR, "region": "440305"}
    enterprise_files.write(path, rows, {**enterprise_files.FACTS, **about})
