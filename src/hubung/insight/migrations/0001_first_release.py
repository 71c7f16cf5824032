import django.db.models.deletion
import hubung.kernel.clock
from django.db import migrations, models

from hubung.kernel.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [
        ('insight', '0001_figures'),
        ('insight', '0002_requests_apart'),
    ]

    initial = True

    dependencies = [
        ('directory', '0001_first_release'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='CallsOfDay',
                fields=[
                    ('day', models.DateField(primary_key=True, serialize=False)),
                    ('calls', models.PositiveIntegerField(help_text='That reached the number.')),
                    ('answered', models.PositiveIntegerField(help_text='By somebody.')),
                    ('abandoned', models.PositiveIntegerField(help_text='While they waited.')),
                    ('counted', models.PositiveIntegerField(help_text='That the service level is a part of.')),
                    ('in_time', models.PositiveIntegerField()),
                    ('within_seconds', models.PositiveSmallIntegerField(help_text='What was promised then.')),
                ],
            ),
            migrations.CreateModel(
                name='Closing',
                fields=[
                    ('month', models.DateField(help_text='Its first day, at the head office.', primary_key=True, serialize=False)),
                    ('last_entry', models.PositiveBigIntegerField(help_text='The youngest timeline entry that was there.')),
                    ('closed_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                ],
            ),
            migrations.CreateModel(
                name='Lately',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('received', models.PositiveIntegerField()),
                    ('answered', models.PositiveIntegerField()),
                    ('median_seconds', models.PositiveBigIntegerField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name='Figure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField()),
                    ('scope', models.CharField(choices=[('ministry', 'Ministry'), ('sector', 'Sector'), ('unit', 'Unit'), ('protected', 'Protected'), ('requests', 'Requests')], max_length=9)),
                    ('sector', models.CharField(blank=True, choices=[('darat', 'Land'), ('laut', 'Sea'), ('udara', 'Air'), ('kereta', 'Rail')], max_length=8)),
                    ('hidden', models.JSONField(default=list, help_text='Groups whose count is not told.')),
                    ('received', models.PositiveIntegerField(null=True)),
                    ('settled', models.PositiveIntegerField(null=True)),
                    ('tier1', models.PositiveIntegerField(null=True)),
                    ('tier2', models.PositiveIntegerField(null=True)),
                    ('tier3', models.PositiveIntegerField(null=True)),
                    ('in_time', models.PositiveIntegerField(null=True)),
                    ('rejected', models.PositiveIntegerField(null=True)),
                    ('passed_on', models.PositiveIntegerField(null=True)),
                    ('median_hours', models.PositiveIntegerField(null=True)),
                    ('slow_hours', models.PositiveIntegerField(help_text='90th percentile.', null=True)),
                    ('waiting', models.PositiveIntegerField(help_text='Open when the month ended.', null=True)),
                    ('oldest_days', models.PositiveIntegerField(help_text='Age of the oldest of them.', null=True)),
                    ('objections', models.PositiveIntegerField(null=True)),
                    ('reopened', models.PositiveIntegerField(null=True)),
                    ('ratings', models.PositiveIntegerField(null=True)),
                    ('satisfaction', models.DecimalField(decimal_places=3, help_text='Mean of the ratings, 1 to 4.', max_digits=4, null=True)),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='directory.unit')),
                ],
                options={
                    'indexes': [models.Index(fields=['unit', 'month'], name='figure_of_unit')],
                    'constraints': [models.UniqueConstraint(fields=('month', 'scope', 'sector', 'unit'), name='figure_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('scope', 'unit'), ('unit__isnull', False)), models.Q(models.Q(('scope', 'unit'), _negated=True), ('unit__isnull', True)), _connector='OR'), name='figure_of_a_unit_names_it')],
                },
            ),
        ]),
    ]
