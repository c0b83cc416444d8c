"""`entrevue find`: a question in words, what was understood, and the engagements that answer it, each with its sentence."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from entrevue.cli.door import say, say_folded
from entrevue.cli.forms import Form, form, print_rows
from entrevue.cli.ledgers import Place, opened, print_json
from entrevue.cli.listing import print_engagements
from entrevue.cli.options import with_options
from entrevue.cli.tongue import message, named, said
from entrevue.domain.engagements import Engagement

if TYPE_CHECKING:
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


def in_words(understood: "Understood") -> str:
    """What was understood, in one line."""
    told = [_told(chip) for chip in understood.chips]
    told += [f"{said('words')} {understood.text}"] if understood.text else []
    return " · ".join(told)


# What the fields of a question are called; others bear their own name.
_FIELDS = {
    "role": message("office"),
    "period": message("day"),
    "state": message("state"),
    "person": message("person"),
    "organisation": message("organisation"),
    "place": message("place"),
    "kind": message("kind"),
    "status": message("status"),
    "topic": message("topic"),
}


def _told(chip: "Chip") -> str:
    field = said(_FIELDS.get(chip.field, chip.field))
    label = chip.label if chip.field in {"state", "person", "organisation", "period"} else chip.value
    if chip.field in {"role", "kind", "status", "topic"}:
        label = named(chip.field, label)
    corrected = f" ({said('for “%(words)s”', words=chip.words)})" if chip.corrected else ""
    return f"{field} {label}{corrected}"


def _answer(
    understood: "Understood", found: tuple[Engagement, ...], total: int, sentences: "dict[str, Sentence]"
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


def _print(
    understood: "Understood", found: tuple[Engagement, ...], total: int, sentences: "dict[str, Sentence]"
) -> None:
    say_folded(said("understood: %(what)s", what=in_words(understood)))
    told = {id_: f"“{one.text}” {one.publisher or one.report}" for id_, one in sentences.items()}
    print_engagements(found, told)
    if total > len(found):
        say(said("%(shown)s of %(total)s; --limit N shows more", shown=len(found), total=total))
