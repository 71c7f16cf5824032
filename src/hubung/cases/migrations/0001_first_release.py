from datetime import date

import django.db.models.deletion
import hubung.cases.models.case
import hubung.kernel.chains
import hubung.kernel.clock
from django.conf import settings
from django.db import migrations, models

from hubung.kernel.appendonly import protect, unprotect
from hubung.kernel.migrating import CreateModels

#: From when the time limits hold that an installation begins with (DOMAIN.md §2, §3).
START = date(2000, 1, 1)
PRACTICE = "Praktik layanan pengaduan nasional"
RULE = "Batas per jenis laporan, layanan pengaduan nasional"
OWN = "Ketetapan Hubung"

#: Clock, kind, days, of which only working days count, source.
LIMITS = [
    ("tier1", "", 1, True, OWN),
    ("verify", "", 3, True, PRACTICE),
    ("follow_up", "", 5, True, PRACTICE),
    ("resolution", "information_request", 5, True, RULE),
    ("resolution", "suggestion", 5, True, RULE),
    ("resolution", "complaint", 14, True, RULE),
    ("resolution", "misconduct", 60, True, RULE),
    ("resolution", "praise", 5, True, OWN),
    ("completion", "", 30, False, "UU 25/2009"),
    ("auto_close", "", 10, True, PRACTICE),
    ("resolution", "personal_data", 3, False, "UU 27/2022"),
    ("resolution", "public_information", 10, True, "UU 14/2008 ps. 22(7)"),
    ("extension", "public_information", 7, True, "UU 14/2008 ps. 22(8)"),
    ("object_by", "public_information", 30, True, "UU 14/2008 ps. 36(1)"),
    ("review", "public_information", 30, True, "UU 14/2008 ps. 36(2)"),
    ("dispute_by", "public_information", 14, True, "UU 14/2008 ps. 37(2)"),
]

# The search table: FTS5 on SQLite, a tsvector with GIN on PostgreSQL (decision 0001).
SQLITE = [
    "CREATE VIRTUAL TABLE cases_search USING fts5("
    "words, facets, tokenize='unicode61 remove_diacritics 2')"
]
POSTGRESQL = [
    "CREATE TABLE cases_search (case_id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX cases_search_words ON cases_search USING gin (words)",
    # With fewer statistics the planner takes every rare word for a common one, and walks the table.
    "ALTER TABLE cases_search ALTER COLUMN words SET STATISTICS 1000",
]


def create(apps, schema_editor):
    for sql in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(sql)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE cases_search")


def seed(apps, schema_editor):
    limit = apps.get_model("cases", "TimeLimit")
    limit.objects.bulk_create(
        limit(
            clock=clock,
            kind=kind,
            days=days,
            working_days=working,
            hours=kind == "personal_data",
            source=source,
            valid_from=START,
        )
        for clock, kind, days, working, source in LIMITS
    )


