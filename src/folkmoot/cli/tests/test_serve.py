"""`folkmoot serve`: several workers on loopback, no search words in the log, and a clean end."""

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from importlib import import_module
from pathlib import Path

import pytest

from folkmoot.cli.tests.test_doctor import folkmoot


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    place = tmp_path_factory.mktemp("served")
    assert folkmoot(place, "setup").returncode == 0
    return place


@pytest.fixture(scope="module")
def served(home):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("FOLKMOOT", "DJANGO", "DATABASE"))}
    log = (home / "log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "folkmoot.cli", "serve", "--port", str(port)], env=clean | {"FOLKMOOT_HOME": str(home)},
        stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    yield port, process, home / "log"
    if process.poll() is None:
        process.kill()
    process.wait(10)
    log.close()


def get(port, address, **headers):
    for _ in range(300):
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request("GET", address, headers={"Host": f"localhost:{port}"} | headers)
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read().decode()
        except ConnectionRefusedError:
            time.sleep(0.1)
        finally:
            connection.close()
    pytest.fail("the server did not start")


def wait_for_line(log, words) -> str:
    """A line is written after its answer was sent, so it may come a moment later."""
    for _ in range(100):
        if words in log.read_text():
            break
        time.sleep(0.1)
    return log.read_text()


def test_it_serves_the_sign_in_page_with_its_styles_and_guards(served):
    port, _, _ = served
    status, headers, page = get(port, "/account/login/")
    assert (status, "Sign in" in page) == (200, True)
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
    styles = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert get(port, styles)[0] == 200


def test_another_host_name_is_refused(served):
    assert get(served[0], "/account/login/", Host="evil.example.org")[0] == 400


def test_the_log_holds_no_search_words_and_no_keys(served):
    port, _, log = served
    get(port, "/account/login/?next=/my-secret-words/")
    get(port, "/join/?key=my-secret-key")
    assert get(port, "/r/my-secret-key")[0] == 410
    assert get(port, "/c/my-secret-key")[0] == 404
    assert get(port, "/r/calendar/my-secret-key.ics")[0] == 404
    text = wait_for_line(log, '"GET /r/***" 404')
    assert '"GET /account/login/" 200' in text
    assert '"GET /join/" 302' in text
    assert "my-secret" not in text


def test_it_answers_on_this_machine_only_and_ends_when_asked(served):
    port, process, _ = served
    get(port, "/account/login/")
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        address, state = line.split()[1], line.split()[3]
        if state == "0A" and int(address.split(":")[1], 16) == port:
            assert address.startswith("0100007F")
    process.send_signal(signal.SIGTERM)
    assert process.wait(40) == 0


def test_what_is_not_set_up_is_not_served(tmp_path):
    said = folkmoot(tmp_path, "serve")
    assert (said.returncode, "Run: folkmoot setup" in said.stderr) == (1, True)
    unreachable = folkmoot(tmp_path, "serve", DATABASE_URL="postgres://a:b@127.0.0.1:1/c")
    assert (unreachable.returncode, "Run: folkmoot doctor" in unreachable.stderr) == (1, True)


def test_a_forwarded_address_is_believed_only_behind_a_declared_proxy(monkeypatch):
    from folkmoot.config import server

    assert server.forwarded_allow_ips == ""
    monkeypatch.setenv("FOLKMOOT_BEHIND_PROXY", "true")
    module = import_module("importlib").reload(server)
    assert module.forwarded_allow_ips == "127.0.0.1"
    monkeypatch.delenv("FOLKMOOT_BEHIND_PROXY")
    import_module("importlib").reload(server)
