"""The one exception that ends a command with a sentence instead of a traceback."""


class RefusalError(Exception):
    """PixStudio cannot start as it is set up; the text says what is wrong and what to do.

    Not an `ImproperlyConfigured`: Django's command line swallows that one for half of its commands.
    """
