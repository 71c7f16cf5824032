import django.db.models.deletion
import hubung.channels.email.addresses
import hubung.kernel.clock
from django.db import migrations, models

from hubung.kernel.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('email', '0001_initial')]

    initial = True

    dependencies = [
        ('cases', '0001_first_release'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='RawMessage',
                fields=[
                    ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ('size', models.PositiveIntegerField(help_text='Bytes.')),
                    ('content', models.BinaryField()),
                ],
            ),
            migrations.CreateModel(
                name='OutboundMessage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=20)),
                    ('dedupe_key', models.CharField(help_text='The step it tells of: told once.', max_length=100, unique=True)),
                    ('to', models.EmailField(max_length=254)),
                    ('subject', models.CharField(max_length=300)),
                    ('text', models.TextField()),
                    ('language', models.CharField(default='id', max_length=2)),
                    ('stop_url', models.URLField(blank=True, max_length=300)),
                    ('in_reply_to', models.CharField(blank=True, max_length=500)),
                    ('token', models.CharField(default=hubung.channels.email.addresses.new_token, max_length=16, unique=True)),
                    ('message_id', models.CharField(max_length=300, unique=True)),
                    ('state', models.CharField(choices=[('outbox', 'Outbox'), ('queued', 'Queued'), ('sent', 'Sent'), ('failed', 'Failed'), ('bounced', 'Bounced')], db_default='outbox', default='outbox', max_length=8)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('next_attempt_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('last_error', models.CharField(blank=True, max_length=500)),
                    ('created_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('sent_at', models.DateTimeField(blank=True, null=True)),
                    ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outbound_mail', to='cases.case')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('state__in', ('outbox', 'queued'))), fields=['next_attempt_at', 'id'], name='outbound_waiting'), models.Index(fields=['to', 'created_at'], name='outbound_to'), models.Index(condition=models.Q(('state__in', ('failed', 'bounced'))), fields=['created_at'], name='outbound_failed')],
                },
            ),
            migrations.CreateModel(
                name='InboundMessage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recipient', models.CharField(help_text='Envelope recipient, lower case.', max_length=320)),
                    ('sender', models.CharField(blank=True, help_text='Envelope sender.', max_length=320)),
                    ('peer', models.CharField(blank=True, help_text='Address it was taken from.', max_length=64)),
                    ('door', models.CharField(choices=[('smtp', 'Smtp'), ('lmtp', 'Lmtp')], max_length=4)),
                    ('received_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('state', models.CharField(choices=[('received', 'Received'), ('threaded', 'Threaded'), ('held', 'Held'), ('ignored', 'Ignored')], db_default='received', default='received', max_length=8)),
                    ('reason', models.CharField(blank=True, help_text='Why it is held or ignored.', max_length=200)),
                    ('from_name', models.CharField(blank=True, max_length=150)),
                    ('from_address', models.CharField(blank=True, max_length=254)),
                    ('subject', models.CharField(blank=True, max_length=300)),
                    ('message_id', models.CharField(blank=True, max_length=500)),
                    ('fingerprint', models.CharField(blank=True, help_text='Of sender, id and text: the same mail by another way.', max_length=64)),
                    ('answerable', models.BooleanField(default=True, help_text='A machine may answer it.')),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('next_attempt_at', models.DateTimeField(blank=True, null=True)),
                    ('handled_at', models.DateTimeField(blank=True, null=True)),
                    ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inbound_mail', to='cases.case')),
                    ('raw', models.ForeignKey(db_column='sha256', on_delete=django.db.models.deletion.PROTECT, related_name='inbound', to='email.rawmessage')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('state', 'received')), fields=['id'], name='inbound_waiting'), models.Index(condition=models.Q(('state', 'held')), fields=['received_at'], name='inbound_held'), models.Index(condition=models.Q(('message_id', ''), _negated=True), fields=['message_id'], name='inbound_message_id'), models.Index(fields=['received_at'], name='inbound_received'), models.Index(condition=models.Q(('fingerprint', ''), _negated=True), fields=['fingerprint'], name='inbound_fingerprint')],
                    'constraints': [models.UniqueConstraint(fields=('raw', 'recipient'), name='inbound_once')],
                },
            ),
        ]),
    ]
