"""Commands as `entrevue --help` lists them: in groups by what users want to do, each with an example."""

from typing import Any, Final

from typer.core import TyperGroup

GROUPS: Final = (
    ("Read and record", ("read", "add", "explain", "scale"), "entrevue add reports/ --publisher 'Le Matin'"),
    ("Follow the news", ("watch", "alert"), "entrevue watch add https://www.example.org/feed"),
    (
        "Ask",
        (
            *("find", "engagements", "participations", "dyads", "persons", "show", "dossier", "timeline", "network"),
            *("check", "claims", "topics"),
        ),
        "entrevue engagements --state Morocco --state US --since 2023 --csv",
    ),
    (
        "Decide",
        ("review", "accept", "correct", "merge", "split", "reject", "same-person", "not-same-person", "history", "undo", "reply"),
        "entrevue review",
    ),
    ("Keep beside it", ("note", "tag", "collection"), "entrevue collection add 'Dossier for Friday'"),
    ("Hand over", ("export", "import"), "entrevue export xlsx --since 2023 -o engagements.xlsx"),
    ("Look after", ("ledger", "user", "token", "config", "info"), "entrevue ledger backup ledger-$(date +%F).db"),
    ("Serve", ("serve",), "entrevue serve --port 8000"),
)  # fmt: skip


class Grouped(TyperGroup):
    """The commands of the program in their groups; what is in none comes last."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands."""
        named = [name for _, names, _ in GROUPS for name in names]
        others = tuple(name for name in self.list_commands(ctx) if name not in named)
        for title, names, example in (*GROUPS, ("Further", others, "")):
            commands = [(name, self.get_command(ctx, name)) for name in names]
            rows = [(name, command.get_short_help_str(200)) for name, command in commands if command is not None]
            if not rows:
                continue
            with formatter.section(title):
                formatter.write_dl(rows)
                if example:
                    formatter.write(f"{'':{formatter.current_indent}}$ {example}\n")
