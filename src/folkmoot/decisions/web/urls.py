from django.urls import include, path

from folkmoot.decisions.consultations.web import views as consultations
from folkmoot.decisions.web import considering, views

app_name = "decisions"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new", views.new, name="new"),
    path("about/<str:kind>/<int:row_id>/", views.about, name="about"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/change", views.change, name="change"),
    path("<int:pk>/publishable", views.publish, name="publishable"),
    path("<int:pk>/options/new", views.add_option, name="add_option"),
    path("<int:pk>/options/<int:option_id>/change", views.change_option, name="change_option"),
    path("<int:pk>/options/<int:option_id>/remove", views.remove_option, name="remove_option"),
    path("<int:pk>/considered/choose", considering.choose, name="choose"),
    path("<int:pk>/considered/document", considering.document, name="document"),
    path("<int:pk>/considered/<str:kind>/<int:row_id>/add", considering.pick, name="pick"),
    path("<int:pk>/considered/<int:considered_id>/change", considering.change_evidence, name="change_evidence"),
    path("<int:pk>/considered/<int:considered_id>/remove", considering.remove_evidence, name="remove_evidence"),
    path("<int:pk>/ready", views.ready, name="ready"),
    path("<int:pk>/back", views.take_back, name="take_back"),
    path("<int:pk>/withdraw", views.withdraw, name="withdraw"),
    path("<int:pk>/take", considering.take, name="take"),
    path("<int:pk>/paper", considering.enter_from_paper, name="paper"),
    path("<int:pk>/note", views.note, name="note"),
    path("<int:pk>/action", views.action, name="action"),
    # consultations
    path("consultations/", consultations.listing, name="consultations"),
    path("consultations/new", consultations.new, name="new_consultation"),
    path("consultations/<int:pk>/", consultations.detail, name="consultation"),
    path("consultations/<int:pk>/change", consultations.change, name="change_consultation"),
    path("consultations/<int:pk>/document", consultations.document, name="consultation_document"),
    path("consultations/<int:pk>/open", consultations.open_it, name="open_consultation"),
    path("consultations/<int:pk>/extend", consultations.extend, name="extend_consultation"),
    path("consultations/<int:pk>/answer", consultations.answer, name="consultation_answer"),
    path("consultations/<int:pk>/analyse", consultations.analyse, name="analyse_consultation"),
    path("consultations/<int:pk>/respond", consultations.respond, name="respond_consultation"),
    path("consultations/<int:pk>/tell", consultations.tell, name="tell_consultation"),
    path("consultations/<int:pk>/withdraw", consultations.withdraw, name="withdraw_consultation"),
    path("consultations/<int:pk>/action", consultations.action, name="consultation_action"),
    # equality impact assessments
    path("assessments/", include("folkmoot.decisions.assessments.web.urls")),
]
