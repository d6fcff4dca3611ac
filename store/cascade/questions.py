"""Questions about the cascade: the tree around a document, what contradicts, and settling that."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from extract.record import Evidence
from ingest import clock
from ingest.errors import BadRequest, NotStored
from normalize.folding import fold
from store.cascade.classes import Bound, key_of
from store.cascade.coverage import Coverage, Filed, bound, coverage
from store.cascade.findings import Rule, Severity
from store.cascade.keep import EVIDENCE, Read
from store.cascade.linking import leaf_of_row, leaves_of, mention_of_row
from store.cascade.obligations import Obligation, obligations, orders_for
from store.cascade.papers import Leaf
from store.cascade.relations import Relation
from store.cascade.rows import FindingVerdict, Settled, StoredFinding
from store.cascade.tree import Graph, graph_of
from store.database.engine import Database
from store.database.tables import READ, Citation, Document, Duty, NamedUnit, PairedUnit, Role
from store.questions.answers import Paper
from store.questions.lineage import lineage
from store.questions.questions import paper_of
from store.words import signature

# Documents of one picture: more are no tree that anybody reads. An archive of 20,000 has cascades of some dozens.
MOST = 600
LATEST = 500  # documents whose citations say where one may begin to look


@dataclass(frozen=True, slots=True)
class Cascade:
    """The graph around a document; ``left_out`` says whether there is more of it."""

    paper: Paper
    graph: Graph
    left_out: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as answers tell it: both documents, both values, both places."""

    id: int
    rule: Rule
    severity: Severity
    paper: Paper
    pointer: str
    said: str
    expected: str
    evidence: tuple[Evidence, ...]
    other: Paper | None
    other_pointer: str
    other_evidence: tuple[Evidence, ...]
    verdict: Settled | None


class Cascades:
    """Answers from the links and findings that ``store.cascade.keep`` keeps."""

    def __init__(self, database: Database, read: Read) -> None:
        self._database = database
        self.read = read

    def around(self, asked: str, *, whole: bool = False) -> Cascade:
        """What stands above a document (identity or number) and all that follows it.

        ``whole`` begins at the top of its cascade. NotStored where the archive has no such document.
        """
        with self._database.read() as session:
            paper, _ = paper_of(session, asked)
            found = _around(session, paper)
            top = found.graph.top(paper.document)
            if whole and top != paper.document:
                start = next(iter(_highest(found.graph, paper.document)), paper.document)
                higher, _ = paper_of(session, start)
                above = _around(session, higher)
                return Cascade(paper, above.graph, above.left_out)
            return found

    def tops(self, limit: int = 50) -> list[tuple[Paper, int]]:
        """The documents that those received last cite, with by how many of them, the most cited first."""
        latest = select(Document.sha256).where(Document.state.in_(READ))
        latest = latest.order_by(Document.accepted_at.desc()).limit(LATEST)
        times = func.count(func.distinct(Citation.document))
        counted = (
            select(Citation.cited, times.label("times"))
            .where(Citation.document.in_(latest), Citation.cited.is_not(None))
            .group_by(Citation.cited)
            .order_by(times.desc(), Citation.cited)
            .limit(limit)
        )
        with self._database.read() as session:
            rows = session.execute(counted).all()
            papers = _papers(session, [one.cited for one in rows])
        return [(papers[one.cited], one.times) for one in rows if one.cited in papers]

    def findings(
        self,
        asked: str | None = None,
        *,
        rule: Rule | None = None,
        least: Severity = Severity.LOW,
        settled: bool | None = False,
        limit: int = 100,
    ) -> list[Told]:
        """What contradicts in a document (identity or number) or in all, the gravest first.

        ``settled`` keeps to what people have settled or have not; None tells both.
        """
        wanted = select(StoredFinding).where(StoredFinding.severity >= int(least))
        if rule is not None:
            wanted = wanted.where(StoredFinding.rule == rule.value)
        if settled is not None:
            verdict = StoredFinding.verdict
            wanted = wanted.where(verdict.is_not(None) if settled else verdict.is_(None))
        with self._database.read() as session:
            if asked is not None:
                paper, _ = paper_of(session, asked)
                wanted = wanted.where(StoredFinding.document == paper.document)
            order = wanted.order_by(StoredFinding.severity.desc(), StoredFinding.id)
            return _told(session, session.scalars(order.limit(limit)).all())

    def of_documents(self, documents: Iterable[str]) -> list[Told]:
        """What contradicts in some documents, settled or not, the gravest first."""
        wanted = select(StoredFinding).where(StoredFinding.document.in_(list(documents)))
        with self._database.read() as session:
            order = wanted.order_by(StoredFinding.severity.desc(), StoredFinding.id)
            return _told(session, session.scalars(order).all())

    def coverage(self, asked: str, today: datetime.date | None = None) -> Coverage:
        """What has become of the duties that a document (identity or number) lays on classes of units."""
        on = today or clock.today()
        with self._database.read() as session:
            paper, _ = paper_of(session, asked)
            document = session.get_one(Document, paper.document)
            record, leaf = self.read(session, document), leaf_of_row(document)
            below, _ = _reached(session, paper.document, upwards=False)
            filed = _filed(session, below - {paper.document})
            laid = bound(leaf, record, filed, on)
            units = {one for _, several in laid for one in several}
            return coverage(leaf, laid, filed, _have_documents(session, units), on)

    def obligations(
        self,
        unit: str,
        first: datetime.date,
        last: datetime.date,
        today: datetime.date | None = None,
    ) -> list[Obligation]:
        """What a unit (name or identity, of today or of before) must do between two days, by whose order.

        BadRequest where the days run backwards.
        """
        if last < first:
            raise BadRequest(f"{first} lies after {last}.", "Give the earlier day first.")
        scope = lineage().scope(unit)
        with self._database.read() as session:
            orders = orders_for(session, scope)
        return obligations(orders, lambda one: self.coverage(one, today), scope, first, last)

    def counts(self) -> dict[Severity, int]:
        """How many findings of each severity nobody has settled."""
        counted = (
            select(StoredFinding.severity, func.count())
            .where(StoredFinding.verdict.is_(None))
            .group_by(StoredFinding.severity)
        )
        with self._database.read() as session:
            return {Severity(one): count for one, count in session.execute(counted)}

    def settle(self, finding: int, verdict: Settled | None, reviewer: str) -> Told:
        """Keep what a person says of a finding; None takes it back. NotStored where it is gone."""
        with self._database.write() as session:
            row = session.get(StoredFinding, finding)
            if row is None:
                raise NotStored(
                    f"There is no finding {finding}.",
                    "Its document was checked anew; `vanban check` lists what is found now.",
                )
            row.verdict = verdict
            session.add(
                FindingVerdict(
                    document=row.document,
                    rule=row.rule,
                    pointer=row.pointer,
                    said=row.said,
                    verdict=verdict,
                    reviewer=signature(reviewer),
                    decided_at=datetime.datetime.now(datetime.UTC),
                )
            )
            return _told(session, [row])[0]


