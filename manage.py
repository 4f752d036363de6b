#!/usr/bin/env python
"""Django's command line for PixStudio: `python manage.py studio` starts everything."""

import os
import sys

from pixstudio.refusal import RefusalError

BAD_SETTINGS = 3  # the exit status scripts can tell from a film that failed


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pixstudio.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except RefusalError as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(BAD_SETTINGS)


if __name__ == "__main__":
    main()
