"""How names that people write are compared: the same word in whatever width, spacing, brackets or case."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

_DROPPED = str.maketrans("", "", " \t\r\n()[]{}〔〕【】「」〈〉《》")


def plain(text: str) -> str:
    """The text in one width and case, without blanks and brackets.

    >>> plain(" 汽 油（ＡＢ） "), plain("Coke oven gas")
    ('汽油ab', 'cokeovengas')
    """
    return "".join(unicodedata.normalize("NFKC", text).translate(_DROPPED).split()).casefold()


def index(named: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    """From (code, its names) to the codes that bear a name, by the plain name, in the order given."""
    found: dict[str, dict[str, None]] = {}
    for code, names in named:
        for name in names:
            if name:
                found.setdefault(plain(name), {})[code] = None
    return {name: tuple(codes) for name, codes in found.items()}


def nearest(text: str, known: Mapping[str, tuple[str, ...]], count: int = 3) -> list[str]:
    """The codes whose names come closest to ``text``, best first, each once."""
    close = get_close_matches(plain(text), list(known), n=count * 2, cutoff=0.5)
    return list(dict.fromkeys(code for name in close for code in known[name]))[:count]
