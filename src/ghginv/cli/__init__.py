"""The command line: a thin face over ``ghginv.workspace``.

Exit code 0 fine, 1 the input is wrong, 2 the call is wrong.
"""

from __future__ import annotations

import sys

import click

from ghginv.cli.groups import LazyGroup
from ghginv.cli.options import common
from ghginv.cli.wrong_calls import told_in_chinese

# Where each command lives; a module is loaded when its command is called or help is asked for.
COMMANDS = {
    "demo": "start",
    "init": "start",
    "template": "template",
    "synthetic": "synthetic",
    "check": "workbooks",
    "import": "workbooks",
    "submissions": "submissions",
    "submission": "submissions",
    "audit": "audit",
    "reconcile": "reconcile",
    "compile": "runs",
    "runs": "runs",
    "table": "runs",
    "compare": "runs",
    "remainder": "remainder",
    "series": "series",
    "recalculation": "series",
    "splice": "series",
    "seal": "rollup",
    "merge": "rollup",
    "quota": "quota",
    "budget": "budget",
    "project": "project",
    "targets": "targets",
    "scenario": "scenario",
    "trace": "evidence",
    "uncertainty": "analyses",
    "key-categories": "analyses",
    "qa": "qa",
    "export": "runs",
    "report": "report",
    "account": "account",
    "accounts": "account",
    "calculate": "library",
    "formulas": "library",
    "factors": "library",
    "guidelines": "library",
}


@click.group(cls=LazyGroup, homes=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ghginv", message="%(package)s %(version)s")
@common
def ghginv() -> None:
    """温室气体清单与碳预算 greenhouse-gas inventories and carbon budgets.

    从 Excel 活动水平数据到可追溯的清单 from Excel activity data to a traceable inventory.
    """


def main() -> None:
    """Run the command line; what is wrong with the input is told in a line or a few, without a traceback."""
    with told_in_chinese(sys.argv[1:]):
        code = _run()
    sys.exit(code)


def _run() -> int:
    """The exit code, once all that is wrong has been told."""
    from ghginv import folders
    from ghginv.errors import GhginvError

    context: dict[str, object] = {}
    try:
        ghginv.main(obj=context, standalone_mode=False)
    except click.exceptions.Abort:
        return 130
    except click.exceptions.Exit as request:
        return request.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except folders.BrokenFile as error:
        click.echo(str(error), err=True)
    except GhginvError as error:
        click.echo(error.message(str(context.get("lang") or context.get("workspace_lang") or "zh")), err=True)
        return error.exit_code
    except OSError as error:
        click.echo(f"{error.strerror or error}: {error.filename or ''}", err=True)
    else:
        return 0
    return 1
