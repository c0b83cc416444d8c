"""What each role may do: the one place that says so."""

from dataclasses import dataclass

from entrevue.domain.users import Role, Scope, Token, User

PERMISSIONS: dict[Role, frozenset[Scope]] = {
    Role.READER: frozenset({Scope.READ}),
    Role.EDITOR: frozenset({Scope.READ, Scope.DECIDE, Scope.MODERATE}),
    Role.ADMINISTRATOR: frozenset(Scope),
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever makes a request: a user by sign-in or by token, or anybody."""

    user: User | None = None
    token: Token | None = None

    def may(self, scope: Scope) -> bool:
        """Whether the visitor has a permission: the role's, and where a token is shown, the token's too."""
        if self.user is None or not self.user.active:
            return False
        return scope in PERMISSIONS[self.user.role] and (self.token is None or scope in self.token.scopes)