def _around(session: Session, paper: Paper) -> Cascade:
    """Everything above a document and everything below it."""
    up, full_up = _reached(session, paper.document, upwards=True)
    down, full_down = _reached(session, paper.document, upwards=False)
    leaves = leaves_of(session, up | down)
    return Cascade(paper, _graph(session, leaves), full_up or full_down)


def _reached(session: Session, document: str, *, upwards: bool) -> tuple[set[str], bool]:
    """The documents that links lead to in one direction; whether there are more than one answer holds."""
    start, end = (
        (Citation.document, Citation.cited) if upwards else (Citation.cited, Citation.document)
    )
    found, new = {document}, {document}
    while new:
        steps = select(end).where(start.in_(new), end.is_not(None)).distinct().order_by(end)
        reached = [one for one in session.scalars(steps) if one is not None and one not in found]
        room = MOST - len(found)
        if len(reached) > room:
            return found | set(reached[:room]), True
        new = set(reached)
        found |= new
    return found, False


def _graph(session: Session, leaves: dict[str, Leaf]) -> Graph:
    rows = session.scalars(
        select(Citation)
        .where(Citation.document.in_(leaves))
        .order_by(Citation.document, Citation.id)
    )
    cited = (
        (row.document, mention_of_row(row), Relation(row.relation), row.cited, row.confidence)
        for row in rows
    )
    return graph_of(leaves, cited)


def _filed(session: Session, documents: set[str]) -> list[Filed]:
    """Documents with whose they are, whom they pair and what they set."""
    issuers = defaultdict[str, set[str]](set)
    named = select(NamedUnit).where(
        NamedUnit.document.in_(documents), NamedUnit.role == Role.ISSUER
    )
    for row in session.scalars(named):
        issuers[row.document] |= {key_of(row.unit_id, row.name), key_of(None, row.name)}
    paired = defaultdict[str, set[str]](set)
    for unit in session.scalars(select(PairedUnit).where(PairedUnit.document.in_(documents))):
        paired[unit.document] |= {key_of(unit.unit_id, unit.name), key_of(None, unit.name)}
    tasks = defaultdict[str, list[str]](list)
    for duty in session.scalars(select(Duty).where(Duty.document.in_(documents))):
        tasks[duty.document].append(duty.task)
    return [
        Filed(leaf, frozenset(issuers[one]), frozenset(paired[one]), tuple(tasks[one]))
        for one, leaf in sorted(leaves_of(session, documents).items())
    ]


def _have_documents(session: Session, units: Iterable[Bound]) -> dict[str, bool]:
    """Of which units, by their keys, the archive has any document."""
    by_key = {key: one.key for one in units for key in (one.unit_id, fold(one.name)) if key}
    issued = NamedUnit.role == Role.ISSUER
    ids = select(NamedUnit.unit_id).where(issued, NamedUnit.unit_id.in_(by_key)).distinct()
    names = select(NamedUnit.key).where(issued, NamedUnit.key.in_(by_key)).distinct()
    found = {*session.scalars(ids), *session.scalars(names)}
    return {by_key[one]: True for one in found if one in by_key}


def _highest(graph: Graph, key: str) -> Iterable[str]:
    """The places of the archive above a place, the highest first."""
    chain = []
    while key in graph.above:
        key = graph.above[key]
        chain.append(key)
    return (one for one in reversed(chain) if graph.places[one].document is not None)


def _papers(session: Session, documents: Iterable[str]) -> dict[str, Paper]:
    rows = session.scalars(select(Document).where(Document.sha256.in_(list(documents))))
    return {
        one.sha256: Paper(one.sha256, one.name, one.number, one.title, one.issued_on)
        for one in rows
    }


def _told(session: Session, rows: Sequence[StoredFinding]) -> list[Told]:
    papers = _papers(session, {row.document for row in rows} | {row.other or "" for row in rows})
    return [
        Told(
            row.id, Rule(row.rule), Severity(row.severity), papers[row.document], row.pointer, row.said,
            row.expected, EVIDENCE.validate_json(row.evidence), papers.get(row.other or ""),
            row.other_pointer, EVIDENCE.validate_json(row.other_evidence),
            Settled(row.verdict) if row.verdict else None,
        )
        for row in rows
    ]  # fmt: skip
