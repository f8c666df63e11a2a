"""Wrong calls are told in Chinese unless English is asked for; click keeps its own words afterwards."""

from __future__ import annotations

import re
import sys
from gettext import gettext

import click
import pytest

from ghginv.cli import main
from ghginv.cli.wrong_calls import _CHINESE, told_in_chinese

CALLS = {
    "budget exec": "没有命令 'exec'。",
    "budget execute --yeer 3": "没有选项 '--yeer'。 是不是 '--year'？",
    "budget execute --year x": "'--year' 的值不对：'x' 不是有效的数。",
    "budget execute --month 13": "'--month' 的值不对：13 不在 1<=x<=12 之内。",
    "budget execute --year": "选项 '--year' 要带一个值。",
    "budget execution a b": "多余的参数（b）",
    "report nothing": "'KIND' 的值不对：'nothing' 不在其中：",
    "report": "缺少参数 'KIND'",
}


def called(line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[object, str]:
    monkeypatch.setattr(sys, "argv", ["ghginv", *line.split()])
    with pytest.raises(SystemExit) as left:
        main()
    return left.value.code, capsys.readouterr().err


@pytest.mark.parametrize("line", CALLS)
def test_a_wrong_call_is_told_in_chinese(line, monkeypatch, capsys):
    code, said = called(line, monkeypatch, capsys)
    assert code == 2
    assert CALLS[line] in said
    assert not re.search(r"Error|Usage|Try|Missing|No such|Invalid|not one of", said)


@pytest.mark.parametrize("english", ["--lang en", "--lang=en"])
def test_english_is_told_where_it_is_asked_for(english, monkeypatch, capsys):
    code, said = called(f"{english} budget exec", monkeypatch, capsys)
    assert code == 2
    assert "No such command 'exec'." in said


def test_click_has_its_own_words_again_afterwards(monkeypatch, capsys):
    called("budget exec", monkeypatch, capsys)
    assert click.core._ is gettext
    with told_in_chinese([]):
        assert click.core._ is not gettext


def test_a_translation_has_no_field_that_the_message_does_not_fill():
    fields = re.compile(r"{(\w+)")
    assert [m for m, chinese in _CHINESE.items() if not {*fields.findall(chinese)} <= {*fields.findall(m)}] == []
