"""The numbers of an evaluation rule: as written, or a dated parameter of policy by its name."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from ghginv.domain import policy
from ghginv.domain.policy import Dated
from ghginv.errors import UsageError

POLICY = "policy:"
_MOST = 30  # places before or behind the point: nothing in a rule is larger or finer


def decimal(text: str) -> Fraction:
    """The exact number of a decimal in a file; ValueError for none, and for one no rule can mean.

    >>> decimal("0.2")
    Fraction(1, 5)
    """
    try:
        number = Decimal(text.replace("_", ""))
    except InvalidOperation:
        raise ValueError(text) from None
    if not number.is_finite() or abs(number.adjusted()) > _MOST or len(number.as_tuple().digits) > _MOST:
        raise ValueError(text)
    return Fraction(number)


class Numbers:
    """Numbers of one rule in a year; ``used`` are the parameters that were asked for, each once."""

    def __init__(self, jurisdiction: str, year: int):
        self.jurisdiction, self.year = jurisdiction, year
        self._used: dict[str, Dated] = {}

    @property
    def used(self) -> list[Dated]:
        """The dated parameters the rule rests on, in order of use."""
        return list(self._used.values())

    def number(self, written: object) -> Fraction:
        """The exact number of what is written; ValueError where it is none, UsageError where policy has none.

        >>> Numbers("", 2026).number(25)
        Fraction(25, 1)
        """
        if isinstance(written, str) and written.startswith(POLICY):
            found = policy.find(written.removeprefix(POLICY), self.year, self.jurisdiction)
            self._used[found.parameter] = found
            return found.number
        if isinstance(written, bool) or not isinstance(written, (int, Fraction)):
            raise ValueError(repr(written))
        return Fraction(written)

    def fault(self, written: object, least: int | None = 0) -> str:
        """Why something is no number, or one below the least allowed; empty where it is one."""
        try:
            number = self.number(written)
        except ValueError as wrong:
            return str(wrong)
        except UsageError as wrong:
            return wrong.findings[0].text("zh") + " " + wrong.findings[0].text("en")
        return f"{written} < {least}" if least is not None and number < least else ""
