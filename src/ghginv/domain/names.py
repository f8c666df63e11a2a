"""How names that people write are compared, in whatever width, spacing, brackets or case, and how files are named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

_DROPPED = str.maketrans("", "", " \t\r\n()[]{}〔〕【】「」〈〉《》")


_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LENGTH = 60  # of a part of a file's name: with a code beside it, what every file system takes


def file_name(*parts: str) -> str:
    """The parts in one file name, without signs that a file system or a shell would mind; it names no folder.

    >>> file_name("440311", "光明区/园区"), file_name("..", "a")
    ('440311-光明区_园区', 'a')
    """
    kept = (_UNSAFE.sub("_", part).strip(" .")[:_LENGTH] for part in parts)
    return "-".join(part for part in kept if part)


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
