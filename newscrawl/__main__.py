"""python -m newscrawl: the command."""

from newscrawl.cli import main

main()
