"""References: for whom "the two ministers", "they" and "the visitor" stand among the engagements told so far."""

from collections.abc import Collection, Iterator

from entrevue.accounts.cast import Cast
from entrevue.accounts.characters import Character
from entrevue.accounts.drafts import Draft
from entrevue.accounts.frames import Frame
from entrevue.accounts.words import fold
from entrevue.domain.mentions import Actor, ActorKind
from entrevue.domain.reading import Kind

_CONTACTS = frozenset({Kind.MEETING, Kind.CALL})
_NEAR = 3  # sentences after a contact within which "the leaders" are its people


class References:
    """Resolves the references of one report that its engagements answer."""

    def __init__(self, cast: Cast, drafts: list[Draft]) -> None:
        """Take the report's cast and share the list of drafts that the drafter fills."""
        self.cast = cast
        self.drafts = drafts
        self._pairs: dict[int, tuple[Character, ...]] = {}  # whom "les deux ministres" meant, by sentence

    def who(self, actor: Actor, frame: Frame) -> tuple[Character, ...]:
        """The characters of an actor; "the two sides" are those of the last contact told, and "their meeting" is it."""
        they = actor.kind is ActorKind.PRONOUN and actor.plural
        if actor.kind is not ActorKind.PAIR and not they:
            return self._guest(actor) or self._all(actor, frame) or self.cast.who(actor)
        meant = (self._pairs.get(frame.number) or self._pairs.get(frame.number - 1)) if they else None
        pair = meant or self._pair(actor)
        if not they:
            self._pairs[frame.number] = pair
        last = next(self.contacts(()), None)
        told = last is not None and set(pair) <= set(last.parts)
        again = told and frame.noun and frame.definite and frame.kind in _CONTACTS
        return () if again else pair  # "their meeting" is the one told before

    def contacts(self, roles: Collection[str]) -> Iterator[Draft]:
        """The contacts told so far between two people of these roles, the last first."""
        for draft in reversed(self.drafts):
            people = [c for c in draft.parts if not c.plural and not c.state and c.has_role(roles)]
            if draft.kind is not Kind.VISIT and len(people) >= 2:
                yield draft

    def _pair(self, actor: Actor) -> tuple[Character, ...]:
        """For whom "les deux ministres" or "they" stands: the two of the last contact that fits, else of the last told."""
        roles = self.cast.pair_roles(actor)
        last = next(self.contacts(roles[:1]), None) or next(self.contacts(roles), None)
        if last is None or self.cast.number(actor) > 2:
            return self.cast.who(actor)
        return tuple(c for c in last.parts if not c.plural and c.has_role(roles))[:2]

    def _all(self, actor: Actor, frame: Frame) -> tuple[Character, ...]:
        """For whom "the leaders" stands where no number is told: all of the contacts told last."""
        words = fold(self.cast.text[actor.start : actor.end]).split()
        if actor.name is not None or not actor.definite or len(words) > 2 or words[-1] not in self.cast.grammar.pairs:
            return ()
        roles = self.cast.grammar.pair_roles.get(words[-1], ())
        near = [d for d in self.contacts(roles) if frame.number - d.frames[-1].number <= _NEAR and not d.title_only]
        last = [draft for draft in near if draft.frames[-1].number == near[0].frames[-1].number]
        if frame.kind in _CONTACTS:  # no meeting of all who met one by one
            last = [draft for draft in near if draft.kind in _CONTACTS][:1]
        return tuple(dict.fromkeys(c for d in reversed(last) for c in d.named_in_order if c.has_role(roles)))

    def _guest(self, actor: Actor) -> tuple[Character, ...]:
        """Whoever "the visitor" or "the delegation" is: the visitor of the engagement told last."""
        party = actor.role == "delegation" and actor.definite
        if not (actor.role == "guest" or party) or actor.name is not None:
            return ()
        for draft in reversed(self.drafts):
            guests = draft.visitors or self._away(draft)
            fitting = [c for c in guests if actor.country in {None, c.country}]
            if len(fitting) == 1:
                return tuple(fitting)
        return ()

    @staticmethod
    def _away(draft: Draft) -> set[Character]:
        """Those of a contact who come from elsewhere than its place."""
        if draft.spot is None or draft.kind is Kind.CALL:
            return set()
        return {c for c in draft.people if c.country != draft.spot.country and (c.country or c.international)}
