"""Tests reach nothing but this machine."""

import socket
import urllib.request

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80), ("example.org", 80)])
def test_another_machine_cannot_be_reached(address):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    for way in ("connect", "connect_ex"):
        with socket.socket(family) as probe, pytest.raises(RuntimeError, match="tests stay on this machine"):
            getattr(probe, way)(address)


def test_another_name_is_not_even_looked_up():
    with pytest.raises(RuntimeError, match="tests stay on this machine"):
        urllib.request.urlopen("http://example.org/")


def test_this_machine_can_be_reached():
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())
