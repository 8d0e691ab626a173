"""`python -m vnru` is the command `vnru`."""

from vnru.cli import run

run()
