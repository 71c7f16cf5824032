import django.db.models.deletion
import hubung.kernel.clock
from django.conf import settings
from django.db import migrations, models

from hubung.kernel.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('information_register', '0001_initial')]

    initial = True

    dependencies = [
        ('directory', '0001_first_release'),
        ('grounds', '0001_first_release'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Item',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200)),
                    ('title_en', models.CharField(blank=True, max_length=200)),
                    ('summary', models.TextField()),
                    ('summary_en', models.TextField(blank=True)),
                    ('category', models.CharField(choices=[('periodic', 'Published periodically'), ('immediate', 'Published at once'), ('anytime', 'Available at any time'), ('request', 'Given on request')], max_length=10)),
                    ('responsible', models.CharField(blank=True, help_text='The post that makes it and answers for it.', max_length=200)),
                    ('form', models.CharField(choices=[('file', 'File'), ('paper', 'Paper'), ('both', 'File and paper')], max_length=5)),
                    ('period', models.CharField(blank=True, choices=[('month', 'Every month'), ('quarter', 'Every quarter'), ('half', 'Every half-year'), ('year', 'Every year')], max_length=7)),
                    ('due_days', models.PositiveSmallIntegerField(default=30, help_text='Days after the end of a period until it has to be published.')),
                    ('begins_on', models.DateField(help_text='Periods are owed from that of this day on.')),
                    ('ends_on', models.DateField(blank=True, help_text='The first day without it.', null=True)),
                    ('place', models.CharField(blank=True, help_text='The office where it lies.', max_length=200)),
                    ('url', models.URLField(blank=True, help_text='The page where it stands.', max_length=300)),
                    ('kept', models.CharField(blank=True, help_text='How long it is kept.', max_length=120)),
                    ('entered_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('changed_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('unit', models.ForeignKey(help_text='Who holds it.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.unit')),
                ],
                options={
                    'ordering': ['unit__path', 'title', 'pk'],
                    'indexes': [models.Index(fields=['category', 'unit'], name='register_category')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('category', 'periodic'), _negated=True), models.Q(('period', ''), _negated=True), _connector='OR'), name='periodic_has_period'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('begins_on')), _connector='OR'), name='item_ends_after_it_begins')],
                },
            ),
            migrations.CreateModel(
                name='Exemption',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text='How everybody may know it: names nothing that is closed.', max_length=200)),
                    ('statute', models.CharField(blank=True, help_text='The other law that closes it, if there is one.', max_length=200)),
                    ('harm', models.TextField(help_text='What opening it would do; public.')),
                    ('benefit', models.TextField(help_text='What closing it protects; public.')),
                    ('weighing', models.TextField(help_text='Why that weighs more than knowing; not public.')),
                    ('in_part', models.TextField(blank=True, help_text='What stays open of it; public.')),
                    ('until', models.DateField(help_text='The last day on which it is exempted.')),
                    ('proposed_at', models.DateTimeField()),
                    ('decide_by', models.DateTimeField(help_text='Undecided by then it has lapsed.')),
                    ('decision', models.CharField(choices=[('pending', 'Decision pending'), ('approved', 'Exempted'), ('refused', 'Refused: it is open'), ('withdrawn', 'Proposal withdrawn'), ('lapsed', 'Not decided in time: it is open'), ('lifted', 'Opened before its end'), ('overturned', 'Opened on an objection')], default='pending', max_length=10)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('note', models.TextField(blank=True, help_text='Of whoever decided; not public.')),
                    ('closes_until', models.DateTimeField(help_text='Null: it closes nothing.', null=True)),
                    ('ended_at', models.DateTimeField(help_text='Since when it closes nothing any more.', null=True)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_for', models.ForeignKey(help_text='Whose information officer.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.unit')),
                    ('ground', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grounds.ground')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exemptions', to='information_register.item')),
                ],
                options={
                    'ordering': ['-pk'],
                    'indexes': [models.Index(fields=['item', 'closes_until'], name='exemption_closes'), models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['decide_by'], name='exemption_lasts')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('decision', 'pending')), fields=('item',), name='one_pending_exemption'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='second_person_exempts')],
                },
            ),
            migrations.CreateModel(
                name='Edition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('period_start', models.DateField(help_text='Of what is periodic: its first day.', null=True)),
                    ('name', models.CharField(max_length=200)),
                    ('sha256', models.CharField(blank=True, db_index=True, max_length=64)),
                    ('media_type', models.CharField(blank=True, max_length=100)),
                    ('size', models.PositiveBigIntegerField(default=0, help_text='Bytes.')),
                    ('url', models.URLField(blank=True, max_length=300)),
                    ('published_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='information_register.item')),
                ],
                options={
                    'ordering': ['-period_start', '-published_at', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sha256', ''), _negated=True), models.Q(('url', ''), _negated=True), _connector='OR'), name='edition_is_somewhere')],
                },
            ),
        ]),
    ]
