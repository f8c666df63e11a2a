"""Unified social credit codes 统一社会信用代码 (GB 32100-2015): 18 signs, the last of which checks the others.

Signs are digits and capital letters without I, O, S, V and Z. The sum of the first 17, weighted with the powers of 3
modulo 31, and the last sign make a multiple of 31, so that one wrong sign, or two that changed places, are noticed.
"""

from __future__ import annotations

import unicodedata

from ghginv.findings import Finding

LENGTH = 18
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def plain(code: str) -> str:
    """The code without blanks and dashes, in capitals of the usual width.

    >>> plain(" ９１４４０３００ 7084-61136t ")
    '91440300708461136T'
    """
    return "".join(sign for sign in unicodedata.normalize("NFKC", code).upper() if not sign.isspace() and sign != "-")


def check_sign(code: str) -> str:
    """The sign that belongs behind the first 17 signs of a code. ValueError for signs that no code has.

    >>> check_sign("91440300708461136")
    'T'
    """
    total = sum(SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[: LENGTH - 1]))
    return SIGNS[-total % 31]


def valid(code: str) -> bool:
    """Whether a code, blanks and case aside, is one that can have been given out."""
    return problem(code) is None


def problem(code: str) -> Finding | None:
    """What is wrong with a code as somebody wrote it, without place; None where nothing is."""
    signs = plain(code)
    if len(signs) != LENGTH:
        return Finding("credit-code-length", found=code.strip(), details={"length": len(signs)})
    strange = "".join(dict.fromkeys(sign for sign in signs if sign not in SIGNS))
    if strange:
        return Finding("credit-code-sign", found=signs, details={"signs": "、".join(strange)})
    if signs[-1] != check_sign(signs):
        return Finding("credit-code-check", found=signs)
    return None
