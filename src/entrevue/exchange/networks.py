"""Who met whom: a network with the days of every tie, for Gephi (GEXF) and Cytoscape (GraphML)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from entrevue.domain.dates import Precision
from entrevue.domain.engagements import Engagement, Participant
from entrevue.domain.reading import NOT_MET
from entrevue.exchange.exporting import Export, Losses
from entrevue.exchange.spool import Spool
from entrevue.exchange.wording import days_of, line, note_ends
from entrevue.inquiry.dossiers import delegation_of


@dataclass(frozen=True, slots=True)
class Vertex:
    """Who took part: a person, or where no name is told an office or a body of a side."""

    id: str
    label: str
    country: str
    kind: str  # "person", "office", "organisation" or "side"


@dataclass(frozen=True, slots=True)
class Tie:
    """Two who met: in how many engagements, on which days (first and last of each), and in which kinds."""

    one: str
    other: str
    engagements: int
    spells: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]


def vertex_of(p: Participant) -> Vertex | None:
    """The vertex that a participant is; None for who is told by nothing at all."""
    country = p.country.value or ""
    if p.person and p.name.value:
        return Vertex(p.person, line(p.name.value), country, "person")
    kinds = (("person", p.name), ("office", p.office), ("organisation", p.organization), ("side", p.country))
    kind, value = next(((kind, field.value) for kind, field in kinds if field.value), ("", None))
    if value is None:
        return None
    digest = blake2b(f"{kind}|{value.casefold()}|{country}".encode("utf-8", "replace"), digest_size=6).hexdigest()
    return Vertex(f"{kind[0]}-{digest}", line(value), country, kind)


class _Network:
    """The network of an export, gathered on the disk."""

    def __init__(self, export: Export, losses: Losses) -> None:
        self.vertices, self.ties = Spool(), Spool()
        for told in export.told():
            self._add(told.engagement, losses)

    def _add(self, one: Engagement, losses: Losses) -> None:
        if one.happened in NOT_MET:
            losses.note("engagements", "planned or called off: nobody has met", one.id)
            return
        found = [vertex_of(p) for p in one.participants]
        vertices = sorted({vertex.id: vertex for vertex in found if vertex is not None}.values(), key=lambda v: v.id)
        losses.note("participants", "nothing is told of them but that they took part", one.id, found.count(None))
        if len(vertices) < 2:
            losses.note("engagements", "fewer than two participants are told: nobody met anybody", one.id)
        days = days_of(one)
        if days is None:
            losses.note("days of ties", "the engagement is undated", one.id)
        else:
            note_ends(one, losses)
            coarse = any(day.precision is not Precision.DAY for day in days)
            losses.note(
                "precision of dates", "ties have days: those of the whole month or year are given", one.id, int(coarse)
            )
        losses.note("parts, places, agenda and sources", "a tie tells days and kinds alone", one.id)
        spell = [days[0].first.isoformat(), max(days[1].last, days[0].first).isoformat()] if days else None
        for vertex in vertices:
            self.vertices.add(vertex.id, json.dumps([vertex.label, vertex.country, vertex.kind]))
        with_whom = {v.id: delegation_of(p) for v, p in zip(found, one.participants, strict=True) if v is not None}
        for a, b in combinations(vertices, 2):
            if with_whom[a.id] and with_whom[a.id] == with_whom[b.id]:
                continue  # those of one delegation came together
            self.ties.add(f"{a.id}\t{b.id}", json.dumps([one.kind.value, spell]))

    def each_vertex(self) -> Iterator[tuple[Vertex, int]]:
        """Vertices with the number of their engagements, under the label that was used last."""
        for id_, told in self.vertices.groups():
            label, country, kind = json.loads(told[0])
            yield Vertex(id_, label, country, kind), len(told)

    def each_tie(self) -> Iterator[Tie]:
        """Ties, each once."""
        for key, told in self.ties.groups():
            one, other = key.split("\t")
            values = [json.loads(text) for text in told]
            spells = sorted({(spell[0], spell[1]) for _, spell in values if spell})
            yield Tie(one, other, len(values), tuple(spells), tuple(sorted({kind for kind, _ in values})))


_GRAPHML = (
    ("label", "node", "string"), ("country", "node", "string"), ("kind", "node", "string"), ("engagements", "node", "int"),
    ("weight", "edge", "int"), ("kinds", "edge", "string"), ("first", "edge", "string"), ("last", "edge", "string"),
    ("days", "edge", "string"),
)  # fmt: skip


def write_graphml(export: Export, out: BinaryIO, losses: Losses) -> None:
    """GraphML: the days of a tie as attributes `first`, `last` and `days`."""
    network = _Network(export, losses)
    _say(out, '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    for name, of, kind in _GRAPHML:
        _say(out, f'<key id="{of}-{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>\n')
    _say(out, '<graph id="entrevue" edgedefault="undirected">\n')
    for vertex, count in network.each_vertex():
        told = {"label": vertex.label, "country": vertex.country, "kind": vertex.kind, "engagements": str(count)}
        _say(out, f"<node id={quoteattr(vertex.id)}>{_data('node', told)}</node>\n")
    for number, tie in enumerate(network.each_tie()):
        told = {"weight": str(tie.engagements), "kinds": " ".join(tie.kinds)}
        if tie.spells:
            told |= {"first": tie.spells[0][0], "last": max(end for _, end in tie.spells)}
            told |= {"days": " ".join(start if start == end else f"{start}/{end}" for start, end in tie.spells)}
        ends = f"source={quoteattr(tie.one)} target={quoteattr(tie.other)}"
        _say(out, f'<edge id="e{number}" {ends}>{_data("edge", told)}</edge>\n')
    _say(out, "</graph>\n</graphml>\n")


def _data(of: str, told: dict[str, str]) -> str:
    return "".join(f'<data key="{of}-{name}">{escape(value)}</data>' for name, value in told.items() if value)


def write_gexf(export: Export, out: BinaryIO, losses: Losses) -> None:
    """GEXF: a dynamic graph, each tie with the spells in which the two met."""
    network = _Network(export, losses)
    _say(out, '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n')
    _say(out, f'<meta lastmodifieddate="{export.made.date().isoformat()}"><creator>Entrevue</creator></meta>\n')
    _say(out, '<graph defaultedgetype="undirected" mode="dynamic" timeformat="date">\n')
    _say(out, '<attributes class="node" mode="static"><attribute id="country" title="country" type="string"/>')
    _say(out, '<attribute id="kind" title="kind" type="string"/>')
    _say(out, '<attribute id="engagements" title="engagements" type="integer"/></attributes>\n')
    _say(
        out,
        '<attributes class="edge" mode="static"><attribute id="kinds" title="kinds" type="string"/></attributes>\n<nodes>\n',
    )
    for vertex, count in network.each_vertex():
        told = {"country": vertex.country, "kind": vertex.kind, "engagements": str(count)}
        _say(out, f"<node id={quoteattr(vertex.id)} label={quoteattr(vertex.label)}>{_values(told)}</node>\n")
    _say(out, "</nodes>\n<edges>\n")
    for number, tie in enumerate(network.each_tie()):
        ends = f"source={quoteattr(tie.one)} target={quoteattr(tie.other)}"
        values = _values({"kinds": " ".join(tie.kinds)})
        _say(out, f'<edge id="e{number}" {ends} weight="{tie.engagements}">{values}{_spells(tie)}</edge>\n')
    _say(out, "</edges>\n</graph>\n</gexf>\n")


def _values(told: dict[str, str]) -> str:
    values = "".join(f'<attvalue for="{name}" value={quoteattr(value)}/>' for name, value in told.items() if value)
    return f"<attvalues>{values}</attvalues>" if values else ""


def _spells(tie: Tie) -> str:
    if not tie.spells:
        return ""
    spells = "".join(f'<spell start="{start}" end="{end}"/>' for start, end in tie.spells)
    return f"<spells>{spells}</spells>"


def _say(out: BinaryIO, text: str) -> None:
    out.write(text.encode("utf-8", "replace"))
