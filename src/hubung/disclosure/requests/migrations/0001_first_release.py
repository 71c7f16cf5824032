from datetime import date

import django.db.models.deletion
import hubung.kernel.clock
from django.conf import settings
from django.db import migrations, models

from hubung.kernel.migrating import CreateModels

# The grounds for an objection, art. 35 of UU 14/2008, in words of our own (DOMAIN.md §3).

#: Two years after the law was made; from memory, as the grounds of art. 17.
START = date(2010, 4, 30)

GROUNDS = [
    ("a", "Permintaan ditolak", "The request was refused"),
    (
        "b",
        "Informasi berkala tidak disediakan",
        "Information that must be published regularly is not provided",
    ),
    ("c", "Permintaan tidak ditanggapi", "There was no response"),
    (
        "d",
        "Ditanggapi tidak sebagaimana yang diminta",
        "The response is not what was asked for",
    ),
    ("e", "Permintaan tidak dipenuhi", "The request was not fulfilled"),
    ("f", "Biaya tidak wajar", "The cost is unreasonable"),
    ("g", "Disampaikan melebihi waktu", "It came later than the law allows"),
]


def seed(apps, schema_editor):
    ground = apps.get_model("information_requests", "ObjectionGround")
    for code, name_id, name_en in GROUNDS:
        ground.objects.create(
            code=code,
            name_id=name_id,
            name_en=name_en,
            reference_id=f"UU 14/2008 ps. 35(1){code}",
            reference_en=f"Law 14/2008 art. 35(1){code}",
            valid_from=START,
        )


