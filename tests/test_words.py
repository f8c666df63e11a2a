"""The words of reports and workbooks: none that nothing says, none without one of its languages."""

import ast
import csv
import re
from itertools import chain
from pathlib import Path

import pytest

from ghginv import findings, folders

SOURCE = Path(findings.__file__).parent
FILES = [
    *folders.files("templates", "reports/*/words.csv"),
    *folders.files("templates", "workbooks/*_words.csv"),
]
SIGN = "\0"
NAMED = ("path",)  # groups that are themselves filled in: facts of the guide of a budget's workbook


@pytest.fixture(scope="module")
def said() -> tuple[set[str], set[str], re.Pattern[str]]:
    """Texts of the source with names in layouts and outlines, groups asked for, texts that are filled in."""
    texts, groups, filled = set(), {*NAMED}, set()
    for path in SOURCE.rglob("*.py"):
        source = path.read_text("utf-8")
        groups |= set(re.findall(r'word\(\s*"([^"]+)", ', source))
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts |= {node.value, *node.value.split()}
            elif isinstance(node, ast.JoinedStr):
                parts = (each.value if isinstance(each, ast.Constant) else SIGN for each in node.values)
                filled.add("".join(parts))
    outlines = [*folders.files("templates", "reports/*/*.jinja"), *folders.files("templates", "workbooks/*.toml")]
    texts |= set(chain.from_iterable(re.findall(r"[\w.-]+", path.read_text("utf-8")) for path in outlines))
    patterns = {re.escape(each).replace(SIGN, ".+") for each in filled if re.match(r"[a-z][a-z_-]*[.-]", each)}
    return texts, groups, re.compile("|".join(sorted(patterns)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_word_is_said_somewhere(path, said):
    texts, groups, filled = said
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows
    keys = [row["word"] for row in rows]
    assert len(keys) == len(set(keys))
    assert [row["word"] for row in rows if not (row["zh"] and row["en"])] == []
    # a key stands in the source, or its group is asked for, or it is made of a text with something filled in
    unsaid = [key for key in keys if key not in texts and key.partition(".")[0] not in groups]
    assert [key for key in unsaid if not filled.fullmatch(key)] == []
