"""The register of released tables: what has been said of which people, so that nobody learns more by subtracting one release from another.

Two releases that are each safe can give a small number away together: the same file with one more filter, the same months and one
more, an Area's own file beside the national one, a file that was corrected. The register keeps what was shown, and nothing else;
`differences` attacks a new release and every earlier one together, `release_beside` withholds more until that finds nothing.
Handbook on Statistical Disclosure Control (2024), chapter 5 (differencing, linked tables).
"""

from folkmoot.stats.register.beside import Beside, extra_withheld, release_beside
from folkmoot.stats.register.differences import Difference, differences
from folkmoot.stats.register.file import DamagedRegister, add_to_register, read_register
from folkmoot.stats.register.records import Overlap, Population, Record, overlap, records

__all__ = [
    "Beside",
    "DamagedRegister",
    "Difference",
    "Overlap",
    "Population",
    "Record",
    "add_to_register",
    "differences",
    "extra_withheld",
    "overlap",
    "read_register",
    "records",
    "release_beside",
]
