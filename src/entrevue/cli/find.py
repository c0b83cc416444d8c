"""`entrevue find`: a question in words, what was understood, and the engagements that answer it, each with its sentence."""

from typing import Annotated, Any

import typer

from entrevue.cli.door import say, say_folded
from entrevue.cli.forms import Form, form, print_rows
from entrevue.cli.ledgers import Place, opened, print_json
from entrevue.cli.listing import print_engagements
from entrevue.cli.options import with_options
from entrevue.domain.engagements import Engagement
from entrevue.inquiry.asking import Chip, Understood
from entrevue.inquiry.sentences import Sentence


@with_options(form)
def find(
    question: Annotated[
        list[str],
        typer.Argument(
            metavar="QUESTION", help="Words: states, persons, agencies, offices, days, kinds, in English or French."
        ),
    ],
    form: Form | None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="At most so many engagements.")] = 20,
    ledger: Place = None,
) -> None:
    """Ask in words: prints what was understood, then the engagements that answer, each with its sentence."""
    from entrevue.inquiry.tidy import ENGAGEMENTS, engagement_row

    words = " ".join(question).strip()
    if not any(char.isalnum() for char in words):
        raise typer.BadParameter('say what to look for, such as "intelligence chiefs in Rabat 2023"')
    with opened(ledger) as book:
        understood = book.understand(words)
        found = book.find(understood.query, limit=limit)
        total = book.count(understood.query)
        sentences = book.sentences(found, understood.query.text)
    if form is Form.JSON:
        print_json([_answer(understood, found, total, sentences)])
    elif form is not None:
        print_rows([column.name for column in ENGAGEMENTS.columns], map(engagement_row, found), form)
    else:
        _print(understood, found, total, sentences)


def in_words(understood: Understood) -> str:
    """What was understood, in one line."""
    said = [_said(chip) for chip in understood.chips]
    said += [f"words {understood.text}"] if understood.text else []
    return " · ".join(said)


def _said(chip: Chip) -> str:
    field = {"role": "office", "period": "day"}.get(chip.field, chip.field)
    label = chip.label if chip.field in {"state", "person", "organisation", "period"} else chip.value
    corrected = f" (for “{chip.words}”)" if chip.corrected else ""
    return f"{field} {label}{corrected}"


def _answer(
    understood: Understood, found: tuple[Engagement, ...], total: int, sentences: dict[str, Sentence]
) -> dict[str, Any]:
    return {
        "question": understood.question,
        "understood": [
            {
                "field": chip.field,
                "value": chip.value,
                "label": chip.label,
                "words": chip.words,
                "corrected": chip.corrected,
            }
            for chip in understood.chips
        ],
        "text": understood.text,
        "total": total,
        "engagements": found,
        "sentences": {id_: sentence.text for id_, sentence in sentences.items()},
    }


def _print(understood: Understood, found: tuple[Engagement, ...], total: int, sentences: dict[str, Sentence]) -> None:
    say_folded(f"understood: {in_words(understood)}")
    said = {id_: f"“{one.text}” {one.publisher or one.report}" for id_, one in sentences.items()}
    print_engagements(found, said)
    if total > len(found):
        say(f"{len(found)} of {total}; --limit N shows more")
