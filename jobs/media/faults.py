"""What can go wrong between a link and a film; each kind tells the caller what to do next."""


class MediaFault(Exception):
    """`code` is stored and put into words elsewhere."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class LinkRefused(MediaFault):
    """The server has no film under this link (4xx): ask the provider for a fresh link."""

    def __init__(self, status: int) -> None:
        super().__init__("link-refused", status=status)
        self.status = status


class LineBroken(MediaFault):
    """The line failed; what arrived is kept: try again, and it goes on where it stopped if that is safe."""


class NotAFilm(MediaFault):
    """What arrived is not a whole film: discard it and fetch again with a fresh link."""


class TooLarge(MediaFault):
    """More than the cap; nothing is kept. `size` is what was announced, or how much came before we stopped."""

    def __init__(self, size: int, cap: int) -> None:
        super().__init__("too-large", size=size, cap=cap)
        self.size = size


class LocalFault(MediaFault):
    """Our own disk failed (full, read-only, gone): nothing is wrong with the film, and the part is kept."""

    def __init__(self, error: OSError) -> None:
        super().__init__("disk", errno=error.errno or 0)
