"""The words of a formula over numbers, arrays and series; constants print as they compute."""

from __future__ import annotations

import math

import numpy
import pandas
import pytest

from ghginv.formulas import words


@pytest.mark.parametrize("name", words.CONSTANTS)
def test_a_constant_is_what_it_prints(name: str) -> None:
    constant = words.CONSTANTS[name]
    assert getattr(words, name) == constant.value == eval(constant.text)
    assert constant.unit
    assert constant.zh
    assert constant.en


def test_carbon_to_carbon_dioxide() -> None:
    assert words.CO2_PER_C == 44 / 12


def test_every_word_is_defined() -> None:
    assert all(callable(getattr(words, name)) for name in words.WORDS)


def test_words_over_numbers() -> None:
    assert words.if_else(2 > 1, "yes", "no") == "yes"
    assert words.if_else(2 < 1, "yes", "no") == "no"
    assert (words.minimum(2.0, 3), words.minimum(3.0, 2)) == (2.0, 2)
    assert (words.maximum(2.0, 3), words.maximum(3.0, 2)) == (3, 3.0)
    assert words.exp(1.0) == math.e


def test_words_over_arrays() -> None:
    column = numpy.array([1.0, 2.0, 3.0])
    assert words.if_else(column > 1.5, column, 0).tolist() == [0, 2, 3]
    assert words.minimum(column, 2).tolist() == [1, 2, 2]
    assert words.maximum(column, 2).tolist() == [2, 2, 3]
    assert words.maximum(2.0, column).tolist() == [2, 2, 3]
    assert words.exp(column).tolist() == numpy.exp(column).tolist()


def test_words_over_series_keep_the_index() -> None:
    column = pandas.Series([1.0, 2.0], index=["a", "b"])
    expected = pandas.Series([0.0, 2.0], index=["a", "b"])
    pandas.testing.assert_series_equal(words.if_else(column > 1.5, column, 0), expected)
    pandas.testing.assert_series_equal(words.maximum(column - 1.5, 0), pandas.Series([0.0, 0.5], index=["a", "b"]))
    pandas.testing.assert_series_equal(words.minimum(column, 1.5), pandas.Series([1.0, 1.5], index=["a", "b"]))
