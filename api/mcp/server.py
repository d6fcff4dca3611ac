"""The archive for assistants: an MCP server that only reads and answers briefly.

An answer is at most ``LETTERS`` letters of JSON, which are below 1,500 tokens at 1.8 letters each (figures and
Vietnamese take more tokens than English); what did not fit is counted under ``more``. Entries have page, box (left, top, right, bottom in fractions of the page) and
confidence of what they say, so that an assistant can show where it stands and how sure it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from api.answers import SHOWN_ID, found_unit, told_of
from extract.record import Finding, Record, Reference
from ingest import clock
from ingest.errors import VanbanError
from store.archive.archive import Archive
from store.cascade.coverage import State
from store.questions.answers import Cited, Paper

LETTERS = 2_600
_PHRASE = 160  # letters of a task or a title
_NAMES = 6  # names of a list
_MOST = 50  # entries looked at; more never fit
_HOW = (
    "Archive of Vietnamese official documents. Answers are cut; ask more narrowly where `more` is not 0. "
    "`document` takes the identity or number that other answers name. A confidence below 0.8 should be told "
    "as doubtful, with the page."
)

Entry = dict[str, Any]


def server(archive: Archive) -> MCPServer[Any]:
    """The server over an archive."""
    answers = Answers(archive)
    made: MCPServer[Any] = MCPServer("vanban", instructions=_HOW)
    for one in (
        answers.search, answers.document, answers.deadlines, answers.duties, answers.pairings,
        answers.unit_today, answers.citations, answers.cascade, answers.contradictions,
        answers.coverage,
    ):  # fmt: skip
        made.add_tool(
            _guarded(one), name=one.__name__, annotations=ToolAnnotations(read_only_hint=True),
            structured_output=False,
        )  # fmt: skip
    return made


class Answers:
    """The questions of a clerk, answered from the archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def search(self, words: str) -> str:
        """Pages that have all words ("a phrase" in quotes): exact with diacritics, any spelling without."""
        hits = self._archive.search(words, _MOST)
        return _answer(
            {
                "document": hit.document[:SHOWN_ID],
                "name": hit.name,
                "page": hit.page,
                "passage": _phrase("".join(part.text for part in hit.snippet)),
            }
            for hit in hits
        )

    def document(self, identity: str) -> str:
        """What one document says, by its identity or number: head, deadlines, duties, what is doubtful."""
        paper = self._archive.questions.citations(identity, 1).paper
        record = self._archive.record(paper.document)
        header = record.header
        head = {
            "document": paper.document[:SHOWN_ID], "number": header.number, "kind": header.kind,
            "issued_on": header.issued_on, "issuer": _phrase("; ".join(header.issuer)), "title": _phrase(header.title or ""),
            "signers": _phrase("; ".join(one.name for one in record.signers)),
            "recipients": _phrase("; ".join(one.name for one in record.recipients)),
            "deadlines": len(record.deadlines), "duties": len(record.responsibilities),
            "pairings": len(record.pairings), "cites": len(record.references),
            "pages": len(record.source.pages), "not_read": _phrase("; ".join(one.message for one in record.problems)),
        }  # fmt: skip
        entries: list[Entry] = [
            {"field": name, **_place([found])} for name, found in header.support.items()
        ]
        entries += [
            {"when": one.text, "due": one.edtf, "task": _phrase(one.task), **_place([one])}
            for one in record.deadlines
        ]
        entries += [
            {"who": _phrase(one.actor), "task": _phrase(one.task), **_place([one])}
            for one in record.responsibilities
        ]
        return _answer(entries, head)

    def deadlines(self, first: date, last: date, unit: str = "") -> str:
        """What falls due between two days (both included), in documents that name the unit if one is given."""
        found = self._archive.questions.deadlines(first, last, _MOST, unit or None)
        records = _Records(self._archive)
        return _answer(
            {
                "day": one.day.isoformat(),
                "who": _phrase(", ".join(one.actors)),
                "task": _phrase(one.task),
                "words": one.text,
                **_paper(one.paper),
                **_place(
                    said
                    for said in records.of(one.paper).deadlines
                    if (said.text, said.task) == (one.text, one.task)
                ),
            }
            for one in found
        )

    def duties(self, actor: str) -> str:
        """The tasks of a unit, or of a class such as "trường tiểu học"."""
        found = self._archive.questions.duties(actor, _MOST)
        records = _Records(self._archive)
        return _answer(
            {
                "who": _phrase(one.actor),
                "task": _phrase(one.task),
                "with": _names(one.partners),
                "reports_to": _names(one.report_to),
                **_paper(one.paper),
                **_place(
                    said
                    for said in records.of(one.paper).responsibilities
                    if (said.actor, said.task) == (one.actor, one.task)
                ),
            }
            for one in found
        )

    def pairings(self, unit: str) -> str:
        """Whom a unit is twinned with (kết nghĩa), under all its names."""
        found = self._archive.questions.pairings(unit, _MOST)
        records = _Records(self._archive)
        return _answer(
            {
                "unit": one.unit,
                "others": _names(one.others),
                **_paper(one.paper),
                **_place(
                    said
                    for said in records.of(one.paper).pairings
                    if {part.name for part in said.units} >= {one.unit, *one.others}
                ),
            }
            for one in found
        )

    def unit_today(self, name: str, on: date | None = None) -> str:
        """A unit as it was on a day (today where left out), and what it has become by today."""
        from pipeline import gazetteer

        known, now = gazetteer(), clock.today()
        told = told_of(known, found_unit(known, name, on, []), on or now, now, today=True)
        became = told.pop("today")
        return _answer(became, {key: value for key, value in told.items() if value})

    def citations(self, document: str) -> str:
        """What a document cites and what cites it, by its identity or number."""
        found = self._archive.questions.citations(document, _MOST)
        record = self._archive.record(found.paper.document)
        cites: list[Entry] = [
            {
                "cites": one.number or one.kind,
                "title": _phrase(one.title or ""),
                "issued_on": one.issued_on,
                "document": one.stored.document[:SHOWN_ID] if one.stored else None,
                **_place(said for said in record.references if _same_paper(said, one)),
            }
            for one in found.cites
        ]
        cited = [
            {"cited_by": paper.number or paper.name, **_paper(paper)} for paper in found.cited_by
        ]
        return _answer([*cites, *cited], _paper(found.paper))

    def cascade(self, document: str) -> str:
        """What follows a document (identity or number) and what stands above it; what is missing in the archive."""
        found = self._archive.cascades.around(document)
        graph = found.graph
        return _answer(
            (
                {
                    "number": line.place.label,
                    "document": line.place.document and line.place.document[:SHOWN_ID],
                    "missing": line.place.document is None or None,
                    "issuer": _phrase(line.place.issuer),
                    "issued_on": line.place.issued_on,
                    "under": graph.places[above].label
                    if (above := graph.above.get(line.place.key))
                    else None,
                    "relation": line.edge and line.edge.relation,
                    "confidence": line.edge and line.edge.confidence,
                }
                for line in graph.lines(graph.top(found.paper.document))
            ),
            _paper(found.paper),
        )

    def contradictions(self, document: str = "") -> str:
        """What does not agree in a document, or in all, the gravest first: both values, both places."""
        found = self._archive.cascades.findings(document or None, limit=_MOST)
        return _answer(
            {
                "rule": one.rule,
                "severity": one.severity.name.lower(),
                **_paper(one.paper),
                "says": _phrase(one.said),
                "page": one.evidence[0].page if one.evidence else None,
                "against": _phrase(one.expected),
                "of": one.other and (one.other.number or one.other.name),
                "of_page": one.other_evidence[0].page if one.other_evidence else None,
            }
            for one in found
        )

    def coverage(self, document: str, on: date | None = None) -> str:
        """Which units a plan (identity or number) obliges and who has answered by a day; unknown is not undone."""
        found = self._archive.cascades.coverage(document, on)
        units = {unit.key: unit for unit in found.units}
        tasks = {duty.position: duty for duty in found.duties}
        head = {"of": found.counts.total(), **{one.value: found.counts[one] for one in State}}
        claimed = [one for one in found.cells.items() if one[1].state is not State.UNKNOWN]
        return _answer(
            (
                {
                    "unit": units[key].name,
                    "today": _names(units[key].today),
                    "task": _phrase(tasks[position].task),
                    "due": due.isoformat() if (due := tasks[position].due) else None,
                    "state": cell.state,
                    "late": cell.late or None,
                    "by": cell.answer and cell.answer.label,
                }
                for (key, position), cell in claimed
            ),
            head,
        )


