"""The log of the service: one line an event, whatever a request or a file put into it."""

import json
import logging
from datetime import UTC, datetime
from typing import Literal

from store.words import visible

_TRACE = "  | "  # before each line of a traceback: none of them can pass for an event


class OneLine(logging.Formatter):
    """Writes line ends and control characters of messages and tracebacks as escapes."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        return visible(super().formatMessage(record))

    def formatException(self, ei: object) -> str:
        lines = super().formatException(ei).split("\n")  # type: ignore[arg-type]
        return "\n".join(_TRACE + visible(line) for line in lines)


class Json(logging.Formatter):
    """Writes each event as one JSON object: ``time`` (UTC), ``level``, ``logger``, ``message``, ``trace``."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": visible(record.getMessage()),
        }
        if record.exc_info:
            told["trace"] = "\n".join(
                map(visible, self.formatException(record.exc_info).split("\n"))
            )
        return json.dumps(told, ensure_ascii=False)


def set_up(form: Literal["text", "json"] = "text") -> None:
    """Send what is warned of to standard error, in this form."""
    handler = logging.StreamHandler()
    handler.setFormatter(Json() if form == "json" else OneLine())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
