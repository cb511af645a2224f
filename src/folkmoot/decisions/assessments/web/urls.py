from django.urls import path

from folkmoot.decisions.assessments.web import evidence, settling, views, writing

urlpatterns = [
    path("", views.register, name="assessments"),
    path("new", views.new, name="assessment_new"),
    path("<int:pk>/", views.detail, name="assessment"),
    path("<int:pk>/whole", views.whole, name="assessment_whole"),
    path("<int:pk>/screening", writing.screening, name="assessment_screening"),
    path("<int:pk>/steps/<slug:step>", writing.step, name="assessment_step"),
    path("<int:pk>/impact/<slug:code>", writing.impact, name="assessment_impact"),
    path("<int:pk>/combinations/new", writing.combination, name="assessment_combination_new"),
    path("<int:pk>/combinations/<int:impact>", writing.combination, name="assessment_combination"),
    path("<int:pk>/combinations/<int:impact>/remove", writing.take_out, name="assessment_combination_remove"),
    path("<int:pk>/mitigation/new", writing.mitigation, name="assessment_mitigation"),
    path("<int:pk>/evidence/outside", evidence.outside, name="assessment_outside"),
    path("<int:pk>/evidence/<int:row>/words", evidence.words, name="assessment_evidence_words"),
    path("<int:pk>/evidence/<int:row>/leave-out", evidence.leave_out, name="assessment_evidence_out"),
    path("<int:pk>/evidence/about/<slug:code>", evidence.offered, name="assessment_offers"),
    path("<int:pk>/submit", settling.submit, name="assessment_submit"),
    path("<int:pk>/return", settling.send_back, name="assessment_return"),
    path("<int:pk>/sign", settling.sign, name="assessment_sign"),
    path("<int:pk>/publish", settling.publish, name="assessment_publish"),
    path("<int:pk>/publish/withhold/<slug:part>", settling.withhold, name="assessment_withhold"),
    path("<int:pk>/publish/explain/<slug:key>", settling.explain, name="assessment_explain"),
    path("<int:pk>/review", settling.review, name="assessment_review"),
    path("<int:pk>/new-version", settling.new_version, name="assessment_version"),
    path("<int:pk>/differences", views.differences, name="assessment_differences"),
]
