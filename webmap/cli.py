"""`projectmap`: every command ends in a sentence and an exit code, never in a trace.

Exit codes: 0 done · 1 it cannot be done, and the sentence says why · 2 the command was not understood · 70 unexpected,
with a reference to the log in the instance folder.
"""

from __future__ import annotations

import logging
import os
import pkgutil
import sys
from importlib import import_module
from typing import Any

import click

from geo.errors import GeoError, QueryError
from webmap import commands
from webmap.commands import examples

REFUSED, MISUNDERSTOOD, UNEXPECTED = 1, 2, 70
LOG_NAME = "projectmap.log"
_WORDS = {
    "Usage: ": "Cách dùng: ",
    "Options": "Tùy chọn",
    "Commands": "Lệnh",
    "Show this message and exit.": "Xem hướng dẫn này.",
}


class _Formatter(click.HelpFormatter):
    """click's help with Vietnamese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or _WORDS["Usage: "])

    def write_heading(self, heading: str) -> None:
        super().write_heading(_WORDS.get(heading, heading))

    def write_dl(self, rows: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  click's own signature, passed on
        said = [(term, _WORDS.get(says, says).replace("[required]", "[bắt buộc]")) for term, says in rows]
        super().write_dl(said, *args, **kwargs)


class _Context(click.Context):
    formatter_class = _Formatter


def _speak_vietnamese(command: click.Command) -> None:
    """Give a command, and the commands in it, our help."""
    command.context_class = _Context
    optional = any(isinstance(parameter, click.Option) for parameter in command.params)
    command.options_metavar = "[TÙY CHỌN]" if optional else "[--help]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "LỆNH …"
        for part in command.commands.values():
            _speak_vietnamese(part)


class _Group(click.Group):
    """The commands of `webmap.commands`, found by the names of their modules and imported when asked for."""

    context_class = _Context

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command when it is asked for; None where there is none of the name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{commands.__name__}.{cmd_name.replace('-', '_')}").command
        _speak_vietnamese(command)
        return command


EXAMPLES = examples(
    "projectmap serve",
    "projectmap check",
    "projectmap export --format geojson --kind clearance > gpmb.geojson",
    'projectmap locate "khu tái định cư Hoa Động"',
)


@click.group(cls=_Group, subcommand_metavar="LỆNH …", options_metavar="[--help]", epilog=EXAMPLES)
def projectmap() -> None:
    """Bản đồ công trình công của phường. Mỗi lệnh có hướng dẫn riêng: projectmap LỆNH --help."""


def _named(parameter: click.Parameter | None) -> str:
    """Return what a parameter is called, with what may stand there."""
    if parameter is None:
        return "tham số"
    choices = getattr(parameter.type, "choices", ())
    return f"{parameter.opts[0]} (được phép: {', '.join(choices)})" if choices else parameter.opts[0]


def _misunderstood(error: click.UsageError) -> str:
    """Return one Vietnamese sentence for what click did not understand."""
    if isinstance(error, click.NoSuchOption):
        return f"Không có tùy chọn {error.option_name!r}."
    if isinstance(error, click.NoSuchCommand):
        return f"Không có lệnh {error.command_name!r}."
    if isinstance(error, click.MissingParameter):
        return f"Thiếu {_named(error.param)}."
    if isinstance(error, click.BadParameter):
        return f"Giá trị không hợp lệ cho {_named(error.param)}."
    return f"Không hiểu lệnh: {error.message}"


def _log_unexpected(error: Exception) -> str:
    """Write the trace to the log of the instance and return its reference."""
    from webmap.errors import note_unexpected
    from webmap.settings import read_settings

    folder = read_settings({}, os.environ).instance_dir
    folder.mkdir(parents=True, exist_ok=True)
    log = logging.getLogger("projectmap")
    log.propagate = False
    handler = logging.FileHandler(folder / LOG_NAME, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log.addHandler(handler)
    try:
        return note_unexpected(log, error)
    finally:
        log.removeHandler(handler)
        handler.close()


def _ended(error: Exception) -> tuple[int, str]:
    """Return exit code and sentence for what ended a command."""
    match error:
        case click.UsageError():
            where = error.ctx.command_path if error.ctx else "projectmap"
            ended = MISUNDERSTOOD, f"{_misunderstood(error)} Xem: {where} --help"
        case click.Abort():
            ended = REFUSED, "Đã dừng."
        case QueryError():
            ended = MISUNDERSTOOD, error.sentence
        case GeoError():
            ended = REFUSED, error.sentence
        case _:
            reference = _log_unexpected(error)
            ended = UNEXPECTED, f"Lỗi ngoài dự kiến. Hãy báo mã {reference} cho người quản trị; chi tiết ở {LOG_NAME}."
    return ended


def run(arguments: list[str]) -> int:
    """Run a command line and return its exit code. Everything that goes wrong ends in a sentence on standard error."""
    try:
        code = projectmap.main(arguments or ["--help"], prog_name="projectmap", standalone_mode=False)
    except Exception as error:
        code, sentence = _ended(error)
        click.echo(sentence, err=True)
    return code if isinstance(code, int) else 0


def main() -> None:
    """Run the command line of this process."""
    sys.exit(run(sys.argv[1:]))
