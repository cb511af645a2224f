"""What stands in the logs of the server holds no secret that opens something."""

import datetime
import logging
import types
from logging.config import DictConfigurator

import pytest
from django.conf import settings
from gunicorn.config import Config
from gunicorn.glogging import Logger

from folkmoot.config import server
from folkmoot.config.access_log import MaskedLogger
from folkmoot.config.masking import MaskingFilter, masked

SECRETS = [
    "/r/calendar/SECRET.ics",
    "/r/SECRET-KEY:SECRET",
    "/c/SECRET",
    "/join/SECRET",
    "/join/?key=SECRET",
    "/account/password/reset/key/3-SECRET/",
    "/account/confirm-email/SECRET/",
]
EVERY_ATOM = '%(h)s %(t)s %(r)s %(m)s %(U)s %(q)s %(f)s %(a)s %({raw_uri}e)s %({path_info}e)s %({referer}i)s "%(s)s"'


def lines_of(kind, path):
    """What gunicorn would write of a visit that came from the same address: in our format, and with every atom it knows."""
    before, _, after = path.partition("?")
    request = types.SimpleNamespace(
        headers=[("REFERER", f"https://folkmoot.example{path}")], method="GET", uri=path, path=before, query=after, version=(1, 1)
    )
    response = types.SimpleNamespace(status="200 OK", headers=[], sent=1, response_length=1)
    environ = {
        "REMOTE_ADDR": "192.0.2.7", "REQUEST_METHOD": "GET", "PATH_INFO": before, "RAW_URI": path, "QUERY_STRING": after,
        "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_REFERER": f"https://folkmoot.example{path}", "HTTP_USER_AGENT": "test",
    }  # fmt: skip
    logger = kind(Config())
    atoms = logger.atoms_wrapper_class(logger.atoms(response, request, environ, datetime.timedelta(0)))
    return [form % atoms for form in (server.access_log_format, EVERY_ATOM.replace(" %(q)s", ""))]


@pytest.mark.parametrize("path", SECRETS)
def test_no_line_of_the_access_log_holds_the_secret_of_a_link(path):
    for line in lines_of(MaskedLogger, path):
        assert "SECRET" not in line
        assert path.split("SECRET")[0].split("?")[0].rsplit("/", 2)[0] in line
    assert server.logger_class == f"{MaskedLogger.__module__}.{MaskedLogger.__name__}"


def test_gunicorn_s_own_would_write_it_down():
    """The control: without the masking the same lines hold the secret."""
    assert all("SECRET" in line for line in lines_of(Logger, "/c/SECRET"))


@pytest.mark.parametrize("path", ["/organisations/12/", "/account/login/", "/engagement/calendar/", "/communities/3/"])
def test_other_addresses_stand_as_they_are(path):
    assert masked(f'GET {path} "200"') == f'GET {path} "200"'
    assert path in lines_of(MaskedLogger, path)[0]


def test_what_the_product_itself_logs_of_a_refused_visit_is_masked_too():
    console = settings.LOGGING["handlers"]["console"]
    made = DictConfigurator(settings.LOGGING).configure_filter(settings.LOGGING["filters"]["masked"])
    assert (console["filters"], type(made)) == (["masked"], MaskingFilter)
    record = logging.makeLogRecord({"msg": "%s: %s", "args": ("Unprocessable Entity", "/r/SECRET")})
    assert made.filter(record)
    assert record.getMessage() == "Unprocessable Entity: /r/***"
    assert any(isinstance(each, MaskingFilter) for each in MaskedLogger(Config()).error_log.filters)


def test_what_an_error_says_is_not_logged():
    """A database that refuses a value names it, and so may the error behind the one that is raised."""
    console = DictConfigurator(settings.LOGGING).configure_formatter(settings.LOGGING["formatters"]["lines"])
    behind, refused = "".join(["Amina ", "Yusuf"]), "".join(["amina", "@example.org"])
    try:
        try:
            raise KeyError(behind)
        except KeyError as error:
            raise ValueError(refused) from error
    except ValueError as error:
        record = logging.makeLogRecord({"msg": "failed", "exc_info": (type(error), error, error.__traceback__)})
    for formatter in (console, MaskedLogger(Config()).error_log.handlers[0].formatter):
        said = formatter.format(logging.makeLogRecord(record.__dict__))
        assert "ValueError" in said
        assert "test_log.py" in said
        assert "KeyError" in said
        assert behind not in said
        assert refused not in said
