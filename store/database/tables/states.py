"""The words that rows keep: states, verdicts, roles, outcomes."""

from enum import StrEnum


class State(StrEnum):
    """How far a document has come."""

    ACCEPTED = "accepted"
    """Its bytes are kept; it has not been read to the end yet."""
    DONE = "done"
    REVIEW = "review"
    """Read, with values that wait for a person."""
    FAILED = "failed"
    DELETED = "deleted"
    """In the bin: nothing but the bin shows it."""


# Documents that have been read, and so have a record.
READ = (State.DONE, State.REVIEW)


class Action(StrEnum):
    """What was done with a document as a whole."""

    DELETE = "delete"
    RESTORE = "restore"
    EMPTY = "empty"
    """Taken out of the bin for good."""


class Verdict(StrEnum):
    """What a reviewer said of a value."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    """The document does not say this at all; ``after`` is empty."""
    ADD = "add"
    """It says this, and it had not been found; ``before`` is empty."""
    UNDO = "undo"
    """The last decision on the value that still stood is taken back."""


class Judgement(StrEnum):
    """What the standing decision on a value says of its reading."""

    RIGHT = "right"
    WRONG = "wrong"
    FALSE = "false"
    """The document says no such thing."""
    MISSED = "missed"
    """The document says this, and it had not been found."""
    ABSENT = "absent"
    """Nothing had been found, and the document says nothing."""


class Role(StrEnum):
    """In which part of a record a unit is named."""

    ISSUER = "issuer"
    PARENT = "parent"
    RECIPIENT = "recipient"
    PAIRED = "paired"
    ACTOR = "actor"
    PARTNER = "partner"
    REPORT_TO = "report-to"
    CITED = "cited"
    """Issuer of a cited document."""


class Outcome(StrEnum):
    """What became of a file of a run."""

    DONE = "done"
    REVIEW = "review"
    FAILED = "failed"
    KNOWN = "known"
