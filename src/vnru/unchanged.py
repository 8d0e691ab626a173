"""A run with nothing to do, recognised before anything is read, or even imported.

A run that has published leaves a stamp beside the ledger: a digest of all that its result depends
on, and what the same call has to say if it is repeated. As long as the digest holds, saying it is
all there is to do. The digest covers

- the call: its arguments, the folder and the user it was made by, the environment we look at;
- the program: Python, each of our files, and when a package was last installed or removed;
- the configuration file, by its bytes;
- a look (`vnru.look`) at the article files, at the output folder, and at the ledger.

Whatever moves, the run is a full one, which compares bytes; so it is without a stamp, or with one
that is damaged or of another version. It may be deleted at any time: no byte of the output changes.

Nothing is believed that might be half true. The articles are looked at before they are read, and
if the last change was too recent for the next one to be told apart, there will be no stamp. The
published files are looked at after the last one was renamed, and there is no stamp where somebody
else wrote one meanwhile: ours were all written before the ledger, or before the run began.

This module is imported before all others: what it imports in its turn has to be small.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b

from vnru import files
from vnru.look import Look
from vnru.publish.lock import locked

_VERSION = "vnru stamp 1"
_STATE, _STAMP, _LEDGER, _STAGE = ".vnru", "stamp", "ledger", "stage"
_TICK = 0.02  #: seconds after which one change can be told from the next, unless clocks are coarse
_DAY = 86_400  #: seconds
_ALWAYS = (0, 10**9)

#: From and to which day (counted from 1970 in UTC) a result holds, both included.
Days = tuple[int, int]
