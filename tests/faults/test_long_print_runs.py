"""A queue of thousands is printed in runs, and memory does not grow with it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LONG = os.environ.get("FAULTS") == "long"
RUNS, SIZE = (10, 500) if LONG else (4, 12)
ALLOWANCE = 1.1
"""What the last run may need of the memory that the second one needed."""

WORK = """
import resource, runpy, sys
from hashlib import sha256
from dataclasses import replace
bench = runpy.run_path({bench!r})
from amnesty.papers.run import Printed, draw_run
from amnesty.services.reading_back import require_all
from amnesty.credential.claims import encode_claims
from amnesty.credential.token import qr_text
from amnesty.domain.identifiers import new_certificate_number

runs, size = {runs}, {size}
seen, peaks = set(), []
for run in range(runs):
    papers = []
    for at in range(size):
        serial = run * size + at + 1
        chance = sha256(serial.to_bytes(2, "big")).digest()
        certificate = replace(
            bench["_CERTIFICATE"],
            number=new_certificate_number(bytes(one % 248 for one in chance)),
            token_id=serial.to_bytes(16, "big"),
        )
        text = qr_text(bytes(111) + encode_claims(certificate))
        papers.append((Printed(serial=serial, page=bench["_page"](certificate)), text))
        seen.add(certificate.number)
    drawn = draw_run(bench["_count"](), [one for one, _ in papers])
    require_all(
        drawn.pdf, [(one.page, text) for one, text in papers], first=drawn.first_page
    )
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
assert len(seen) == runs * size
print(peaks[1], peaks[-1], len(drawn.pdf) // size)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell the peak")
@pytest.mark.timeout(3600)
def test_memory_is_flat_over_thousands_of_certificates() -> None:
    """Each run is drawn, read back and let go before the next."""
    bench = Path(__file__).parents[1] / "benchmarks" / "certificate.py"
    work = WORK.format(bench=str(bench), runs=RUNS, size=SIZE)
    done = subprocess.run(
        [sys.executable, "-c", work], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    second, last, _weight = map(int, done.stdout.split())
    assert last <= second * ALLOWANCE
