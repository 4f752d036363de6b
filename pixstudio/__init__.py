"""The project: settings, start and supervision. The studio itself is in `jobs`."""
