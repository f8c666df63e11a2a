"""The documentation says what the program does: generated pages are fresh, links resolve, tutorials run as printed."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import click
import openpyxl
import pytest

from ghginv import findings, formulas
from ghginv.cli import ghginv
from ghginv.workbooks.archive import Limits

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
TUTORIALS = [DOCS / "tutorial.zh.md", DOCS / "tutorial.en.md"]
PLAYED = [*TUTORIALS, DOCS / "guangdong-2007.md"]

FENCE = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([a-z]+(?:-[a-z0-9]+)+)`")
CLEARED = "—"


def load_generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATOR = load_generator()


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# Generated pages


def test_generated_pages_are_fresh() -> None:
    assert [named(path) for path in GENERATOR.stale(GENERATOR.pages())] == [], "run: python docs/generate.py"


def test_check_refuses_a_stale_page(tmp_path: Path) -> None:
    shutil.copytree(DOCS, tmp_path / "docs")
    page = tmp_path / "docs/findings.md"
    page.write_text(page.read_text("utf-8") + "stale\n", encoding="utf-8")
    (tmp_path / "docs/methods/gone.md").write_text(GENERATOR.MARK, encoding="utf-8")
    command = [Path(sysconfig.get_path("scripts")) / "python", tmp_path / "docs/generate.py", "--check"]
    result = subprocess.run(command, capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (1, "docs/findings.md\ndocs/methods/gone.md\n")


def commands(command: click.Command, called: str) -> Iterator[tuple[str, click.Command]]:
    yield called, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=called)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below, name
            yield from commands(below, f"{called} {name}")


COMMANDS = dict(commands(ghginv, "ghginv"))


@pytest.mark.parametrize("called", COMMANDS)
def test_commands_page_names_every_option(called: str) -> None:
    sections = re.split(r"^## ", (DOCS / "commands.md").read_text("utf-8"), flags=re.MULTILINE)
    (section,) = (each for each in sections if each.startswith(f"{called}\n"))
    for parameter in COMMANDS[called].params:
        if isinstance(parameter, click.Option):
            assert all(re.search(rf"(?<![\w-]){option}(?![\w-])", section) for option in parameter.opts), parameter.opts
        else:
            words = parameter.type.choices if isinstance(parameter.type, click.Choice) else [parameter.metavar]
            assert all(str(word).strip("[]") in section for word in words), parameter.name


@pytest.mark.parametrize("name", formulas.all_formulas())
def test_methods_have_every_formula(name: str) -> None:
    equation = formulas.find(name).equation
    text = (DOCS / f"methods/{equation.sector}.md").read_text("utf-8")
    assert f"### {equation.zh} `{name}`" in text
    assert f"### {equation.en} `{name}`" in text
    assert text.count(equation.source) >= 2


def test_findings_page_has_every_code() -> None:
    text = (DOCS / "findings.md").read_text("utf-8")
    assert [code for code in findings.catalogue() if f"| `{code}` |" not in text] == []


def test_codes_named_in_pages_exist() -> None:
    rows = [line for line in (DOCS / "workbooks.md").read_text("utf-8").splitlines() if line.startswith("|")]
    codes = {code for line in rows for code in CODE.findall(line.split("|")[-2])}
    assert codes
    assert sorted(codes - set(findings.catalogue())) == []


def test_limits_on_the_page_hold() -> None:
    text = (DOCS / "workbooks.md").read_text("utf-8")
    limits = Limits()
    sizes = [f"{size >> 20:,} MiB" for size in (limits.file_size, limits.inflated_size, limits.child_memory)]
    counts = [f"{limits.cells:,} 个", f"{limits.text_length:,} 字", f"{limits.child_seconds} 秒"]
    assert [words for words in (*sizes, f"大于 {limits.ratio}", *counts) if words not in text] == []


# Links


def anchors(text: str) -> set[str]:
    """The fragments a page can be entered at: ids, and headings as they become ids."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    slugs = (re.sub(r"[^\w\- ]", "", each).lower().replace(" ", "-") for each in headings)
    return {*re.findall(r'id="([^"]+)"', text), *slugs}


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_links_resolve(path: Path) -> None:
    broken = []
    for target in LINK.findall(FENCE.sub("", path.read_text("utf-8"))):
        if target.startswith(("http://", "https://")):
            continue
        name, _, fragment = target.partition("#")
        page = (path.parent / name).resolve() if name else path
        if not page.exists() or (fragment and fragment not in anchors(page.read_text("utf-8"))):
            broken.append(target)
    assert broken == []


