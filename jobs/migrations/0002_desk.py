from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def count_films(apps: Any, schema_editor: Any) -> None:
    """From now on films are counted as they are saved; those of before are counted here."""
    Space, Render = apps.get_model("jobs", "Space"), apps.get_model("jobs", "Render")
    for space in Space.objects.all():
        space.films = Render.objects.filter(space=space, saved_at__isnull=False, trashed_at=None).count()
        space.save(update_fields=["films"])


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0001_records'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='draft', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('fields', models.JSONField(default=dict)),
                ('edition', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddField(
            model_name='space',
            name='films',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.RunPython(count_films, migrations.RunPython.noop),
        migrations.AddField(
            model_name='user',
            name='letter_keys',
            field=models.BooleanField(default=True, verbose_name='single letters are shortcuts'),
        ),
        migrations.AddField(
            model_name='user',
            name='seen_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name='Favourite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('render', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='favourites', to='jobs.render')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='favourites', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'render'), name='favourite_once')],
            },
        ),
    ]
