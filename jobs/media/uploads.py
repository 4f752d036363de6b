"""What people send up: never more of a file than its end is kept, in memory alone, and nothing of it on the disk."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from jobs.provenance import MOST


class EndOfFile(FileUploadHandler):
    """The studio's only upload handler: all that it ever reads of a file are the details, which are at the end."""

    _end = b""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._end = b""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._end = (self._end + raw_data)[-MOST:]

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        return UploadedFile(BytesIO(self._end), self.file_name, self.content_type, file_size, self.charset)
