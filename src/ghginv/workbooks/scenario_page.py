"""What the workbooks of scenarios share: the kind by which one is known again, words, how it is signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ghginv.domain import plan_tables
from ghginv.workbooks import budget_page, words
from ghginv.workbooks.budget_page import BudgetBook

if TYPE_CHECKING:
    from xlsxwriter import Workbook

KIND = "scenario"
KINDS = (KIND,)
_WORDS = "scenario"


def word(key: str, lang: str, **details: object) -> str:
    """A word of ``scenario_words.csv`` with its braces filled; the last part of the key where there is none."""
    return words.word(_WORDS, key, lang, **details)


def known(prefix: str, lang: str) -> list[str]:
    """The numbered texts ``prefix.1``, ``prefix.2`` … as far as there are any."""
    return words.numbered(_WORDS, prefix, lang)


def digest() -> str:
    """What tells one layout from another."""
    return budget_page.digest_of(plan_tables.scenarios())


def sign(file: Workbook, facts: Mapping[str, str]) -> None:
    """The very hidden sheet by which a workbook is known again; ``facts``: region, year (the base year)."""
    budget_page.sign(file, KIND, facts, plan_tables.scenarios())


class ScenarioBook(BudgetBook):
    """A workbook with live formulas whose words are those of scenarios."""

    def word(self, key: str, **details: object) -> str:
        """A word of ``scenario_words.csv``; the last part of the key where there is none."""
        return word(key, self.lang, **details)
