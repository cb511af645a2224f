"""Looking, independently of redaction, for anything of a case that survived in what is to be released."""

from folkmoot.leakscan.contract import SAID, FileLeak, Leak, Secret, Why
from folkmoot.leakscan.files import scan_file
from folkmoot.leakscan.scanning import scan

__all__ = ["SAID", "FileLeak", "Leak", "Secret", "Why", "scan", "scan_file"]
