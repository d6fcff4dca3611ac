"""Nobody writes a line of the log by a request."""

import logging
import sys

from api.logs import OneLine

FORGED = "\n2026-01-01 00:00:00,000 WARNING login: admin got in\x1b[2J"


def test_messages_and_tracebacks_are_escaped() -> None:
    try:
        raise ValueError(FORGED)
    except ValueError:
        event = logging.LogRecord("a", 30, "f", 1, "%s", (FORGED,), sys.exc_info())
    first, *trace = OneLine().format(event).split("\n")
    assert "\\n2026" in first and "\\x1b" in first
    assert trace and all(line.startswith("  | ") for line in trace)
