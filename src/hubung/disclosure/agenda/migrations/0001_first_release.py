from datetime import date

import django.db.models.deletion
import hubung.kernel.clock
import uuid
from django.conf import settings
from django.db import migrations, models

from hubung.kernel.appendonly import protect, unprotect
from hubung.kernel.migrating import CreateModels

# The limits that hold at the start, ours (DOMAIN.md §3).
START = date(2000, 1, 1)
OWN = "Ketetapan Hubung"

LIMITS = [
    ("announce", 1, True),
    ("decide", 3, True),
    ("longest", 365, False),
]


def seed(apps, schema_editor):
    limit = apps.get_model("agenda", "Limit")
    limit.objects.bulk_create(
        limit(name=name, days=days, working_days=working, source=OWN, valid_from=START)
        for name, days, working in LIMITS
    )


class Migration(migrations.Migration):

    replaces = [
        ('agenda', '0001_initial'),
        ('agenda', '0002_append_only_and_limits'),
    ]

    initial = True

    dependencies = [
        ('directory', '0001_first_release'),
        ('grounds', '0001_first_release'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Diary',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(help_text='Its address on the portal.', max_length=80, unique=True)),
                    ('begins_on', models.DateField(help_text='Working days are missing from this day on.')),
                    ('ends_on', models.DateField(blank=True, help_text='The first day without it.', null=True)),
                    ('changes', models.PositiveIntegerField(default=0)),
                    ('head_hash', models.CharField(blank=True, max_length=64)),
                    ('post', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='diary', to='directory.post')),
                ],
                options={
                    'ordering': ['post__unit__path', '-post__heads_unit', 'slug'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('begins_on')), _connector='OR'), name='diary_ends_after_it_begins')],
                },
            ),
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('holder_name', models.CharField(blank=True, help_text='As it was that day.', max_length=150)),
                    ('day', models.DateField(help_text='Its first day, in its zone.')),
                    ('last_day', models.DateField()),
                    ('starts_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField(help_text='Of a whole day: midnight after it.')),
                    ('timezone', models.CharField(choices=[('Asia/Jakarta', 'WIB'), ('Asia/Makassar', 'WITA'), ('Asia/Jayapura', 'WIT')], max_length=20)),
                    ('all_day', models.BooleanField(default=False)),
                    ('subject', models.CharField(max_length=200)),
                    ('place', models.CharField(blank=True, max_length=200)),
                    ('attendees', models.CharField(blank=True, help_text='Of the ministry.', max_length=1000)),
                    ('guests', models.CharField(blank=True, help_text='From outside.', max_length=1000)),
                    ('result', models.TextField(blank=True)),
                    ('gifts', models.TextField(blank=True, help_text='What, from whom, what became of it.')),
                    ('travel', models.TextField(blank=True, help_text='Where to, who pays, what it costs.')),
                    ('status', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('cancelled', 'Cancelled')], default='planned', max_length=10)),
                    ('entered_at', models.DateTimeField()),
                    ('first_start', models.DateTimeField(help_text='As it was announced first.')),
                    ('changed_at', models.DateTimeField()),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('diary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='agenda.diary')),
                    ('holder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['starts_at', 'pk'],
                    'indexes': [models.Index(fields=['day', 'last_day'], name='agenda_day'), models.Index(fields=['diary', 'day'], name='agenda_diary_day')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='entry_ends_after_it_starts')],
                },
            ),
            migrations.CreateModel(
                name='Closure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.TextField(help_text='Not public.')),
                    ('consequence', models.TextField(help_text='What opening it would do; not public.')),
                    ('until', models.DateField(help_text='The last day on which it is closed.')),
                    ('proposed_at', models.DateTimeField()),
                    ('decide_by', models.DateTimeField(help_text='Undecided by then it has lapsed.')),
                    ('decision', models.CharField(choices=[('pending', 'Decision pending'), ('approved', 'Approved'), ('refused', 'Refused'), ('withdrawn', 'Proposal withdrawn'), ('lapsed', 'Not decided in time'), ('lifted', 'Lifted before its end')], default='pending', max_length=10)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('note', models.TextField(blank=True, help_text='Of whoever decided; not public.')),
                    ('hides_until', models.DateTimeField(help_text='Null: it hides nothing.', null=True)),
                    ('told_at', models.DateTimeField(help_text='When the history was told of its end; null: still to be told.', null=True)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_for', models.ForeignKey(help_text='Whose information officer.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.unit')),
                    ('ground', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grounds.ground')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closures', to='agenda.entry')),
                ],
                options={
                    'ordering': ['-pk'],
                    'indexes': [models.Index(fields=['entry', 'hides_until'], name='closure_hides'), models.Index(condition=models.Q(('told_at__isnull', True)), fields=['decide_by'], name='closure_undecided')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('decision', 'pending')), fields=('entry',), name='one_pending_closure'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='second_person_decides')],
                },
            ),
            migrations.CreateModel(
                name='Change',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seq', models.PositiveIntegerField(help_text='1, 2, 3 … within its agenda.')),
                    ('at', models.DateTimeField()),
                    ('kind', models.CharField(choices=[('opened', 'The agenda begins'), ('ended', 'The agenda ends'), ('entered', 'Entered'), ('changed', 'Changed'), ('quiet', 'Day without formal activity'), ('not_quiet', 'Day without formal activity taken back'), ('proposed', 'Proposed to be closed'), ('closed', 'Closed for a time'), ('refused', 'Not closed: the proposal was refused'), ('withdrawn', 'Not closed: the proposal was withdrawn'), ('lapsed', 'Not closed: nobody decided in time'), ('lifted', 'Opened before the end of the period'), ('reappeared', 'Open again: the period is over')], max_length=10)),
                    ('actor_name', models.CharField(blank=True, help_text='As it was then.', max_length=150)),
                    ('data', models.JSONField(default=dict, help_text='Facts that may be told of a closed entry.')),
                    ('words', models.TextField(blank=True, help_text='JSON: what the entry said, {field: [before, after]}.')),
                    ('salt', models.CharField(max_length=16)),
                    ('words_digest', models.CharField(max_length=64)),
                    ('previous_hash', models.CharField(blank=True, max_length=64)),
                    ('hash', models.CharField(max_length=64)),
                    ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('diary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='history', to='agenda.diary')),
                    ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='history', to='agenda.entry')),
                ],
                options={
                    'ordering': ['diary', 'seq'],
                    'constraints': [models.UniqueConstraint(fields=('diary', 'seq'), name='agenda_change_once')],
                },
            ),
            migrations.CreateModel(
                name='Limit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(choices=[('announce', 'An activity is entered so long before its day'), ('decide', 'A proposal to close an entry is decided within'), ('longest', 'An entry is closed for no longer than')], max_length=10)),
                    ('days', models.PositiveSmallIntegerField()),
                    ('working_days', models.BooleanField(default=True)),
                    ('source', models.CharField(max_length=200)),
                    ('valid_from', models.DateField()),
                    ('valid_to', models.DateField(blank=True, help_text='The first day without it.', null=True)),
                ],
                options={
                    'ordering': ['name', 'valid_from'],
                    'constraints': [models.UniqueConstraint(fields=('name', 'valid_from'), name='agenda_limit_once')],
                },
            ),
            migrations.CreateModel(
                name='Offer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.CharField(max_length=255)),
                    ('occurrence', models.CharField(blank=True, help_text='Of an event that repeats: when, ISO, UTC.', max_length=25)),
                    ('starts_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('timezone', models.CharField(choices=[('Asia/Jakarta', 'WIB'), ('Asia/Makassar', 'WITA'), ('Asia/Jayapura', 'WIT')], max_length=20)),
                    ('all_day', models.BooleanField(default=False)),
                    ('subject', models.CharField(blank=True, max_length=200)),
                    ('place', models.CharField(blank=True, max_length=200)),
                    ('guests', models.CharField(blank=True, max_length=1000)),
                    ('cancelled', models.BooleanField(default=False)),
                    ('private', models.BooleanField(default=False, help_text='The other calendar calls it private.')),
                    ('digest', models.CharField(help_text='Of all that it says.', max_length=64)),
                    ('state', models.CharField(choices=[('waiting', 'Waiting'), ('taken', 'Taken into the agenda'), ('dismissed', 'Dismissed')], default='waiting', max_length=10)),
                    ('told_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('diary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='agenda.diary')),
                    ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='agenda.entry')),
                ],
                options={
                    'ordering': ['starts_at', 'pk'],
                    'indexes': [models.Index(fields=['diary', 'state', 'starts_at'], name='offer_waiting')],
                    'constraints': [models.UniqueConstraint(fields=('diary', 'uid', 'occurrence'), name='offer_once')],
                },
            ),
            migrations.CreateModel(
                name='QuietDay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField()),
                    ('diary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quiet_days', to='agenda.diary')),
                ],
                options={
                    'ordering': ['day'],
                    'constraints': [models.UniqueConstraint(fields=('diary', 'day'), name='quiet_once')],
                },
            ),
            migrations.CreateModel(
                name='Subscription',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('url', models.CharField(max_length=500)),
                    ('added_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('stopped_at', models.DateTimeField(null=True)),
                    ('next_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('read_at', models.DateTimeField(help_text='The last time that it was read.', null=True)),
                    ('etag', models.CharField(blank=True, max_length=200)),
                    ('failures', models.PositiveSmallIntegerField(default=0)),
                    ('error', models.CharField(blank=True, max_length=300)),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('diary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subscriptions', to='agenda.diary')),
                ],
                options={
                    'ordering': ['pk'],
                    'indexes': [models.Index(condition=models.Q(('stopped_at__isnull', True)), fields=['next_at'], name='subscription_due')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('stopped_at__isnull', True)), fields=('diary', 'url'), name='subscribed_once')],
                },
            ),
        ]),
        migrations.RunPython(protect("agenda_change"), unprotect("agenda_change")),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
