"""References: for whom "the two ministers", "they" and "the visitor" stand among the engagements told so far."""

from collections.abc import Collection, Iterator

from entrevue.accounts.cast import Cast, Character
from entrevue.accounts.drafts import Draft
from entrevue.accounts.frames import Frame
from entrevue.domain.mentions import Actor, ActorKind
from entrevue.domain.reading import Kind


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
            return self._guest(actor) or self.cast.who(actor)
        meant = (self._pairs.get(frame.number) or self._pairs.get(frame.number - 1)) if they else None
        pair = meant or self._pair(actor)
        if not they:
            self._pairs[frame.number] = pair
        last = next(self.contacts(()), None)
        told = last is not None and set(pair) <= set(last.parts)
        again = told and frame.noun and frame.definite and frame.kind in {Kind.MEETING, Kind.CALL}
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

    def _guest(self, actor: Actor) -> tuple[Character, ...]:
        """Whoever "the visitor" is: the visitor of the engagement told last."""
        if actor.role != "guest" or actor.name is not None:
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
