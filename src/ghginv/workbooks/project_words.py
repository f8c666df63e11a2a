"""The words of a project's form and of its evaluation workbook, and the choices of its facts in both languages."""

from __future__ import annotations

from ghginv.workbooks import budget_page, words

_WORDS = "project"
ANSWERED = ("site_changed", "process_changed", "listed", "national", "two_high")
_CHOICES = {
    "kind": tuple(f"kind.{each}" for each in ("new", "expansion", "reconstruction", "renovation")),
    "level": tuple(f"level.{each}" for each in ("national", "province", "city", "county")),
    **dict.fromkeys(ANSWERED, ("answer.yes", "answer.no")),
}  # fmt: skip


def word(key: str, lang: str, **details: object) -> str:
    """A word of ``project_words.csv`` with its braces filled; else one of budgets, else the last part of the key."""
    return words.word(_WORDS, key, lang, **details) if known(key) else budget_page.word(key, lang, **details)


def known(key: str) -> bool:
    """Whether there is a word under this key."""
    return key in words.texts(_WORDS)


def numbered(prefix: str, lang: str) -> list[str]:
    """The numbered texts ``prefix.1``, ``prefix.2`` … as far as there are any."""
    return words.numbered(_WORDS, prefix, lang)


def choices(fact: str, lang: str) -> list[str]:
    """The words a fact takes, in order; empty for one that is typed freely."""
    return [word(each, lang) for each in _CHOICES.get(fact, ())]


def by_fact() -> dict[str, dict[str, str]]:
    """By fact, the id of each choice by its word in either language."""
    return {
        fact: {words.texts(_WORDS)[key][lang]: key.rpartition(".")[2] for key in keys for lang in ("zh", "en")}
        for fact, keys in _CHOICES.items()
    }
