import django.core.validators
import django.db.models.deletion
import hubung.kernel.clock
from django.conf import settings
from django.db import migrations, models

from hubung.kernel.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [
        ('telephony', '0001_menu'),
        ('telephony', '0002_desk_command'),
        ('telephony', '0003_calls'),
        ('telephony', '0004_browser_line'),
        ('telephony', '0005_rejoin'),
        ('telephony', '0006_queues'),
        ('telephony', '0007_recordings'),
        ('telephony', '0008_desk_phone'),
        ('telephony', '0009_menu_saves'),
        ('telephony', '0010_prepared_announcements'),
    ]

    initial = True

    dependencies = [
        ('directory', '0001_first_release'),
        ('kernel', '0001_first_release'),
        ('usersessions', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Emergency',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('lasts', models.BooleanField(default=True)),
                    ('begun_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('texts', models.JSONField(default=dict, help_text='What is said, by language.')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('lasts', True)), fields=('lasts',), name='one_emergency'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('lasts', True)), models.Q(('ended_at__isnull', False), ('lasts', False)), _connector='OR'), name='emergency_lasts_until_it_ends')],
                },
            ),
            migrations.CreateModel(
                name='MenuVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('tried', 'Tried'), ('live', 'Live'), ('retired', 'Retired')], default='draft', max_length=8)),
                    ('tree', models.JSONField(help_text='As `telephony.menu.tree.Tree` reads it.')),
                    ('note', models.CharField(blank=True, help_text='What is new in it.', max_length=200)),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('changed_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('tried_at', models.DateTimeField(blank=True, null=True)),
                    ('live_at', models.DateTimeField(blank=True, null=True)),
                    ('live_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('tried_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revision', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'ordering': ['-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'live')), fields=('state',), name='one_menu_is_live'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['tried', 'live']), _negated=True), ('tried_at__isnull', False), _connector='OR'), name='live_menu_was_tried')],
                },
            ),
            migrations.CreateModel(
                name='PromptWording',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=40)),
                    ('language', models.CharField(choices=[('id', 'Indonesia'), ('en', 'English')], max_length=2)),
                    ('text', models.TextField(max_length=1000)),
                    ('recording', models.BinaryField(blank=True, help_text='WAV, 8 kHz, 16 bits, one channel.', null=True)),
                    ('changed_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('key', 'language'), name='prompt_worded_once')],
                },
            ),
            migrations.CreateModel(
                name='DeskCommand',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('ready', 'Ready'), ('not_ready', 'Not Ready'), ('gone', 'Gone'), ('wrapped_up', 'Wrapped Up'), ('hang_up', 'Hang Up'), ('hold', 'Hold'), ('resume', 'Resume'), ('mute', 'Mute'), ('unmute', 'Unmute'), ('transfer', 'Transfer'), ('consult', 'Consult'), ('conference', 'Conference'), ('complete', 'Complete'), ('cancel', 'Cancel'), ('rejoin', 'Rejoin'), ('keys', 'Keys'), ('pause_recording', 'Pause Recording'), ('resume_recording', 'Resume Recording')], max_length=16)),
                    ('details', models.JSONField(blank=True, default=dict)),
                    ('asked_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('settled_at', models.DateTimeField(blank=True, null=True)),
                    ('refusal', models.CharField(blank=True, help_text='Why it was not done, as a code: `no_call`.', max_length=32)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['id'], name='desk_command_pending')],
                },
            ),
            migrations.CreateModel(
                name='Call',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('engine_id', models.CharField(max_length=80, unique=True)),
                    ('caller', models.CharField(blank=True, max_length=64)),
                    ('dialled', models.CharField(blank=True, max_length=40)),
                    ('language', models.CharField(blank=True, max_length=2)),
                    ('sector', models.CharField(blank=True, max_length=20)),
                    ('queue', models.CharField(blank=True, max_length=40)),
                    ('began_at', models.DateTimeField()),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('queued_at', models.DateTimeField(blank=True, null=True)),
                    ('talk_began_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('cause', models.CharField(blank=True, choices=[('caller', 'The caller hung up'), ('agent', 'The agent hung up'), ('menu', 'The menu was at its end'), ('voicemail', 'A message was left'), ('lost', 'The connection was lost'), ('unreached', 'Called back without an answer')], max_length=9)),
                    ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls_taken', to=settings.AUTH_USER_MODEL)),
                    ('waiting_since', models.DateTimeField(blank=True, help_text='While they wait for an agent; else empty.', null=True)),
                    ('wrap_up', models.CharField(blank=True, help_text='Code that the last agent gave it.', max_length=20)),
                ],
                options={
                    'ordering': ['-began_at', '-pk'],
                    'indexes': [models.Index(fields=['-began_at'], name='call_began'), models.Index(fields=['caller', '-began_at'], name='call_of_caller'), models.Index(condition=models.Q(('waiting_since__isnull', False)), fields=['waiting_since'], name='call_waiting'), models.Index(fields=['queued_at'], name='call_queued')],
                },
            ),
            migrations.CreateModel(
                name='CallFact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(help_text='The service that was told.', max_length=20)),
                    ('at', models.DateTimeField()),
                    ('leg', models.CharField(blank=True, help_text='The channel it is about.', max_length=90)),
                    ('details', models.JSONField(default=dict)),
                    ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='telephony.call')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('call', 'kind', 'at', 'leg'), name='call_fact_once')],
                },
            ),
            migrations.CreateModel(
                name='AgentState',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('phase', models.CharField(choices=[('free', 'Free'), ('ringing', 'Ringing'), ('talking', 'Talking'), ('wrap_up', 'Wrapping up')], max_length=9)),
                    ('reason', models.CharField(blank=True, help_text='Why they want no calls; empty: they do.', max_length=40)),
                    ('call', models.CharField(blank=True, help_text="The engine's id of the call.", max_length=80)),
                    ('since', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('until', models.DateTimeField(blank=True, null=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agent_states', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-since', '-pk'],
                    'constraints': [models.UniqueConstraint(fields=('person', 'since', 'phase'), name='agent_state_once')],
                },
            ),
            migrations.CreateModel(
                name='BrowserLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text='As the engine knows it.', max_length=28, unique=True)),
                    ('nonce', models.CharField(help_text='What its password is derived from.', max_length=32)),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('until', models.DateTimeField(blank=True, null=True)),
                    ('put_at', models.DateTimeField(blank=True, help_text='Since when the engine knows this password.', null=True)),
                    ('person', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='browser_line', to=settings.AUTH_USER_MODEL)),
                    ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='usersessions.usersession')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('session__isnull', False), ('until__isnull', True)), models.Q(('person__isnull', True), ('session__isnull', True), ('until__isnull', False)), _connector='OR'), name='line_of_person_or_visitor')],
                },
            ),
            migrations.CreateModel(
                name='AgentProfile',
                fields=[
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='agent_profile', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('queues', models.JSONField(default=list)),
                    ('languages', models.JSONField(default=list)),
                    ('levels', models.JSONField(default=dict, help_text='Level 1 to 3 by sector.')),
                ],
            ),
            migrations.CreateModel(
                name='Callback',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asked_at', models.DateTimeField()),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('state', models.CharField(choices=[('waiting', 'Waiting for the call back'), ('reached', 'Called back'), ('cancelled', 'Called again by themselves'), ('given_up', 'Not reached: somebody has to see to it'), ('done', 'Seen to')], default='waiting', max_length=9)),
                    ('settled_at', models.DateTimeField(blank=True, null=True)),
                    ('call', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='callback', to='telephony.call')),
                    ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['asked_at', 'pk'],
                    'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'given_up'])), fields=['asked_at'], name='callback_due')],
                },
            ),
            migrations.CreateModel(
                name='CallQueue',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=40, unique=True, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_-]{0,39}$')])),
                    ('title', models.CharField(max_length=80)),
                    ('sector', models.CharField(blank=True, choices=[('darat', 'Land'), ('laut', 'Sea'), ('udara', 'Air'), ('kereta', 'Rail')], max_length=8)),
                    ('level', models.PositiveSmallIntegerField(default=0, help_text='Skill in the sector that its callers need at first; 0: any.')),
                    ('head_start_seconds', models.PositiveIntegerField(default=0)),
                    ('ring_seconds', models.PositiveIntegerField(blank=True, null=True)),
                    ('wrap_up_seconds', models.PositiveIntegerField(blank=True, null=True)),
                    ('relax_seconds', models.PositiveIntegerField(default=30)),
                    ('overflow_seconds', models.PositiveIntegerField(default=0)),
                    ('overflow_to', models.JSONField(blank=True, default=list)),
                    ('voicemail_seconds', models.PositiveIntegerField(default=600)),
                    ('announce_seconds', models.PositiveIntegerField(default=45)),
                    ('longest', models.PositiveIntegerField(default=0)),
                    ('callback', models.BooleanField(default=True)),
                    ('is_open', models.BooleanField(default=True)),
                    ('unit', models.ForeignKey(blank=True, help_text='The tier 2 team whose people serve it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='call_queues', to='directory.unit')),
                ],
                options={
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='Telephone',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(help_text='E.164.', max_length=16)),
                    ('note', models.CharField(blank=True, max_length=80)),
                    ('kept_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='telephones', to='directory.post')),
                    ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='telephones', to='directory.unit')),
                ],
                options={
                    'ordering': ['pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('post__isnull', False), ('unit__isnull', True)), models.Q(('post__isnull', True), ('unit__isnull', False)), _connector='OR'), name='telephone_of_post_or_unit')],
                },
            ),
            migrations.CreateModel(
                name='WrapUpCode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=20, unique=True)),
                    ('name', models.CharField(help_text='In Indonesian.', max_length=60)),
                    ('name_en', models.CharField(max_length=60)),
                    ('order', models.PositiveSmallIntegerField(default=0)),
                    ('is_used', models.BooleanField(default=True)),
                ],
                options={
                    'ordering': ['order', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Recording',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('talk', 'Talk'), ('message', 'Message')], max_length=7)),
                    ('file', models.CharField(help_text='What the engine called it, below its spool.', max_length=200, unique=True)),
                    ('sha256', models.CharField(db_index=True, help_text='Names the sealed file.', max_length=64)),
                    ('size', models.PositiveBigIntegerField(help_text='Bytes of the WAV file that is sealed.')),
                    ('channels', models.PositiveSmallIntegerField(help_text='2: left the caller, right the agent.')),
                    ('milliseconds', models.PositiveIntegerField()),
                    ('peaks', models.BinaryField(help_text='Loudness over time, a byte for each stretch, one channel after the other.')),
                    ('taken_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('deleted_at', models.DateTimeField(blank=True, null=True)),
                    ('deleted_why', models.CharField(blank=True, max_length=20)),
                    ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recordings', to='telephony.call')),
                ],
                options={
                    'ordering': ['pk'],
                    'indexes': [models.Index(fields=['taken_at'], name='recording_taken')],
                },
            ),
            migrations.CreateModel(
                name='RecordingKey',
                fields=[
                    ('sealed', models.BinaryField(help_text='nonce ‖ ciphertext ‖ tag, AES-256-GCM.')),
                    ('recording', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='key_row', serialize=False, to='telephony.recording')),
                    ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.datakey')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='DeskPhone',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('digest', models.CharField(max_length=32)),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('seen_at', models.DateTimeField(blank=True, help_text='When it was last registered with the engine.', null=True)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='desk_phone', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='MenuSave',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('revision', models.PositiveIntegerField()),
                    ('tree', models.JSONField()),
                    ('act', models.CharField(choices=[('begun', 'Begun'), ('added', 'Added a step'), ('changed', 'Changed a step'), ('removed', 'Removed a step'), ('led', 'Changed where it begins and ends'), ('hours', 'Added office hours'), ('imported', 'Read from a file'), ('back', 'Went back to an earlier state')], max_length=8)),
                    ('about', models.CharField(blank=True, help_text='Title of the step.', max_length=80)),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saves', to='telephony.menuversion')),
                ],
                options={
                    'ordering': ['-revision'],
                    'constraints': [models.UniqueConstraint(fields=('version', 'revision'), name='menu_save_once')],
                },
            ),
            migrations.CreateModel(
                name='PreparedAnnouncement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.CharField(help_text='What it was made from.', max_length=100, unique=True)),
                    ('title', models.CharField(max_length=255)),
                    ('texts', models.JSONField(default=dict, help_text='What would be said, by language.')),
                    ('prepared_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                ],
            ),
        ]),
    ]
