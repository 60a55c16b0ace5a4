"""`make fuzz`: feeds the targets with changed vectors for FUZZ_SECONDS.

What is found is written into `corpus/`, where `make test` feeds it again ever after.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["amnesty"]):
    import targets


def main() -> None:
    """Feed the targets until the time is over or something foreign comes out."""
    with tempfile.TemporaryDirectory() as folder:
        for name, octets in targets.seeds().items():
            Path(folder, name).write_bytes(octets)
        arguments = [
            sys.argv[0],
            folder,
            f"-max_total_time={os.environ.get('FUZZ_SECONDS', '600')}",
            f"-artifact_prefix={targets.FINDINGS}{os.sep}",
            "-max_len=4096",
            "-timeout=10",
            "-rss_limit_mb=1024",
            "-print_final_stats=1",
        ]
        atheris.Setup(arguments, targets.feed)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
