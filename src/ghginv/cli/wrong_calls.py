"""What click says of a wrong call, in Chinese.

Click looks its words up with ``gettext``, bound to each of its modules when they are imported; a catalogue for it would
be a compiled file that nobody can read. Its words are replaced here instead; what has no translation stays in English.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

import click

_MODULES = (click.core, click.exceptions, click.formatting, click.parser, click.types)
_CHINESE = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Try '{command} {option}' for help.": "用“{command} {option}”查看说明。",
    "Error: {message}": "[错误] 命令用法有误：{message}",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing command.": "缺少子命令。",
    "Choose from:\n\t{choices}": "可选：\n\t{choices}",
    "No such option {name!r}.": "没有选项 {name!r}。",
    "No such command {name!r}.": "没有命令 {name!r}。",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "是不是其中之一：{possibilities}？",
    "Got unexpected extra argument ({args})": "多余的参数（{args}）",
    "Got unexpected extra arguments ({args})": "多余的参数（{args}）",
    "Takes {nargs} values but 1 was given.": "要 {nargs} 个值，只给了 1 个。",
    "Takes {nargs} values but {len} were given.": "要 {nargs} 个值，给了 {len} 个。",
    "Argument {name!r} takes {nargs} values.": "参数 {name!r} 要 {nargs} 个值。",
    "Option {name!r} does not take a value.": "选项 {name!r} 不带值。",
    "Option {name!r} requires an argument.": "选项 {name!r} 要带一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name!r} 要带 {nargs} 个值。",
    "{value!r} is not {choice}.": "{value!r} 不是 {choice}。",
    "{value!r} is not one of {choices}.": "{value!r} 不在其中：{choices}。",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是有效的数。",
    "{value} is not in the range {range}.": "{value} 不在 {range} 之内。",
    "{value!r} does not match the format {format}.": "{value!r} 不合格式 {format}。",
    "{value!r} does not match the formats {formats}.": "{value!r} 不合格式 {formats}。",
    "{name} {filename!r} does not exist.": "{name} {filename!r} 不存在。",
    "{name} {filename!r} is a file.": "{name} {filename!r} 是文件，应为文件夹。",
    "{name} {filename!r} is a directory.": "{name} {filename!r} 是文件夹，应为文件。",
    "{name} {filename!r} is not readable.": "{name} {filename!r} 没有读取权限。",
    "{name} {filename!r} is not writable.": "{name} {filename!r} 没有写入权限。",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
}


@contextmanager
def told_in_chinese(line: Sequence[str]) -> Iterator[None]:
    """Click speaks Chinese meanwhile, unless the line says ``--lang en``: read before anything of it is understood."""
    english = "--lang=en" in line or ("--lang", "en") in pairwise(line)
    before = [(module, name, getattr(module, name)) for module in _MODULES for name in _WORDS if hasattr(module, name)]
    try:
        for module, name, _ in () if english else before:
            setattr(module, name, _WORDS[name])
        yield
    finally:
        for module, name, words in before:
            setattr(module, name, words)


def _one(message: str) -> str:
    return _CHINESE.get(message, message)


def _some(one: str, more: str, count: int) -> str:
    return _one(one if count == 1 else more)


_WORDS = {"_": _one, "ngettext": _some}