class Migration(migrations.Migration):

    replaces = [
        ('information_requests', '0001_initial'),
        ('information_requests', '0002_article_35'),
        ('information_requests', '0003_request_exemption'),
    ]

    initial = True

    dependencies = [
        ('cases', '0001_first_release'),
        ('directory', '0001_first_release'),
        ('grounds', '0001_first_release'),
        ('information_register', '0001_first_release'),
        ('kernel', '0001_first_release'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Request',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('applicant', models.CharField(choices=[('person', 'An individual'), ('entity', 'A legal entity')], max_length=8)),
                    ('principal', models.CharField(blank=True, help_text='For whom they ask, by power of attorney.', max_length=150)),
                    ('purpose', models.TextField()),
                    ('obtain', models.CharField(choices=[('read', 'See, read, listen or take notes'), ('soft', 'A copy as a file'), ('hard', 'A copy on paper')], max_length=8)),
                    ('delivery', models.CharField(choices=[('page', 'On the page of this request'), ('email', 'By e-mail'), ('post', 'By post'), ('collect', 'I collect it')], max_length=8)),
                    ('extended_at', models.DateTimeField(null=True)),
                    ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='formal_request', to='cases.case')),
                    ('extended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('exemption', models.ForeignKey(help_text='By which what they ask for was closed already; null: by none.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='information_register.exemption')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('extended_at__isnull', True), ('extended_by__isnull', False), _connector='OR'), name='extended_by_somebody')],
                },
            ),
            migrations.CreateModel(
                name='Dispute',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('register_number', models.CharField(blank=True, max_length=60)),
                    ('told_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('noted_by', models.ForeignKey(help_text='Null: the asker told it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='dispute', to='information_requests.request')),
                ],
            ),
            migrations.CreateModel(
                name='ObjectionGround',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(help_text='The letter in the law, as `a`.', max_length=4)),
                    ('name_id', models.CharField(max_length=160)),
                    ('name_en', models.CharField(max_length=160)),
                    ('reference_id', models.CharField(help_text='As the law is cited.', max_length=120)),
                    ('reference_en', models.CharField(max_length=120)),
                    ('valid_from', models.DateField()),
                    ('valid_to', models.DateField(blank=True, help_text='The first day without it.', null=True)),
                ],
                options={
                    'ordering': ['code', 'valid_from'],
                    'constraints': [models.UniqueConstraint(fields=('code', 'valid_from'), name='objection_ground_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='objection_ground_ends_after_it_begins')],
                },
            ),
            migrations.CreateModel(
                name='Objection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.TextField(blank=True)),
                    ('lodged_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='objection', to='information_requests.request')),
                    ('taken_by', models.ForeignKey(help_text='At the counter or by phone.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('ground', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='information_requests.objectionground')),
                ],
            ),
            migrations.CreateModel(
                name='Offered',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('question', models.CharField(max_length=200)),
                    ('text', models.TextField()),
                    ('decision', models.CharField(choices=[('granted', 'Given as a whole'), ('partly', 'Given in part'), ('refused', 'Refused'), ('not_held', 'Not held by the ministry')], max_length=8)),
                    ('unit_name', models.CharField(max_length=200)),
                    ('published_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('ground', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grounds.ground')),
                    ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reply', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='offered', to='information_requests.reply')),
                ],
                options={
                    'ordering': ['-published_at', '-pk'],
                    'indexes': [models.Index(condition=models.Q(('withdrawn_at__isnull', True)), fields=['-published_at'], name='offered_now')],
                },
            ),
            migrations.CreateModel(
                name='OfferedFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sha256', models.CharField(db_index=True, help_text='Names the stored bytes.', max_length=64)),
                    ('name', models.CharField(max_length=200)),
                    ('media_type', models.CharField(max_length=100)),
                    ('size', models.PositiveBigIntegerField(help_text='Bytes.')),
                    ('offered', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='information_requests.offered')),
                ],
                options={
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='Reply',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('decision', models.CharField(choices=[('granted', 'Given as a whole'), ('partly', 'Given in part'), ('refused', 'Refused'), ('not_held', 'Not held by the ministry')], max_length=8)),
                    ('holder', models.CharField(blank=True, help_text='Who holds it instead.', max_length=200)),
                    ('reason', models.TextField(blank=True)),
                    ('redactions', models.TextField(blank=True, help_text='What was taken out, and why.')),
                    ('form', models.CharField(blank=True, choices=[('read', 'See, read, listen or take notes'), ('soft', 'A copy as a file'), ('hard', 'A copy on paper')], max_length=8)),
                    ('cost', models.PositiveIntegerField(default=0, help_text='Rupiah.')),
                    ('cost_basis', models.CharField(blank=True, help_text='The rule that sets it.', max_length=200)),
                    ('given_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('in_time', models.BooleanField(default=True)),
                    ('kept_because', models.CharField(blank=True, help_text='Why it is not offered to everybody.', max_length=200)),
                    ('answer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='formal_reply', to='cases.answer')),
                    ('ground', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grounds.ground')),
                    ('objection', models.OneToOneField(help_text='Null: the reply.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='decision', to='information_requests.objection')),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='information_requests.request')),
                ],
                options={
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('objection__isnull', True)), fields=('request',), name='replied_once'), models.CheckConstraint(condition=models.Q(models.Q(('decision__in', ('partly', 'refused')), _negated=True), ('ground__isnull', False), _connector='OR'), name='closing_needs_ground'), models.CheckConstraint(condition=models.Q(('cost', 0), models.Q(('cost_basis', ''), _negated=True), _connector='OR'), name='cost_needs_basis')],
                },
            ),
            migrations.CreateModel(
                name='DecreeNumber',
                fields=[
                    ('sealed', models.BinaryField(help_text='nonce ‖ ciphertext ‖ tag, AES-256-GCM.')),
                    ('digest', models.CharField(help_text='HMAC-SHA-256 under the same key version.', max_length=64)),
                    ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='decree', serialize=False, to='information_requests.request')),
                    ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.datakey')),
                ],
                options={
                    'indexes': [models.Index(fields=['digest'], name='decree_number_digest')],
                },
            ),
        ]),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
