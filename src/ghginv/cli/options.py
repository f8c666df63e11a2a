"""What every command takes: the workspace, the language, and for tables the format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
FORMATS = ("table", "json", "csv")


def _kept(name: str) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """A value given anywhere on the line holds for the whole call."""

    def callback(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
        settings = context.find_root().ensure_object(dict)
        if value is not None:
            settings[name] = value
        return value

    return callback


def common(command: Command) -> Command:
    """Add ``-w/--workspace`` and ``--lang``; the command itself does not receive them."""
    command = click.option(
        "--lang", type=click.Choice(["zh", "en"]), expose_value=False, callback=_kept("lang"), help="语言 language."
    )(command)
    return click.option(
        "-w",
        "--workspace",
        type=click.Path(path_type=Path),
        metavar="DIR",
        expose_value=False,
        callback=_kept("workspace"),
        help="工作区 workspace folder.",
    )(command)


def tabular(command: Command) -> Command:
    """Add ``--format table|json|csv`` beside the common options."""
    return common(
        click.option(
            "--format",
            "style",
            type=click.Choice(FORMATS),
            default="table",
            show_default=True,
            help="输出格式 output format.",
        )(command)
    )


def refuse_other(code: str, kind: str, given: Mapping[str, Any], takes: Mapping[str, Sequence[str]]) -> None:
    """UsageError ``code`` for an option that is not of this kind: it would be passed over in silence.

    ``given``: values by option; ``takes``: the kinds that take it.
    """
    from ghginv.errors import UsageError
    from ghginv.findings import Finding

    for option, value in given.items():
        if value and kind not in takes[option]:
            raise UsageError(Finding(code, found=option, expected=" | ".join(takes[option])))


def language() -> str:
    """The language of this call: as given, else the workspace's, else Chinese."""
    settings = _settings()
    return str(settings.get("lang") or settings.get("workspace_lang") or "zh")


def workspace():  # type: ignore[no-untyped-def]
    """The workspace of this call; UsageError when there is none."""
    from ghginv import workspace as rooms

    opened = rooms.open(_settings().get("workspace"))
    _settings()["workspace_lang"] = opened.settings.language
    return opened


def workspace_if_any():  # type: ignore[no-untyped-def]
    """The workspace of this call, or None where none is named and none is near."""
    from ghginv.errors import UsageError

    try:
        return workspace()
    except UsageError:
        if _settings().get("workspace"):
            raise
        return None


def _settings() -> dict[str, Any]:
    context = click.get_current_context(silent=True)
    return context.find_root().ensure_object(dict) if context else {}
