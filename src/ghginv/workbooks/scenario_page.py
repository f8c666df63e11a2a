"""What the workbooks of scenarios share: the kind by which one is known again, and words."""

from __future__ import annotations

from ghginv.workbooks import words
from ghginv.workbooks.budget_page import BudgetBook

KIND = "scenario"
KINDS = (KIND,)
_WORDS = "scenario"


def word(key: str, lang: str, **details: object) -> str:
    """A word of ``scenario_words.csv`` with its braces filled; the last part of the key where there is none."""
    return words.word(_WORDS, key, lang, **details)


def known(prefix: str, lang: str) -> list[str]:
    """The numbered texts ``prefix.1``, ``prefix.2`` … as far as there are any."""
    return words.numbered(_WORDS, prefix, lang)


class ScenarioBook(BudgetBook):
    """A workbook with live formulas whose words are those of scenarios."""

    def word(self, key: str, **details: object) -> str:
        """A word of ``scenario_words.csv``; the last part of the key where there is none."""
        return word(key, self.lang, **details)
