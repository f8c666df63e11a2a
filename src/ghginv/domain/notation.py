"""Notation keys 符号 that stand where no number can (IPCC 2006 Vol. 1 Ch. 8; GPC table 2.2)."""

from __future__ import annotations

NOTATION_KEYS = {
    "NE": ("未估算", "not estimated"),
    "IE": ("列于他处", "included elsewhere"),
    "NO": ("不发生", "not occurring"),
    "NA": ("不适用", "not applicable"),
    "C": ("保密", "confidential"),
}


def notation(text: str) -> str:
    """The notation key in ``text``, or an empty string."""
    key = text.strip().upper()
    return key if key in NOTATION_KEYS else ""
