"""Schema of `posts.toml`: the words of offices, as far as it takes to tell one post from another."""

from functools import cache

from pydantic import Field

from entrevue.languages import Concern, load


class Posts(Concern):
    """What a language calls posts. Phrases stand as they are written; code folds them and takes the longest that fits.

    `roles` maps a role (state, crown, government, minister, head, commander, ambassador, charge, consul, attache, envoy,
    representative, secretary, speaker, adviser, spokesperson, judge, member, mayor, governor, scholar) to its words;
    `fields` maps a field of duty to its words; `posts` maps "role" or "role field" to phrases that are both at once;
    `sides` does so for single states (ISO 3166 alpha-2); `deputies` make a post another, lower one; `former` make it one
    that is held no more; `empty` are words beside a role that tell no duty; `ministries` are words for a minister's
    house; `bodies` maps ids of the atlas to further names of the organisation.
    """

    roles: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    fields: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    posts: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    sides: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    deputies: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    ministries: tuple[str, ...] = ()
    bodies: dict[str, tuple[str, ...]] = Field(default_factory=dict)


@cache
def load_posts(code: str) -> Posts:
    """What a language calls posts."""
    posts: Posts = load(code, "posts", Posts)
    return posts
