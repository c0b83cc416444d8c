"""Schema of `triggers.toml`: the verbs and nouns that announce engagements, and how their sentences tell who is what."""

import re
from functools import cache

from pydantic import Field, model_validator

from entrevue.languages import Concern, load


class VerbTrigger(Concern):
    """A verb that announces an engagement.

    `forms` is a regular expression over the folded form of one token. `subject`, `object` and `partner` (the noun
    phrase after "with") say the part that each has in the engagement, `to` that of the phrase after "to" ("a téléphoné
    à X"), `origin` and `of` those after "from" and "of" ("received letters of credence from X"). `next` are words of
    which one must follow, `then` are words of which one must follow within eight, `needs` what must stand in the
    sentence ("document", "conference", "call", "talks", "place", "callee", "gathering"); `place` says that the goal of a motion
    verb is the place; `together` that all who are named meet at once; `reflexive` that the verb tells of a contact
    only as one ("se sont vus"), `transitive` that it never does so as one; `not_after` are words after which the form
    is a noun, `not_before` those before which it means something else.
    """

    id: str
    kind: str
    forms: str
    subject: str = "participant"
    object: str | None = None
    partner: str | None = None
    to: str | None = None
    origin: str | None = None
    of: str | None = None
    reflexive: bool = False
    transitive: bool = False
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    place: bool = False
    together: bool = False
    weak: bool = False


class NounTrigger(Concern):
    """A noun that announces an engagement; `forms` as in VerbTrigger, `then` are words that may complete it.

    `of` is the part of the noun phrase after "of" or "by" ("la visite effectuée par X"), `to` the part after "to" when
    it is a person, `origin` that after "from" ("a call from X"), `subject` that of the subject of a light verb ("X a
    tenu une réunion avec Y"). `carried` says that the noun counts only with a light verb ("a été l'hôte de X").
    """

    id: str
    kind: str
    forms: str
    of: str = "participant"
    subject: str = "participant"
    partner: str | None = "participant"
    to: str | None = None
    origin: str | None = None
    before: tuple[str, ...] = ()
    place: bool = False
    weak: bool = False
    carried: bool = False


class Triggers(Concern):
    """Everything that turns mentions into engagements in one language; patterns are over folded text.

    `gate` is searched in the raw folded text of a page: without it nothing is read. `light` are verbs that carry a
    noun trigger, `light_end` those of them that end it, `light_receive` those whose object is received ("accorder une
    audience"); `presided` a participle between a meeting and those who lead it; `be` and `have` the auxiliaries;
    `planned`, `ongoing` and `cancelled` patterns of the statuses; `calls` words that make a meeting a call; `back`
    patterns that make an engagement an earlier one told in passing; `follow` patterns after which an earlier
    engagement is followed up; `stand_ins` pronouns that repeat a noun trigger ("celle effectuée par X"); `verb_marks`
    words before which a form is a verb, `noun_marks` words before which it is none; `bare` prepositions of "en
    visite", "on a visit"; `participles` are endings of participles that look like nouns, `past_endings` endings that
    no noun has; `not_here` words after which a trigger is hypothetical or general; `identified` words after which a
    ranked noun counts what is told elsewhere ("c'est la deuxième visite"); `reflexives` pronouns of reflexive verbs;
    `closing` words after which a visit is told that ends ("au terme d'une visite"), `modifiers` forms that are
    adjectives inside an office ("visiting"), `on_arrival` words for the first day of a visit, `clock` a time of day,
    `same_day` words that put something on the day told before ("dans la matinée"), `loose` dates that date nothing
    ("ces derniers mois"), `announcing` verbs whose day is none of what they announce, `saying` verbs whose day is
    that of a statement ("police said Wednesday"), `margins` words after which a meeting is a gathering of many ("en
    marge de"), `leave` verbs whose object is the place that was visited; `takes_place` words of a relative clause
    that dates its noun; `stay_day` (group `ordinal`, a key of `ordinals`) a day of a stay before its noun; `missed`
    words for what was called off when its day had come; `since` words before a date from which something goes on;
    `gerunds` nouns that open a sentence as a verb ("Meeting with X, she said"); `year_matters` words before a year
    that a matter is for ("a plan for 2023"); `clause_marks` words before a clause with a tense of its own; `visiting`
    words of a guest before his office; `jointly` words that say that several met at once; `restricted` negations that
    "que" makes a restriction; `times` nouns after an ordinal that count what is told elsewhere ("the third time");
    `never_nouns` forms of verbs that no noun has.
    """

    @model_validator(mode="before")
    @classmethod
    def _split_elisions(cls, data: dict[str, object]) -> dict[str, object]:
        """Patterns are matched over tokens joined by blanks: "l'issue" is two of them there."""
        whole = {"gate", "forms"}
        return {
            name: re.sub(r"(?<=\w)'(?=\w)", "' ", value) if isinstance(value, str) and name not in whole else value
            for name, value in data.items()
        }

    gate: str
    verbs: tuple[VerbTrigger, ...] = Field(alias="verb")
    nouns: tuple[NounTrigger, ...] = Field(alias="noun")
    light: str
    light_receive: str
    announcing: str = r"\0"
    presided: str = r"\0"
    light_end: str
    be: tuple[str, ...]
    have: tuple[str, ...]
    passive_by: tuple[str, ...]
    future: str
    infinitive: str
    planned: str
    ongoing: str
    cancelled: str
    negation: tuple[str, ...]
    calls: str
    back: str
    follow: str
    not_here: str
    documents: str
    setting: str
    same: str
    definite: tuple[str, ...]
    internal: str
    stand_ins: tuple[str, ...]
    verb_marks: tuple[str, ...]
    noun_marks: tuple[str, ...]
    bare: tuple[str, ...]
    participles: tuple[str, ...]
    past_endings: tuple[str, ...] = ()
    reflexives: tuple[str, ...] = ()
    identified: str = "(?!)"
    closing: str = "(?!)"
    never_nouns: tuple[str, ...] = ()
    leave: str = "(?!)"
    margins: str = "(?!)"
    loose: str = "(?!)"
    saying: str = "(?!)"
    on_arrival: str = "(?!)"
    clock: str = "(?!)"
    modifiers: tuple[str, ...] = ()
    same_day: str = "(?!)"
    takes_place: str = "(?!)"
    stay_day: str = "(?!)"
    missed: str = "(?!)"
    ordinals: dict[str, int] = Field(default_factory=dict)
    since: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    restricted: tuple[str, ...] = ()
    jointly: str = "(?!)"
    visiting: tuple[str, ...] = ()
    gerunds: tuple[str, ...] = ()
    year_matters: tuple[str, ...] = ()
    clause_marks: tuple[str, ...] = ()


@cache
def load_triggers(code: str) -> Triggers:
    """The triggers of a language."""
    triggers: Triggers = load(code, "triggers", Triggers)
    return triggers
