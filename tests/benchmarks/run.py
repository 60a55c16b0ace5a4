"""`make bench`: run every benchmark and print one JSON line for each figure.

What it is at, and for how long, is told beside them, on standard error.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from time import perf_counter


def main() -> None:
    """Run the modules beside this one, each in its own name space."""
    here = Path(__file__).resolve()
    sys.path.insert(0, str(here.parent))
    for module in sorted(here.parent.glob("*.py")):
        main_of = runpy.run_path(str(module)).get("main")
        if module != here and main_of:
            print(f"{module.stem}: begun", file=sys.stderr, flush=True)
            begun = perf_counter()
            main_of()
            seconds = round(perf_counter() - begun)
            print(f"{module.stem}: {seconds} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
