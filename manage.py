#!/usr/bin/env python
"""Django's command line for PixStudio: `python manage.py studio` starts everything."""

import os
import sys

from pixstudio.refusal import RefusalError

BAD_SETTINGS = 3  # the exit status scripts can tell from a film that failed


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pixstudio.settings")
    try:
        return launch() if sys.argv[1:2] == ["studio"] else django()
    except RefusalError as refusal:
        sys.stderr.write(f"{refusal}\n")
        return BAD_SETTINGS


def launch() -> int:
    """Supervising needs no Django; without it the studio answers a second sooner."""
    from pixstudio.launcher import start

    return start.main(sys.argv[2:])


def django() -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
    return 0


if __name__ == "__main__":
    sys.exit(main())
