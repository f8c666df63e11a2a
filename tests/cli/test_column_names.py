"""Columns of text tables have Chinese names, once each; English ones are their ids."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from ghginv import cli, folders
from ghginv.cli import output
from ghginv.cli.output import column_names, print_records

SOURCE = Path(cli.__file__).parent.parent


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with folders.file("templates", "command_line/columns.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_each_column_has_one_name_in_a_topic(rows):
    keys = [(row["topic"], row["column"]) for row in rows]
    assert len(keys) == len(set(keys))
    assert [row["column"] for row in rows if not row["zh"]] == []


def test_a_topic_says_what_it_calls_otherwise(rows):
    topics = {row["topic"] for row in rows} - {""}
    used = set(re.findall(r'topic="([a-z]+)"', "".join(path.read_text("utf-8") for path in SOURCE.glob("cli/*.py"))))
    assert topics <= used
    for topic in topics:
        named = column_names(topic)
        mine = {row["column"]: row["zh"] for row in rows if row["topic"] == topic}
        assert mine.items() <= named.items()
        assert [column for column, name in mine.items() if column_names().get(column) == name] == []


def test_text_has_chinese_names_and_english_ids(capsys, monkeypatch):
    print_records([{"budget": "B", "left_t": 1.0}], "table", topic="markets")
    assert capsys.readouterr().out.splitlines()[0].split("  ")[0] == "预算"
    monkeypatch.setattr(output, "language", lambda: "en")
    print_records([{"budget": "B", "left_t": 1.0}], "table", topic="markets")
    assert capsys.readouterr().out.splitlines()[0].split() == ["budget", "left_t"]


@pytest.mark.parametrize("style", ["json", "csv"])
def test_files_for_programs_keep_the_ids(style, capsys):
    print_records([{"budget": "B"}], style)
    assert "budget" in capsys.readouterr().out
