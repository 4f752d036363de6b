import django.db.models.deletion
import django.utils.timezone
import jobs.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0014_templates'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='unseen',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.UUIDField(default=jobs.models.fields.uuid7, editable=False, primary_key=True, serialize=False)),
                ('guest', models.CharField(blank=True, max_length=60)),
                ('guest_key', models.CharField(blank=True, max_length=32)),
                ('text', models.TextField()),
                ('at_ms', models.PositiveIntegerField(null=True)),
                ('mark', models.CharField(editable=False, max_length=64)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('author', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('render', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='jobs.render')),
            ],
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.UUIDField(default=jobs.models.fields.uuid7, editable=False, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('once', models.CharField(editable=False, max_length=64)),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('password', models.CharField(blank=True, editable=False, max_length=128)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('note', models.TextField(blank=True)),
                ('ends_at', models.DateTimeField(db_index=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('allows_download', models.BooleanField(default=False)),
                ('shows_prompt', models.BooleanField(default=False)),
                ('takes_picks', models.BooleanField(default=False)),
                ('takes_comments', models.BooleanField(default=False)),
                ('views', models.PositiveIntegerField(default=0)),
                ('viewed_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='shares', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='jobs.space')),
            ],
        ),
        migrations.CreateModel(
            name='Pick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('guest', models.CharField(max_length=60)),
                ('guest_key', models.CharField(max_length=32)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('render', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='picks', to='jobs.render')),
                ('share', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='picks', to='jobs.share')),
            ],
        ),
        migrations.CreateModel(
            name='News',
            fields=[
                ('id', models.UUIDField(default=jobs.models.fields.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('pick', 'Pick'), ('comment', 'Comment')], max_length=20)),
                ('guest', models.CharField(blank=True, max_length=60)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('seen_at', models.DateTimeField(null=True)),
                ('comment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='news', to='jobs.comment')),
                ('render', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='news', to='jobs.render')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='news', to=settings.AUTH_USER_MODEL)),
                ('pick', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='news', to='jobs.pick')),
                ('share', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.share')),
            ],
        ),
        migrations.AddField(
            model_name='comment',
            name='share',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments', to='jobs.share'),
        ),
        migrations.CreateModel(
            name='Shared',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('render', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shared', to='jobs.render')),
                ('share', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='shared', to='jobs.share')),
            ],
        ),
        migrations.AddField(
            model_name='share',
            name='renders',
            field=models.ManyToManyField(related_name='shares', through='jobs.Shared', to='jobs.render'),
        ),
        migrations.AddConstraint(
            model_name='pick',
            constraint=models.UniqueConstraint(fields=('share', 'render', 'guest_key'), name='pick_once'),
        ),
        migrations.AddIndex(
            model_name='news',
            index=models.Index(fields=['user', '-id'], name='news_newest'),
        ),
        migrations.AddIndex(
            model_name='news',
            index=models.Index(condition=models.Q(('seen_at', None)), fields=['user'], name='news_unseen'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.UniqueConstraint(fields=('share', 'render', 'guest_key', 'mark'), name='comment_once'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('author', None), ('guest', ''), _connector='XOR'), name='comment_of_somebody'),
        ),
        migrations.AddConstraint(
            model_name='shared',
            constraint=models.UniqueConstraint(fields=('share', 'render'), name='shared_once'),
        ),
        migrations.AddConstraint(
            model_name='shared',
            constraint=models.UniqueConstraint(fields=('share', 'place'), name='shared_place'),
        ),
        migrations.AddConstraint(
            model_name='share',
            constraint=models.UniqueConstraint(fields=('made_by', 'once'), name='share_once'),
        ),
    ]
