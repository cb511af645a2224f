from django.urls import path

from folkmoot.voice.forms.web import building, entering, views

urlpatterns = [
    path("", views.listing, name="forms"),
    path("new", views.new, name="form_new"),
    path("<int:pk>/", views.detail, name="form"),
    path("<int:pk>/change", views.change, name="form_change"),
    path("<int:pk>/copy", views.copy, name="form_copy"),
    path("<int:pk>/step/<slug:name>", views.step, name="form_step"),
    path("<int:pk>/preview", views.preview, name="form_preview"),
    path("<int:pk>/poster", views.poster, name="form_poster"),
    path("<int:pk>/code.svg", views.code, name="form_code"),
    path("<int:pk>/paper-<slug:language>.pdf", views.paper, name="form_paper"),
    path("<int:pk>/enter", entering.enter, name="form_enter"),
    path("<int:pk>/equality", views.equality, name="form_equality"),
    path("<int:pk>/held", views.held, name="form_held"),
    path("<int:pk>/results", views.results, name="form_results"),
    path("<int:pk>/results.<slug:ending>", views.results_out, name="form_results_file"),
    path("<int:pk>/pages/new", building.section, name="form_section_new"),
    path("<int:pk>/pages/<int:section>", building.section, name="form_section"),
    path("<int:pk>/pages/<int:section>/remove", building.remove_section, name="form_section_remove"),
    path("<int:pk>/questions/new/<slug:kind>", building.new_question, name="form_question_new"),
    path("<int:pk>/questions/<int:question>", building.question, name="form_question"),
    path("<int:pk>/questions/<int:question>/<slug:name>", building.handle, name="form_question_handle"),
]
