"""The command line: read the configuration, make one library call, render, choose an exit code.

Exit codes: 0 done · 1 differences found, or an unexpected failure · 2 usage or configuration ·
3 published, some inputs refused or held back · 65 no article where a site stands · 74 cannot read
or write · 75 another run holds the lock · 130/143 interrupted.
"""

from __future__ import annotations

import click

from vnru.cli import adding, plotting, publishing, records


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="vnru")
def main() -> None:
    """Turn press articles about Vietnam–Russia relations into feeds by topic."""


for _command in (
    publishing.regenerate,
    publishing.check,
    publishing.serve,
    records.show,
    records.list_,
    records.topics,
    records.export,
    plotting.plot,
    adding.add,
):
    main.add_command(_command)
