"""The application that the production server runs."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")
os.environ.setdefault("FOLKMOOT_FENCED", "true")  # a connection of the web server sees no Area until a request says which
application = get_wsgi_application()
# Every page is read once, before the server makes its processes: otherwise each of them reads all of it at its first request.
get_resolver().url_patterns  # noqa: B018
