import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from folkmoot.foundation import together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('areas', '0002_authorities'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        together.Together([
            migrations.CreateModel(
                name='CertificateLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('withdrawn_on', models.DateField(blank=True, editable=False, null=True)),
                    ('code', models.SlugField(max_length=40, unique=True)),
                    ('order', models.PositiveSmallIntegerField()),
                    ('applies', models.CharField(choices=[('area', 'Areas'), ('headquarters', 'Head office'), ('both', 'Areas and head office')], max_length=12)),
                    ('asks', models.CharField(max_length=300)),
                    ('guidance', models.TextField(blank=True)),
                    ('pulls', models.CharField(blank=True, max_length=40)),
                    ('source', models.CharField(max_length=300)),
                ],
                options={
                    'verbose_name': 'line of the certificate',
                    'verbose_name_plural': 'lines of the certificate',
                    'ordering': ['order', 'code'],
                },
            ),
            migrations.CreateModel(
                name='Criterion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('code', models.SlugField(max_length=40, verbose_name='short name')),
                    ('order', models.PositiveSmallIntegerField(default=1, verbose_name='place in the list')),
                    ('group', models.CharField(max_length=120, verbose_name='group')),
                    ('title', models.CharField(max_length=160, verbose_name='criterion')),
                    ('asks', models.TextField(verbose_name='what is asked')),
                    ('guidance', models.TextField(verbose_name='what counts as evidence')),
                    ('figures', models.JSONField(blank=True, default=list, verbose_name='figures pulled from the records')),
                ],
                options={
                    'verbose_name': 'criterion',
                    'verbose_name_plural': 'criteria',
                    'ordering': ['framework', 'order', 'id'],
                },
            ),
            migrations.CreateModel(
                name='AreaAssessment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('validator_why', models.CharField(blank=True, max_length=300, verbose_name='why another Area was chosen')),
                    ('submitted_at', models.DateTimeField(blank=True, null=True)),
                    ('record', models.JSONField(blank=True, null=True)),
                    ('fingerprint', models.CharField(blank=True, max_length=64)),
                    ('validated_at', models.DateTimeField(blank=True, null=True)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('settled_at', models.DateTimeField(blank=True, null=True)),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                    ('hands', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('validated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('validator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area', verbose_name='validated by')),
                ],
                options={
                    'verbose_name': 'assessment of an Area',
                    'verbose_name_plural': 'assessments of Areas',
                    'ordering': ['round', 'area__name_en'],
                },
            ),
            migrations.CreateModel(
                name='Certificate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('period', models.CharField(max_length=7, verbose_name='half-year')),
                    ('due_on', models.DateField(verbose_name='due')),
                    ('prepared_at', models.DateTimeField()),
                    ('statement', models.TextField(blank=True, verbose_name='what the lead says with it')),
                    ('signed_at', models.DateTimeField(blank=True, null=True)),
                    ('record', models.JSONField(blank=True, null=True)),
                    ('fingerprint', models.CharField(blank=True, max_length=64)),
                    ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                    ('hands', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signed by')),
                    ('prepared_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'certificate of assurance',
                    'verbose_name_plural': 'certificates of assurance',
                    'ordering': ['-period', 'area__name_en', 'id'],
                },
            ),
            migrations.CreateModel(
                name='CertificateEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('code', models.SlugField(max_length=40)),
                    ('order', models.PositiveSmallIntegerField()),
                    ('asks', models.CharField(max_length=300)),
                    ('pulls', models.CharField(blank=True, max_length=40)),
                    ('found', models.JSONField(blank=True, default=dict)),
                    ('answer', models.CharField(blank=True, choices=[('nothing', 'Nothing to report'), ('exception', 'An exception')], max_length=9, verbose_name='answer')),
                    ('words', models.TextField(blank=True, verbose_name='in words')),
                    ('doing', models.TextField(blank=True, verbose_name='what is done about it')),
                    ('by_on', models.DateField(blank=True, null=True, verbose_name='by when')),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='assurance.certificate')),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who does it')),
                ],
                options={
                    'verbose_name': 'line of a certificate',
                    'ordering': ['certificate', 'order', 'id'],
                },
            ),
            migrations.CreateModel(
                name='CertificateFollowUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('became', models.CharField(blank=True, choices=[('resolved', 'Put right'), ('under_way', 'Under way'), ('not_yet', 'Not put right')], max_length=9, verbose_name='what became of it')),
                    ('words', models.TextField(blank=True, verbose_name='in words')),
                    ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_ups', to='assurance.certificate')),
                    ('exception', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='followed_up', to='assurance.certificateentry')),
                ],
                options={
                    'verbose_name': 'what became of an exception',
                    'ordering': ['certificate', 'exception__order', 'id'],
                },
            ),
            migrations.CreateModel(
                name='CriterionAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('level', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='level')),
                    ('words', models.TextField(blank=True, verbose_name='why this level')),
                    ('validator_level', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='level the other Area sees')),
                    ('validator_reasons', models.TextField(blank=True, verbose_name='its reasons')),
                    ('reply', models.CharField(blank=True, choices=[('accepts', 'We accept the other Area’s level'), ('stands', 'We stand by our own level')], max_length=7, verbose_name='the Area’s answer')),
                    ('reply_words', models.TextField(blank=True, verbose_name='the Area’s reasons')),
                    ('moderated_level', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='level settled by headquarters')),
                    ('moderated_reasons', models.TextField(blank=True, verbose_name='headquarters’ reasons')),
                    ('moderated_at', models.DateTimeField(blank=True, null=True)),
                    ('settled_level', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='settled level')),
                    ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='assurance.areaassessment')),
                    ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assurance.criterion')),
                    ('moderated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'answer to a criterion',
                    'ordering': ['assessment', 'criterion__order', 'id'],
                },
            ),
            migrations.CreateModel(
                name='EvidenceLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('kind', models.CharField(max_length=40)),
                    ('row_id', models.BigIntegerField()),
                    ('note', models.CharField(max_length=300, verbose_name='what it shows')),
                    ('words', models.TextField()),
                    ('facts', models.JSONField(blank=True, default=dict)),
                    ('as_of', models.DateField()),
                    ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='assurance.criterionanswer')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'evidence',
                    'ordering': ['answer', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Framework',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('number', models.PositiveSmallIntegerField(unique=True)),
                    ('title', models.CharField(max_length=160, verbose_name='title')),
                    ('about', models.TextField(blank=True, verbose_name='what it is for')),
                    ('source', models.CharField(max_length=400, verbose_name='where its words come from')),
                    ('begun_at', models.DateTimeField()),
                    ('issued_at', models.DateTimeField(blank=True, null=True)),
                    ('begun_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('issued_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'framework',
                    'verbose_name_plural': 'frameworks',
                    'ordering': ['-number'],
                },
            ),
            migrations.AddField(
                model_name='criterion',
                name='framework',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='assurance.framework'),
            ),
            migrations.CreateModel(
                name='FrozenFigure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('code', models.CharField(max_length=40)),
                    ('counted', models.PositiveIntegerField()),
                    ('base', models.PositiveIntegerField()),
                    ('as_of', models.DateField()),
                    ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='assurance.criterionanswer')),
                ],
                options={
                    'ordering': ['answer', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Level',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('number', models.PositiveSmallIntegerField(verbose_name='level')),
                    ('name', models.CharField(max_length=60, verbose_name='name of the level')),
                    ('words', models.TextField(verbose_name='what it means')),
                    ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='levels', to='assurance.criterion')),
                ],
                options={
                    'ordering': ['criterion', 'number'],
                },
            ),
            migrations.CreateModel(
                name='Round',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('period', models.CharField(max_length=7, unique=True, verbose_name='half-year')),
                    ('self_due', models.DateField(verbose_name='Areas assess themselves by')),
                    ('validation_due', models.DateField(verbose_name='other Areas validate by')),
                    ('reply_due', models.DateField(verbose_name='Areas answer by')),
                    ('moderation_due', models.DateField(verbose_name='headquarters moderates by')),
                    ('opened_at', models.DateTimeField()),
                    ('framework', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='assurance.framework')),
                    ('opened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'round',
                    'verbose_name_plural': 'rounds',
                    'ordering': ['-period'],
                },
            ),
            migrations.AddField(
                model_name='areaassessment',
                name='round',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='assurance.round'),
            ),
            migrations.AddConstraint(
                model_name='certificate',
                constraint=models.UniqueConstraint(fields=('area', 'period'), name='assurance_certificate_once'),
            ),
            migrations.AddConstraint(
                model_name='certificate',
                constraint=models.UniqueConstraint(condition=models.Q(('area__isnull', True)), fields=('period',), name='assurance_certificate_of_head_office_once'),
            ),
            migrations.AddConstraint(
                model_name='certificate',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('fingerprint', ''), ('record__isnull', True), ('signed_at__isnull', True), ('signed_by__isnull', True)), models.Q(('record__isnull', False), ('signed_at__isnull', False), ('signed_by', models.F('lead')), models.Q(('fingerprint', ''), _negated=True)), _connector='OR'), name='assurance_certificate_signed_whole'),
            ),
            migrations.AddConstraint(
                model_name='certificate',
                constraint=models.CheckConstraint(condition=models.Q(('signed_by', None), models.Q(('signed_by', models.F('prepared_by')), _negated=True), _connector='OR'), name='assurance_certificate_signed_by_another'),
            ),
            migrations.AddConstraint(
                model_name='certificateentry',
                constraint=models.UniqueConstraint(fields=('certificate', 'code'), name='assurance_entry_once'),
            ),
            migrations.AddConstraint(
                model_name='certificateentry',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', 'exception'), _negated=True), models.Q(('by_on__isnull', False), ('owner__isnull', False), models.Q(('words', ''), _negated=True), models.Q(('doing', ''), _negated=True)), _connector='OR'), name='assurance_exception_whole'),
            ),
            migrations.AddConstraint(
                model_name='certificatefollowup',
                constraint=models.UniqueConstraint(fields=('certificate', 'exception'), name='assurance_follow_up_once'),
            ),
            migrations.AddConstraint(
                model_name='certificatefollowup',
                constraint=models.CheckConstraint(condition=models.Q(('became', ''), models.Q(('words', ''), _negated=True), _connector='OR'), name='assurance_follow_up_in_words'),
            ),
            migrations.AddConstraint(
                model_name='criterionanswer',
                constraint=models.UniqueConstraint(fields=('assessment', 'criterion'), name='assurance_answer_once'),
            ),
            migrations.AddConstraint(
                model_name='criterionanswer',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('level__isnull', True), models.Q(('level__gte', 1), ('level__lte', 4)), _connector='OR'), models.Q(('validator_level__isnull', True), models.Q(('validator_level__gte', 1), ('validator_level__lte', 4)), _connector='OR'), models.Q(('moderated_level__isnull', True), models.Q(('moderated_level__gte', 1), ('moderated_level__lte', 4)), _connector='OR')), name='assurance_levels_1_to_4'),
            ),
            migrations.AddConstraint(
                model_name='criterionanswer',
                constraint=models.CheckConstraint(condition=models.Q(('validator_level__isnull', True), ('validator_level', models.F('level')), models.Q(('validator_reasons', ''), _negated=True), _connector='OR'), name='assurance_other_level_with_reasons'),
            ),
            migrations.AddConstraint(
                model_name='criterionanswer',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('moderated_at__isnull', True), ('moderated_level__isnull', True)), models.Q(('moderated_at__isnull', False), ('moderated_level__isnull', False), models.Q(('moderated_reasons', ''), _negated=True)), _connector='OR'), name='assurance_moderated_whole'),
            ),
            migrations.AddConstraint(
                model_name='evidencelink',
                constraint=models.UniqueConstraint(fields=('answer', 'kind', 'row_id'), name='assurance_evidence_once'),
            ),
            migrations.AddConstraint(
                model_name='evidencelink',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('note', ''), _negated=True), models.Q(('words', ''), _negated=True)), name='assurance_evidence_says_what'),
            ),
            migrations.AddConstraint(
                model_name='framework',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('source', ''), _negated=True)), name='assurance_framework_named'),
            ),
            migrations.AddConstraint(
                model_name='criterion',
                constraint=models.UniqueConstraint(fields=('framework', 'code'), name='assurance_criterion_once'),
            ),
            migrations.AddConstraint(
                model_name='criterion',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('group', ''), _negated=True), models.Q(('title', ''), _negated=True), models.Q(('asks', ''), _negated=True), models.Q(('guidance', ''), _negated=True)), name='assurance_criterion_says_what'),
            ),
            migrations.AddConstraint(
                model_name='frozenfigure',
                constraint=models.UniqueConstraint(fields=('answer', 'code'), name='assurance_figure_once'),
            ),
            migrations.AddConstraint(
                model_name='frozenfigure',
                constraint=models.CheckConstraint(condition=models.Q(('counted__lte', models.F('base'))), name='assurance_figure_part_of_its_base'),
            ),
            migrations.AddConstraint(
                model_name='level',
                constraint=models.UniqueConstraint(fields=('criterion', 'number'), name='assurance_level_once'),
            ),
            migrations.AddConstraint(
                model_name='level',
                constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 4)), name='assurance_level_1_to_4'),
            ),
            migrations.AddConstraint(
                model_name='level',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('words', ''), _negated=True)), name='assurance_level_described'),
            ),
            migrations.AddConstraint(
                model_name='round',
                constraint=models.CheckConstraint(condition=models.Q(('moderation_due__gt', models.F('reply_due')), ('reply_due__gt', models.F('validation_due')), ('validation_due__gt', models.F('self_due'))), name='assurance_round_days_in_order'),
            ),
            migrations.AddIndex(
                model_name='areaassessment',
                index=models.Index(fields=['area', 'settled_at'], name='assurance_a_area_id_854350_idx'),
            ),
            migrations.AddIndex(
                model_name='areaassessment',
                index=models.Index(fields=['validator'], name='assurance_a_validat_d4625a_idx'),
            ),
            migrations.AddConstraint(
                model_name='areaassessment',
                constraint=models.UniqueConstraint(fields=('round', 'area'), name='assurance_area_once_in_a_round'),
            ),
            migrations.AddConstraint(
                model_name='areaassessment',
                constraint=models.CheckConstraint(condition=models.Q(('validator', models.F('area')), _negated=True), name='assurance_validated_by_another'),
            ),
            migrations.AddConstraint(
                model_name='areaassessment',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('fingerprint', ''), ('record__isnull', True), ('submitted_at__isnull', True)), models.Q(('record__isnull', False), ('submitted_at__isnull', False), models.Q(('fingerprint', ''), _negated=True)), _connector='OR'), name='assurance_submitted_whole'),
            ),
            migrations.AddConstraint(
                model_name='areaassessment',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('validated_at__isnull', True), ('submitted_at__isnull', False), _connector='OR'), models.Q(('answered_at__isnull', True), ('validated_at__isnull', False), _connector='OR'), models.Q(('settled_at__isnull', True), ('validated_at__isnull', False), _connector='OR')), name='assurance_steps_in_order'),
            ),
            migrations.AddConstraint(
                model_name='areaassessment',
                constraint=models.CheckConstraint(condition=models.Q(('validated_by', None), models.Q(('validated_by', models.F('submitted_by')), _negated=True), _connector='OR'), name='assurance_not_validated_by_itself'),
            ),
        ]),
    ]
