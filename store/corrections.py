"""What a reviewer may correct a value to: text that can be seen, dates that are dates."""

import re

from ingest.errors import BadRequest
from normalize.folding import is_line
from store.calendar import is_time

LONGEST = 20_000  # characters; the longest heading or task of a record has some 2,000
_TIME = re.compile(r"/(?:issued_on|effective_on|period|edtf)$")
_BREAKS = re.compile(r"[\r\n\t]")


def check_correction(pointer: str, after: str, word: bool = False) -> None:
    """Raise BadRequest where a value, or a ``word`` of the text, cannot read so."""
    if not after:
        raise BadRequest("A correction cannot be empty.", "Give the value as it should read.")
    line = after if word else _BREAKS.sub(" ", after)
    if not is_line(line, LONGEST):
        raise BadRequest(
            f"A correction has at most {LONGEST:,} characters, all of which can be seen.",
            "Type it anew.",
        )
    if _TIME.search(pointer) and not is_time(after):
        raise BadRequest(
            f"{after!r} is no time.", "Write it as 2023-10-20, 2023-10, 2023 or 2023-09/2024-05."
        )
