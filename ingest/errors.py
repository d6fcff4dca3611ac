"""Every error that a user can meet, with an exit code, an HTTP status and what to do next."""


class VanbanError(Exception):
    """Base of all expected failures.

    ``code`` is a stable name for programs, ``exit_code`` what the command line ends with,
    ``http_status`` what the service answers. ``advice`` tells the user the next step.
    """

    code = "error"
    exit_code = 1
    http_status = 500

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}"

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        return type(self), (self.message, self.advice)


def code_of(error: BaseException) -> str:
    """The stable code of an error; that of any failure for one that nobody expected."""
    return error.code if isinstance(error, VanbanError) else VanbanError.code


class FileMissing(VanbanError):
    """The path given does not exist or cannot be read."""

    code, exit_code, http_status = "file-missing", 2, 404


class EmptyFile(VanbanError):
    """A file of no bytes, or without any page or text."""

    code, exit_code, http_status = "empty-file", 3, 422


class UnknownKind(VanbanError):
    """The bytes are of no kind that the program reads."""

    code, exit_code, http_status = "unknown-kind", 4, 415


class BrokenFile(VanbanError):
    """The kind is known but the file cannot be opened."""

    code, exit_code, http_status = "broken-file", 5, 422


class EncryptedFile(VanbanError):
    """A password stands between the file and its reader."""

    code, exit_code, http_status = "encrypted-file", 6, 422


class LimitExceeded(VanbanError):
    """The file is larger than a limit allows."""

    code, exit_code, http_status = "limit-exceeded", 7, 413


class EngineMissing(VanbanError):
    """An outside program or its language data is not installed."""

    code, exit_code, http_status = "engine-missing", 8, 503


class EngineFailed(VanbanError):
    """An outside program crashed, was killed at its time limit or answered nonsense."""

    code, exit_code, http_status = "engine-failed", 9, 502


class NotStored(VanbanError):
    """No document with that identity is in the store."""

    code, exit_code, http_status = "not-stored", 10, 404


class Conflict(VanbanError):
    """What was to be changed has been changed by someone else in the meantime."""

    code, exit_code, http_status = "conflict", 11, 409


class BadRequest(VanbanError):
    """The words of a request do not fit."""

    code, exit_code, http_status = "bad-request", 12, 400


class StoreFailed(VanbanError):
    """The database did not take or give an answer."""

    code, exit_code, http_status = "store-failed", 13, 503
