"""The words of a project's form and of its evaluation workbook, and the choices of its facts in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from ghginv import folders
from ghginv.workbooks import budget_page

_FILE = "workbooks/project_words.csv"
ANSWERED = ("site_changed", "process_changed", "listed", "national", "two_high")
_CHOICES = {
    "kind": tuple(f"kind.{each}" for each in ("new", "expansion", "reconstruction", "renovation")),
    "level": tuple(f"level.{each}" for each in ("national", "province", "city", "county")),
    **dict.fromkeys(ANSWERED, ("answer.yes", "answer.no")),
}  # fmt: skip


@folders.remembered
def _texts() -> dict[str, Mapping[str, str]]:
    return {row["word"]: row for _, row in folders.rows(folders.file("templates", _FILE))}


def word(key: str, lang: str, **details: object) -> str:
    """A word of ``project_words.csv`` with its braces filled; else one of budgets, else the last part of the key."""
    found = _texts().get(key)
    return found[lang].format(**details) if found else budget_page.word(key, lang, **details)


def known(key: str) -> bool:
    """Whether there is a word under this key."""
    return key in _texts()


def choices(fact: str, lang: str) -> list[str]:
    """The words a fact takes, in order; empty for one that is typed freely."""
    return [word(each, lang) for each in _CHOICES.get(fact, ())]


def by_fact() -> dict[str, dict[str, str]]:
    """By fact, the id of each choice by its word in either language."""
    return {
        fact: {_texts()[key][lang]: key.rpartition(".")[2] for key in keys for lang in ("zh", "en")}
        for fact, keys in _CHOICES.items()
    }
