"""Completion and grade of an evaluation as Excel formulas: the same arithmetic as ``budget.evaluation.completion``.

Values are rounded to twelve places where they are compared with a bound, since Excel counts in binary.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Row = Mapping[str, Any]


def measured(told: Row, value: str, target: str, scale: str) -> str:
    """The measure of an indicator over its cells."""
    v, t, s = value, target, scale
    formulas = {
        "total": f"=IF({v}<={t},1,IF({t}<=0,0,MAX(0,1-({v}-{t})/({s}*{t}))))",
        "cut": f"=IF({t}<=0,IF({v}>={t},1,0),MAX(0,{v}/{t}))",
        "share up": f"=IF({v}>={t},1,IF({t}>0,MAX(0,{v}/{t}),0))",
        "share down": f"=IF({v}<={t},1,IF({v}>0,MAX(0,{t}/{v}),0))",
        "yes-no": f"=IF({v}=1,1,0)",
        "count": f"=MAX(0,1-{v}*{s})",
        "distance": f"=({t}-{v})/{t}",
        "history": f"=({t}-{v})/{t}",
    }
    key = f"share {told['direction']}" if told["formula"] == "share" else told["formula"]
    return formulas[key]


def completion(told: Row, cell: str) -> str:
    """What of a measure counts: the first band reached, or the measure within 0 and 1."""
    if not told["bands"]:
        return f"=MIN(1,MAX(0,ROUND({cell},12)))"
    formula = "0"
    for start, value in reversed(told["bands"]):
        formula = f"IF(ROUND({cell},12)>={start!r},{value!r},{formula})"
    return f"={formula}"


def grade(rule: Row, cells: Mapping[str, str], starts: Mapping[str, str], vetoed: str, plain: str) -> str:
    """The grade: that of the veto where there is one, else the first whose points or counts are reached."""
    formula = f'"{rule["grades"][-1]["title"]}"'
    for each in reversed(rule["grades"][:-1]):
        tests = []
        if each["from"] is not None:
            tests.append(f"ROUND({cells['score']},9)>={starts[each['id']]}")
        tests += [f"{cells[f'missed.{group}']}<{count:g}" for group, count in (each["missed_below"] or {}).items()]
        formula = f'IF(AND({",".join(tests)}),"{each["title"]}",{formula})'
    return f'=IF({vetoed},"{plain}",{formula})' if plain else f"={formula}"
