"""A stand-in for the provider that costs nothing: same wire format, same rules, real films.

It knows nothing of the client it is used to prove; they meet on the wire alone.
"""

from jobs.sandbox.app import Sandbox
from jobs.sandbox.mounted import MountedSandbox
from jobs.sandbox.serving import Server

__all__ = ["MountedSandbox", "Sandbox", "Server"]
