"""The rows of the store. Records themselves are versioned JSON, made by ``extract.record``."""

from store.tables.base import LEADING, Base, UtcTime
from store.tables.documents import (
    Document,
    DocumentEvent,
    NearDuplicate,
    PageText,
    StoredRecord,
    TextBand,
    TextSketch,
    identity_begins,
)
from store.tables.questions import ActorName, Citation, DueTime, Duty, NamedUnit, PairedUnit
from store.tables.review import (
    Decision,
    JudgedValue,
    LearnedFit,
    OpenValue,
    ValueOptions,
    WordLesson,
)
from store.tables.service import (
    UNDO,
    Account,
    GazetteerChange,
    Rejected,
    Run,
    RunFile,
    ServiceKey,
    Ticket,
)
from store.tables.states import READ, Action, Judgement, Outcome, Role, State, Verdict

__all__ = [
    "LEADING",
    "READ",
    "UNDO",
    "Account",
    "Action",
    "ActorName",
    "Base",
    "Citation",
    "Decision",
    "Document",
    "DocumentEvent",
    "DueTime",
    "Duty",
    "GazetteerChange",
    "JudgedValue",
    "Judgement",
    "LearnedFit",
    "NamedUnit",
    "NearDuplicate",
    "OpenValue",
    "Outcome",
    "PageText",
    "PairedUnit",
    "Rejected",
    "Role",
    "Run",
    "RunFile",
    "ServiceKey",
    "State",
    "StoredRecord",
    "TextBand",
    "TextSketch",
    "Ticket",
    "UtcTime",
    "ValueOptions",
    "Verdict",
    "WordLesson",
    "identity_begins",
]
