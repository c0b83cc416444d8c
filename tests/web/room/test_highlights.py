"""What a page highlights is what the evidence says, character for character, in every script."""

from html.parser import HTMLParser
from itertools import pairwise

from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from entrevue.inquiry.highlights import Label, labels_of, passages, pieces
from entrevue.wiring import Ledger


class Marks(HTMLParser):
    """Collects the text of a page's article, and of every <mark> with its id."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = 0
        self.blocks: list[str] = []
        self.marks: list[tuple[str | None, str]] = []
        self.open = self.within = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "div" and "text" in (given.get("class") or "").split():
            self.inside = 1
        elif tag == "p" and self.inside:
            self.blocks.append("")
            self.within = True
        if tag == "mark" and self.inside:
            self.marks.append((given.get("id"), ""))
            self.open = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self.inside = 0
        if tag == "mark":
            self.open = False
        if tag == "p":
            self.within = False

    def handle_data(self, data: str) -> None:
        if self.inside and self.within:
            self.blocks[-1] += data
        if self.open and self.inside:
            self.marks[-1] = (self.marks[-1][0], self.marks[-1][1] + data)


def test_the_page_shows_the_text_and_marks_the_evidence(room: Ledger, reader: TestClient) -> None:
    for version in room.newest_reports():
        report = version.content
        page = Marks()
        page.feed(reader.get(f"/reports/{version.report}").text)
        assert page.blocks == [report.text[p.start : p.end] for p in report.paragraphs]
        assert page.marks
        for id_, said in page.marks:
            if id_:
                start = int(id_.removeprefix("s"))
                assert report.text[start : start + len(said)] == said
        sheet = room.report(version.report)
        spans = [e for one in sheet.accounts for p in one.account.participants for e in p.evidence.values()]
        begun = {id_ for id_, _ in page.marks}
        assert all(f"s{span.start}" in begun for span in spans if span.start >= report.title_end)


def test_every_side_of_an_engagement_quotes_its_report(room: Ledger) -> None:
    for one in room.find():
        sheet = room.sheet(one.id)
        for account in sheet.accounts:
            text = sheet.texts[account.context.report]
            labels = labels_of([(account.stem, account.account)])
            shown = [piece for span in passages(text, labels) for piece in pieces(text, *span, labels)]
            for label in labels:
                assert "".join(p.text for p in shown if label in p.labels) == text[label.start : label.end]


texts = st.text(min_size=1, max_size=80)


@given(texts, st.lists(st.tuples(st.integers(0, 80), st.integers(1, 20)), max_size=8))
def test_pieces_are_the_text_and_labels_their_spans(text: str, spans: list[tuple[int, int]]) -> None:
    labels = [Label(s, min(s + n, len(text)), "a", "name") for s, n in spans if s < len(text)]
    found = pieces(text, 0, len(text), labels)
    assert "".join(piece.text for piece in found) == text
    for label in labels:
        assert "".join(p.text for p in found if label in p.labels) == text[label.start : label.end]


@given(texts, st.lists(st.tuples(st.integers(0, 80), st.integers(1, 20)), max_size=8))
def test_passages_hold_every_span_and_never_overlap(text: str, spans: list[tuple[int, int]]) -> None:
    labels = [Label(s, min(s + n, len(text)), "a", "name") for s, n in spans if s < len(text)]
    found = passages(text, labels)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    for label in labels:
        if text[label.start : label.end].strip() == text[label.start : label.end]:
            assert any(start <= label.start and label.end <= end for start, end in found)


def test_a_passage_is_the_sentence_around() -> None:
    text = "Avant. M. Burns a vu Hammouchi. Après.\nAutre alinéa."
    start = text.index("Burns")
    (span,) = passages(text, [Label(start, start + 5, "a", "name")])
    assert text[slice(*span)] == "M. Burns a vu Hammouchi."


def test_a_rank_ends_no_sentence() -> None:
    text = "A meeting with the chief, Maj. Gen. James Okello, was postponed. The two had met in May. It rained."
    start = text.index("James")
    assert [text[a:b] for a, b in passages(text, [Label(start, start + 5, "e1", "name")])] == [
        "A meeting with the chief, Maj. Gen. James Okello, was postponed."
    ]
