"""Classes of office: what joins "chef du renseignement", "director of the CIA" and "spy chief" into one question."""

from functools import cache, lru_cache

from entrevue.atlas.tables import organisations
from entrevue.identity.organisations import bodies_in
from entrevue.identity.posts import Post, posts_of
from entrevue.languages import closed

CLASSES = closed.CLASSES
_ROLES = {
    "state": "head-of-state",
    "government": "head-of-government",
    "crown": "royal",
    "commander": "military",
    "ambassador": "ambassador",
    "charge": "ambassador",
    "consul": "ambassador",
    "envoy": "envoy",
    "speaker": "parliament",
    "member": "parliament",
    "judge": "justice",
    "mayor": "local",
    "governor": "local",
}
# of a minister, beside being one; fields in the order in which they count
_MINISTERS = {
    "foreign": "foreign",
    "defence": "defence",
    "interior": "interior",
    "security": "interior",
    "justice": "justice",
    "finance": "economy",
    "economy": "economy",
    "trade": "economy",
}
_HEADS = {
    "intelligence": "intelligence",
    "police": "police",
    "army": "military",
    "navy": "military",
    "air": "military",
    "commission": "international",
    "council": "international",
    "bank": "central-bank",
}
_HOUSES = {"intelligence": "intelligence", "police": "police", "military": "military"}
_HEADING = frozenset({"head", "secretary", "commander"})  # roles that head the body that they are told with


@lru_cache(maxsize=50_000)
def office_classes(office: str | None, organisation: str | None = None, country: str | None = None) -> frozenset[str]:
    """The classes of an office held at an organisation for a state; deputies and former holders are of none."""
    posts = posts_of(office, country) if office else ()
    houses = _houses(f"{organisation or ''} | {office or ''}", country)
    return frozenset(one for post in posts if not post.deputy and not post.former for one in _of(post, houses))


def _of(post: Post, houses: frozenset[str]) -> set[str]:
    if post.role == "minister":
        return {"minister", *(name for field, name in _MINISTERS.items() if field in post.fields)}
    if post.role == "representative":
        return {"foreign"} if "foreign" in post.fields else {"envoy"}
    if post.role == "adviser":
        return {"security-adviser"} if "security" in post.fields else set()
    if post.role == "governor" and "bank" in post.fields:
        return {"central-bank"}
    found = {name for field, name in _HEADS.items() if field in post.fields and post.role in _HEADING}
    if post.role in _HEADING and not found:
        found = set(houses)
    return found or ({_ROLES[post.role]} if post.role in _ROLES else set())


def _houses(text: str, country: str | None) -> frozenset[str]:
    """What heading the bodies that a text names makes somebody."""
    kinds = _kinds()
    named = [kinds[body] for body in bodies_in(text, country)]
    return frozenset(name for kind, international in named if (name := _house(kind, international=international)))


def _house(kind: str, *, international: bool) -> str | None:
    return "international" if international else _HOUSES.get(kind)


@cache
def _kinds() -> dict[str, tuple[str, bool]]:
    return {body.id: (body.kind, body.international) for body in organisations()}
