"""What an evaluation rule consists of: groups, indicators, vetoes, bonuses, grades, consequences, with their marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Group:
    """A group of indicators: 控制指标, 支撑指标, 目标完成 …"""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator; how its completion is measured is said by ``formula``, one of ``completion.FORMULAS``.

    ``source`` is ``data`` (handed in) or what the budget itself knows; ``target`` a target that the rule fixes,
    ``scale`` the s of totals or the step of counts, ``direction`` ``up`` (at least) or ``down`` (at most) of shares.
    ``bands`` turn the measure into completion: of (from, completion) the first that is reached counts. ``missing`` says
    what happens without a figure: ``zero`` 计零, ``exclude`` 不计入并注明, ``unrated`` 不评定.
    """

    id: str
    zh: str
    en: str
    group: str
    formula: str
    unit: str = ""
    weight: Fraction = Fraction(0)
    source: str = "data"
    direction: str = "up"
    target: Fraction | None = None
    scale: Fraction | None = None
    bands: tuple[tuple[Fraction, Fraction], ...] = ()
    missing: str = "zero"
    status: str = "own"
    citation: str = ""
    note_zh: str = ""
    note_en: str = ""

    def name(self, lang: str = "zh") -> str:
        """The name for people."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Veto:
    """What settles the grade before any point: ``when`` is ``flag`` (declared), ``missed`` or ``listed``.

    ``missed`` looks at the completion of ``indicator``: below ``below``. ``listed`` names ``subjects``.
    """

    id: str
    zh: str
    en: str
    when: str
    grade: str
    indicator: str = ""
    below: Fraction = Fraction(1)
    subjects: tuple[str, ...] = ()
    status: str = "own"
    citation: str = ""

    def name(self, lang: str = "zh") -> str:
        """The name for people."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Bonus:
    """Points beside the indicators, at most ``points`` each and ``bonus_cap`` in all.

    ``when`` is ``flag`` (declared) or ``each`` (so many times ``step``).
    """

    id: str
    zh: str
    en: str
    points: Fraction
    when: str = "flag"
    step: Fraction = Fraction(1)
    status: str = "own"
    citation: str = ""

    def name(self, lang: str = "zh") -> str:
        """The name for people."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade, from best to worst: reached from ``start`` points on, with fewer missed than ``missed_below`` a group.

    The last one takes what is left.
    """

    id: str
    zh: str
    en: str
    start: Fraction | None = None
    missed_below: Mapping[str, Fraction] | None = None
    colour: str = ""

    def name(self, lang: str = "zh") -> str:
        """The name for people."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from a grade."""

    grade: str
    zh: str
    en: str
    status: str
    citation: str = ""
