"""The port's transaction over SQLAlchemy Core: what engagements are listed under, with counts, and its words.

Words are found again when they are misspelt by the groups of three letters that they share with what is asked. The
groups lie in a table of our own, not in `pg_trgm` or FTS5: so both databases find exactly the same, nobody needs the
right to install an extension, and forgetting a name leaves none of its pieces in a shadow table.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, delete, func, literal_column, select, union_all, update

from entrevue.ledger.marks import mark
from entrevue.ledger.rows import CountedTerm, EngagementRow, Spelling, Term
from entrevue.ledger.words import grams_of, search_words_of
from entrevue.stores import tables as t
from entrevue.stores.session import NUMBERS, BaseSession, a_list, holders

SPELT = frozenset({"organisation", "city", "publisher"})  # kinds whose values are looked for by their words
LAST_CHARACTER = "\U0010ffff"
_BLANK: Any = literal_column("' '")
_REJECTED = mark("review", "rejected")
_TERM = select(t.term.c.kind, t.term.c.value, t.term.c.mark, t.term.c.count)
_TERMS = _TERM.where(t.term.c.mark.in_(NUMBERS))
_ADD = update(t.term).where(t.term.c.mark == bindparam("m")).values(count=t.term.c.count + bindparam("n"))
_UNUSED = _TERM.where(t.term.c.mark.in_(NUMBERS) & (t.term.c.count <= literal_column("0")))
_KNOWN = select(t.word_gram.c.word).where(t.word_gram.c.gram.in_(a_list(0)) & t.word_gram.c.word.in_(a_list(1)))
_DROP = delete(t.term).where(t.term.c.mark.in_(NUMBERS))
_UNWORD = delete(t.term_word).where((t.term_word.c.word == bindparam("w")) & (t.term_word.c.mark == bindparam("m")))
_UNGRAM = delete(t.word_gram).where((t.word_gram.c.gram == bindparam("g")) & (t.word_gram.c.word == bindparam("w")))
_WORDS_USED = tuple(
    select(table.c.word).where(table.c.word.in_(NUMBERS)).distinct() for table in (t.term_word, t.appearance_word)
)


class TermSession(BaseSession):
    """Terms, their counts and their words."""

    def terms(self, marks: Iterable[int]) -> dict[int, CountedTerm]:
        """Terms by their marks."""
        return {row[2]: CountedTerm(*row) for row in self._tuples(_TERMS, marks)}

    def terms_of_kind(self, kind: str, limit: int | None, *, least: int = 1, skip: int = 0) -> tuple[CountedTerm, ...]:
        """Terms of a kind that at least so many engagements bear, those with most first."""
        chosen = _TERM.where((t.term.c.kind == kind) & (t.term.c.count >= least))
        ordered = chosen.order_by(t.term.c.count.desc(), t.term.c.value, t.term.c.mark).limit(limit).offset(skip)
        return tuple(CountedTerm(*row) for row in self.connection.execute(ordered))

    def count_terms(self, kind: str) -> int:
        """How many terms of a kind there are."""
        counted = select(func.count()).select_from(t.term).where(t.term.c.kind == kind)
        return int(self.connection.execute(counted).scalar_one())

    def terms_worded(self, groups: Sequence[Collection[str]], limit: int) -> tuple[CountedTerm, ...]:
        """Terms in whose values a word of each group stands, those with most engagements first; no group is empty."""
        return tuple(CountedTerm(*row) for row in self._beside(_worded(len(groups), limit), groups))

    def words_known(self, words: Collection[str]) -> set[str]:
        """Those of a few words that persons' names or terms hold."""
        return {row[0] for row in self._beside(_KNOWN, ({grams_of(word)[0] for word in words}, words))}

    def words_like(self, asked: Sequence[Spelling]) -> tuple[frozenset[str], ...]:
        """For each the words of persons' names and of terms that it may stand for.

        The database hands over one text for each, and they are counted here: grouping thousands of rows, and taking them
        over one by one, takes five times as long.
        """
        lists = [part for one in asked for part in (one.grams, range(one.letters[0], one.letters[1] + 1))]
        held = {row[0]: row[1] for row in self._beside(_like(len(asked)), lists)}
        return tuple(_often((held.get(place) or "").split(), one.least) for place, one in enumerate(asked))

    def words_begun(self, begin: str, limit: int) -> tuple[str, ...]:
        """Words of persons' names and of terms that begin so; `begin` has at least two letters."""
        word, gram = t.word_gram.c.word, f" {begin[:2]}"
        between = (word >= begin) & (word < begin + LAST_CHARACTER)
        chosen = select(word).where((t.word_gram.c.gram == gram) & between).order_by(word).limit(limit)
        return tuple(self.connection.execute(chosen).scalars())

    def _list(self, rows: Sequence[EngagementRow]) -> None:
        """Count engagements under their terms."""
        counts: Counter[int] = Counter()
        named: dict[int, Term] = {}
        for row in rows:
            if _REJECTED not in row.marks:
                counts.update(row.terms.keys())
                named |= row.terms
        known = {row.mark for row in self._in(_TERMS, counts)}
        self._count({value: counts[value] for value in known})
        new = {value: named[value] for value in sorted(counts) if value not in known}
        self._put(t.term, [(value, term.kind, term.value, counts[value]) for value, term in new.items()])
        words = {(word, value) for value, term in new.items() if term.kind in SPELT for word in _spelt(term.value)}
        self._put(t.term_word, sorted(words))
        self._spell(word for word, _ in words)

    def _unlist(self, rows: Iterable[EngagementRow]) -> None:
        """Take engagements out of the counts of their terms; those that nothing bears any more are gone."""
        counts: Counter[int] = Counter()
        for row in rows:
            if _REJECTED not in row.marks:
                counts.subtract(row.marks)
        self._count(counts)
        gone = list(self._in(_UNUSED, counts))
        words = {(word, row.mark) for row in gone if row.kind in SPELT for word in _spelt(row.value)}
        if words:
            self.connection.execute(_UNWORD, [{"w": word, "m": value} for word, value in sorted(words)])
        self._run_in(_DROP, [row.mark for row in gone])
        self._unspell({word for word, _ in words})

    def _count(self, changes: Mapping[int, int]) -> None:
        if changes:
            self.connection.execute(_ADD, [{"m": value, "n": change} for value, change in sorted(changes.items())])

    def _spell(self, words: Iterable[str]) -> None:
        """File words under their groups of letters; most are there already."""
        pairs = sorted({(gram, word) for word in set(words) for gram in grams_of(word)})
        self._put(t.word_gram, pairs, passing_over=True)

    def _unspell(self, words: set[str]) -> None:
        """Take words out that no term and no name holds any more."""
        used = {row.word for asked in _WORDS_USED for row in self._in(asked, words)} if words else set()
        pairs = sorted({(gram, word) for word in words - used for gram in grams_of(word)})
        if pairs:
            self.connection.execute(_UNGRAM, [{"g": gram, "w": word} for gram, word in pairs])


