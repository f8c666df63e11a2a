"""Every quantity is named once, in two languages, with units that exist and a range that can be held."""

from __future__ import annotations

import re

import pytest

from ghginv.domain import units
from ghginv.domain.terms import TERMS, Term

ALL = pytest.mark.parametrize("term", TERMS.values(), ids=lambda term: term.name)


@ALL
def test_a_term_is_complete(term: Term) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]+", term.name)
    assert TERMS[term.name] is term
    assert re.fullmatch(r"[A-Za-z][A-Za-z_]*", term.symbol)
    assert re.search(r"[\u4e00-\u9fff]", term.zh)
    assert re.search(r"[a-z]", term.en)


@ALL
def test_every_unit_is_known(term: Term) -> None:
    assert term.units
    for unit in term.units:
        assert " /" not in unit
        assert "/ " not in unit
        assert units.dimension(unit)


@ALL
def test_a_range_is_a_range(term: Term) -> None:
    for unit, (lower, upper) in term.ranges.items():
        assert lower < upper
        assert term.plausible(lower, unit)
        assert term.plausible(upper, unit)


def test_no_meaning_stands_twice() -> None:
    assert len({term.zh for term in TERMS.values()}) == len(TERMS)
    assert len({term.en for term in TERMS.values()}) == len(TERMS)


def test_a_unit_goes_with_the_unit_of_the_quantity() -> None:
    calorific = TERMS["net_calorific_value"]
    assert [calorific.unit(unit) for unit in ("t", "10^4 m3", "vehicle", "")] == ["GJ/t", "GJ/10^4 m3", "GJ/t", "GJ/t"]
    assert TERMS["carbon_content"].unit("10^4 m3") == "tC/TJ"
    assert TERMS["standard_coal_coefficient"].unit("MWh") == "tce/MWh"


def test_plausible_values() -> None:
    oxidation = TERMS["oxidation_rate"]
    assert oxidation.plausible(0.98, "1")
    assert not oxidation.plausible(98, "1")
    gas = TERMS["net_calorific_value"]
    assert gas.plausible(389.31, "GJ/10^4 m3")
    assert not gas.plausible(38931, "GJ/10^4 m3")


def test_title_in_two_languages() -> None:
    assert TERMS["carbon_content"].title() == "单位热值含碳量"
    assert TERMS["carbon_content"].title("en") == "carbon content per unit of energy"
