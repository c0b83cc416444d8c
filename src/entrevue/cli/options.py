"""Options that several commands share, declared once: a giver takes them and makes one value of them."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, get_type_hints


def with_options(*givers: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the options of `givers`: what each makes of them becomes the argument of its name.

    def query(state: …, since: …) -> Query: …

    @with_options(query)
    def engagements(query: Query, limit: … = 50): …    # on the command line --state, --since and --limit
    """

    def given(command: Callable[..., Any]) -> Callable[..., Any]:
        own = inspect.signature(command).parameters
        options = {giver: inspect.signature(giver).parameters for giver in givers}
        names = {giver.__name__ for giver in givers}

        @wraps(command)
        def run(**told: Any) -> Any:
            made = {giver.__name__: giver(**{name: told.pop(name) for name in options[giver]}) for giver in givers}
            return command(**told, **made)

        kept = [one for name, one in own.items() if name not in names]
        arguments = [one for one in kept if one.default is inspect.Parameter.empty]
        added = [one for taken in options.values() for one in taken.values()]
        hints = {name: hint for giver in givers for name, hint in get_type_hints(giver, include_extras=True).items()}
        hints |= get_type_hints(command, include_extras=True)
        parameters = [*arguments, *added, *(one for one in kept if one not in arguments)]
        keyword = inspect.Parameter.KEYWORD_ONLY
        run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [one.replace(kind=keyword, annotation=hints[one.name]) for one in parameters]
        )
        run.__annotations__ = {one.name: hints[one.name] for one in parameters}
        del run.__wrapped__
        return run

    return given
