import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from folkmoot.foundation import together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('actions', '0005_what_was_done_stays'),
        ('areas', '0002_authorities'),
    ]

    operations = [
        together.Together([
            migrations.CreateModel(
                name='Accreditation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('name', models.CharField(max_length=160, verbose_name='accreditation')),
                    ('body', models.CharField(max_length=160, verbose_name='awarded by')),
                    ('level', models.CharField(blank=True, max_length=120, verbose_name='level')),
                    ('awarded_on', models.DateField(blank=True, null=True, verbose_name='awarded on')),
                    ('expires_on', models.DateField(blank=True, null=True, verbose_name='holds until')),
                    ('evidence', models.TextField(blank=True, verbose_name='what shows it, and where it lies')),
                    ('next_step', models.TextField(blank=True, verbose_name='what is to be done next')),
                    ('ended_on', models.DateField(blank=True, null=True, verbose_name='given up or lost on')),
                ],
                options={
                    'ordering': ['name', '-awarded_on'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('body', ''), _negated=True)), name='accreditation_says_which'), models.CheckConstraint(condition=models.Q(('awarded_on__isnull', True), models.Q(('evidence', ''), _negated=True), _connector='OR'), name='accreditation_held_with_evidence'), models.CheckConstraint(condition=models.Q(('expires_on__isnull', True), ('awarded_on__isnull', True), ('expires_on__gt', models.F('awarded_on')), _connector='OR'), name='accreditation_expires_after_award')],
                },
            ),
            migrations.CreateModel(
                name='HeadcountLoad',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('as_of', models.DateField(verbose_name='as of')),
                    ('source', models.CharField(max_length=200, verbose_name='where the figures come from')),
                    ('counted', models.CharField(choices=[('exact', 'Exact: kept as ranges wherever a small number could be found'), ('to_5', 'Published to the nearest 5, fewer than 5 withheld'), ('to_10', 'Published to the nearest 10, fewer than 10 withheld')], max_length=5, verbose_name='how the numbers were counted')),
                    ('file_name', models.CharField(max_length=200)),
                    ('sha256', models.CharField(max_length=64)),
                    ('digest', models.CharField(max_length=64)),
                    ('headings', models.CharField(max_length=64)),
                    ('words', models.JSONField(blank=True, default=dict)),
                    ('kept', models.PositiveIntegerField(verbose_name='headcounts kept')),
                    ('report', models.JSONField(blank=True, default=list)),
                    ('at', models.DateTimeField()),
                    ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                    ('taken_back_why', models.CharField(blank=True, max_length=300, verbose_name='why it was taken back')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('taken_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-as_of', '-at', '-id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at__isnull', True)), fields=('digest',), name='headcounts_in_use_once'), models.CheckConstraint(condition=models.Q(models.Q(('source', ''), _negated=True), ('kept__gt', 0)), name='headcounts_say_where_from'), models.CheckConstraint(condition=models.Q(('taken_back_at__isnull', True), models.Q(('taken_back_why', ''), _negated=True), _connector='OR'), name='headcounts_taken_back_with_reason')],
                },
            ),
            migrations.CreateModel(
                name='StaffNetwork',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                    ('purpose', models.TextField(verbose_name='what it is for, and for whom')),
                    ('champion', models.CharField(blank=True, max_length=160, verbose_name='champion at Board level (the office held, not a name)')),
                    ('since', models.DateField(blank=True, null=True, verbose_name='since')),
                    ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                    ('ended_why', models.CharField(blank=True, max_length=300, verbose_name='why')),
                ],
                options={
                    'ordering': ['name'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('purpose', ''), _negated=True)), name='network_says_what_for'), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), models.Q(('ended_why', ''), _negated=True), _connector='OR'), name='network_ended_with_reason')],
                },
            ),
            migrations.CreateModel(
                name='NetworkEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('on', models.DateField(verbose_name='held on')),
                    ('title', models.CharField(max_length=200, verbose_name='what it was')),
                    ('came', models.PositiveIntegerField(blank=True, null=True, verbose_name='how many came')),
                    ('outcome', models.TextField(blank=True, verbose_name='what came of it')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='workforce.staffnetwork')),
                ],
                options={
                    'ordering': ['-on', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='network_event_says_what')],
                },
            ),
            migrations.CreateModel(
                name='Standard',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('name', models.CharField(max_length=160, unique=True, verbose_name='name')),
                    ('who', models.CharField(max_length=200, verbose_name='for whom')),
                    ('behaviours', models.TextField(blank=True, verbose_name='the inclusive behaviours it asks for, in its own words')),
                    ('issued_on', models.DateField(verbose_name='issued on')),
                    ('review_on', models.DateField(verbose_name='to be looked at again on')),
                    ('where', models.CharField(max_length=300, verbose_name='where it lies')),
                ],
                options={
                    'ordering': ['name'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('review_on__gt', models.F('issued_on'))), name='standard_reviewed_after_issue'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('where', ''), _negated=True)), name='standard_says_what')],
                },
            ),
            migrations.CreateModel(
                name='SurveyLoad',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('organisation', models.CharField(max_length=160)),
                    ('year', models.PositiveSmallIntegerField(verbose_name='year of the survey')),
                    ('file_name', models.CharField(max_length=200)),
                    ('sha256', models.CharField(max_length=64)),
                    ('digest', models.CharField(max_length=64)),
                    ('kept', models.PositiveIntegerField(verbose_name='figures kept')),
                    ('report', models.JSONField(default=dict)),
                    ('at', models.DateTimeField()),
                    ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                    ('taken_back_why', models.CharField(blank=True, max_length=300, verbose_name='why')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('taken_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-year', '-at', '-id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at__isnull', True)), fields=('organisation', 'digest'), name='survey_figures_in_use_once'), models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at__isnull', True), ('taken_back_why', '')), models.Q(('taken_back_at__gte', models.F('at')), models.Q(('taken_back_why', ''), _negated=True)), _connector='OR'), name='survey_taken_back_with_reason')],
                },
            ),
            migrations.CreateModel(
                name='SurveyFigure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('year', models.PositiveSmallIntegerField()),
                    ('whose', models.CharField(choices=[('organisation', 'The service'), ('mean', 'All civil servants'), ('median', 'Median of organisations')], max_length=12)),
                    ('characteristic', models.CharField(blank=True, max_length=20)),
                    ('group', models.CharField(blank=True, max_length=20)),
                    ('item', models.CharField(max_length=8)),
                    ('base', models.PositiveIntegerField(blank=True, null=True)),
                    ('base_rounded', models.BooleanField(default=False)),
                    ('low', models.FloatField(blank=True, null=True)),
                    ('high', models.FloatField(blank=True, null=True)),
                    ('mark', models.CharField(blank=True, choices=[('c', 'Withheld: fewer than 10 people'), ('x', 'Not published')], max_length=1)),
                    ('decimals', models.PositiveSmallIntegerField(default=0)),
                    ('place', models.CharField(max_length=200, verbose_name='where it stands in the file')),
                    ('load', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='workforce.surveyload')),
                ],
                options={
                    'ordering': ['load', 'id'],
                    'indexes': [models.Index(fields=['characteristic', 'year'], name='workforce_s_charact_599c2e_idx')],
                    'constraints': [models.UniqueConstraint(fields=('load', 'year', 'whose', 'characteristic', 'group', 'item'), name='survey_figure_once'), models.CheckConstraint(condition=models.Q(models.Q(('high__lte', 100), ('low__gte', 0), ('low__lte', models.F('high')), ('mark', '')), models.Q(models.Q(('mark', ''), _negated=True), ('high__isnull', True), ('low__isnull', True)), _connector='OR'), name='survey_figure_or_mark')],
                },
            ),
            migrations.CreateModel(
                name='SurveyOrganisation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('name', models.CharField(max_length=160, verbose_name="the service's name in the published tables")),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-at', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='survey_organisation_named')],
                },
            ),
            migrations.CreateModel(
                name='Target',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('key', models.CharField(max_length=40)),
                    ('kind', models.CharField(choices=[('reach', 'To be reached'), ('hold', 'To be held'), ('declare', 'To be declared')], max_length=7, verbose_name='kind')),
                    ('characteristic', models.CharField(max_length=24, verbose_name='characteristic')),
                    ('name', models.CharField(max_length=120, verbose_name='the group as people say it')),
                    ('groups', models.JSONField(blank=True, default=list)),
                    ('levels', models.JSONField(blank=True, default=list)),
                    ('share', models.FloatField(verbose_name='share')),
                    ('from_on', models.DateField(verbose_name='set on')),
                    ('by_on', models.DateField(blank=True, null=True, verbose_name='to be met by')),
                    ('words', models.TextField(verbose_name='in the words of the document')),
                    ('source', models.CharField(max_length=200, verbose_name='document')),
                    ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                    ('ended_why', models.CharField(blank=True, max_length=300, verbose_name='why')),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('share__gt', 0), ('share__lt', 1)), name='target_is_a_share'), models.CheckConstraint(condition=models.Q(models.Q(('words', ''), _negated=True), models.Q(('source', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='target_says_where_from'), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), models.Q(('ended_why', ''), _negated=True), _connector='OR'), name='target_ended_with_reason'), models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('key',), name='target_in_force_once')],
                },
            ),
            migrations.CreateModel(
                name='Unit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('name', models.CharField(max_length=160, unique=True, verbose_name='name')),
                    ('kind', models.CharField(choices=[('service', 'The whole service'), ('area', 'Area'), ('division', 'Division'), ('directorate', 'Directorate')], max_length=11, verbose_name='kind of unit')),
                    ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='workforce.unit')),
                ],
                options={
                    'ordering': ['name'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='unit_has_a_name'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'area'), _negated=True), ('area__isnull', False), _connector='OR'), name='unit_of_an_area_names_it')],
                },
            ),
            migrations.CreateModel(
                name='StaffCount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('question', models.CharField(max_length=24, verbose_name='question')),
                    ('about', models.CharField(blank=True, max_length=120, verbose_name='programme or network')),
                    ('as_of', models.DateField(verbose_name='as of')),
                    ('whole', models.PositiveIntegerField(verbose_name='staff asked about')),
                    ('part', models.PositiveIntegerField(verbose_name='of them')),
                    ('source', models.CharField(max_length=200, verbose_name='where the count comes from')),
                    ('made_at', models.DateTimeField()),
                    ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('replaced_by', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='workforce.staffcount')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff_counts', to='workforce.unit')),
                ],
                options={
                    'ordering': ['-as_of', 'unit_id', 'id'],
                    'indexes': [models.Index(fields=['question', 'as_of'], name='workforce_s_questio_2a6bf4_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('part__lte', models.F('whole'))), name='staff_count_part_of_whole'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='staff_count_says_where_from'), models.UniqueConstraint(condition=models.Q(('replaced_by__isnull', True)), fields=('unit', 'question', 'about', 'as_of'), name='staff_count_stands_once')],
                },
            ),
            migrations.CreateModel(
                name='Headcount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('level', models.CharField(max_length=12)),
                    ('measure', models.CharField(choices=[('in_post', 'In post'), ('joined', 'Joined in the year'), ('left', 'Left in the year'), ('promoted', 'Promoted in the year')], max_length=8)),
                    ('characteristic', models.CharField(max_length=24)),
                    ('group', models.CharField(blank=True, max_length=120)),
                    ('kind', models.CharField(choices=[('group', 'Group'), ('undeclared', 'Declined to say'), ('unknown', 'Never answered')], max_length=10)),
                    ('low', models.PositiveIntegerField()),
                    ('high', models.PositiveIntegerField()),
                    ('printed', models.PositiveIntegerField(blank=True, null=True)),
                    ('load', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='headcounts', to='workforce.headcountload')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='headcounts', to='workforce.unit')),
                ],
                options={
                    'ordering': ['load', 'id'],
                    'indexes': [models.Index(fields=['characteristic', 'measure'], name='workforce_h_charact_d35540_idx')],
                    'constraints': [models.UniqueConstraint(fields=('load', 'unit', 'level', 'measure', 'characteristic', 'group', 'kind'), name='headcount_stands_once'), models.CheckConstraint(condition=models.Q(('low__lte', models.F('high'))), name='headcount_is_a_range'), models.CheckConstraint(condition=models.Q(('printed__isnull', True), ('printed', 0), ('printed__gte', 5), _connector='OR'), name='headcount_keeps_no_small_number')],
                },
            ),
            migrations.CreateModel(
                name='UnitPlan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('review_on', models.DateField(verbose_name='to be looked at on')),
                    ('plan', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='of_unit', to='actions.plan')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='workforce.unit')),
                ],
                options={
                    'ordering': ['unit_id', '-plan__ends_on'],
                },
            ),
            migrations.CreateModel(
                name='PlanReview',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('on', models.DateField(verbose_name='looked at on')),
                    ('words', models.TextField(verbose_name='what was found')),
                    ('next_on', models.DateField(verbose_name='next on')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('unit_plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='workforce.unitplan')),
                ],
                options={
                    'ordering': ['-on', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='unit_plan_review_has_words'), models.CheckConstraint(condition=models.Q(('next_on__gt', models.F('on'))), name='unit_plan_review_next_is_later')],
                },
            ),
            migrations.CreateModel(
                name='DeclarationReview',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('characteristic', models.CharField(max_length=24, verbose_name='characteristic')),
                    ('on', models.DateField(verbose_name='looked at on')),
                    ('words', models.TextField(verbose_name='what was found, and what will be done')),
                    ('next_on', models.DateField(verbose_name='next on')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-on', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('next_on__gt', models.F('on'))), name='declaration_review_next_is_later'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='declaration_review_has_words')],
                },
            ),
        ]),
    ]
