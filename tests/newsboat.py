"""The reader of feeds that people use in a terminal, run as they run it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from conftest import requires


def newsboat(home: Path, *arguments: str) -> str:
    """Run newsboat in a home of its own: `urls`, `config` and `cache` lie there."""
    requires("newsboat")
    command = ["newsboat", "-u", home / "urls", "-c", home / "cache", "-C", home / "config"]
    done = subprocess.run(
        [*command, *arguments],
        env={"HOME": str(home), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()
