"""True totals of England and Wales by category, and the invention by which they are divided among places.

Source of the totals: Office for National Statistics, census of 21 March 2021 (TS008, TS021, TS030) and of 27 March 2011 (KS201EW),
added up from tables by local authority; to the largest category of each table of 2021 the few people were added by which its sum fell
short of the published 59,597,542 (13, 278 and 13), since those tables are perturbed. Nothing below the nation is true.
"""

TOTALS: dict[str, dict[str, int]] = {
    "census-2021-ts021": {
        "1": 644_900, "2": 445_646, "3": 1_864_304, "4": 1_587_822, "5": 972_783, "6": 1_488_387, "7": 623_115, "8": 297_781, "9": 488_228,
        "10": 249_593, "11": 513_040, "12": 467_116, "13": 44_355_008, "14": 507_473, "15": 67_757, "16": 100_964, "17": 3_667_993,
        "18": 331_856, "19": 923_776,
    },
    "census-2021-ts030": {
        "1": 22_162_044, "2": 27_522_835, "3": 272_384, "4": 1_032_902, "5": 271_296, "6": 3_868_189, "7": 524_137, "8": 348_378,
        "9": 3_595_377,
    },
    "census-2021-ts008": {"F": 30_420_333, "M": 29_177_209},
    "census-2011-ks201": {
        "W1": 45_134_686, "W2": 531_087, "W3": 57_680, "W9": 2_485_942, "M1": 426_715, "M2": 165_974, "M3": 341_727, "M9": 289_984,
        "A1": 1_412_958, "A2": 1_124_511, "A3": 447_201, "A4": 393_141, "A9": 835_720, "B2": 989_628, "B1": 594_825, "B9": 280_437,
        "O2": 230_600, "O9": 333_096,
    },
}  # fmt: skip

# How large an authority of a kind is beside others; some single ones are very small.
WEIGHTS: dict[str, float] = {
    "district": 1.0, "unitary": 1.7, "metropolitan": 2.6, "london": 2.1, "welsh": 1.1, "county_council": 1.0, "other": 1.0,
    "E09000001": 0.08, "E06000053": 0.02, "E06000017": 0.4,
}  # fmt: skip

_TOWNS = {"greater-london": 3.4, "west-midlands": 2.6, "greater-manchester": 1.6, "west-yorkshire": 1.8, "leicestershire": 1.9, "bedfordshire": 1.8, "berkshire": 1.5}  # fmt: skip
_EAST = {"lincolnshire": 1.9, "cambridgeshire": 2.0, "norfolk": 1.2, "greater-london": 1.9, "gwynedd": 0.3, "powys": 0.3}
_TRAVELLING = {"kent": 2.6, "essex": 2.0, "cambridgeshire": 2.4, "surrey": 2.0, "norfolk": 1.7, "greater-london": 0.8, "gwent": 1.6}
_CARIBBEAN = {"greater-london": 4.2, "city-of-london": 1.5, "west-midlands": 2.6, "bedfordshire": 1.6, "nottinghamshire": 1.5}
LEANING: dict[str, dict[str, dict[str, float]]] = {
    "census-2021-ts021": dict.fromkeys(("1", "3", "4", "5", "6", "8", "10", "12", "18", "19"), _TOWNS)
    | {"2": _TOWNS, "7": _CARIBBEAN, "11": _CARIBBEAN, "15": _TRAVELLING, "16": _EAST, "17": _EAST},
    "census-2021-ts030": {"6": _TOWNS, "4": _TOWNS, "7": _TOWNS, "5": {"greater-london": 5.0, "hertfordshire": 4.0, "greater-manchester": 3.0}},
    "census-2011-ks201": dict.fromkeys(("A1", "A2", "A3", "A4", "A9", "B2", "B9", "M2", "M9", "O2", "O9"), _TOWNS)
    | {"B1": _CARIBBEAN, "M1": _CARIBBEAN, "W3": _TRAVELLING, "W9": _EAST},
}  # fmt: skip
