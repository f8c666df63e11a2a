"""Green power and certificates: a part of what was transferred in."""

from __future__ import annotations

POWER = {"方向": "E.1 调入电力", "能源品种": "电力", "调入调出量": 100, "计量单位": "万千瓦时"}


def test_green_power_and_certificates_add_up(sender) -> None:
    sender.put("电力热力", {**POWER, "来源电网": "南方区域电网", "其中绿色电力交易": 300, "其中绿色电力证书": 200})
    judgement = sender.judge()
    assert judgement.findings == []
    (activity,) = judgement.activities
    assert (activity.quantity, activity.unit, activity.technology) == (1000.0, "MWh", "GRID-S")
    (parameter,) = judgement.parameters
    assert (parameter.name, parameter.value, parameter.written) == ("green_electricity", 500.0, "300+200")
    assert parameter.place == "电力热力!F4 + 电力热力!G4"


def test_more_than_was_transferred_in(sender) -> None:
    sender.put("电力热力", {**POWER, "其中绿色电力交易": 800, "其中绿色电力证书": 300})
    (finding,) = sender.findings()
    assert (finding.code, finding.cell, finding.found, finding.expected) == (
        "green-above-purchases",
        "F4",
        "1100 MWh",
        "1000 MWh",
    )


def test_not_for_electricity_transferred_out(sender) -> None:
    sender.put("电力热力", {**POWER, "方向": "E.2 调出电力", "其中绿色电力证书": 3})
    assert sender.found() == [("green-not-purchased", "电力热力", "F4")]


def test_not_for_heat(sender) -> None:
    heat = {"方向": "E.3 调入热力", "能源品种": "热力", "调入调出量": 5, "计量单位": "吉焦"}
    sender.put("电力热力", {**heat, "其中绿色电力证书": 3})
    assert sender.found() == [("term-not-of-item", "电力热力", "G4")]
