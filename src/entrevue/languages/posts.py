"""Schema of `posts.toml`: the words of offices, as far as it takes to tell one post from another."""

from functools import cache
from typing import ClassVar

from pydantic import Field

from entrevue.languages import Concern, load
from entrevue.languages.checking import Duty, Post, Role, State, Words


class Posts(Concern):
    """What a language calls posts, as it is written; the longest phrase that fits is taken."""

    file: ClassVar[str] = "posts"

    roles: dict[Role, Words] = Field(default_factory=dict, description="What each role is called.")
    fields: dict[Duty, Words] = Field(default_factory=dict, description="What each field of duty is called.")
    posts: dict[Post, Words] = Field(
        default_factory=dict, description="Phrases that tell role and field of duty at once: spy chief."
    )
    sides: dict[State, dict[Post, Words]] = Field(
        default_factory=dict, description="The same for the posts of one state alone: the secretary of state of the US."
    )
    deputies: Words = Field(default=(), description="Words that make a post another, lower one.")
    former: Words = Field(default=(), description="Words that make a post one that is held no more.")
    empty: Words = Field(default=(), description="Words beside a role that tell no duty.")
    owners: Words = Field(
        default=(), description="Words that only say whose a post is, where they are no demonym of the atlas: UK."
    )
    joining: Words = Field(default=(), description='Words between two posts of one person: "president and minister".')
    ministries: Words = Field(default=(), description="Words for the house of a minister.")
    bodies: dict[str, Words] = Field(
        default_factory=dict, description="Names of organisations that the atlas lacks, by their id there."
    )


@cache
def load_posts(code: str) -> Posts:
    """What a language calls posts."""
    return load(code, Posts)
