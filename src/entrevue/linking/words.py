"""Words of a report as the encoder and the scorers count them."""

from entrevue.domain.spans import Words
from entrevue.domain.text import Sentence


def words_of(text: str, sentences: tuple[Sentence, ...]) -> Words:
    """All tokens of the sentences in order."""
    tokens = [
        (token, number, sentence.paragraph) for number, sentence in enumerate(sentences) for token in sentence.tokens
    ]
    return Words(
        text,
        tuple(token.start for token, _, _ in tokens),
        tuple(token.end for token, _, _ in tokens),
        tuple(token.fold for token, _, _ in tokens),
        tuple(number for _, number, _ in tokens),
        tuple(paragraph for _, _, paragraph in tokens),
    )
