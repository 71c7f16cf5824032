"""The search table: FTS5 on SQLite, a tsvector with GIN on PostgreSQL (decision 0001)."""

from django.db import migrations

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


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_append_only_and_limits")]

    operations = [migrations.RunPython(create, drop)]
