"""The studio's settings for tests: a data folder of their own and nothing from the developer's shell or `.env`.

`PIXSTUDIO_TEST_*` names choose the servers of the second pass; see `tests/conftest.py`.
"""

import atexit
import os
import shutil
import tempfile

from pixstudio import environment

for name in environment.known_names():
    os.environ[name] = ""  # blank counts as not set and hides the line in .env
os.environ["PIXSTUDIO_DATA"] = tempfile.mkdtemp(prefix="pixstudio-test-")
os.environ["DATABASE_URL"] = os.environ.get("PIXSTUDIO_TEST_DATABASE_URL", "")
os.environ["REDIS_URL"] = os.environ.get("PIXSTUDIO_TEST_REDIS_URL", "")
atexit.register(shutil.rmtree, os.environ["PIXSTUDIO_DATA"], ignore_errors=True)

from pixstudio.settings import *  # noqa: E402, F403 - the settings of the studio, after the ground is laid

STORAGES = {  # names without a hash: no test waits for collectstatic
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; no secret is at stake here
WHITENOISE_USE_FINDERS = True
