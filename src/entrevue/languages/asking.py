"""Schema of `asking.toml`: the words with which a language asks for engagements."""

from functools import cache
from typing import ClassVar

from pydantic import Field

from entrevue.languages import Concern, load
from entrevue.languages.checking import Class, Kind, State, Status, Step, Topic, Unit, Words


class Asking(Concern):
    """The words with which a reader asks for engagements, as they are written; the longest phrase that fits is taken."""

    file: ClassVar[str] = "asking"

    filler: Words = Field(description='Words that ask for nothing by themselves: "all", "who met".')
    at: Words = Field(description="Words before a place where something happened.")
    heads: Words = Field(description='Words that say nothing beside an organisation: the CIA\'s "director".')
    plurals: Words = Field(
        default=(), description="Endings without which an office in the plural may be known: ministers, minister."
    )
    kinds: dict[Kind, Words] = Field(description="What each kind of engagement is called.")
    statuses: dict[Status, Words] = Field(description="What each status is called; nobody need ask for what was held.")
    topics: dict[Topic, Words] = Field(description="What each class of the topic scheme is called.")
    roles: dict[Class, Words] = Field(
        description="What holders of a class of office are called, beside what `posts` tells: spy chiefs."
    )
    states: dict[State, Words] = Field(
        default_factory=dict, description="Abbreviations and names of states that neither CLDR nor the atlas has."
    )
    short_states: Words = Field(
        default=(), description="Codes of two letters that are understood in small letters too, where others are words."
    )
    since: Words = Field(description="Words that open a span of time of which the beginning is told.")
    until: Words = Field(description="Words that open a span of time of which the end is told.")
    between: Words = Field(description="Words that open a span of time of which both ends are told.")
    to: Words = Field(description="Words between both ends of a span of time.")
    times: dict[Step, Words] = Field(
        description="Phrases for a span counted from today: `week -1` is the week before this one."
    )
    past: Words = Field(description='Words beside a number of `units` that has gone by: the "last" seven days.')
    units: dict[Unit, Words] = Field(description="What a unit of time is called beside a number.")


@cache
def load_asking(code: str) -> Asking:
    """The words with which a language asks."""
    return load(code, Asking)
