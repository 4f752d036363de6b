"""A worker in a process of its own that claims waiting films as fast as it can: `python -m tests.pipeline.claiming`.

Each line it reads is a moment and the films to claim; it prints the films it got, a line each, and then "done".
"""

import os
import sys
from datetime import datetime
from uuid import UUID

import django

DATABASE = "PIXSTUDIO_CLAIM_DATABASE"


def main() -> None:
    django.setup()
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = os.environ[DATABASE]
    from jobs.models import Overtaken
    from jobs.pipeline.claim import claim_queued

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        moment, *films = line.split()
        for pk in films:
            try:
                claimed = claim_queued(UUID(pk), now=datetime.fromisoformat(moment))
            except Overtaken:
                continue
            if claimed is not None:
                sys.stdout.write(f"{claimed.render.pk}\n")
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
