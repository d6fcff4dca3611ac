"""Nobody writes a line of the log by a request."""

import json
import logging
import sys

from api.service.logs import Json, OneLine

FORGED = "\n2026-01-01 00:00:00,000 WARNING login: admin got in\x1b[2J"


def test_messages_and_tracebacks_are_escaped() -> None:
    try:
        raise ValueError(FORGED)
    except ValueError:
        event = logging.LogRecord("a", 30, "f", 1, "%s", (FORGED,), sys.exc_info())
    first, *trace = OneLine().format(event).split("\n")
    assert "\\n2026" in first and "\\x1b" in first
    assert trace and all(line.startswith("  | ") for line in trace)


def test_json_has_the_same_on_one_line_of_its_own() -> None:
    try:
        raise ValueError(FORGED)
    except ValueError:
        event = logging.LogRecord("a", 30, "f", 1, "hỏng %s", (FORGED,), sys.exc_info())
    written = Json().format(event)
    assert "\n" not in written and "\x1b" not in written
    told = json.loads(written)
    assert set(told) == {"time", "level", "logger", "message", "trace"}
    assert (told["level"], told["logger"]) == ("WARNING", "a")
    assert told["message"].startswith("hỏng \\n2026") and "ValueError" in told["trace"]
    assert told["time"].endswith("+00:00")
