"""What the workbooks of the target register share: kinds and words."""

from __future__ import annotations

from ghginv.workbooks import words

REGISTER, PROGRESS = "targets", "targets-progress"
KINDS = (REGISTER, PROGRESS)
_WORDS = "targets"


def word(key: str, lang: str, **details: object) -> str:
    """A word of ``targets_words.csv`` with its braces filled; the last part of the key where there is none."""
    return words.word(_WORDS, key, lang, **details)


def known(prefix: str, lang: str) -> list[str]:
    """The numbered texts ``prefix.1``, ``prefix.2`` … as far as there are any."""
    return words.numbered(_WORDS, prefix, lang)
