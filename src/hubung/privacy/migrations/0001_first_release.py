import django.db.models.deletion
import hubung.kernel.clock
from django.conf import settings
from django.db import migrations, models

from hubung.kernel.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('privacy', '0001_initial')]

    initial = True

    dependencies = [
        ('cases', '0001_first_release'),
        ('directory', '0001_first_release'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Request',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('right', models.CharField(choices=[('access', 'A copy of my data'), ('correction', 'Correct my data'), ('restriction', 'Restrict the use of my data'), ('erasure', 'Erase my data')], max_length=12)),
                    ('identified_at', models.DateTimeField(null=True)),
                    ('carried_out_at', models.DateTimeField(null=True)),
                    ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='data_request', to='cases.case')),
                    ('identified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='Package',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sha256', models.CharField(blank=True, help_text='Empty: deleted.', max_length=64)),
                    ('size', models.PositiveBigIntegerField(default=0, help_text='Bytes.')),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('given_at', models.DateTimeField(null=True)),
                    ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='package', to='privacy.request')),
                ],
            ),
            migrations.CreateModel(
                name='Erasure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('why', models.CharField(choices=[('request', 'The person asked for it'), ('retention', 'Its time of retention was over')], max_length=10)),
                    ('erased_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='erasures', to='cases.case')),
                    ('erased_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['case', 'erased_at'], name='erasure_case')],
                },
            ),
            migrations.CreateModel(
                name='Hold',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.CharField(max_length=300)),
                    ('placed_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('lifted_at', models.DateTimeField(null=True)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='cases.case')),
                    ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('case',), name='held_once')],
                },
            ),
            migrations.CreateModel(
                name='Belonging',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('proof', models.CharField(choices=[('code', 'Its number and code were given'), ('officer', 'Confirmed by an officer')], max_length=8)),
                    ('confirmed_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                    ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='belongings', to='privacy.request')),
                ],
                options={
                    'ordering': ['case_id'],
                    'constraints': [models.UniqueConstraint(fields=('request', 'case'), name='belongs_once'), models.CheckConstraint(condition=models.Q(models.Q(('proof', 'officer'), _negated=True), ('confirmed_by__isnull', False), _connector='OR'), name='officer_confirmed_it')],
                },
            ),
            migrations.CreateModel(
                name='Restriction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('since', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('lifted_at', models.DateTimeField(null=True)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='restrictions', to='cases.case')),
                    ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='restrictions', to='privacy.request')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('case',), name='restricted_once')],
                },
            ),
        ]),
    ]
