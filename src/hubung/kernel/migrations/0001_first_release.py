import hubung.kernel.clock
from django.db import migrations, models

from hubung.kernel.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [
        ('kernel', '0001_initial'),
        ('kernel', '0002_data_keys'),
        ('kernel', '0003_files_in_one_level'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Heartbeat',
                fields=[
                    ('process', models.CharField(help_text='As `worker@node`.', max_length=100, primary_key=True, serialize=False)),
                    ('seen_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='Schedule',
                fields=[
                    ('name', models.CharField(max_length=100, primary_key=True, serialize=False)),
                    ('next_run_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=64)),
                    ('subject', models.CharField(help_text='What a live page watches, as `case:42`; empty when nothing is.', max_length=64)),
                    ('data', models.JSONField(default=dict)),
                    ('created_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('next_attempt_at', models.DateTimeField(null=True)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('handled', models.JSONField(default=list, help_text='Handlers that are done, when others failed.')),
                    ('error', models.TextField(blank=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('next_attempt_at__isnull', False)), fields=['next_attempt_at'], name='event_pending'), models.Index(fields=['created_at'], name='event_created')],
                },
            ),
            migrations.CreateModel(
                name='DataKey',
                fields=[
                    ('version', models.PositiveIntegerField(primary_key=True, serialize=False)),
                    ('fingerprint', models.CharField(help_text='Tells the right key from another.', max_length=16)),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                ],
            ),
        ]),
    ]
