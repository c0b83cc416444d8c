"""The wire format of a record."""
from entrevue.domain.reading import Reading


def to_wire(r: Reading, id: str):
    s = lambda d: str(d) if d is not None else None
    return {"id": id, "url": r.report.url, "lang": r.report.language, "published": s(r.report.published), "title": r.report.title,
     "engagements": [{"id": a.id, "kind": a.kind.value, "start": s(a.start), "end": s(a.end), "country": a.country, "city": a.city, "status": a.status.value,
       "participants": [{"name": p.name, "office": p.office, "organization": p.organization, "country": p.country, "part": p.part.value} for p in a.participants],
       "topics": [t.quote for t in a.topics], "source": a.source, "part_of": a.part_of, "follows": a.follows, "main": a.main} for a in r.accounts],
     "claims": [c.quote for c in r.claims]}
