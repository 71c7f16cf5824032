"""Which item has which words: FTS5 on SQLite, a tsvector with GIN on PostgreSQL (as cases/0003)."""

from django.db import migrations

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
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
