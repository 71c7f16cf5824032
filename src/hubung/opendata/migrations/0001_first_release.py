import django.db.models.deletion
import hubung.kernel.clock
from django.db import migrations, models

from hubung.kernel.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('opendata', '0001_catalogue')]

    initial = True

    dependencies = [
        ('cases', '0001_first_release'),
        ('directory', '0001_first_release'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='CatalogueFile',
                fields=[
                    ('name', models.CharField(help_text='As `katalog.ttl`.', max_length=20, primary_key=True, serialize=False)),
                    ('sha256', models.CharField(db_index=True, max_length=64)),
                    ('size', models.PositiveBigIntegerField(help_text='Bytes.')),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                ],
            ),
            migrations.CreateModel(
                name='DataSet',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=60, unique=True)),
                    ('source', models.CharField(blank=True, help_text='What makes it (`opendata.sources`); empty: people do.', max_length=40)),
                    ('title', models.CharField(max_length=150)),
                    ('title_en', models.CharField(max_length=150)),
                    ('description', models.TextField()),
                    ('description_en', models.TextField()),
                    ('keywords', models.JSONField(default=list)),
                    ('contact', models.EmailField(blank=True, max_length=254)),
                    ('licence', models.CharField(choices=[('CC-BY-4.0', 'Creative Commons Attribution 4.0'), ('CC0-1.0', 'No rights reserved (CC0)')], default='CC-BY-4.0', max_length=12)),
                    ('frequency', models.CharField(choices=[('DAILY', 'daily'), ('MONTHLY', 'monthly'), ('ANNUAL', 'yearly'), ('IRREG', 'when something changes')], max_length=8)),
                    ('begins_on', models.DateField(blank=True, help_text='The first day that it tells of.', null=True)),
                    ('ends_on', models.DateField(blank=True, null=True)),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('changed_at', models.DateTimeField(default=hubung.kernel.clock.now, help_text='Its youngest version.')),
                    ('publisher', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_sets', to='directory.unit')),
                ],
                options={
                    'ordering': ['title', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Problem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('told_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='data_problem', to='cases.case')),
                    ('data_set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='opendata.dataset')),
                ],
                options={
                    'ordering': ['-told_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='Version',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('rows', models.PositiveIntegerField()),
                    ('schema', models.JSONField(help_text='Table Schema of its columns.')),
                    ('data_set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='opendata.dataset')),
                ],
                options={
                    'ordering': ['-number'],
                    'constraints': [models.UniqueConstraint(fields=('data_set', 'number'), name='version_once')],
                },
            ),
            migrations.CreateModel(
                name='Distribution',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text='As `data.csv`.', max_length=20)),
                    ('sha256', models.CharField(db_index=True, max_length=64)),
                    ('size', models.PositiveBigIntegerField(help_text='Bytes.')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='distributions', to='opendata.version')),
                ],
                options={
                    'ordering': ['name'],
                    'constraints': [models.UniqueConstraint(fields=('version', 'name'), name='distribution_once')],
                },
            ),
        ]),
    ]
