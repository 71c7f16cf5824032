import django.db.models.deletion
from django.db import migrations, models

from hubung.kernel.migrating import CreateModels

# Which item has which words: FTS5 on SQLite, a tsvector with GIN on PostgreSQL (as of cases).
SQLITE = [
    # Which item has a word is asked, never where in it: so much smaller.
    "CREATE VIRTUAL TABLE search_words USING fts5("
    "words, detail=none, tokenize=\"unicode61 tokenchars ':='\")"
]
POSTGRESQL = [
    "CREATE TABLE search_words (position bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX search_words_words ON search_words USING gin (words)",
    # With fewer statistics the planner takes every rare word for a common one, and walks the table.
    "ALTER TABLE search_words ALTER COLUMN words SET STATISTICS 1000",
]


def create(apps, schema_editor):
    for sql in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(sql)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_words")


class Migration(migrations.Migration):

    replaces = [
        ('search', '0001_initial'),
        ('search', '0002_words'),
    ]

    initial = True

    dependencies = [
        ('directory', '0001_first_release'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Word',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('word', models.CharField(max_length=40, unique=True)),
                    ('stem', models.CharField(max_length=40)),
                    ('items', models.PositiveIntegerField(default=0)),
                ],
                options={
                    'indexes': [models.Index(fields=['stem'], name='word_stem')],
                },
            ),
            migrations.CreateModel(
                name='Item',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.CharField(help_text='Who vouches for it (`search.sources`).', max_length=20)),
                    ('key', models.BigIntegerField(help_text='Its id there.')),
                    ('version', models.CharField(help_text='What it was made from.', max_length=200)),
                    ('kind', models.CharField(choices=[('layanan', 'Service'), ('informasi', 'Information register'), ('jawaban', 'Answered request'), ('data', 'Data set'), ('dokumen', 'Document'), ('pengumuman', 'Announcement'), ('kabar', 'News'), ('acara', 'Event'), ('agenda', 'Agenda of officials'), ('halaman', 'Page'), ('unit', 'Unit')], max_length=12)),
                    ('address', models.CharField(help_text='Path on this site.', max_length=500)),
                    ('title', models.CharField(max_length=300)),
                    ('title_en', models.CharField(blank=True, max_length=300)),
                    ('summary', models.TextField(blank=True)),
                    ('summary_en', models.TextField(blank=True)),
                    ('text', models.TextField(blank=True)),
                    ('text_en', models.TextField(blank=True)),
                    ('sector', models.CharField(blank=True, choices=[('darat', 'Land'), ('laut', 'Sea'), ('udara', 'Air'), ('kereta', 'Rail')], max_length=8)),
                    ('day', models.DateField(help_text='Null: it holds always, as a service does.', null=True)),
                    ('position', models.BigIntegerField(unique=True)),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.unit')),
                ],
                options={
                    'verbose_name': 'thing that can be found',
                    'constraints': [models.UniqueConstraint(fields=('source', 'key'), name='found_once')],
                },
            ),
            migrations.CreateModel(
                name='Slip',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('letters', models.CharField(max_length=40)),
                    ('word', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slips', to='search.word')),
                ],
                options={
                    'indexes': [models.Index(fields=['letters'], name='slip_letters')],
                },
            ),
        ]),
        migrations.RunPython(create, drop),
    ]
