import django.db.models.deletion
import hubung.api.models
import hubung.kernel.clock
import uuid
from django.conf import settings
from django.db import migrations, models

from hubung.kernel.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [
        ('api', '0001_tokens'),
        ('api', '0002_webhooks'),
        ('api', '0003_token_places'),
    ]

    initial = True

    dependencies = [
        ('cases', '0001_first_release'),
        ('directory', '0001_first_release'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Application',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=100, unique=True)),
                    ('is_active', models.BooleanField(default=True)),
                    ('created_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('units', models.ManyToManyField(help_text='It sees the cases of these and of all below them.', related_name='+', to='directory.unit')),
                ],
                options={
                    'ordering': ['name'],
                },
            ),
            migrations.CreateModel(
                name='Submission',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='api.application')),
                    ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='submission', to='cases.case')),
                ],
            ),
            migrations.CreateModel(
                name='Token',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('digest', models.CharField(help_text='SHA-256 of the secret.', max_length=64, unique=True)),
                    ('hint', models.CharField(help_text="The secret's last characters, to tell it by.", max_length=4)),
                    ('name', models.CharField(help_text='What it is used for.', max_length=100)),
                    ('scopes', models.JSONField(help_text='A list of `Scope` values.')),
                    ('requests_per_hour', models.PositiveIntegerField(default=1800)),
                    ('created_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('expires_at', models.DateTimeField()),
                    ('last_used_at', models.DateTimeField(blank=True, help_text='To about a minute.', null=True)),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('application', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to='api.application')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='api_tokens', to=settings.AUTH_USER_MODEL)),
                    ('places', models.JSONField(default=list, help_text='Marks of the addresses that it was used from, the latest last.')),
                ],
                options={
                    'ordering': ['-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('application__isnull', False), ('person__isnull', True)), models.Q(('application__isnull', True), ('person__isnull', False)), _connector='OR'), name='token_of_person_or_application'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='token_expires_after_it_began')],
                },
            ),
            migrations.CreateModel(
                name='RememberedCall',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=100)),
                    ('fingerprint', models.CharField(help_text='Keyed digest of what was asked.', max_length=64)),
                    ('answer', models.JSONField(default=dict, help_text='No personal data and no secret.')),
                    ('created_at', models.DateTimeField(db_index=True, default=hubung.kernel.clock.now)),
                    ('token', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='api.token')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('token', 'key'), name='call_once')],
                },
            ),
            migrations.CreateModel(
                name='Webhook',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('url', models.CharField(max_length=500)),
                    ('events', models.JSONField(help_text='Names of `webhooks.telling.EVENTS`.')),
                    ('nonce', models.CharField(default=hubung.api.models.new_nonce, editable=False, help_text='Its secret comes from this.', max_length=32)),
                    ('created_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('token', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to='api.token')),
                ],
                options={
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.UUIDField(default=uuid.uuid4, help_text='The same at each attempt.', unique=True)),
                    ('event', models.CharField(max_length=30)),
                    ('body', models.TextField(help_text='JSON as it is sent: a number, and no personal data.')),
                    ('created_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('next_attempt_at', models.DateTimeField(help_text='Null: nothing more is tried.', null=True)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('delivered_at', models.DateTimeField(null=True)),
                    ('status', models.PositiveSmallIntegerField(help_text='What the receiver answered.', null=True)),
                    ('error', models.CharField(blank=True, max_length=200)),
                    ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='api.webhook')),
                ],
                options={
                    'ordering': ['-pk'],
                    'indexes': [models.Index(condition=models.Q(('next_attempt_at__isnull', False)), fields=['next_attempt_at'], name='delivery_waiting')],
                },
            ),
        ]),
    ]
