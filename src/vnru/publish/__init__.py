"""The only writer: brings an edition to disk so that no reader ever sees half of it.

    with Publisher.open(out) as publisher:  # locks the folder
        ledger = advanced(corpus, config, publisher.ledger, now)
        changes = publisher.publish(plan(corpus, config, ledger), ledger)

The way of a run: lock; sweep the stage; compare each file with the bytes on disk and write what
differs to the stage; refuse whatever can be foreseen to fail; fsync the stage; **write the ledger
ahead**, listing the old files and the new; make folders; rename the staged files in the order of
the plan (pages before the feeds that link to them); remove what is ours and no longer made (feeds
before pages); write the final ledger. Between two steps, the folders are fsynced. A run that finds
nothing to do opens nothing for writing but the lock, and leaves every time stamp as it is.

What a kill or a power cut leaves, and why the next run heals it:

- before the ledger is written ahead: a stage. It lies in a fixed place and is swept.
- after it, before or among the renames: some files old, some new, each whole, as it was on the disk
  before it got its name. They are compared by their bytes, never by a manifest or a time stamp,
  so the rest is renamed then. The instants of corrections are in the ledger already, and
  `Ledger.advance` never moves them twice. New files are listed already: should the next edition
  not have them, they and their folders are removed.
- among the removals: what is left is still listed, so it is removed then.
- before the final ledger: removed files are listed; removing what is not there is no error.

The ledger lists what may be removed, nothing else is: foreign files stay. Without a ledger, or
with a damaged one, nothing is removed.
"""

from __future__ import annotations

import importlib

TYPE_CHECKING = False  # as in `vnru`
if TYPE_CHECKING:
    from vnru.publish.changes import Changes
    from vnru.publish.publisher import Publisher
    from vnru.publish.status import Status

__all__ = ["Changes", "Publisher", "Status"]


def __getattr__(name: str) -> object:
    """Import the writer when it is first used: a run with nothing to do needs the lock alone."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{name.lower()}"), name)
