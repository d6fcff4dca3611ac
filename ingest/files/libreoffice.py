"""LibreOffice: DOC, RTF and ODT become DOCX, XLS and ODS become XLSX, which are read like any other.

The program is optional; where it is missing, these kinds are refused (``ingest.files.kinds``). Each file has a
profile of its own, so that several are converted side by side and none leaves anything to the next. In it
macros are off, and nothing that a document links to is fetched.
"""

import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.errors import BrokenFile, EngineFailed, EngineMissing
from ingest.limits import Limits
from ingest.outside import answer_of
from ingest.page import Kind

_PROGRAMS = ("soffice", "libreoffice")
INSTALL = "Install LibreOffice (sudo apt-get install libreoffice-writer-nogui libreoffice-calc-nogui), or save the file as PDF or DOCX."
# What each kind is called, and what it becomes.
_ENDINGS = {
    Kind.DOC: ("doc", "docx"),
    Kind.RTF: ("rtf", "docx"),
    Kind.ODT: ("odt", "docx"),
    Kind.XLS: ("xls", "xlsx"),
    Kind.ODS: ("ods", "xlsx"),
}
CONVERTED = frozenset(_ENDINGS)
_ITEM = '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="{}" oor:op="fuse"><value>true</value></prop></item>'
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    f"{_ITEM.format('DisableMacrosExecution')}{_ITEM.format('BlockUntrustedRefererLinks')}"
    "</oor:items>"
)


# What the shell adds to the number of the signal that ended a program.
_OF_A_SIGNAL = 128


@lru_cache(maxsize=1)
def program() -> str | None:
    """Where LibreOffice lies, None where it is not installed; looked for once a process."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def converted(data: bytes, kind: Kind, limits: Limits) -> bytes:
    """A file of a kind of ``CONVERTED`` as DOCX or XLSX.

    Raises EngineMissing without LibreOffice, EngineFailed where it crashes or takes too long, BrokenFile
    where it cannot open the file.
    """
    found = program()
    if found is None:
        raise EngineMissing("LibreOffice is not installed.", INSTALL)
    before, after = _ENDINGS[kind]
    with TemporaryDirectory(prefix="vanban-office-") as folder:
        place = Path(folder)
        (place / "profile" / "user").mkdir(parents=True)
        (place / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE)
        source = place / f"document.{before}"
        source.write_bytes(data)
        _run(
            [
                found,
                f"-env:UserInstallation={(place / 'profile').as_uri()}",
                *("--headless", "--norestore", "--convert-to", after),
                *("--outdir", str(place / "out"), str(source)),
            ],
            limits,
        )
        result = place / "out" / f"document.{after}"
        if not result.is_file():
            raise BrokenFile(
                f"LibreOffice cannot open the {before.upper()} file.",
                "It may be damaged or have a password: save it as PDF or DOCX in its own program.",
            )
        return result.read_bytes()


def _run(command: list[str], limits: Limits) -> None:
    try:
        answer = answer_of(command, limits.conversion_seconds)
    except subprocess.TimeoutExpired as error:
        raise EngineFailed(
            f"LibreOffice was stopped after {limits.conversion_seconds:g} seconds.",
            "Save the file as PDF or DOCX, or raise VANBAN_LIMITS__CONVERSION_SECONDS.",
        ) from error
    except OSError as error:
        raise EngineMissing("LibreOffice cannot be started.", INSTALL) from error
    # The program is started by a script, which tells of a signal as the shell does.
    signal = -answer.code if answer.code < 0 else answer.code - _OF_A_SIGNAL
    if signal > 0:
        raise EngineFailed(
            f"LibreOffice was killed by signal {signal}.",
            "Try again; if it happens again, save the file as PDF or DOCX.",
        )
