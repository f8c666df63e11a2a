"""The calendar that a workspace gives: working days, degree days, what is refused."""

from __future__ import annotations

import pytest

from ghginv import folders
from ghginv.budget.monitoring import calendars

HEAD = "year,month,working_days,cdd"


def given(folder, *lines: str):
    path = folder / "emission_factors" / calendars.FILE
    path.parent.mkdir(parents=True)
    path.write_text("\n".join((HEAD, *lines, "")), "utf-8")
    with folders.overlaid(folder):
        return calendars.load()


def test_none_is_shipped():
    assert calendars.load() == calendars.Calendar()


def test_a_cell_may_be_blank(tmp_path):
    found = given(tmp_path, "2025,1,19,", "2025,7,23,310.5")
    assert found.working_days.to_numpy().tolist() == [[2025, 1, 19], [2025, 7, 23]]
    assert found.degree_days.to_numpy().tolist() == [[2025, 7, 310.5]]


def test_without_degree_days_there_are_none(tmp_path):
    assert given(tmp_path, "2025,1,19,").degree_days is None


@pytest.mark.parametrize("line", ["2025,13,19,", "2025,1,32,", "2025,1,十九,", "25,1,19,", "2025,1,19,hot"])
def test_a_cell_that_is_no_number_is_refused_with_its_line(tmp_path, line):
    with pytest.raises(folders.BrokenFile, match=r"calendar\.csv:2"):
        given(tmp_path, line)


def test_a_month_given_twice_is_refused(tmp_path):
    with pytest.raises(folders.BrokenFile, match="2025-01"):
        given(tmp_path, "2025,1,19,", "2025,01,20,")
