"""One module a command: it holds a click command called `command`, and imports what is heavy only when run."""

from __future__ import annotations


def examples(*lines: str) -> str:
    """Return the examples that end a command's help, one a line."""
    return "\n".join(["\b", "Ví dụ:", *(f"  {line}" for line in lines)])
