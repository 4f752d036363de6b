"""The provider over HTTP without Django: `python -m jobs.sandbox --port 8090`."""

import argparse
import sys

from jobs.sandbox.running import NotStarted, Options, add_options, run


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m jobs.sandbox", description=__doc__)
    add_options(parser)
    options = Options.of(vars(parser.parse_args()))
    try:
        run(options, ready=lambda base: print(base, flush=True))  # noqa: T201 - its output
    except NotStarted as error:
        sys.exit(f"Cannot listen on {options.host}:{options.port}: {error}.")


if __name__ == "__main__":
    main()
