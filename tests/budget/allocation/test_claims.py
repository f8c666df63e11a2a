"""Claims rules on the estates of the Talmud, and what they promise."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.allocation import equal_awards, equal_losses, proportional, talmud
from ghginv.errors import InputError

RULES = (proportional, equal_awards, equal_losses, talmud)
WIVES = pd.Series([100.0, 200, 300], index=["a", "b", "c"])


@pytest.mark.parametrize(
    ("estate", "awards"),
    [(100, [100 / 3, 100 / 3, 100 / 3]), (200, [50, 75, 75]), (300, [50, 100, 150])],
)
def test_the_three_estates_of_the_mishnah(estate, awards):
    # Kethubot 93a as in Aumann & Maschler 1985, Journal of Economic Theory 36:195, table I
    assert talmud(estate, WIVES).tolist() == pytest.approx(awards)


def test_the_contested_garment():
    # Baba Metzia 2a as in Aumann & Maschler 1985: claims 1 and 1/2 on one garment give 3/4 and 1/4
    assert talmud(1, [1.0, 0.5]).tolist() == [0.75, 0.25]


def test_equal_awards_and_losses_by_definition():
    # R package ClaimsProblems, CEA: min(d, λ); CEL: max(0, d - λ) (rdocumentation.org/packages/ClaimsProblems)
    assert equal_awards(400, WIVES).tolist() == [100, 150, 150]
    assert equal_losses(400, WIVES).tolist() == pytest.approx([100 / 3, 400 / 3, 700 / 3])
    assert equal_losses(200, WIVES).tolist() == [0, 50, 150]
    assert proportional(300, WIVES).tolist() == [50, 100, 150]


def test_nucleolus_of_a_published_exercise():
    # vb-oiko/kpi-programming-labas, task4-3.md: claims add up to 20 000, the estate to 16 000; 1333 1/3 less for each
    claims = np.array([4000.0, 6000, 10000])
    assert talmud(16000, claims).tolist() == pytest.approx([8000 / 3, 14000 / 3, 26000 / 3])


@pytest.mark.parametrize("rule", RULES)
def test_requests_below_the_total_are_refused(rule):
    with pytest.raises(InputError) as wrong:
        rule(700, WIVES)
    assert wrong.value.findings[0].code == "budget-allocation-requests"
    assert rule(600, WIVES).tolist() == [100, 200, 300]


@settings(deadline=None, max_examples=150)
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=10), st.floats(0.01, 1))
def test_awards_are_between_nothing_and_the_request(requests, part):
    asked = np.array(requests, dtype=float)
    if not asked.any():
        return
    total = part * asked.sum()
    for rule in RULES:
        found = rule(total, asked)
        assert math.fsum(found) == pytest.approx(total, rel=1e-9)
        assert (found >= 0).all()
        assert (found <= asked * (1 + 1e-12)).all()
        order = np.argsort(asked, kind="stable")  # who asks for more gets no less and loses no less
        assert (np.diff(found[order]) >= -1e-9 * total).all()
        assert (np.diff((asked - found)[order]) >= -1e-9 * total).all()


@settings(deadline=None, max_examples=100)
@given(st.lists(st.integers(1, 1000), min_size=1, max_size=8), st.floats(0.05, 0.95))
def test_losses_are_the_dual_of_awards_and_talmud_its_own(requests, part):
    # Aumann & Maschler 1985: the Talmud rule is self-dual; CEA and CEL are duals
    asked = np.array(requests, dtype=float)
    total = part * asked.sum()
    assert equal_losses(total, asked) == pytest.approx(asked - equal_awards(asked.sum() - total, asked), abs=1e-7)
    assert talmud(total, asked) == pytest.approx(asked - talmud(asked.sum() - total, asked), abs=1e-7)
