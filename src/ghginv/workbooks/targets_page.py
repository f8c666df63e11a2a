"""What the workbooks of the target register share: kinds, words, how they are signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ghginv.domain import plan_tables
from ghginv.workbooks import budget_page, words

if TYPE_CHECKING:
    from xlsxwriter import Workbook

REGISTER, PROGRESS = "targets", "targets-progress"
KINDS = (REGISTER, PROGRESS)
_WORDS = "targets"


def word(key: str, lang: str, **details: object) -> str:
    """A word of ``targets_words.csv`` with its braces filled; the last part of the key where there is none."""
    return words.word(_WORDS, key, lang, **details)


def known(prefix: str, lang: str) -> list[str]:
    """The numbered texts ``prefix.1``, ``prefix.2`` … as far as there are any."""
    return words.numbered(_WORDS, prefix, lang)


def digest() -> str:
    """What tells one layout from another."""
    return budget_page.digest_of(plan_tables.targets())


def sign(file: Workbook, kind: str, facts: Mapping[str, str]) -> None:
    """The very hidden sheet by which a workbook is known again; ``budget`` holds the plan's code, ``revision`` its
    version, ``year`` the month of a sheet of progress."""
    budget_page.sign(file, kind, facts, plan_tables.targets())