class Migration(migrations.Migration):

    replaces = [
        ('cases', '0001_initial'),
        ('cases', '0002_append_only_and_limits'),
        ('cases', '0003_search'),
        ('cases', '0010_work_list_views'),
        ('cases', '0011_notices_per_case'),
        ('cases', '0012_setup'),
        ('cases', '0013_misconduct'),
        ('cases', '0014_personal_data'),
        ('cases', '0015_sounded_alarms'),
        ('cases', '0016_case_updated'),
        ('cases', '0017_sealed_originals'),
        ('cases', '0018_resident_numbers'),
        ('cases', '0019_recognition'),
        ('cases', '0020_formal_requests'),
    ]

    initial = True

    dependencies = [
        ('directory', '0001_first_release'),
        ('kernel', '0001_first_release'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Reporter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(blank=True, max_length=150)),
                    ('email', models.EmailField(blank=True, db_index=True, help_text='Lower case.', max_length=254)),
                    ('phone', models.CharField(blank=True, db_index=True, help_text='E.164.', max_length=20)),
                    ('address', models.CharField(blank=True, max_length=300)),
                    ('language', models.CharField(default='id', max_length=2)),
                    ('wants_notices', models.BooleanField(default=True)),
                    ('created_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                ],
            ),
            migrations.CreateModel(
                name='CannedAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=100)),
                    ('text', models.TextField()),
                    ('language', models.CharField(default='id', max_length=2)),
                    ('sector', models.CharField(blank=True, choices=[('darat', 'Land'), ('laut', 'Sea'), ('udara', 'Air'), ('kereta', 'Rail')], max_length=8)),
                    ('kind', models.CharField(blank=True, choices=[('information_request', 'Information request'), ('suggestion', 'Suggestion'), ('complaint', 'Complaint'), ('misconduct', 'Complaint of misconduct'), ('praise', 'Praise'), ('personal_data', 'Personal data request'), ('public_information', 'Formal information request')], max_length=20)),
                    ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='directory.unit')),
                    ('retired_at', models.DateTimeField(blank=True, help_text='Offered until then.', null=True)),
                ],
                options={
                    'ordering': ['title'],
                },
            ),
            migrations.CreateModel(
                name='Case',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('information_request', 'Information request'), ('suggestion', 'Suggestion'), ('complaint', 'Complaint'), ('misconduct', 'Complaint of misconduct'), ('praise', 'Praise'), ('personal_data', 'Personal data request'), ('public_information', 'Formal information request')], default='complaint', max_length=20)),
                    ('sector', models.CharField(blank=True, choices=[('darat', 'Land'), ('laut', 'Sea'), ('udara', 'Air'), ('kereta', 'Rail')], max_length=8)),
                    ('channel', models.CharField(choices=[('web', 'Web'), ('mail', 'Mail'), ('phone', 'Telephone'), ('counter', 'Counter'), ('letter', 'Letter'), ('social', 'Social media'), ('import', 'Old records')], max_length=8)),
                    ('external_id', models.CharField(help_text="The channel's own id; a retry with the same one makes no second case.", max_length=100, null=True)),
                    ('legacy_number', models.CharField(blank=True, help_text='Number in the old records.', max_length=60)),
                    ('status', models.CharField(choices=[('new', 'Sent'), ('verified', 'Verified'), ('incomplete', 'Needs completing'), ('in_progress', 'Being followed up'), ('answered', 'Answered'), ('closed', 'Closed'), ('reopened', 'Reopened'), ('rejected', 'Rejected'), ('outside_authority', 'Outside our authority')], default='new', max_length=20)),
                    ('tier', models.PositiveSmallIntegerField(default=1)),
                    ('anonymous', models.BooleanField(default=False)),
                    ('confidential', models.BooleanField(default=False)),
                    ('language', models.CharField(default='id', max_length=2)),
                    ('title', models.CharField(max_length=200)),
                    ('text', models.TextField()),
                    ('place', models.CharField(blank=True, max_length=200)),
                    ('happened_on', models.DateField(blank=True, null=True)),
                    ('happened_at', models.CharField(blank=True, help_text='Time of day, as told.', max_length=40)),
                    ('created_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('updated_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('outcome', models.CharField(blank=True, choices=[('resolved', 'Resolved'), ('explained', 'Explained'), ('partly', 'Partly resolved'), ('unfounded', 'Could not be confirmed'), ('accepted', 'Suggestion taken up'), ('noted', 'Noted with thanks'), ('refused', 'Refused, with the reason'), ('forwarded', 'Passed to the right authority'), ('withdrawn', 'Withdrawn by the reporter')], max_length=12)),
                    ('objections', models.PositiveSmallIntegerField(default=0)),
                    ('next_due_at', models.DateTimeField(blank=True, null=True)),
                    ('version', models.PositiveIntegerField(default=1, help_text='Rises with each change.')),
                    ('code_nonce', models.CharField(default=hubung.cases.models.case.new_nonce, editable=False, max_length=32)),
                    ('entries', models.PositiveIntegerField(default=0, editable=False)),
                    ('head_hash', models.CharField(blank=True, editable=False, max_length=64)),
                    ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='cases.case')),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='directory.unit')),
                    ('reporter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='cases.reporter')),
                    ('seen_version', models.PositiveIntegerField(db_default=0, default=0, help_text='The version that its owner last had before them.')),
                    ('wants_notices', models.BooleanField(default=True)),
                    ('restricted', models.BooleanField(db_default=False, default=False, help_text='The person it is about has had its use restricted (UU 27/2022).')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('status__in', ('new', 'verified', 'incomplete', 'in_progress', 'reopened'))), fields=['next_due_at', 'id'], name='case_open_due'), models.Index(condition=models.Q(('status__in', ('new', 'verified', 'incomplete', 'in_progress', 'reopened'))), fields=['unit', 'next_due_at'], name='case_open_unit'), models.Index(condition=models.Q(('owner__isnull', False), ('status__in', ('new', 'verified', 'incomplete', 'in_progress', 'reopened'))), fields=['owner', 'next_due_at'], name='case_open_owner'), models.Index(condition=models.Q(('owner__isnull', True), ('status__in', ('new', 'verified', 'incomplete', 'in_progress', 'reopened'))), fields=['tier', 'unit', 'next_due_at'], name='case_unassigned'), models.Index(fields=['created_at'], name='case_created'), models.Index(fields=['reporter', '-id'], name='case_reporter'), models.Index(condition=models.Q(('legacy_number', ''), _negated=True), fields=['legacy_number'], name='case_legacy'), models.Index(condition=models.Q(('status', 'incomplete')), fields=['unit', 'next_due_at'], name='case_waiting'), models.Index(condition=models.Q(('objections__gt', 0), ('status', 'reopened')), fields=['unit', 'next_due_at'], name='case_objection'), models.Index(condition=models.Q(('status__in', ('new', 'verified', 'incomplete', 'in_progress', 'reopened'))), fields=['sector', 'next_due_at'], name='case_open_sector'), models.Index(condition=models.Q(('status__in', ('new', 'verified', 'incomplete', 'in_progress', 'reopened'))), fields=['channel', 'next_due_at'], name='case_open_channel'), models.Index(fields=['updated_at'], name='case_updated')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('external_id__isnull', False)), fields=('channel', 'external_id'), name='case_once_per_external_id'), models.CheckConstraint(condition=models.Q(('tier__gte', 1), ('tier__lte', 3)), name='case_tier_1_to_3'), models.CheckConstraint(condition=models.Q(('anonymous', False), ('reporter__isnull', True), _connector='OR'), name='anonymous_has_no_reporter'), models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='case_not_merged_into_itself'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'misconduct'), _negated=True), ('confidential', True), _connector='OR'), name='misconduct_is_confidential'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'personal_data'), _negated=True), ('confidential', True), _connector='OR'), name='personal_data_is_confidential')],
                },
            ),
            migrations.CreateModel(
                name='Attachment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('entry_seq', models.PositiveIntegerField(help_text='The timeline entry it came with.')),
                    ('sha256', models.CharField(db_index=True, help_text='Names the stored bytes.', max_length=64)),
                    ('name', models.CharField(max_length=200)),
                    ('media_type', models.CharField(help_text='Found by content.', max_length=100)),
                    ('size', models.PositiveBigIntegerField(help_text='Bytes.')),
                    ('public', models.BooleanField(default=True, help_text='The reporter may see it.')),
                    ('problem', models.CharField(blank=True, max_length=200)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='cases.case')),
                    ('sealed', models.CharField(blank=True, db_default='', db_index=True, help_text='Names the sealed original; empty when the file is what came.', max_length=64)),
                ],
                options={
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='Answer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.TextField()),
                    ('outcome', models.CharField(choices=[('resolved', 'Resolved'), ('explained', 'Explained'), ('partly', 'Partly resolved'), ('unfounded', 'Could not be confirmed'), ('accepted', 'Suggestion taken up'), ('noted', 'Noted with thanks'), ('refused', 'Refused, with the reason'), ('forwarded', 'Passed to the right authority'), ('withdrawn', 'Withdrawn by the reporter')], max_length=12)),
                    ('tier', models.PositiveSmallIntegerField()),
                    ('author_name', models.CharField(max_length=150)),
                    ('author_post', models.CharField(max_length=200)),
                    ('unit_name', models.CharField(max_length=200)),
                    ('promise', models.CharField(blank=True, help_text='What will still be done.', max_length=200)),
                    ('promised_on', models.DateField(blank=True, null=True)),
                    ('created_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to=settings.AUTH_USER_MODEL)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='cases.case')),
                ],
                options={
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='SavedView',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60)),
                    ('query', models.JSONField(help_text='The filters, as the work list reads them from its address.')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
                    ('shared_with', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='directory.unit')),
                ],
                options={
                    'ordering': ['name'],
                    'constraints': [models.UniqueConstraint(fields=('person', 'name'), name='view_once')],
                },
            ),
            migrations.CreateModel(
                name='TimeLimit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('clock', models.CharField(choices=[('tier1', 'Settle at tier 1'), ('verify', 'Verify and forward'), ('follow_up', 'First follow-up'), ('resolution', 'Final answer'), ('completion', 'Reporter completes the report'), ('auto_close', 'Closes without an objection'), ('extension', 'One extension of the reply'), ('object_by', 'The asker may object'), ('review', 'Decision on the objection'), ('dispute_by', 'The asker may go to the Information Commission')], max_length=12)),
                    ('kind', models.CharField(blank=True, choices=[('information_request', 'Information request'), ('suggestion', 'Suggestion'), ('complaint', 'Complaint'), ('misconduct', 'Complaint of misconduct'), ('praise', 'Praise'), ('personal_data', 'Personal data request'), ('public_information', 'Formal information request')], help_text='Empty: any kind.', max_length=20)),
                    ('days', models.PositiveSmallIntegerField()),
                    ('working_days', models.BooleanField(default=True)),
                    ('source', models.CharField(max_length=200)),
                    ('valid_from', models.DateField()),
                    ('valid_to', models.DateField(blank=True, null=True)),
                    ('hours', models.BooleanField(db_default=False, default=False, help_text='Each day is 24 hours from the moment of receipt (“3 × 24 jam”).')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('clock', 'kind', 'valid_from'), name='limit_once')],
                },
            ),
            migrations.CreateModel(
                name='Clock',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(choices=[('tier1', 'Settle at tier 1'), ('verify', 'Verify and forward'), ('follow_up', 'First follow-up'), ('resolution', 'Final answer'), ('completion', 'Reporter completes the report'), ('auto_close', 'Closes without an objection'), ('extension', 'One extension of the reply'), ('object_by', 'The asker may object'), ('review', 'Decision on the objection'), ('dispute_by', 'The asker may go to the Information Commission')], max_length=12)),
                    ('started_at', models.DateTimeField()),
                    ('days', models.PositiveSmallIntegerField()),
                    ('working_days', models.BooleanField(default=True)),
                    ('timezone', models.CharField(choices=[('Asia/Jakarta', 'WIB'), ('Asia/Makassar', 'WITA'), ('Asia/Jayapura', 'WIT')], max_length=20)),
                    ('due_at', models.DateTimeField(help_text='Null while it is paused.', null=True)),
                    ('met_at', models.DateTimeField(blank=True, help_text='Reached in time or late.', null=True)),
                    ('stopped_at', models.DateTimeField(blank=True, help_text='No longer asked for.', null=True)),
                    ('pauses', models.JSONField(default=list)),
                    ('alarm_at', models.DateTimeField(null=True)),
                    ('alarm', models.CharField(blank=True, help_text='half, most or breach.', max_length=10)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clocks', to='cases.case')),
                    ('hours', models.BooleanField(db_default=False, default=False, help_text='Each day is 24 hours from the moment of receipt (“3 × 24 jam”).')),
                    ('sounded', models.CharField(blank=True, help_text='The last alarm there was.', max_length=10)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('alarm_at__isnull', False)), fields=['alarm_at'], name='clock_alarm')],
                    'constraints': [models.UniqueConstraint(fields=('case', 'name'), name='clock_once')],
                },
            ),
            migrations.CreateModel(
                name='Draft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(help_text='answer, note or ask.', max_length=10)),
                    ('text', models.TextField()),
                    ('updated_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='cases.case')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('case', 'person', 'kind'), name='draft_once')],
                },
            ),
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seq', models.PositiveIntegerField(help_text='1, 2, 3 … within its case.')),
                    ('at', models.DateTimeField()),
                    ('kind', models.CharField(choices=[('received', 'Report received'), ('message_in', 'Message from the reporter'), ('verified', 'Report verified'), ('taken', 'Taken'), ('assigned', 'Assigned'), ('moved', 'Handed over'), ('asked', 'Reporter asked for more'), ('note', 'Internal note'), ('update', 'News for the reporter'), ('answered', 'Answered'), ('closed', 'Closed'), ('reopened', 'Reopened'), ('objected', 'Reporter objects'), ('rejected', 'Rejected'), ('outside', 'Passed to another authority'), ('changed', 'Facts corrected'), ('reminded', 'Reminder'), ('overdue', 'Time limit passed'), ('linked', 'Linked with another case'), ('merged', 'Merged into another case'), ('absorbed', 'Another case merged into this one'), ('unmerged', 'Merge undone'), ('split', 'Split'), ('called', 'Telephone call'), ('rated', 'Service rated'), ('notice', 'Notice to the reporter'), ('handler', 'Named handlers changed'), ('recounted', 'Due date counted anew'), ('unflag_asked', 'Proposed: no misconduct'), ('unflagged', 'No longer a report of misconduct'), ('flag_kept', 'Stays a report of misconduct'), ('identified', 'Identity confirmed'), ('restricted', 'Use of the data restricted'), ('unrestricted', 'Restriction lifted'), ('erased', 'Personal data erased'), ('extended', 'Time limit extended'), ('disputed', 'Before the Information Commission')], max_length=12)),
                    ('actor_kind', models.CharField(choices=[('staff', 'Staff'), ('reporter', 'Reporter'), ('system', 'System')], max_length=8)),
                    ('actor_name', models.CharField(blank=True, help_text='As it was then.', max_length=150)),
                    ('public', models.BooleanField(default=False, help_text='The reporter sees it.')),
                    ('text', models.TextField(blank=True)),
                    ('data', models.JSONField(default=dict, help_text='Facts of the step: no personal data.')),
                    ('salt', models.CharField(default=hubung.kernel.chains.new_salt, max_length=16)),
                    ('text_digest', models.CharField(max_length=64)),
                    ('previous_hash', models.CharField(blank=True, max_length=64)),
                    ('hash', models.CharField(max_length=64)),
                    ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='timeline', to='cases.case')),
                ],
                options={
                    'ordering': ['case', 'seq'],
                    'constraints': [models.UniqueConstraint(fields=('case', 'seq'), name='entry_once')],
                },
            ),
            migrations.CreateModel(
                name='Handler',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('named_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handlers', to='cases.case')),
                    ('named_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handled', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('case', 'person'), name='handler_once')],
                },
            ),
            migrations.CreateModel(
                name='Link',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.CharField(max_length=200)),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='cases.case')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='linked_from', to='cases.case')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('case', 'other'), name='link_once'), models.CheckConstraint(condition=models.Q(('case__lt', models.F('other'))), name='link_in_order')],
                },
            ),
            migrations.CreateModel(
                name='LocalHoliday',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField()),
                    ('name', models.CharField(max_length=100)),
                    ('working', models.BooleanField(default=False, help_text='A working day although it is a holiday.')),
                    ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='directory.unit')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('day', 'unit'), name='local_holiday_once', nulls_distinct=False)],
                },
            ),
            migrations.CreateModel(
                name='Mention',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('entry_seq', models.PositiveIntegerField()),
                    ('created_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('read_at', models.DateTimeField(null=True)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='cases.case')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('read_at__isnull', True)), fields=['person'], name='mention_unread')],
                },
            ),
            migrations.CreateModel(
                name='Merge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.CharField(max_length=200)),
                    ('before', models.JSONField()),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('undone_at', models.DateTimeField(null=True)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='cases.case')),
                    ('into', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merged_cases', to='cases.case')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('case',), name='merged_once')],
                },
            ),
            migrations.CreateModel(
                name='Presence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seen_at', models.DateTimeField()),
                    ('typing_at', models.DateTimeField(null=True)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='cases.case')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('case', 'person'), name='presence_once')],
                },
            ),
            migrations.CreateModel(
                name='Rating',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('score', models.PositiveSmallIntegerField()),
                    ('comment', models.CharField(blank=True, max_length=500)),
                    ('created_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rating', to='cases.case')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('score__gte', 1), ('score__lte', 4)), name='score_1_to_4')],
                },
            ),
            migrations.CreateModel(
                name='CalendarChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('added', models.BooleanField(help_text='False: it was removed.')),
                    ('day', models.DateField()),
                    ('name', models.CharField(max_length=100)),
                    ('working', models.BooleanField()),
                    ('made_at', models.DateTimeField()),
                    ('last_case_id', models.PositiveBigIntegerField(default=0, help_text='Looked at up to this one.')),
                    ('recounted', models.PositiveIntegerField(default=0, help_text='Cases with a new due date.')),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.ForeignKey(help_text='Null: every unit.', null=True, on_delete=django.db.models.deletion.CASCADE, to='directory.unit')),
                ],
                options={
                    'ordering': ['-pk'],
                    'indexes': [models.Index(condition=models.Q(('finished_at__isnull', True)), fields=['made_at'], name='calendar_change_pending')],
                },
            ),
            migrations.CreateModel(
                name='Unflagging',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('information_request', 'Information request'), ('suggestion', 'Suggestion'), ('complaint', 'Complaint'), ('misconduct', 'Complaint of misconduct'), ('praise', 'Praise'), ('personal_data', 'Personal data request'), ('public_information', 'Formal information request')], max_length=20)),
                    ('reason', models.CharField(max_length=500)),
                    ('proposed_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('confirmed', models.BooleanField(default=False)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unflaggings', to='cases.case')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True)), fields=('case',), name='one_open_unflagging'), models.CheckConstraint(condition=models.Q(('confirmed', False), models.Q(('decided_by__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='unflagging_takes_two'), models.CheckConstraint(condition=models.Q(('kind', 'misconduct'), _negated=True), name='unflagging_to_another_kind')],
                },
            ),
            migrations.CreateModel(
                name='ResidentNumber',
                fields=[
                    ('sealed', models.BinaryField(help_text='nonce ‖ ciphertext ‖ tag, AES-256-GCM.')),
                    ('digest', models.CharField(help_text='HMAC-SHA-256 under the same key version.', max_length=64)),
                    ('reporter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='nik', serialize=False, to='cases.reporter')),
                    ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.datakey')),
                ],
                options={
                    'indexes': [models.Index(fields=['digest'], name='resident_number_digest')],
                },
            ),
            migrations.CreateModel(
                name='Recognition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('given_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('case', models.ForeignKey(help_text='The report with which it was given.', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                    ('given_by', models.ForeignKey(help_text='Who asked them; empty: they said so themselves, with number and code.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reporter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recognitions', to='cases.reporter')),
                    ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('reporter',), name='recognised_once')],
                },
            ),
        ]),
        migrations.RunPython(
            protect("cases_entry", erasable=("text", "salt")), unprotect("cases_entry")
        ),
        migrations.RunPython(create, drop),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
