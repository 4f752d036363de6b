"""Where things are found at the provider, and how much may be sent there."""

import re

BASE = "/api/v1"
CREATE = f"{BASE}/services/aigc/video-generation/video-synthesis"
SERVICES = f"{BASE}/services/"
TASKS = f"{BASE}/tasks"
MODELS = f"{BASE}/models"
FILMS = "/films"

TASK = re.compile(rf"{TASKS}/([^/]+)")
CANCEL = re.compile(rf"{TASKS}/([^/]+)/cancel")
FILM = re.compile(rf"{FILMS}/([0-9a-f-]{{36}})\.mp4")

BODY_MOST = 1 << 20
