"""Days as people write them."""

from __future__ import annotations

import pytest

from ghginv.workbooks import dates
from ghginv.workbooks.cells import Cell


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-06-30", "2024-06-30"),
        ("2024/6/30", "2024-06-30"),
        ("２０２４．６．３０", "2024-06-30"),
        ("2024 年 6 月 30 日", "2024-06-30"),
        ("2024年6月", "2024-06-01"),
        ("2024-06", "2024-06-01"),
        ("20240630", "2024-06-30"),
    ],
)
def test_ways_of_writing_a_day(written: str, day: str) -> None:
    assert str(dates.read(Cell("s", written))) == day


@pytest.mark.parametrize("written", ["", "去年", "2024", "2024-13-01", "2024-02-30", "45473", "20240631", "9" * 400])
def test_what_is_no_day(written: str) -> None:
    assert dates.read(Cell("s", written)) is None


def test_dates_of_the_program() -> None:
    assert str(dates.read(Cell("d", 45473.75))) == "2024-06-30"
    assert str(dates.read(Cell("d", 44011.0), date1904=True)) == "2024-06-30"
    assert dates.read(Cell("d", 1e300)) is None
    assert dates.read(Cell("n", 45473.0)) is None
    assert dates.read(None) is None