@lru_cache(maxsize=20)
def _worded(groups: int, limit: int) -> Any:
    """Terms that hold a word of each of so many groups."""
    held = holders(t.term_word.c.mark, t.term_word.c.word, groups)
    ordered = _TERM.where(t.term.c.mark.in_(held)).order_by(t.term.c.count.desc(), t.term.c.mark)
    return ordered.limit(literal_column(str(limit))).offset(literal_column("0"))


@lru_cache(maxsize=20)
def _like(words: int) -> Any:
    """For each of so many words those that share a group of letters with it, once for each, in one text."""
    word, gram = t.word_gram.c.word, t.word_gram.c.gram
    joined = func.aggregate_strings(word, _BLANK)
    asked: list[Any] = [
        select(literal_column(str(place)), joined).where(
            gram.in_(a_list(2 * place)) & func.length(word).in_(a_list(2 * place + 1))
        )
        for place in range(words)
    ]
    return union_all(*asked)


def _often(words: Sequence[str], least: int) -> frozenset[str]:
    """The words that stand there so often."""
    if least < 2:
        return frozenset(words)
    return frozenset(word for word, count in Counter(words).items() if count >= least)


def _spelt(value: str) -> set[str]:
    return set(search_words_of(value))


__all__: list[Any] = ["LAST_CHARACTER", "SPELT", "TermSession"]
