"""The capacity in which somebody acts, and whether two tellings of it are one post."""

from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from entrevue.identity.organisations import bodies_in, organisation_key
from entrevue.identity.posts import Post, posts_of

_SINGLE = {"state", "crown", "government"}  # a state has one holder at a time
_NEAR = (frozenset({"head", "commander"}), frozenset({"head", "secretary"}), frozenset({"envoy", "representative"}))


class Held(Enum):
    """What two tellings of an office say of whether it is one post."""

    SAME = "one post"
    LIKE = "one post as far as told"
    ROLE = "one role, another duty"
    UNKNOWN = "no post told by both"
    OTHER = "two posts"


@dataclass(frozen=True, slots=True)
class Capacity:
    """What somebody acts as: the posts told, the keys of the organisations told, the state."""

    posts: tuple[Post, ...]
    bodies: frozenset[str]
    country: str | None


@lru_cache(maxsize=200_000)
def capacity(office: str | None, organization: str | None, country: str | None) -> Capacity:
    """The capacity that office, organisation and state tell together."""
    told = posts_of(office or "", country)
    bodies = set(bodies_in(office or "", country))
    if organization:
        bodies.add(organisation_key(organization, country))
    if bodies:  # the president of an organisation is its head
        told = tuple(replace(post, role="head") if _presides(post, office or "") else post for post in told)
    return Capacity(told, frozenset(bodies), country)


def held_alike(one: Capacity, other: Capacity) -> Held:
    """Whether two capacities are one post; sides are compared by the caller."""
    if one.bodies and other.bodies and not one.bodies & other.bodies and not _unkeyed(one, other):
        return Held.OTHER
    if not one.posts or not other.posts:
        return Held.UNKNOWN
    verdicts = {_alike(a, b, bool(one.bodies & other.bodies)) for a in one.posts for b in other.posts}
    return next(held for held in (Held.SAME, Held.LIKE, Held.ROLE, Held.OTHER) if held in verdicts)


def _unkeyed(one: Capacity, other: Capacity) -> bool:
    """Whether an organisation is known by its words alone, which two reports may choose differently."""
    return any(":" in key for key in one.bodies | other.bodies)


def _alike(one: Post, other: Post, one_body: bool) -> Held:
    near = one.role == other.role or frozenset({one.role, other.role}) in _NEAR
    if not near or one.deputy != other.deputy:
        return Held.OTHER
    if one_body or one.fields & other.fields or (one.role == other.role and one.role in _SINGLE):
        return Held.SAME
    if one.fields and other.fields:
        return Held.ROLE
    return Held.LIKE


def _presides(post: Post, office: str) -> bool:
    return post.role == "state" and bool(bodies_in(office))
