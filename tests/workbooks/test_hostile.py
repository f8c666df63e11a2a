"""Hostile workbooks are refused with a finding, or read, within 1 GiB of address space: a bound, not a stopwatch."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from ghginv.errors import InputError
from ghginv.workbooks.read import Limits, read_workbook
from tests.workbooks import hostile, hostile_legacy

BOUND = 1 << 30
SMALL = Limits(
    file_size=100_000, members=20, inflated_size=2_000_000, ratio=50, rows=100, columns=50, cells=200, text_length=100
)
READ = """
import json, sys
from pathlib import Path
from ghginv.errors import InputError
from ghginv.workbooks.read import Limits, read_workbook
try:
    book = read_workbook(Path(sys.argv[1]), Limits(**json.loads(sys.argv[2])))
    print(json.dumps({"cells": len(book.sheets[0].cells)}))
except InputError as error:
    print(json.dumps({"codes": [finding.code for finding in error.findings], "message": error.message("en")}))
"""


def read_in_bounds(path: Path, limits: Limits | None = None) -> dict[str, object]:
    """What a child with bounded memory reads."""
    command = [sys.executable, "-c", READ, str(path), json.dumps(asdict(limits or Limits()))]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        env=environment,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (BOUND, BOUND)),
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize(("build", "code"), hostile.FILES.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_hostile(build: Callable[[Path], Path], code: str, tmp_path: Path) -> None:
    answer = read_in_bounds(build(tmp_path / "活动水平.xlsx"))
    if code:
        assert answer["codes"] == [code]
        assert "活动水平.xlsx" in str(answer["message"])
    else:
        assert answer["cells"] in (1, 2)


def test_merge_of_the_full_sheet_is_looked_up(tmp_path: Path) -> None:
    sheet = read_workbook(hostile.full_merge(tmp_path / "a.xlsx")).sheets[0]
    assert sheet.merged == ["A1:XFD1048576"]
    assert sheet.value(1_048_576, 16_384) == 1.0


def test_external_links_are_listed(tmp_path: Path) -> None:
    assert read_workbook(hostile.linked(tmp_path / "a.xlsx")).external_links == ["file:///C:/能源.xlsx"]


@pytest.mark.parametrize("build", [hostile_legacy.dense_xls, hostile_legacy.far_corners_ods])
def test_what_stops_the_child_is_a_finding(build: Callable[[Path], Path], tmp_path: Path) -> None:
    assert read_in_bounds(build(tmp_path / "old"))["codes"] == ["workbook-child-stopped"]


def test_repeated_cells_count(tmp_path: Path) -> None:
    assert read_in_bounds(hostile_legacy.repeated_ods(tmp_path / "a.ods"))["codes"] == ["workbook-too-many-cells"]


def test_time_of_the_child_is_limited(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read_workbook(hostile_legacy.small_xls(tmp_path / "a.xls"), Limits(child_seconds=0))
    assert [finding.code for finding in refused.value.findings] == ["workbook-child-stopped"]


ROW = '<row r="1">{}</row>'
MERGED = "<mergeCells>" + 201 * '<mergeCell ref="A1:B1"/>' + "</mergeCells>"
LIMITED = {
    "file": ("workbook-too-large", hostile.worksheet(after=f"<!--{os.urandom(120_000).hex()}-->"), ""),
    "inflated": ("workbook-inflates", hostile.worksheet(" " * 2_000_000), ""),
    "ratio": ("workbook-inflates", hostile.worksheet(" " * 1_500_000), ""),
    "row": ("workbook-cell-outside", hostile.worksheet('<row r="101"><c r="A101"><v>1</v></c></row>'), ""),
    "column": ("workbook-cell-outside", hostile.worksheet(ROW.format('<c r="AY1"><v>1</v></c>')), ""),
    "strings": ("workbook-too-many-cells", hostile.worksheet(), "<si><t>煤</t></si>" * 201),
    "rich strings": ("workbook-too-many-cells", hostile.worksheet(), "<si><r><t>煤</t></r></si>" * 201),
    "string": ("workbook-text-too-long", hostile.worksheet(), f"<si><t>{'煤' * 101}</t></si>"),
    "rich string": ("workbook-text-too-long", hostile.worksheet(), f"<si>{'<r><t>煤</t></r>' * 101}</si>"),
    "text": ("workbook-text-too-long", hostile.worksheet(ROW.format(f'<c r="A1" t="str"><v>{"煤" * 101}</v></c>')), ""),
    "merged": ("workbook-too-many-cells", hostile.worksheet(after=MERGED), ""),
}


@pytest.mark.parametrize("name", LIMITED)
def test_each_limit_is_kept(name: str, tmp_path: Path) -> None:
    code, sheet, strings = LIMITED[name]
    path = hostile.workbook(tmp_path / "a.xlsx", sheet, strings=hostile.shared_strings(strings))
    with pytest.raises(InputError) as refused:
        read_workbook(path, SMALL)
    assert [finding.code for finding in refused.value.findings] == [code]


def test_cells_count_over_all_sheets(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"><v>1</v></c></row>' for n in range(1, 101))
    path = hostile.workbook(tmp_path / "a.xlsx", hostile.worksheet(rows))
    assert len(read_workbook(path, SMALL).sheets[0].cells) == 200
    twice = hostile.outline().replace("</sheets>", '<sheet name="再" sheetId="2" r:id="rId1"/></sheets>')
    with pytest.raises(InputError) as refused:
        read_workbook(hostile.workbook(path, hostile.worksheet(rows), outline=twice), SMALL)
    assert (refused.value.findings[0].code, refused.value.findings[0].sheet) == ("workbook-too-many-cells", "再")
