"""PostgreSQL looks words up in one process: starting a second one takes longer than the index needs to answer."""

from typing import Any

from django.db import migrations

_ALTER = "ALTER FUNCTION jobs_pieces(text) PARALLEL {}"


def forwards(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(_ALTER.format("UNSAFE"))


def backwards(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(_ALTER.format("SAFE"))


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0007_found'),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
