"""What is written where a number should stand: a number, a notation key, nothing, or a mistake with its remedy.

Two kinds of table are read. A template is strict: a number typed as text is a mistake, because Excel would not add it
up either, and the person who typed it can mend it. A published table is what it is: full-width digits, thousand
separators and blanks inside numbers are read as meant. In both, ``-``, ``—``, ``…``, ``/`` and spaces are blanks.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from ghginv.domain import units
from ghginv.domain.notation import NOTATION_KEYS, notation
from ghginv.findings import Finding

_BLANK = re.compile(r"[\s\-‐‑‒–—―−─_/\\.…⋯·]*")
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d{1,3}( \d{3})+|\d+|(?=\.\d))(\.\d*)?([eE][+-]?\d{1,3})?")
_MULTIPLES = {"万": 1e4, "亿": 1e8}


@dataclass(frozen=True, slots=True)
class Figure:
    """What a cell says. ``code`` names the mistake, if any; ``digits`` is then what to type, where that is certain.

    ``text`` is the cell as received; ``unit`` a unit typed behind the number. Without a code, a figure that has
    neither ``number`` nor ``notation`` is blank.
    """

    number: float | None = None
    notation: str = ""
    text: str = ""
    code: str = ""
    digits: str = ""
    unit: str = ""

    @property
    def blank(self) -> bool:
        """Whether the cell says nothing."""
        return self.number is None and not self.notation and not self.code

    def finding(self, sheet: str, address: str, **details: object) -> Finding | None:
        """The mistake as a finding at ``sheet!address``, or None."""
        if not self.code:
            return None
        unit_zh = units.table()[self.unit].zh if self.unit in units.table() else self.unit
        filled = {"unit": self.unit, "unit_zh": unit_zh, "keys": "、".join(NOTATION_KEYS), **details}
        return Finding(self.code, sheet=sheet, cell=address, found=self.text, expected=self.digits, details=filled)


def read_text(text: str, *, published: bool = False, keys: bool = False, percent: bool = False) -> Figure:
    """Read what is typed as text.

    ``published`` reads text numbers as meant; otherwise they are mistakes. ``keys`` allows notation keys. ``percent``
    says that the column is in percent, so that ``5%`` means 5 and not 0.05.

    >>> read_text("１２，３４５").digits, read_text("１２，３４５", published=True).number
    ('12345', 12345.0)
    >>> read_text("1.5万吨")
    Figure(number=None, notation='', text='1.5万吨', code='text-number-unit', digits='1.5', unit='10^4 t')
    """
    if is_blank(text):
        return Figure(text=text)
    plain = _plain(text)
    if key := notation(plain):
        return Figure(notation=key, text=text) if keys else Figure(text=text, code="notation-not-allowed")
    number, rest = _leading_number(plain)
    if number is None or not math.isfinite(number):
        return Figure(text=text, code="not-a-number")
    if not rest:
        return Figure(number, text=text) if published else Figure(text=text, code="text-number", digits=digits(number))
    if rest == "%":
        value = number if percent else number / 100
        return Figure(value, text=text) if published else Figure(text=text, code="text-number", digits=digits(value))
    if unit := units.find(rest):
        return Figure(text=text, code="text-number-unit", digits=digits(number), unit=unit)
    if rest in _MULTIPLES:
        return Figure(text=text, code="text-number", digits=digits(number * _MULTIPLES[rest]))
    return Figure(text=text, code="not-a-number")


def is_blank(text: str) -> bool:
    """Whether a text is nothing but blanks, dashes or dots.

    >>> is_blank(" — "), is_blank("……"), is_blank("0")
    (True, True, False)
    """
    return not text[:1].isalnum() and bool(_BLANK.fullmatch(_plain(text)))


def digits(number: float) -> str:
    """A number as one types it: no exponent, no thousand separators, no superfluous zeros.

    >>> digits(12345.0), digits(0.98), digits(1e-7)
    ('12345', '0.98', '0.0000001')
    """
    plain = repr(round(number, 12) if abs(number) >= 1e-6 else number)
    if "e" in plain:
        plain = f"{Decimal(plain):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def finite(number: float, text: str = "") -> Figure:
    """A number as a figure, unless it is none that can be meant."""
    return Figure(number, text=text) if math.isfinite(number) else Figure(text=text, code="not-finite")


def _plain(text: str) -> str:
    """Full-width signs and digits as their usual ones, every minus as ``-``, outer blanks gone."""
    return unicodedata.normalize("NFKC", text).replace("−", "-").replace("、", ",").strip()


def _leading_number(plain: str) -> tuple[float | None, str]:
    """The number at the start of a text and what follows it, unit or percent sign."""
    match = _NUMBER.match(plain)
    if not match or not any(sign.isdigit() for sign in match[0]):
        return None, plain
    rest = plain[match.end() :].strip()
    if rest[:1].isdigit() or rest[:1] in {",", "."}:
        return None, plain
    return float(match[0].replace(",", "").replace(" ", "")), rest
