"""All words of the pages, in Vietnamese and English."""

from typing import Literal

from api.texts import cascade, finding, frame, inbox, machines, people, record, review
from api.texts.times import told
from extract.record import REVIEWED, Header, Record
from store.database.tables import State, Verdict
from store.review.additions import ENTRIES
from store.review.corrections import is_a_time

Lang = Literal["vi", "en"]

_KEYS = {
    *Header.model_fields,
    "units",
    *(key for keys in (*REVIEWED.values(), *ENTRIES.values()) for key in keys),
    "name",
}

# key: (Vietnamese, English); each module has the words of some pages, no key twice.
_MODULES = (
    cascade, frame, inbox, review, finding, people, machines, record,
)  # fmt: skip
_TEXTS: dict[str, tuple[str, str]] = {
    key: said for module in _MODULES for key, said in module.TEXTS.items()
}

# What the steps of a JSON pointer into a record may be.
_PARTS = [key for key in _TEXTS if key in Record.model_fields or key in _KEYS or "/" in key]


class Words:
    """The texts in one language: ``words["accept"]``."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self.other: Lang = "en" if lang == "vi" else "vi"
        self._column = 0 if lang == "vi" else 1

    def __getitem__(self, key: str) -> str:
        return _TEXTS[key][self._column]

    def problems(self) -> dict[str, str]:
        """The messages of problems by code."""
        start = "problem-"
        return {key.removeprefix(start): self[key] for key in _TEXTS if key.startswith(start)}

    def states(self) -> dict[str, str]:
        """How far a document is, by what events tell; ``page`` is how many pages are read."""
        states = {state.value: self[f"state-{state}"] for state in State}
        phases = {phase: self[f"job-{phase}"] for phase in ("waiting", "reading", "reading-again")}
        return {**states, **phases, "page": self["job-page"]}

    def time(self, edtf: str | None) -> str:
        """A time in words."""
        return told(edtf, self.lang) if edtf else ""

    def value(self, pointer: str, value: str) -> str:
        """A value as people read it: times in words."""
        return self.time(value) if is_a_time(pointer) else value

    def percent(self, share: float) -> str:
        """A share, with at most one decimal.

        >>> Words("vi").percent(0.953), Words("en").percent(0.5)
        ('95,3 %', '50 %')
        """
        said = f"{100 * share:.1f}".removesuffix(".0")
        return f"{said.replace('.', ',') if self.lang == 'vi' else said} %"

    def verdicts(self) -> dict[str, str]:
        """What was decided, by verdict; ``skip`` is none of the store's."""
        return {str(one): self[f"verdict-{one}"] for one in (*Verdict, "skip")}

    def quality(self) -> dict[str, str]:
        """The heads of the tables that tell how good the archive is."""
        start = "quality-"
        return {key.removeprefix(start): self[key] for key in _TEXTS if key.startswith(start)}

    def parts(self) -> dict[str, str]:
        """What the record calls its parts, for pages that put pointers in words themselves."""
        return {key: self[key] for key in _PARTS}

    def path(self, pointer: str) -> str:
        """A JSON pointer in words.

        >>> Words("en").path("/signers/0/name"), Words("en").path("/signers/+1/name")
        ('Signer 1 · name', 'Signer +1 · name')
        """
        parts: list[str] = []
        for step in pointer.strip("/").split("/"):
            if step.isdigit() and parts:
                parts[-1] += f" {int(step) + 1}"
            elif step[:1] in ("+", "-") and parts:
                parts[-1] += f" {step}" if step[0] == "+" else ""
            else:
                whole = f"{pointer.split('/')[1]}/{step}"
                parts.append(self[whole if whole in _TEXTS else step] if step in _TEXTS else step)
        return " · ".join(parts)
