"""The words of workbooks: each ``templates/workbooks/*_words.csv`` (``word, zh, en``), by the beginning of its name."""

from __future__ import annotations

from collections.abc import Mapping

from ghginv import folders

_END = "_words.csv"


@folders.remembered
def _all() -> dict[str, dict[str, Mapping[str, str]]]:
    return {
        path.name.removesuffix(_END): {row["word"]: row for _, row in folders.rows(path)}
        for path in folders.files("templates", f"workbooks/*{_END}")
    }


def texts(name: str) -> Mapping[str, Mapping[str, str]]:
    """All words of a file by key, each a row with ``zh`` and ``en``."""
    return _all()[name]


def word(name: str, key: str, lang: str, /, **details: object) -> str:
    """A word of a file with its braces filled; the last part of the key where there is none."""
    found = texts(name).get(key)
    return found[lang].format(**details) if found else key.rpartition(".")[2]


def numbered(name: str, prefix: str, lang: str) -> list[str]:
    """The numbered texts ``prefix.1``, ``prefix.2`` … of a file, as far as there are any."""
    return [
        row[lang]
        for key, row in texts(name).items()
        if key.rpartition(".")[0] == prefix and key.rpartition(".")[2].isdecimal()
    ]
