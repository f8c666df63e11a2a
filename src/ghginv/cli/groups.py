"""Groups of commands whose modules are loaded when a command is called or its help is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """Commands by name in the order in which they are used; ``homes`` says in which module of ``cli`` each lives."""

    def __init__(self, *arguments: Any, homes: Mapping[str, str], **more: Any):
        super().__init__(*arguments, **more)
        self.homes = homes

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands in their own order."""
        return list(self.homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name not in self.homes:
            return None
        module = import_module(f"ghginv.cli.{self.homes[cmd_name]}")
        return getattr(module, f"{cmd_name.replace('-', '_')}_command", None)
