"""The capacity in which somebody acts, and whether two tellings of it are one post."""

from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from entrevue.identity.organisations import bodies_in, ministry_fields, organisation_key
from entrevue.identity.posts import OTHER, Post, is_group, posts_of

SINGLE = {"state", "crown", "government"}  # a state has one holder at a time
_NEAR = (frozenset({"head", "commander"}), frozenset({"head", "secretary"}), frozenset({"envoy", "representative"}))
_STAFF = {"spokesperson", "adviser", "member", "judge", "attache"}  # roles that many hold in one organisation
_CHIEFS = {"head", "state", "government", "minister", "commander", "secretary", "representative"}


class Held(Enum):
    """What two tellings of an office say of whether it is one post."""

    SAME = "one post"
    LIKE = "one post as far as told"
    ROLE = "one role, another duty"
    UNKNOWN = "no post told by both"
    OTHER = "two posts"


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity: `capacity` gives the same one again
class Capacity:
    """What somebody acts as: the posts told, the keys of the organisations told, the state."""

    posts: tuple[Post, ...]
    bodies: frozenset[str]
    country: str | None
    group: bool = False  # several people at once


@lru_cache(maxsize=200_000)
def capacity(office: str | None, organization: str | None, country: str | None) -> Capacity:
    """The capacity that office, organisation and state tell together."""
    told = posts_of(office or "", country)
    bodies = set(bodies_in(office or "", country))
    if organization:
        bodies.add(organisation_key(organization, country))
        told = told or _ministers(organization)
    if bodies:  # the president of an organisation is its head
        told = tuple(replace(post, role="head") if _presides(post, office or "") else post for post in told)
    return Capacity(told, frozenset(bodies), country, is_group(office or ""))


def _ministers(organization: str) -> tuple[Post, ...]:
    """Who acts for a ministry and is not named is taken for its minister."""
    fields = ministry_fields(organization)
    return (Post("minister", frozenset(fields)),) if fields else ()


@lru_cache(maxsize=200_000)
def held_alike(one: Capacity, other: Capacity) -> Held:
    """Whether two capacities are one post; sides are compared by the caller."""
    if one.bodies and other.bodies and not one.bodies & other.bodies and not _unkeyed(one, other):
        return Held.OTHER
    if not one.posts or not other.posts:
        return Held.UNKNOWN
    verdicts = {_alike(a, b, bool(one.bodies & other.bodies)) for a in one.posts for b in other.posts}
    if _leads(one, other) or _leads(other, one):
        verdicts.add(Held.LIKE)
    return next(held for held in (Held.SAME, Held.LIKE, Held.ROLE, Held.UNKNOWN, Held.OTHER) if held in verdicts)


def _unkeyed(one: Capacity, other: Capacity) -> bool:
    """Whether an organisation is known by its words alone, which two reports may choose differently."""
    return any(":" in key for key in one.bodies | other.bodies)


def _alike(one: Post, other: Post, one_body: bool) -> Held:
    if one.deputy != other.deputy or one.former != other.former:
        return Held.ROLE if one.role == other.role else Held.OTHER
    if one_body and not {one.role, other.role} & _STAFF:
        return Held.SAME  # who leads an organisation is called director, commissioner, secretary general
    near = one.role == other.role or frozenset({one.role, other.role}) in _NEAR
    if not near:
        unread = any(post.role == "head" and OTHER in post.fields for post in (one, other))
        return Held.UNKNOWN if unread else Held.OTHER
    shared = one.fields & other.fields
    if one_body or shared - {OTHER} or (one.role == other.role and one.role in SINGLE):
        return Held.SAME
    if shared:
        return Held.LIKE
    if one.fields and other.fields:
        return Held.ROLE
    return Held.LIKE


def _leads(vague: Capacity, other: Capacity) -> bool:
    """Whether a chief of whom no duty and no organisation is understood can be this chief."""
    chief = any(post.role == "head" and not post.fields and not post.former for post in vague.posts)
    chiefs = (post for post in other.posts if post.role in _CHIEFS and not post.former)
    return chief and not vague.bodies and any(not post.deputy for post in chiefs)


def _presides(post: Post, office: str) -> bool:
    return post.role == "state" and bool(bodies_in(office))
