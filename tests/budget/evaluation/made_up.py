"""Made-up rules, subjects and figures of evaluations."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from ghginv import folders
from ghginv.budget.evaluation import rules
from ghginv.budget.evaluation.figures import Figure, Subject
from ghginv.budget.evaluation.rules import Rule

YEAR = 2026
A, B = Subject("A", "甲区", "region"), Subject("B", "乙区", "region")


def shipped(name: str) -> str:
    """The text of a shipped rule."""
    return (folders.built_in() / f"emission_factors/evaluation_rules/{name}.toml").read_text("utf-8")


def own(folder: Path, text: str, name: str) -> Rule:
    """A rule of one's own, read from a file."""
    path = folder / f"{name}.toml"
    path.write_text(text, "utf-8")
    return rules.read(path, YEAR)


def figures(of: Mapping[str, tuple[object, object]], subject: str = "A") -> list[Figure]:
    """Values and targets by indicator as figures of a subject."""
    return [
        Figure(subject, name, _exact(value), _exact(target), "编造", "own") for name, (value, target) in of.items()
    ]


def _exact(value: object) -> Fraction | None:
    return None if value is None else Fraction(str(value))


def local(**changed: tuple[object, object]) -> dict[str, tuple[object, object]]:
    """Figures by which all of ``local-100`` is met, with some changed."""
    met: dict[str, tuple[object, object]] = {
        "execution": (100, 100), "intensity-cut": ("3.66", "3.66"), "data-quality": (80, None),
        "project-gate": (0, None), "reporting": (100, None), "warnings": (0, None), "measures": (100, None),
    }  # fmt: skip
    return met | {name.replace("_", "-"): pair for name, pair in changed.items()}


def national(missed: tuple[str, ...] = (), **flags: tuple[object, object]) -> dict[str, tuple[object, object]]:
    """Figures by which all 5 + 9 are met but those named."""
    rule = rules.load("national-5-9", YEAR)
    found: dict[str, tuple[object, object]] = {}
    for each in rule.indicators:
        good = (1, None) if each.formula == "yes-no" else (10, 10)
        bad = {"yes-no": (0, None), "total": ("10.001", 10)}.get(each.formula, ("9.999", 10))
        found[each.id] = bad if each.id in missed else good
    return found | {name.replace("_", "-"): pair for name, pair in flags.items()}
