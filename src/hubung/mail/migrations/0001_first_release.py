from datetime import date

import django.db.models.deletion
import hubung.directory.models
import hubung.kernel.clock
import hubung.mail.models.account
from django.conf import settings
from django.db import migrations, models

from hubung.kernel.migrating import CreateModels
from hubung.mail import sight


def close_views(_apps, schema_editor):
    sight.remove(schema_editor.connection)


def seed(apps, schema_editor):
    """What a person hardly ever reaches, and a thief does within minutes."""
    apps.get_model("mail", "SendingLimit").objects.create(
        messages_hour=100,
        recipients_hour=500,
        messages_day=500,
        recipients_day=2000,
        source="Ketetapan Hubung",
        valid_from=date(2000, 1, 1),
    )


class Migration(migrations.Migration):

    replaces = [
        ('mail', '0001_accounts'),
        ('mail', '0002_sending_limits'),
        ('mail', '0003_activation_links'),
        ('mail', '0004_shared_rights'),
        ('mail', '0005_quarantine'),
        ('mail', '0006_queue_seen'),
        ('mail', '0007_moderation'),
        ('mail', '0008_editors_are_a_role'),
        ('mail', '0009_own_rules'),
        ('mail', '0010_quota_names_rounds'),
    ]

    initial = True

    dependencies = [
        ('directory', '0001_first_release'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Door',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.CharField(help_text='Lower case.', max_length=254, unique=True)),
                    ('transport', models.CharField(help_text='As `lmtp:inet:127.0.0.1:2424`.', max_length=254)),
                ],
                options={
                    'db_table': 'mail_transport',
                },
            ),
            migrations.CreateModel(
                name='Use',
                fields=[
                    ('pk', models.CompositePrimaryKey('login', 'service', blank=True, editable=False, primary_key=True, serialize=False)),
                    ('login', models.CharField(max_length=254)),
                    ('service', models.CharField(max_length=40)),
                    ('at', models.BigIntegerField(help_text='Seconds since 1970.')),
                ],
            ),
            migrations.CreateModel(
                name='Account',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('label', models.CharField(blank=True, help_text='Name of a shared mailbox.', max_length=150)),
                    ('login', models.CharField(help_text='The main address, lower case; one signs in with it.', max_length=254, unique=True)),
                    ('home', models.CharField(default=hubung.mail.models.account.new_home, editable=False, help_text="Folder of the mailbox, relative; never another account's.", max_length=40, unique=True)),
                    ('quota_bytes', models.BigIntegerField(default=2147483648)),
                    ('quota_by_hand', models.BooleanField(default=False, help_text='Set for this account: no rule changes it.')),
                    ('state', models.CharField(choices=[('waiting', 'Not activated yet'), ('active', 'In use'), ('suspended', 'Suspended'), ('closed', 'No longer in use')], default='waiting', max_length=10)),
                    ('opens_on', models.DateField(default=hubung.directory.models.today)),
                    ('closes_on', models.DateField(blank=True, help_text='The first day on which it is closed.', null=True)),
                    ('activated_at', models.DateTimeField(blank=True, null=True)),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('reason', models.CharField(blank=True, help_text='Why it is suspended or closed.', max_length=200)),
                    ('person', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mail_account', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.ForeignKey(blank=True, help_text='Who looks after a shared mailbox.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shared_mailboxes', to='directory.unit')),
                ],
                options={
                    'ordering': ['login'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('label', ''), ('person__isnull', False)), models.Q(('person__isnull', True), models.Q(('label', ''), _negated=True)), _connector='OR'), name='mailbox_of_person_or_shared'), models.CheckConstraint(condition=models.Q(('closes_on__isnull', True), ('closes_on__gte', models.F('opens_on')), _connector='OR'), name='mailbox_closes_after_opening'), models.CheckConstraint(condition=models.Q(('quota_bytes__gt', 0)), name='mailbox_has_room')],
                },
            ),
            migrations.CreateModel(
                name='AppPassword',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text="Which device, in its owner's words.", max_length=60)),
                    ('secret_sha256', models.CharField(max_length=64, unique=True)),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='app_passwords', to='mail.account')),
                ],
                options={
                    'ordering': ['-made_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='Domain',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text='Lower case.', max_length=190, unique=True)),
                    ('added_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('alias_of', models.ForeignKey(blank=True, help_text="Every address of that domain is also one of this, as of the old name's.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='aliases', to='mail.domain')),
                ],
                options={
                    'ordering': ['pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('alias_of__isnull', True), models.Q(('alias_of', models.F('pk')), _negated=True), _connector='OR'), name='domain_is_not_its_own_alias')],
                },
            ),
            migrations.CreateModel(
                name='Forward',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('target', models.CharField(help_text='Lower case.', max_length=254)),
                    ('keep_copy', models.BooleanField(default=True)),
                    ('ends_on', models.DateField(blank=True, help_text='The first day without it.', null=True)),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forwards', to='mail.account')),
                    ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('account', 'target'), name='forward_once')],
                },
            ),
            migrations.CreateModel(
                name='Group',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('rule', models.CharField(choices=[('unit', 'Everybody in a unit'), ('subtree', 'Everybody in a unit and below it'), ('role', 'Everybody with a role'), ('sector', 'Everybody in a sector'), ('chosen', 'Those who are chosen')], max_length=8)),
                    ('role', models.CharField(blank=True, choices=[('tier1_agent', 'Tier 1 agent'), ('tier2_handler', 'Tier 2 handler'), ('tier3_official', 'Tier 3 official'), ('supervisor', 'Supervisor'), ('unit_coordinator', 'Unit coordinator'), ('inspector', 'Inspector'), ('information_officer', 'Information officer'), ('editor', 'Portal editor'), ('administrator', 'Administrator'), ('auditor', 'Auditor')], max_length=24)),
                    ('sector', models.CharField(blank=True, choices=[('darat', 'Land'), ('laut', 'Sea'), ('udara', 'Air'), ('kereta', 'Rail')], max_length=8)),
                    ('writers', models.CharField(choices=[('anybody', 'Anybody, citizens too'), ('ministry', 'Everybody in the ministry'), ('members', 'Members only'), ('chosen', 'Those who are chosen')], default='ministry', max_length=8)),
                    ('made_by_rule', models.BooleanField(default=False, help_text='There because its unit is; it ends with it.')),
                    ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mail_groups', to='directory.unit')),
                    ('moderated', models.BooleanField(default=False, help_text='Letters of those who may not write freely wait for a moderator.')),
                    ('moderator_role', models.CharField(blank=True, choices=[('tier1_agent', 'Tier 1 agent'), ('tier2_handler', 'Tier 2 handler'), ('tier3_official', 'Tier 3 official'), ('supervisor', 'Supervisor'), ('unit_coordinator', 'Unit coordinator'), ('inspector', 'Inspector'), ('information_officer', 'Information officer'), ('editor', 'Portal editor'), ('administrator', 'Administrator'), ('auditor', 'Auditor')], help_text='Who decides, beside the chosen ones.', max_length=24)),
                ],
                options={
                    'verbose_name': 'mail group',
                    'ordering': ['name'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('role', ''), ('rule__in', ['unit', 'subtree']), ('sector', ''), ('unit__isnull', False)), models.Q(('rule', 'role'), ('sector', ''), models.Q(('role', ''), _negated=True)), models.Q(('role', ''), ('rule', 'sector'), models.Q(('sector', ''), _negated=True)), models.Q(('role', ''), ('rule', 'chosen'), ('sector', '')), _connector='OR'), name='group_rule_has_its_object'), models.UniqueConstraint(condition=models.Q(('made_by_rule', True)), fields=('unit', 'rule'), name='one_made_group_of_a_unit')],
                },
            ),
            migrations.CreateModel(
                name='Address',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.CharField(help_text='In full, lower case.', max_length=254, unique=True)),
                    ('derived', models.BooleanField(default=False, help_text="There because its domain is another one's alias.")),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='mail.account')),
                    ('fallback', models.ForeignKey(blank=True, help_text='Who gets it while the post is vacant or the unit has no head.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='mail.account')),
                    ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mail_addresses', to='directory.post')),
                    ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mail_addresses', to='directory.unit')),
                    ('domain', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addresses', to='mail.domain')),
                    ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='mail.group')),
                ],
                options={
                    'verbose_name_plural': 'addresses',
                    'ordering': ['address'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', False), ('group', None), ('post', None), ('unit', None)), models.Q(('account', None), ('group', None), ('post__isnull', False), ('unit', None)), models.Q(('account', None), ('group', None), ('post', None), ('unit__isnull', False)), models.Q(('account', None), ('group__isnull', False), ('post', None), ('unit', None)), _connector='OR'), name='address_stands_for_one_thing')],
                },
            ),
            migrations.CreateModel(
                name='GroupMember',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('outside', models.CharField(blank=True, help_text='Lower case.', max_length=254)),
                    ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='mail.account')),
                    ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='mail.group')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('group', 'account'), name='group_account_once'), models.UniqueConstraint(condition=models.Q(('outside', ''), _negated=True), fields=('group', 'outside'), name='group_outsider_once'), models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', False), ('outside', '')), models.Q(('account__isnull', True), models.Q(('outside', ''), _negated=True)), _connector='OR'), name='group_member_inside_or_outside')],
                },
            ),
            migrations.CreateModel(
                name='GroupWriter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='mail.account')),
                    ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chosen_writers', to='mail.group')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('group', 'account'), name='group_writer_once')],
                },
            ),
            migrations.CreateModel(
                name='QuotaRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('unit_kind', models.CharField(blank=True, choices=[('ministry', 'Ministry'), ('secretariat', 'Secretariat General'), ('inspectorate', 'Inspectorate General'), ('directorate_general', 'Directorate General'), ('agency', 'Agency'), ('directorate', 'Directorate'), ('office', 'Regional office'), ('contact_centre', 'Contact centre'), ('team', 'Team')], help_text='Empty: in any unit.', max_length=24)),
                    ('heads', models.BooleanField(default=False, help_text='Only for whoever heads the unit.')),
                    ('mebibytes', models.PositiveIntegerField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('unit_kind', 'heads'), name='quota_rule_once'), models.CheckConstraint(condition=models.Q(('mebibytes__gt', 0)), name='quota_rule_has_room')],
                },
            ),
            migrations.CreateModel(
                name='SharedRight',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('may_send', models.BooleanField(default=True, help_text='Writes letters in its name.')),
                    ('given_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('mailbox', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rights', to='mail.account')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shared_mailboxes', to=settings.AUTH_USER_MODEL)),
                    ('may_write', models.BooleanField(default=True, help_text='Files, marks and deletes its letters, not only reads.')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('mailbox', 'person'), name='shared_right_once')],
                },
            ),
            migrations.CreateModel(
                name='SendingLimit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('messages_hour', models.PositiveIntegerField(help_text='Messages in an hour.')),
                    ('recipients_hour', models.PositiveIntegerField(help_text='Recipients in an hour, of all of them.')),
                    ('messages_day', models.PositiveIntegerField(help_text='Messages in 24 hours.')),
                    ('recipients_day', models.PositiveIntegerField(help_text='Recipients in 24 hours.')),
                    ('source', models.CharField(help_text='The decree or reason.', max_length=200)),
                    ('valid_from', models.DateField(default=hubung.directory.models.today)),
                    ('valid_to', models.DateField(blank=True, help_text='The first day without it.', null=True)),
                    ('account', models.ForeignKey(blank=True, help_text='Empty: everybody who has no limit of their own.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sending_limits', to='mail.account')),
                ],
                options={
                    'ordering': ['-valid_from', '-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('account__isnull', True)), fields=('valid_from',), name='sending_limit_once_a_day'), models.UniqueConstraint(fields=('account', 'valid_from'), name='sending_limit_of_account_once_a_day')],
                },
            ),
            migrations.CreateModel(
                name='SendingStop',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('excess', models.CharField(choices=[('messages_hour', 'messages in an hour'), ('recipients_hour', 'recipients in an hour'), ('messages_day', 'messages in 24 hours'), ('recipients_day', 'recipients in 24 hours')], max_length=16)),
                    ('most', models.PositiveIntegerField(help_text='The limit that was passed.')),
                    ('released_at', models.DateTimeField(blank=True, null=True)),
                    ('reason', models.CharField(blank=True, help_text='Why it was released.', max_length=200)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sending_stops', to='mail.account')),
                    ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-at', '-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('released_at__isnull', True)), fields=('account',), name='one_sending_stop')],
                },
            ),
            migrations.CreateModel(
                name='Sent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slot', models.BigIntegerField(help_text='Ten minutes, counted from 1970.')),
                    ('messages', models.PositiveIntegerField()),
                    ('recipients', models.PositiveIntegerField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sent', to='mail.account')),
                ],
                options={
                    'indexes': [models.Index(fields=['slot'], name='sent_slot')],
                    'constraints': [models.UniqueConstraint(fields=('account', 'slot'), name='sent_once_a_slot')],
                },
            ),
            migrations.CreateModel(
                name='ActivationLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('secret_sha256', models.CharField(max_length=64, unique=True)),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('ends_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(blank=True, null=True)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activation_links', to='mail.account')),
                    ('handed_to', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-made_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='HeldLetter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sha256', models.CharField(help_text='Of the content.', max_length=64, unique=True)),
                    ('content', models.BinaryField(help_text='Empty once nobody waits for it any more.')),
                    ('size', models.PositiveIntegerField(help_text='In bytes.')),
                    ('sender', models.CharField(blank=True, help_text='Of the envelope.', max_length=320)),
                    ('author', models.CharField(blank=True, help_text='The line From, decoded.', max_length=320)),
                    ('subject', models.CharField(blank=True, max_length=300)),
                    ('score', models.FloatField(default=0)),
                    ('virus', models.CharField(blank=True, help_text='Its name, if it has one.', max_length=150)),
                    ('findings', models.JSONField(default=list, help_text='Names of what the filter found.')),
                    ('at', models.DateTimeField(db_index=True, default=hubung.kernel.clock.now)),
                ],
                options={
                    'ordering': ['-at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='HeldCopy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recipient', models.CharField(help_text='Lower case.', max_length=320)),
                    ('state', models.CharField(choices=[('held', 'Held back'), ('released', 'Let through'), ('deleted', 'Deleted')], default='held', max_length=8)),
                    ('decided_at', models.DateTimeField(blank=True, null=True)),
                    ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='held_copies', to='mail.account')),
                    ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='mail.heldletter')),
                ],
                options={
                    'verbose_name_plural': 'held copies',
                    'ordering': ['-letter__at', '-pk'],
                    'constraints': [models.UniqueConstraint(fields=('letter', 'recipient'), name='held_copy_once')],
                },
            ),
            migrations.CreateModel(
                name='QueueSeen',
                fields=[
                    ('node', models.CharField(help_text='Name of the machine.', max_length=100, primary_key=True, serialize=False)),
                    ('messages', models.PositiveIntegerField()),
                    ('oldest_at', models.DateTimeField(blank=True, help_text='When the oldest came.', null=True)),
                    ('seen_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                ],
                options={
                    'verbose_name_plural': 'queues seen',
                },
            ),
            migrations.CreateModel(
                name='GroupLetter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.CharField(help_text="The group's, that it was written to.", max_length=254)),
                    ('sender', models.CharField(blank=True, help_text='Envelope sender.', max_length=320)),
                    ('sha256', models.CharField(max_length=64)),
                    ('content', models.BinaryField()),
                    ('author', models.CharField(blank=True, help_text='The line From.', max_length=254)),
                    ('subject', models.CharField(blank=True, max_length=300)),
                    ('text', models.TextField(blank=True, help_text='How it begins, for whoever decides.')),
                    ('attachments', models.JSONField(default=list, help_text='Names of its files.')),
                    ('received_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('state', models.CharField(choices=[('waiting', 'Waits for a decision'), ('released', 'On its way to the members'), ('delivered', 'Delivered'), ('rejected', 'Rejected')], default='waiting', max_length=9)),
                    ('decided_at', models.DateTimeField(blank=True, null=True)),
                    ('reason', models.CharField(blank=True, help_text='Why it was rejected.', max_length=500)),
                    ('sent_to', models.CharField(blank=True, max_length=254)),
                    ('next_attempt_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='mail.group')),
                ],
                options={
                    'ordering': ['received_at', 'pk'],
                    'indexes': [models.Index(condition=models.Q(('state', 'released')), fields=['next_attempt_at'], name='letter_released'), models.Index(condition=models.Q(('state', 'waiting')), fields=['group'], name='letter_waiting')],
                    'constraints': [models.UniqueConstraint(fields=('group', 'sha256'), name='letter_once')],
                },
            ),
            migrations.CreateModel(
                name='GroupModerator',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='mail.account')),
                    ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chosen_moderators', to='mail.group')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('group', 'account'), name='group_moderator_once')],
                },
            ),
            migrations.CreateModel(
                name='OwnRules',
                fields=[
                    ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='rules', serialize=False, to='mail.account')),
                    ('subject', models.CharField(blank=True, max_length=200)),
                    ('text', models.TextField(blank=True, help_text='Empty: nothing is answered.', max_length=3000)),
                    ('starts_on', models.DateField(blank=True, null=True)),
                    ('ends_on', models.DateField(blank=True, help_text='The last day away.', null=True)),
                    ('placed', models.CharField(blank=True, help_text='SHA-256 of the script that the mail server has.', max_length=64)),
                    ('next_attempt_at', models.DateTimeField(blank=True, help_text='When it is to be put in place; empty: it is.', null=True)),
                ],
                options={
                    'verbose_name_plural': 'own rules',
                    'indexes': [models.Index(condition=models.Q(('next_attempt_at__isnull', False)), fields=['next_attempt_at'], name='rules_waiting')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('starts_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='absence_ends_after_its_start')],
                },
            ),
            migrations.CreateModel(
                name='Ticket',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('secret_sha256', models.CharField(max_length=64, unique=True)),
                    ('expires_at', models.DateTimeField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='mail.account')),
                ],
            ),
            migrations.CreateModel(
                name='Filter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('part', models.CharField(choices=[('from', 'Sender'), ('to', 'Recipient'), ('subject', 'Subject')], max_length=8)),
                    ('words', models.CharField(help_text='In any case of letters.', max_length=100)),
                    ('deed', models.CharField(choices=[('file', 'Put it into a folder'), ('read', 'Mark it as read'), ('bin', 'Put it into the bin')], max_length=4)),
                    ('folder', models.CharField(blank=True, max_length=60)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='filters', to='mail.account')),
                ],
                options={
                    'ordering': ['pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('deed', 'file'), models.Q(('folder', ''), _negated=True)), models.Q(models.Q(('deed', 'file'), _negated=True), ('folder', '')), _connector='OR'), name='filter_names_its_folder')],
                },
            ),
            migrations.CreateModel(
                name='ReservedName',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text='Before the @, lower case.', max_length=64, unique=True)),
                    ('reason', models.CharField(max_length=200)),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                ],
                options={
                    'ordering': ['name'],
                },
            ),
            migrations.CreateModel(
                name='Round',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('dry_run', models.BooleanField()),
                    ('state', models.CharField(choices=[('working', 'At work'), ('done', 'Done'), ('failed', 'Failed, nothing was changed')], default='working', max_length=8)),
                    ('report', models.JSONField(default=dict, help_text='`services.report.Report.as_dict()`.')),
                    ('asked_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'working')), fields=('state',), name='one_round_at_a_time')],
                },
            ),
        ]),
        # The views are made after all migrations (hubung.mail.sight); whoever goes back behind
        # this one takes their tables away.
        migrations.RunPython(migrations.RunPython.noop, close_views),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
