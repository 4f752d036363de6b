"""Films on their way home and out again: fetched under guard, looked into, kept, and served in parts."""
