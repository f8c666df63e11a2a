"""Notation keys."""

from ghginv.domain.notation import NOTATION_KEYS, notation


def test_a_key_is_recognised_whatever_its_case():
    assert [notation(text) for text in (" ne ", "C", "IE")] == ["NE", "C", "IE"]


def test_other_text_is_no_key():
    assert notation("N/A") == notation("") == notation("12") == ""


def test_every_key_has_both_names():
    assert all(zh and en for zh, en in NOTATION_KEYS.values())
