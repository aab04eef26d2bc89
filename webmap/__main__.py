"""`python -m webmap` is `projectmap`."""

from webmap.cli import main

main()
