"""`make bench`: run every benchmark and print one JSON line for each figure."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path


def main() -> None:
    """Run the modules beside this one, each in its own name space."""
    here = Path(__file__).resolve()
    sys.path.insert(0, str(here.parent))
    for module in sorted(here.parent.glob("*.py")):
        main_of = runpy.run_path(str(module)).get("main")
        if module != here and main_of:
            main_of()


if __name__ == "__main__":
    main()
