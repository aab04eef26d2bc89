"""The filters of `webmap.query` as options of a command: same names, same values, same refusals as in an address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from geo.model import Query
from webmap.query import PARAMETERS, parse_query

Run = TypeVar("Run", bound=Callable[..., Any])


def filter_options(run: Run) -> Run:
    """Add one option a filter to a command: `--kind`, `--funding-source`, …; lists by comma or by repetition."""
    for parameter in reversed(list(PARAMETERS.values())):
        flag = f"--{parameter.name.replace('_', '-')}"
        says = f"{parameter.says} ({', '.join(parameter.allowed)})"
        run = click.option(flag, parameter.name, multiple=True, metavar="GIÁ_TRỊ", help=says)(run)
    return run


def query_of(options: Mapping[str, Any]) -> Query:
    """Return the `Query` of the options that `filter_options` added. Raises `QueryError`."""
    return parse_query((name, text) for name in PARAMETERS for text in options[name])
