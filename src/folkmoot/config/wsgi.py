"""The application that the production server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")
os.environ.setdefault("FOLKMOOT_FENCED", "true")  # a connection of the web server sees no Area until a request says which
application = get_wsgi_application()