def test_index_leads_to_every_page() -> None:
    index = (DOCS / "README.md").read_text("utf-8")
    wanted = {path.relative_to(DOCS).as_posix() for path in PAGES if path.parent.name != "decisions"} - {"README.md"}
    assert wanted <= set(LINK.findall(index))


# Tutorials


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """What a reader of a tutorial meets in order: fenced blocks by their kind, and tables of entries as ``fill``."""
    pattern = re.compile(rf"{FENCE.pattern}|^(?P<table>\|[^\n]*\| A \|.*?)\n\n", re.MULTILINE | re.DOTALL)
    for match in pattern.finditer(text):
        yield (match["kind"], match["body"]) if match["table"] is None else ("fill", match["table"])


def fill(workbook: Path, table: str) -> None:
    """Enter what a table says: sheet, row, and under each letter the entry; a dash clears the cell."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    book = openpyxl.load_workbook(workbook)
    for sheet, row, *entries in rows[2:]:
        for letter, entry in zip(rows[0][2:], entries, strict=True):
            if entry:
                number = re.fullmatch(r"\d+(\.\d+)?", entry)
                book[sheet][f"{letter}{row}"] = None if entry == CLEARED else float(entry) if number else entry
    book.save(workbook)


def call(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    program, *arguments = shlex.split(line)
    environment = {name: value for name, value in os.environ.items() if name != "GHGINV_WORKSPACE"}
    return subprocess.run(
        [Path(sysconfig.get_path("scripts")) / program, *arguments],
        cwd=folder,
        env={**environment, "PYTHONUTF8": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def missing(expected: str, printed: str) -> list[str]:
    """The lines that are not in what was printed; … stands for anything, runs of blanks for one."""
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    wanted = [" ".join(line.split()) for line in expected.splitlines() if line.strip(" …")]
    patterns = {line: re.compile(".*".join(map(re.escape, line.split("…")))) for line in wanted}
    return [line for line, pattern in patterns.items() if not any(pattern.fullmatch(each) for each in lines)]


@pytest.mark.parametrize("page", PLAYED, ids=named)
def test_page_runs_as_printed(page: Path, tmp_path: Path) -> None:
    folder = tmp_path / "practice"
    folder.mkdir()
    (tmp_path / "inventories").symlink_to(ROOT / "inventories")
    printed, workbook, compared = "", Path(), 0
    for kind, body in blocks(page.read_text("utf-8")):
        if kind == "fill":
            fill(workbook, body)
        elif kind.startswith("sh run"):
            printed = ""
            for line in body.splitlines():
                result = call(line, folder)
                printed += result.stdout + result.stderr
                assert result.returncode == int("exit=1" in kind), f"{line}\n{printed}"
                for option, name in pairwise(shlex.split(line)):
                    if option in ("-o", "--marked"):
                        assert (folder / name).exists()
                        workbook = folder / name if " template " in line else workbook
        elif kind == "text":
            assert missing(body, printed) == [], printed
            compared += 1
    assert compared >= 5


@pytest.mark.parametrize("tutorial", TUTORIALS, ids=named)
def test_tutorial_calls_real_targets(tutorial: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    called = re.findall(r"^make (\w+)$", tutorial.read_text("utf-8"), re.MULTILINE)
    assert called
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in called)
