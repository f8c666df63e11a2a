"""Credit codes: those that are published pass, one wrong or moved sign is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.domain import credit_codes

# Codes that the companies themselves publish: Tencent Computer Systems, Huawei Technologies, Gree Electric Appliances.
PUBLISHED = ("91440300708461136T", "914403001922038216", "91440400192548256N")
BODIES = st.text(st.sampled_from(credit_codes.SIGNS), min_size=17, max_size=17)


def codes() -> st.SearchStrategy[str]:
    return BODIES.map(lambda body: body + credit_codes.check_sign(body))


@pytest.mark.parametrize("code", PUBLISHED)
def test_published_codes_pass(code: str) -> None:
    assert credit_codes.valid(code)
    assert credit_codes.problem(code) is None


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("", "credit-code-length"),
        ("9144030070846113", "credit-code-length"),
        ("91440300708461136TT", "credit-code-length"),
        ("9144O300708461136T", "credit-code-sign"),
        ("9144030070846113六T", "credit-code-sign"),
        ("91440300708461136X", "credit-code-check"),
        ("914403001922038000", "credit-code-check"),
    ],
)
def test_what_is_wrong_is_said(code: str, found: str) -> None:
    problem = credit_codes.problem(code)
    assert problem is not None
    assert problem.code == found
    assert not credit_codes.valid(code)
    assert "{" not in problem.message("zh") + problem.message("en")


def test_width_case_blanks_and_dashes_do_not_matter() -> None:
    assert credit_codes.valid("９１４４０３００７０８４６１１３６ｔ")
    assert credit_codes.plain("91440300-708461136 t") == PUBLISHED[0]


@given(codes(), st.integers(0, 17), st.sampled_from(credit_codes.SIGNS))
def test_one_wrong_sign_is_noticed(code: str, place: int, sign: str) -> None:
    changed = code[:place] + sign + code[place + 1 :]
    assert credit_codes.valid(changed) is (changed == code)


@given(codes(), st.integers(0, 15))
def test_two_signs_that_changed_places_are_noticed(code: str, place: int) -> None:
    changed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert credit_codes.valid(changed) is (changed == code)
