"""Controls that break a server from outside: a part of the product is replaced in the server's own processes as soon as it is imported."""

import os
from pathlib import Path

from trust.places import ROOT

_HOOK = '''"""Replaces a part of the product as soon as it is imported: a control of a check."""

import importlib.util
import sys


class After:
    def find_spec(self, name, path=None, target=None):
        if name != {module!r}:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        right = spec.loader.exec_module

        def exec_module(module):
            right(module)
            exec({code!r}, module.__dict__)

        spec.loader.exec_module = exec_module
        return spec


sys.meta_path.insert(0, After())
'''
AUDIT_LATER = """
import threading, time
from django.db import connections, transaction
_right = record
def record(kind, **said):
    def later():
        time.sleep(0.5)
        try:
            with transaction.atomic():
                _right(kind, **said)
        finally:
            connections.close_all()
    threading.Thread(target=later, daemon=True).start()
    return AuditEvent()
"""
ANSWERED_FIRST = """
import threading, time
from django.db import connections
_right = only_once
def only_once(mark, *, account_id, at, do):
    def later():
        time.sleep(0.5)
        try:
            _right(mark, account_id=account_id, at=at, do=do)
        finally:
            connections.close_all()
    threading.Thread(target=later, daemon=True).start()
    return "/engagement/1/"
"""
FILE_LATER = """
import threading, time
def keep(data, ending):
    name = f"{secrets.token_hex(16)}.{ending}"
    def later():
        time.sleep(0.5)
        default_storage.save(f"{FOLDER}/{name}", ContentFile(data))
    threading.Thread(target=later, daemon=True).start()
    return name, hashlib.sha256(data).hexdigest()
"""
FULL_ONLY = """
_right = options
def options(version):
    return {**_right(version), "init_command": _right(version)["init_command"].replace("synchronous=EXTRA", "synchronous=FULL")}
"""
WAL_NORMAL = """
_right = options
def options(version):
    return {**_right(version), "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"}
"""
NOT_SYNCED = """
SyncedStorage._save = FileSystemStorage._save
"""
NO_MARK = """
def only_once(mark, *, account_id, at, do):
    return do()
"""


def broken(folder: Path, module: str, code: str) -> dict[str, str]:
    """The environment of a server in which `code` was run within `module` once it was imported."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(_HOOK.format(module=module, code=code), encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join([str(folder), str(ROOT), str(ROOT / "src")])}
