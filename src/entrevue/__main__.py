"""`python -m entrevue` is the command line."""

from entrevue.cli import main

main()
