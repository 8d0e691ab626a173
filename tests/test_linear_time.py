"""Reading takes time in proportion to the text, whatever the text.

Two proofs, neither of which looks at a clock: the calls made (Python's own and the library's) grow
no faster than the text; and, as a regular expression that backtracks makes no calls, a process
that reads long texts must not run out of a limit of processor time that is far above its need.

    python tests/test_linear_time.py [CHARACTERS]     reads every shape, and says how long
"""

from __future__ import annotations

import faulthandler
import itertools
import os
import resource
import signal
import subprocess
import sys
import time

import pytest

from vnru.config import Limits
from vnru.reading import read

#: What is repeated: all that some rule looks for, half of it unfinished.
UNITS = (
    # white space, signs, letters
    *" \n\t\xa0\u202f.,;:!?…'’\"“”«»()[]<>&/-–•*_|@#%+=\\",
    *("é", "đ", "œ", "😀", "Ж", "a", "A", "1"),
    *("« ", " »", " – ", "- ", " -", "((", "()", "<<", "../", " /", ". ", ".A", ".\n"),
    *("a ", "A ", "a, ", "a. ", "A. ", "a’", "a-", "A-", "A/", "a\n", "A\n", "a.\n"),
    *("a\n\n", "A\n\n", "a ?\n\n", "- a\n", "- a\n\n", ".\n\n", "1. a\n\n"),
    *("1 ", "1,", "1.", "12/", "2024 ", "2024-", "(1", "1)"),
    # what is cleaned
    *("\r", "\r\n", "\x0b", "\x08", "\u200b", "\xad", "e\u0301", "\u0323\u0301a", "\ufeff"),
    # words that call for others
    *("de ", "De ", "de la ", "l’", "d’", "du ", "le ", "les ", "et ", "a ", "que ", "selon "),
    # days
    *("le 3 ", "3 mars", "le 3 mars ", "le 3 mai ", "mars ", "lundi ", "du 8 au 11 mai "),
    *("jeudi 31octobre 2024 ", "1er ", "le ", "sera ", "depuis le 3 mars ", "3 mars 1950 "),
    # datelines, signatures, captions, furniture
    *("VNA", "VNA/", "VNA ", "- VNA", "(VNA) ", "(VNA) - ", "VNA\n", "VNA\n\n", "A/VNA\n\n"),
    *("Hanoï (VNA) – ", "Hanoï, ", "Hanoï, 17 octobre (", "Hanoï (VNA) – A.\n\n", "Bà Ria - "),
    *("Photo", "Photo :", "Photo : VNA ", "photo - ", "(photo ", "ảnh 1 ", "Photo : VNA\n"),
    *("Photo : VNA\n\n", "La vue\nPhoto : VNA\n\n", "(à gauche) ", ">> ", ">>", ">> a\n\n"),
    # people, places, topics
    *("Tô Lâm ", "Tô Lâm et ", "V. Titov, ", "V. ", "Bui Thanh Son ", "Nguyen ", "Bui-", "PhanVan"),
    *("ministre ", "ministre de ", "le ministre russe de la Défense, ", "Premier ministre Pham "),
    *("les ministres A et B, ", "M. ", "Mme ", "président ", "ambassadeur de Russie V. Titov "),
    *("Hanoï ", "Hô Chi Minh-Ville ", "Russie ", "laRussie", "Fédération de ", "Union "),
    *("énergie ", "énergie nucléaire ", "énergie, ", "accord de libre-échange ", "un accord."),
    *("visite ", "visite officielle ", "75e anniversaire ", "coopération dans la ", "culture.Les "),
    *("<b>", "</a>", "<!--", "]]>", "&amp;", "{{", "www.a.b/"),
)


def bare(text: str) -> str:
    return text


def framed(text: str) -> str:
    half = len(text) // 2
    return (
        f" date 2024-05 Le ministre a reçu {text[:half]} fin.\n\n{text[half:]} fin\n\nLa fin. - VNA"
    )


SHAPES = {
    f"{frame.__name__} {unit!a}": (frame, unit)
    for frame, unit in itertools.product((bare, framed), dict.fromkeys(UNITS))
}
#: Found by chance, and slow once.
SHAPES |= {
    "spaces behind a stop": (lambda text: f"Le titre. {text}a", " "),
    "spaces behind a comma": (lambda text: f" date 2024-05 Hanoï,{text}(VNA", " "),
    "marks out of order": (lambda text: f"a{text}", "\u0315\u0300"),
}

UNLIMITED = Limits(file_bytes=1 << 40, paragraph_chars=1 << 40)


def shaped(name: str, length: int) -> bytes:
    frame, unit = SHAPES[name]
    return frame((unit * (length // len(unit) + 1))[:length]).encode()


def calls(data: bytes) -> int:
    """Return how many calls reading makes, of functions in Python and in C."""
    count = 0

    def count_call(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(count_call)
    try:
        read(data, "a.txt", limits=UNLIMITED)
    finally:
        sys.setprofile(None)
    return count


@pytest.fixture(scope="module", autouse=True)
def warm():
    """Load lexicons, compile expressions: once, and not counted."""
    read(framed("Tô Lâm (VNA) le 3 mars").encode(), "a.txt")


@pytest.mark.skipif(sys.getprofile() is not None, reason="a profiler or tracer counts already")
@pytest.mark.parametrize("shape", SHAPES)
def test_calls_grow_no_faster_than_the_text(shape):
    short, long = (calls(shaped(shape, length)) for length in (500, 8_000))
    assert long <= 16 * 1.25 * short + 2_000


CHARACTERS = 1_000_000 if os.environ.get("VNRU_HYPOTHESIS") == "thorough" else 50_000
SECONDS = 20  # of the processor, for one text: many times the need


def test_no_text_hangs():
    run = subprocess.run(
        [sys.executable, __file__, str(CHARACTERS)], capture_output=True, text=True, check=False
    )
    last = run.stdout.splitlines()[-1] if run.stdout else "nothing"
    assert 0 == run.returncode, f"reading {last} takes too long:\n{run.stderr}"


def main(length: int) -> None:
    """Read every shape under a limit of processor time; print each, with the seconds it took."""
    faulthandler.register(signal.SIGXCPU, chain=True)  # where it hangs, before it is ended
    for shape in SHAPES:
        data = shaped(shape, length)
        sys.stdout.write(shape)
        sys.stdout.flush()
        begin = time.process_time()
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(begin) + SECONDS, most))
        read(data, "a.txt", limits=UNLIMITED)
        sys.stdout.write(f": {time.process_time() - begin:.2f} s\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else CHARACTERS)
