import datetime
import django.db.models.deletion
import hubung.directory.models
import hubung.kernel.clock
from django.conf import settings
from django.db import migrations, models

from hubung.kernel.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [
        ('directory', '0001_initial'),
        ('directory', '0002_titles_and_imports'),
        ('directory', '0003_sealed_numbers'),
        ('directory', '0004_seal_numbers'),
        ('directory', '0005_no_clear_numbers'),
        ('directory', '0006_sweep_pages'),
        ('directory', '0007_groups_of_roles'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('kernel', '0001_first_release'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Person',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('email', models.EmailField(max_length=254, unique=True)),
                    ('name', models.CharField(max_length=150)),
                    ('phone', models.CharField(blank=True, help_text='E.164.', max_length=20)),
                    ('language', models.CharField(choices=[('id', 'Indonesia'), ('en', 'English')], default='id', max_length=2)),
                    ('is_active', models.BooleanField(default=True)),
                    ('created_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='directory.unit')),
                    ('title', models.CharField(blank=True, help_text="Function that many share (jabatan fungsional); an official's one is a `Post`.", max_length=150)),
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ],
                options={
                    'ordering': ['name'],
                    'indexes': [models.Index(fields=['unit', 'name'], name='person_unit_name')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('is_superuser', False)), name='nobody_is_above_roles')],
                },
            ),
            migrations.CreateModel(
                name='Unit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(help_text='Stable code, as `DJPL` or `KSOP-BIT`.', max_length=40, unique=True)),
                    ('kind', models.CharField(choices=[('ministry', 'Ministry'), ('secretariat', 'Secretariat General'), ('inspectorate', 'Inspectorate General'), ('directorate_general', 'Directorate General'), ('agency', 'Agency'), ('directorate', 'Directorate'), ('office', 'Regional office'), ('contact_centre', 'Contact centre'), ('team', 'Team')], default='office', max_length=24)),
                    ('sector', models.CharField(blank=True, choices=[('darat', 'Land'), ('laut', 'Sea'), ('udara', 'Air'), ('kereta', 'Rail')], max_length=8)),
                    ('timezone', models.CharField(choices=[('Asia/Jakarta', 'WIB'), ('Asia/Makassar', 'WITA'), ('Asia/Jayapura', 'WIT')], default='Asia/Jakarta', max_length=20)),
                    ('path', models.CharField(db_index=True, editable=False, help_text='Ids from the root, as `/1/7/42/`.', max_length=255)),
                    ('email', models.EmailField(blank=True, max_length=254)),
                    ('place', models.CharField(blank=True, help_text='City of the office.', max_length=100)),
                    ('opened_on', models.DateField(default=datetime.date(2000, 1, 1))),
                    ('closed_on', models.DateField(blank=True, null=True)),
                    ('decree', models.CharField(blank=True, help_text='Legal ground of its closing.', max_length=120)),
                    ('name', models.CharField(max_length=200)),
                    ('short_name', models.CharField(blank=True, max_length=60)),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='directory.unit')),
                    ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='directory.unit')),
                ],
                options={
                    'ordering': ['path'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='unit_closes_after_opening'), models.CheckConstraint(condition=models.Q(('successor__isnull', True), ('closed_on__isnull', False), _connector='OR'), name='unit_successor_needs_closing')],
                },
            ),
            migrations.CreateModel(
                name='Post',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200)),
                    ('heads_unit', models.BooleanField(default=False)),
                    ('email', models.EmailField(blank=True, help_text='The address of the post, not of its holder.', max_length=254)),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='directory.unit')),
                ],
                options={
                    'ordering': ['unit', '-heads_unit', 'title'],
                    'constraints': [models.UniqueConstraint(fields=('unit', 'title'), name='post_once_per_unit')],
                },
            ),
            migrations.CreateModel(
                name='Grant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('tier1_agent', 'Tier 1 agent'), ('tier2_handler', 'Tier 2 handler'), ('tier3_official', 'Tier 3 official'), ('supervisor', 'Supervisor'), ('unit_coordinator', 'Unit coordinator'), ('inspector', 'Inspector'), ('information_officer', 'Information officer'), ('editor', 'Portal editor'), ('administrator', 'Administrator'), ('auditor', 'Auditor')], max_length=24)),
                    ('valid_from', models.DateField(default=hubung.directory.models.today)),
                    ('valid_to', models.DateField(blank=True, null=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_grants', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='directory.unit')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('person', 'role', 'unit'), name='grant_once')],
                },
            ),
            migrations.CreateModel(
                name='UnitName',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('short_name', models.CharField(blank=True, max_length=60)),
                    ('valid_from', models.DateField()),
                    ('decree', models.CharField(blank=True, max_length=120)),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='directory.unit')),
                ],
                options={
                    'ordering': ['unit', 'valid_from'],
                    'constraints': [models.UniqueConstraint(fields=('unit', 'valid_from'), name='unit_name_once_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Holding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('acting', models.BooleanField(default=False)),
                    ('valid_from', models.DateField()),
                    ('valid_to', models.DateField(blank=True, null=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holdings', to=settings.AUTH_USER_MODEL)),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holdings', to='directory.post')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('acting', False), ('valid_to__isnull', True)), fields=('post',), name='one_definite_holder')],
                },
            ),
            migrations.CreateModel(
                name='ImportJob',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('units', 'Units'), ('staff', 'Staff')], max_length=8)),
                    ('file_name', models.CharField(max_length=200)),
                    ('state', models.CharField(choices=[('checking', 'Being checked'), ('checked', 'Checked, waits for your word'), ('faulty', 'Checked, cannot be taken over'), ('running', 'Being taken over'), ('done', 'Taken over'), ('failed', 'Failed, nothing was changed')], default='checking', max_length=10)),
                    ('report', models.JSONField(default=dict, help_text='`report.Report.as_dict()`.')),
                    ('rows_done', models.PositiveIntegerField(default=0)),
                    ('rows_total', models.PositiveIntegerField(default=0)),
                    ('asked_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='directory_imports', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='ImportFile',
                fields=[
                    ('sealed', models.BinaryField(help_text='nonce ‖ ciphertext ‖ tag, AES-256-GCM.')),
                    ('job', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='file', serialize=False, to='directory.importjob')),
                    ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.datakey')),
                ],
            ),
            migrations.CreateModel(
                name='StaffNumber',
                fields=[
                    ('sealed', models.BinaryField(help_text='nonce ‖ ciphertext ‖ tag, AES-256-GCM.')),
                    ('digest', models.CharField(help_text='HMAC-SHA-256 under the same key version.', max_length=64)),
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='nip', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.datakey')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('digest',), name='staff_number_once')],
                },
            ),
        ]),
    ]
