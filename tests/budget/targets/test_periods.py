"""Months as people write them."""

import pytest

from ghginv.budget.targets import periods


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2025-06", "2025-06"), ("2025/6", "2025-06"), ("２０２５年６月", "2025-06"), ("2025年", "2025-12"),
     ("2025.12", "2025-12"), ("202506", "2025-06"), ("2025-13", ""), ("2025-00", ""), ("06-2025", ""), ("", ""),
     ("1925-01", ""), ("今年", ""), ("2025-06-01", "2025-06")],
)  # fmt: skip
def test_read(text, expected):
    assert periods.read(text) == expected


def test_counting_months_and_back():
    for period in ("1999-12", "2000-01", "2025-06"):
        assert periods.named(periods.number(period)) == period
    assert periods.number("2025-01") - periods.number("2024-12") == 1
