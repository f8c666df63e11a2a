"""The warning letter 预警函 of a budget: how far, why, what is asked by when; both views, thresholds with evidence.

Like the other letters it says nothing of others: an enterprise's letter names no other enterprise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ghginv.reports import budget_lines, budget_warning_chart, wording
from ghginv.reports.budget_facts import FOLDER, heading, known, warning
from ghginv.reports.budget_material import Facts, Letter
from ghginv.reports.budget_tables import Row, Tables, amount, fitted, rough, rows
from ghginv.reports.budget_warning_chart import Burn
from ghginv.reports.document import Chart, Document, Table
from ghginv.reports.figures import NOTHING, missing

if TYPE_CHECKING:
    import pandas as pd

_PROGRESS = ("budget_kg", "plan_kg", "executed_kg", "gap", "rate", "burn", "left_kg", "pace_kg", "months_left",
             "p10_kg", "p50_kg", "p90_kg", "committed_kg", "held_kg", "coverage", "measured")  # fmt: skip
_FORECAST = ("pace_kg", "p10_kg", "p50_kg", "p90_kg", "committed_kg")
_VIEWS = ("budget_kg", "traded_kg", "enclave_kg", "net_budget_kg", "executed_kg", "official_left_kg", "net_left_kg",
          "sinks_kg")  # fmt: skip


@dataclass(frozen=True)
class WarningMaterial:
    """What a warning letter says.

    ======================  ==========================================================================================
    ``kind, code, name``    whose: region, industry or enterprise
    ``figures``             the node's row of the board (kg, shares): the columns of progress, forecast and lights
    ``net``                 ``traded_kg, enclave_kg, sinks_kg`` (0 where there is none)
    ``burn``                the chart's amounts
    ``reference``           last-year or plan; ``effects`` effect → kg (empty: not decomposed); ``missing`` why, by id
    ``industries``          ``code, name, now_kg, reference_kg, change_kg``: those that rose most
    ``enterprises``         the same; empty for an enterprise
    ``steps``               ``level, zh, en, status, citation`` of what is due
    ``intensity``           ``light, cut, target, rule, status`` or empty
    ``evidence``            ``parameter, value, unit, citation, status, note`` of thresholds and defaults
    ``row``                 how many warned periods in a row at this light; ``reply_days`` working days to answer;
                            ``grey_below`` the coverage below which a light is grey
    ======================  ==========================================================================================
    """

    facts: Facts
    letter: Letter
    kind: str
    code: str
    name: str
    year: int
    month: int
    figures: Mapping[str, Any]
    net: Mapping[str, int]
    burn: Burn
    reference: str
    effects: Mapping[str, int]
    missing: Sequence[str]
    industries: pd.DataFrame
    enterprises: pd.DataFrame
    steps: Sequence[Mapping[str, Any]]
    evidence: pd.DataFrame
    intensity: Mapping[str, Any] = field(default_factory=dict)
    row: int = 1
    reply_days: int = 10
    grey_below: str = "80%"
    remarks: Sequence[str] = ()


def document(material: WarningMaterial, lang: str = "zh") -> Document:
    """The letter in a language; the same material gives the same document."""
    words = wording.words(lang, FOLDER)
    about = known(material.facts, words)
    made = Tables(words, lang, about["unit"])
    prepared: dict[str, Table | Chart] = {
        "progress": _progress(made, material),
        "burn": budget_warning_chart.burn(material.burn, words, lang),
        "views": _views(made, material),
        "evidence": _evidence(made, material),
    }
    if material.effects:
        cells = [[made.word("effect", name), _signed(kg)] for name, kg in _ordered(material.effects)]
        cells.append([words["sum"], _signed(sum(material.effects.values()))])
        prepared["effects"] = made.table("warn-effects", ("effect", "change_kg"), cells, (1,), [len(cells) - 1])
    for name in ("industries", "enterprises"):
        if lines := rows(getattr(material, name)):
            prepared[name] = _contributions(made, f"warn-{name}", lines, material.reference)
    everything = {**about, **_facts(made, material, lang), "has": frozenset(prepared)}
    blocks = wording.blocks(f"outline.warning.{lang}.jinja", everything, prepared, FOLDER)
    title = words["title.warning"].format(
        name=material.name, year=material.year, month=material.month, light=words[f"warn.title.{_worst(material)}"]
    )
    letter = material.letter
    head = heading(about, words, number=letter.number, date=letter.date, issuer=letter.issuer)
    stated = [{"name": key, "value": str(material.figures[key])} for key in ("budget_kg", "plan_kg", "executed_kg")]
    under = (*head, wording.plain(everything["period_line"]), wording.plain(
        words["digest"].format(sha256=budget_lines.digest(stated, ("name", "value")), lines=len(stated))
    ))  # fmt: skip
    return Document(
        wording.plain(title), under, lang, warning(material.facts, lang), tuple(fitted(blocks)), contents=False
    )


def _worst(material: WarningMaterial) -> str:
    """The light of the title: that of progress, of the forecast where progress is within the plan."""
    light, ahead = (str(material.figures[name]) for name in ("light", "forecast_light"))
    if light in ("yellow", "red"):
        return light
    return ahead if ahead in ("yellow", "red") else light


def _facts(made: Tables, material: WarningMaterial, lang: str) -> dict[str, Any]:
    words, figures = made.words, material.figures
    steps = [{"text": each[lang], "mark": made.mark(each["status"]), "citation": each["citation"]}
             for each in material.steps]  # fmt: skip
    top = [made.words["warn.cause"].format(name=made.word("effect", name), amount=_signed(kg))
           for name, kg in _ordered(material.effects)[:3]]  # fmt: skip
    intensity = dict(material.intensity)
    if intensity:
        shown = {name: f"{100 * intensity[name]:.2f}" for name in ("cut", "target")}
        light = words[f"warn.light.{intensity['light']}"]
        intensity |= {**shown, "light": light, "mark": made.mark(intensity["status"])}
    letter = material.letter
    return {
        "issuer": letter.issuer, "date": letter.date, "addressee": letter.addressee, "contact": letter.contact,
        "who": material.name, "year": material.year, "month": material.month,
        "budget_t": amount(int(figures["budget_kg"])), "steps": steps, "top": top,
        "plan_t": amount(int(figures["plan_kg"])), "executed_t": amount(int(figures["executed_kg"])),
        "left": int(figures["left_kg"]), "left_t": amount(abs(int(figures["left_kg"]))), "row": material.row,
        "gap": _percent(abs(figures["gap"]) if not missing(figures["gap"]) else None),
        "above": int(figures["executed_kg"]) > int(figures["plan_kg"]), "rate": _percent(figures["rate"]),
        "burn": _percent(figures["burn"]), "months_left": _number(figures["months_left"]),
        **{f"{name}_t": rough(int(figures[f"{name}_kg"]) / 1000) for name in ("p10", "p50", "p90")},
        "light": words[f"warn.light.{figures['light']}"],
        "forecast_light": words[f"warn.light.{figures['forecast_light']}"], "alert": bool(figures["alert"]),
        "data_light": words[f"warn.light.{figures['data_light']}"], "coverage": _percent(figures["coverage"]),
        "method": made.word("forecast", figures["method"]), "band": _band(made, str(figures["band"])),
        "profile": made.word("profile", figures["profile"]), "reference": material.reference,
        "missing": [made.word("cause-missing", each) for each in material.missing], "intensity": intensity,
        "reply_days": material.reply_days, "grey_below": material.grey_below, "remarks": tuple(material.remarks),
        "period_line": words["warn.period"].format(
            year=material.year, month=material.month, coverage=_percent(figures["coverage"])
        ),
    }  # fmt: skip


def _progress(made: Tables, material: WarningMaterial) -> Table:
    cells = [[made.word("warn-item", key), _shown(key, material.figures[key])] for key in _PROGRESS]
    for key in ("light", "forecast_light", "data_light"):
        cells.append([made.word("warn-item", key), made.words[f"warn.light.{material.figures[key]}"]])
    return made.table("warn-progress", ("what", "value"), cells, (1,), year=material.year, month=material.month)


def _views(made: Tables, material: WarningMaterial) -> Table:
    net, budget, used = dict(material.net), int(material.figures["budget_kg"]), int(material.figures["executed_kg"])
    more = net["traded_kg"] + net["enclave_kg"]
    amounts = {**net, "budget_kg": budget, "executed_kg": used, "net_budget_kg": budget + more,
               "official_left_kg": budget - used, "net_left_kg": budget + more - used}  # fmt: skip
    cells = [[made.word("warn-item", key), amount(amounts[key])] for key in _VIEWS]
    return made.table("warn-views", ("what", "value"), cells, (1,), (5, 6))


def _evidence(made: Tables, material: WarningMaterial) -> Table:
    cells = [[made.word("warn-parameter", each["parameter"]), made.word("warn-value", each["value"]), each["citation"],
              made.mark(each["status"])] for each in rows(material.evidence)]  # fmt: skip
    return made.table("warn-evidence", ("parameter", "value", "citation", "evidence"), cells)


def _contributions(made: Tables, name: str, lines: Sequence[Row], reference: str) -> Table:
    cells = [[each["name"], amount(int(each["now_kg"])), amount(int(each["reference_kg"])),
              _signed(int(each["change_kg"]))] for each in lines]  # fmt: skip
    columns = ("name", "now_kg", "reference_kg" if reference == "last-year" else "planned_kg", "change_kg")
    return made.table(name, columns, cells, (1, 2, 3), count=len(lines))


def _band(made: Tables, band: str) -> str:
    kind, _, detail = band.partition(":")
    return made.word("band", kind, detail=detail)


def _ordered(effects: Mapping[str, int]) -> list[tuple[str, int]]:
    """The effects that raised emissions most first."""
    return sorted(effects.items(), key=lambda each: -each[1])


def _shown(key: str, value: Any) -> str:
    if key in _FORECAST:
        return rough(int(value) / 1000)
    if key.endswith("_kg"):
        return amount(int(value))
    return _number(value) if key == "months_left" else _percent(value)


def _percent(share: Any) -> str:
    return NOTHING if missing(share) else f"{100 * float(share):.2f}%"


def _number(value: Any) -> str:
    return NOTHING if missing(value) else f"{float(value):.1f}"


def _signed(kilograms: int) -> str:
    return f"{'+' if kilograms > 0 else ''}{amount(kilograms)}"
