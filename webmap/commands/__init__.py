"""One module a command: it holds a click command called `command`, and imports what is heavy only when run."""

from __future__ import annotations

from pathlib import Path


def examples(*lines: str) -> str:
    """Return the examples that end a command's help, one a line."""
    return "\n".join(["\b", "Ví dụ:", *(f"  {line}" for line in lines)])


def store_path() -> Path:
    """Return where the store of this installation lies, by its settings."""
    import os

    from geo.store import FILE_NAME
    from webmap.settings import read_settings

    return read_settings({}, os.environ).instance_dir / FILE_NAME


def caller() -> str:
    """Return how the audit log names whoever types: the account of the operating system."""
    import getpass

    try:
        return f"cli:{getpass.getuser()}"
    except (OSError, KeyError):  # a container may run under a number that has no name
        return "cli"
