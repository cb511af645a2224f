from django.urls import include, path

from folkmoot.stakeholders.web import consents, people, relationships, roles, safe_contact, speaking, views

app_name = "stakeholders"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new", views.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/change", views.change, name="change"),
    path("people/", people.listing, name="people"),
    path("people/new", people.new, name="new_person"),
    path("people/<int:pk>/", people.detail, name="person"),
    path("people/<int:pk>/change", people.change, name="change_person"),
    path("people/<int:pk>/erase", people.erase, name="erase_person"),
    path("people/<int:pk>/roles/new", roles.new, name="new_role"),
    path("people/roles/<int:pk>/change", roles.change, name="change_role"),
    path("people/roles/<int:pk>/main", roles.main, name="main_role"),
    path("people/<int:pk>/agreed", consents.agree, name="agree"),
    path("people/<int:pk>/withdrew", consents.withdraw, name="withdraw"),
    path("people/<int:pk>/everything", consents.everything, name="everything"),
    path("people/<int:pk>/speaks-for", speaking.speak_person, name="speak_person"),
    path("people/<int:pk>/assess", speaking.assess_person, name="assess_person"),
    path("people/<int:pk>/safe-contact", safe_contact.read, name="safe_contact"),
    path("people/<int:pk>/safe-contact/write", safe_contact.write, name="write_safe_contact"),
    path("people/<int:pk>/safe-contact/remove", safe_contact.remove, name="remove_safe_contact"),
    path("<int:pk>/speaks-for", speaking.speak_organisation, name="speak"),
    path("speaks-for/<int:pk>/end", speaking.end_speaking, name="end_speaking"),
    path("<int:pk>/assess", speaking.assess_organisation, name="assess"),
    path("influence-and-interest", speaking.standing, name="standing"),
    path("<int:pk>/relationships/new", relationships.new, name="new_relationship"),
    path("relationships/<int:pk>/end", relationships.end, name="end_relationship"),
    path("duplicates/", include("folkmoot.stakeholders.duplicates.web.urls")),
    path("partnerships/", include("folkmoot.stakeholders.partnerships.web.urls")),
    path("sources/", include("folkmoot.stakeholders.sources.web.urls")),
]