class _Records:
    """The records that an answer needs, each read once."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._read: dict[str, Record] = {}

    def of(self, paper: Paper) -> Record:
        if paper.document not in self._read:
            self._read[paper.document] = self._archive.record(paper.document)
        return self._read[paper.document]


def _guarded(ask: Callable[..., str]) -> Callable[..., Any]:
    """A question whose failures say what to do; it runs beside the others, since databases block."""

    @wraps(ask)
    async def answered(*given: Any, **named: Any) -> str:
        try:
            return await run_in_threadpool(ask, *given, **named)
        except VanbanError as error:
            raise ToolError(str(error)) from error

    return answered


def _answer(entries: Iterable[Entry], head: Entry | None = None) -> str:
    """As many entries as fit, and how many more there are."""
    shown: list[Entry] = []
    said = {**(head or {}), "entries": shown, "more": 0}
    left = LETTERS - len(_json(said)) - len(str(_MOST))
    waiting = [
        {key: value for key, value in one.items() if value not in (None, "", [])} for one in entries
    ]
    for one in waiting:
        left -= len(_json(one)) + 1
        if left < 0:
            break
        shown.append(one)
    said["more"] = len(waiting) - len(shown)
    return _json(said)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _paper(paper: Paper) -> Entry:
    return {"document": paper.document[:SHOWN_ID], "number": paper.number or paper.name}


def _same_paper(said: Reference, cited: Cited) -> bool:
    return (said.number, said.kind, said.title) == (cited.number, cited.kind, cited.title)


def _names(names: Iterable[str]) -> list[str]:
    """The first names of a list, and how many there are beside them."""
    known = [_phrase(name) for name in names]
    more = len(known) - _NAMES
    return [*known[:_NAMES], f"… {more}"] if more > 0 else known


def _place(said: Iterable[Finding]) -> Entry:
    """Where the first of some findings stands and how sure it is; nothing where there is none."""
    finding = next(iter(said), None)
    if finding is None:
        return {}
    sure: Entry = {"confidence": round(finding.confidence, 2)}
    if not finding.evidence:
        return sure
    first = finding.evidence[0]
    box = [round(edge, 3) for edge in first.boxes[0]] if first.boxes else None
    return {"page": first.page, "box": box, **sure}


def _phrase(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _PHRASE else words[: _PHRASE - 1] + "…"


class ForTokens:
    """Lets nobody through without the token of an account."""

    def __init__(self, app: ASGIApp, allowed: Callable[[str], bool]) -> None:
        self._app, self._allowed = app, allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = dict(scope["headers"])
            kind, _, token = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
            known = kind.lower() == "bearer" and await run_in_threadpool(
                self._allowed, token.strip()
            )
            if not known:
                refused = JSONResponse(
                    {"error": "Send the token of an account: `vanban account token` makes one."}, 401,
                    {"WWW-Authenticate": "Bearer"},
                )  # fmt: skip
                await refused(scope, receive, send)
                return
        await self._app(scope, receive, send)


def http_app(archive: Archive, host: str) -> ASGIApp:
    """The server over HTTP under ``/mcp``, for whoever sends the token of an account."""
    app: Starlette = server(archive).streamable_http_app(
        host=host, stateless_http=True, json_response=True
    )
    return ForTokens(app, lambda token: archive.accounts.holder(token, token=True) is not None)
