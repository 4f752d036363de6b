"""`make chaos`, or `python -m tests.chaos [--renders 40] [--seed 1] [--campaigns 1] [--without intent]`.

One line a campaign; the exit status says whether anything was lost or paid twice.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.chaos.campaign import WITHOUT, Plan, run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--renders", type=int, default=40, help="films of a campaign")
    parser.add_argument("--seed", type=int, default=1, help="of the first campaign; the next ones count on")
    parser.add_argument("--campaigns", type=int, default=1)
    parser.add_argument("--without", choices=WITHOUT, default="", help="take a safeguard out: then it must fail")
    chosen = parser.parse_args()
    wrong = 0
    for seed in range(chosen.seed, chosen.seed + chosen.campaigns):
        folder = Path(tempfile.mkdtemp(prefix="pixstudio-chaos-"))
        report = run(Plan(renders=chosen.renders, seed=seed, without=chosen.without), folder)
        sys.stdout.write(f"{report}\n")
        sys.stdout.flush()
        wrong += bool(report.wrong)
        if report.wrong:
            sys.stdout.write(f"Its data is in {folder}\n")
        else:
            shutil.rmtree(folder)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
