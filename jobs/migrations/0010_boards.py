import django.db.models.deletion
import django.utils.timezone
import jobs.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0009_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Board',
            fields=[
                ('id', models.UUIDField(default=jobs.models.fields.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('folded', models.CharField(editable=False, max_length=1600)),
                ('notes', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('cover', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.render')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('space', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='boards', to='jobs.space')),
            ],
        ),
        migrations.CreateModel(
            name='Shelved',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('board', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='shelved', to='jobs.board')),
                ('render', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shelved', to='jobs.render')),
            ],
        ),
        migrations.AddField(
            model_name='board',
            name='renders',
            field=models.ManyToManyField(related_name='boards', through='jobs.Shelved', to='jobs.render'),
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.UUIDField(default=jobs.models.fields.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40)),
                ('folded', models.CharField(editable=False, max_length=1600)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tags', to='jobs.space')),
            ],
        ),
        migrations.CreateModel(
            name='Tagged',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('render', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged', to='jobs.render')),
                ('tag', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='tagged', to='jobs.tag')),
            ],
        ),
        migrations.AddField(
            model_name='tag',
            name='renders',
            field=models.ManyToManyField(related_name='tags', through='jobs.Tagged', to='jobs.render'),
        ),
        migrations.AddConstraint(
            model_name='shelved',
            constraint=models.UniqueConstraint(fields=('board', 'render'), name='shelved_once'),
        ),
        migrations.AddConstraint(
            model_name='board',
            constraint=models.UniqueConstraint(fields=('space', 'folded'), name='board_name_once'),
        ),
        migrations.AddConstraint(
            model_name='tagged',
            constraint=models.UniqueConstraint(fields=('tag', 'render'), name='tagged_once'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.UniqueConstraint(fields=('folded', 'space'), name='tag_name_once'),
        ),
    ]
