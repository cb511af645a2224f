"""A synthetic case file of suspects with charging decisions: no names, no reference numbers, disparities planted on purpose.

Planted: everywhere people of White and Black Caribbean origin, and in the East of England people of Caribbean origin too, are
charged more often whatever the offence. In the West Midlands Pakistani suspects seem to be charged more often, but only because more of them are
suspected of offences where everyone is charged more often: the gap vanishes when the offence is taken into account.

An administrative finalisation is no decision of a prosecutor: such suspects have no `decision`, so that charge rates are
shares of legal decisions. The extract that follows suspects to the sentence has the same decisions, the police force, what the officer
took the ethnicity to be, the flags, plea, outcome and sentence; one force records ethnicity badly.
"""

from pathlib import Path

SUSPECTS = 200_000
AREAS = (
    "Cymru-Wales", "East Midlands", "East of England", "London North", "London South", "Mersey-Cheshire", "North East", "North West",
    "South East", "South West", "Thames and Chiltern", "Wessex", "West Midlands", "Yorkshire and Humberside",
)  # fmt: skip
# group, share of suspects in thousandths
ETHNICITIES = (
    ("White British", 640), ("White Irish", 9), ("Gypsy or Irish Traveller", 6), ("Other White", 66), ("White and Black Caribbean", 22),
    ("White and Black African", 7), ("White and Asian", 7), ("Other Mixed", 12), ("Indian", 20), ("Pakistani", 40), ("Bangladeshi", 14),
    ("Chinese", 4), ("Other Asian", 22), ("Caribbean", 38), ("African", 45), ("Other Black", 20), ("Arab", 8), ("Any other", 20),
)  # fmt: skip
# offence group, share in thousandths, share of legal decisions that are charges
OFFENCES = (
    ("Violence against the person", 290, 0.70), ("Theft and handling", 200, 0.76), ("Drugs offences", 120, 0.82), ("Public order", 100, 0.74),
    ("Sexual offences", 70, 0.58), ("Criminal damage", 60, 0.72), ("Burglary", 50, 0.79), ("Motoring", 70, 0.85), ("Robbery", 40, 0.78),
)  # fmt: skip
# Area, its forces as the extract names them
FORCES = {
    "Cymru-Wales": ("Dyfed-Powys", "Gwent", "North Wales", "South Wales"),
    "East Midlands": ("Derbyshire", "Leicestershire", "Lincolnshire", "Northamptonshire", "Nottinghamshire"),
    "East of England": ("Cambridgeshire", "Essex", "Norfolk", "Suffolk"),
    "London North": ("Metropolitan",), "London South": ("Metropolitan",), "Mersey-Cheshire": ("Cheshire", "Merseyside"),
    "North East": ("Cleveland", "Durham", "Northumbria"), "North West": ("Cumbria", "Greater Manchester", "Lancashire"),
    "South East": ("Kent", "Surrey", "Sussex"), "South West": ("Avon and Somerset", "Devon and Cornwall", "Gloucestershire"),
    "Thames and Chiltern": ("Bedfordshire", "Hertfordshire", "Thames Valley"), "Wessex": ("Dorset", "Hampshire", "Wiltshire"),
    "West Midlands": ("Staffordshire", "Warwickshire", "West Mercia", "West Midlands"),
    "Yorkshire and Humberside": ("Humberside", "North Yorkshire", "South Yorkshire", "West Yorkshire"),
}  # fmt: skip
BADLY_RECORDED = "Norfolk"
STRANDS = (("", 940), ("Race", 34), ("Religion", 6), ("Homophobic", 10), ("Disability", 5), ("Transphobic", 2), ("Older people", 3))
AGES = (("10-17", 90), ("18-24", 240), ("25-34", 300), ("35-44", 200), ("45-54", 110), ("55-64", 45), ("65 and over", 15))


def write_case_file(path: Path, *, seed: int, months: list[str], suspects: int = SUSPECTS, followed: bool = False) -> Path:
    """Write the case file as Parquet, one row a suspect, with what became of each where `followed`. `months` are the decision months
    (2026-01 …). The seed fixes every row."""
    import duckdb

    months_list = ", ".join(f"'{month}'" for month in months)
    areas_list = ", ".join(f"'{area}'" for area in AREAS)
    with duckdb.connect() as database:
        database.execute("CREATE TABLE drawn AS " + _drawn(seed, suspects, months_list, areas_list, len(months)))
        database.execute("COPY (" + (_followed(seed) if followed else _decided()) + f") TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
    return path


def _uniform(seed: int, salt: str) -> str:
    """A number from 0 to 1 for each row, fixed by the seed and a word."""
    return f"(hash(i || '{salt}{seed}') / 18446744073709551616.0)"


def _pick(uniform: str, weighted: tuple[tuple[str, int], ...]) -> str:
    total, reached, cases = sum(weight for _, weight in weighted), 0, []
    for name, weight in weighted[:-1]:
        reached += weight
        cases.append(f"WHEN {uniform} < {reached / total} THEN '{name}'")
    return "CASE " + " ".join(cases) + f" ELSE '{weighted[-1][0]}' END"


def _drawn(seed: int, suspects: int, months: str, areas: str, months_count: int) -> str:
    u = {
        salt: _uniform(seed, salt)
        for salt in ("area", "month", "ethnicity", "offence", "sex", "age", "disabled", "missing", "decision", "kind")
    }
    offences = _pick(u["offence"], tuple((name, share) for name, share, _ in OFFENCES))
    # Where the gap is only one of offences: Pakistani suspects in the West Midlands are mostly suspected of drugs and motoring.
    tilted = _pick(
        u["offence"], (("Drugs offences", 420), ("Motoring", 300), ("Violence against the person", 160), ("Theft and handling", 120))
    )
    return f"""
        SELECT i, area, month, ethnicity, sex, age_band, disabled, {u["missing"]} AS missing, {u["decision"]} AS decided, {u["kind"]} AS kind,
               CASE WHEN area = 'West Midlands' AND ethnicity = 'Pakistani' THEN {tilted} ELSE {offences} END AS offence
        FROM (SELECT i, [{areas}][1 + floor({u["area"]} * {len(AREAS)})::INT] AS area,
                     [{months}][1 + floor({u["month"]} * {months_count})::INT] AS month,
                     {_pick(u["ethnicity"], ETHNICITIES)} AS ethnicity,
                     CASE WHEN {u["sex"]} < 0.82 THEN 'Male' WHEN {u["sex"]} < 0.985 THEN 'Female' END AS sex,
                     {_pick(u["age"], AGES)} AS age_band,
                     CASE WHEN {u["disabled"]} < 0.13 THEN 'Yes' WHEN {u["disabled"]} < 0.75 THEN 'No' END AS disabled
              FROM range({suspects}) AS numbers(i))"""


def _decided() -> str:
    charge = "CASE offence " + " ".join(f"WHEN '{name}' THEN {rate}" for name, _, rate in OFFENCES) + " END"
    planted = (
        "CASE WHEN ethnicity = 'White and Black Caribbean' THEN 0.06 "
        "WHEN area = 'East of England' AND ethnicity = 'Caribbean' THEN 0.11 ELSE 0 END"
    )
    return f"""
        SELECT area, month AS decision_month, offence AS offence_group,
               CASE WHEN missing < 0.09 THEN NULL WHEN missing < 0.14 THEN 'Not stated' ELSE ethnicity END AS ethnicity,
               sex, age_band, disabled,
               CASE WHEN kind < 0.06 THEN 'yes' ELSE 'no' END AS administratively_finalised,
               CASE WHEN kind < 0.06 THEN NULL
                    WHEN decided < ({charge}) + ({planted}) THEN 'Charge'
                    WHEN decided < ({charge}) + ({planted}) + 0.07 THEN 'Out-of-court disposal'
                    ELSE 'No further action' END AS decision
        FROM drawn ORDER BY i"""


def _followed(seed: int) -> str:
    """The same decisions, and what became of those charged."""
    u = {salt: _uniform(seed, salt) for salt in ("force", "officer", "strand", "plea", "court", "custody", "uplift", "domestic", "unasked")}
    forces = "CASE area " + " ".join(
        f"WHEN '{area}' THEN {list(names)}[1 + floor({u['force']} * {len(names)})::INT]" for area, names in FORCES.items()
    )
    decisions = _decided().replace("SELECT area,", "SELECT i, area,").replace("ORDER BY i", "")
    officer = (
        f"CASE WHEN {u['officer']} < 0.07 THEN NULL WHEN {u['officer']} < 0.11 THEN 'Asian' "
        "WHEN ethnicity IS NULL OR ethnicity = 'Not stated' THEN 'White' "
        "WHEN ethnicity IN ('African', 'Caribbean', 'Other Black', 'White and Black Caribbean', 'White and Black African') THEN 'Black' "
        "WHEN ethnicity IN ('Indian', 'Pakistani', 'Bangladeshi', 'Other Asian', 'White and Asian') THEN 'Asian' "
        "WHEN ethnicity IN ('Arab', 'Any other', 'Chinese', 'Other Mixed') THEN 'Other' ELSE 'White' END"
    )
    plea = f"CASE WHEN decision = 'Charge' THEN CASE WHEN {u['plea']} < 0.64 THEN 'Guilty' ELSE 'Not guilty' END END"
    outcome = (
        f"CASE WHEN plea = 'Guilty' THEN 'Guilty plea' WHEN plea IS NULL THEN NULL WHEN {u['court']} < 0.52 THEN 'Convicted after trial' "
        f"WHEN {u['court']} < 0.56 THEN 'Proved in absence' WHEN {u['court']} < 0.60 THEN 'Administratively finalised' "
        f"WHEN {u['court']} < 0.82 THEN 'Dropped' ELSE 'Acquitted' END"
    )
    convicted = "outcome IN ('Guilty plea', 'Convicted after trial', 'Proved in absence')"
    return f"""
        WITH decided AS ({decisions}),
        placed AS (SELECT *, {forces} END AS police_force, {_pick(u["strand"], STRANDS)} AS strand, {plea} AS plea FROM decided),
        tried AS (SELECT *, {outcome} AS outcome FROM placed)
        SELECT decision_month AS month, area, police_force, offence_group,
               CASE WHEN police_force = '{BADLY_RECORDED}' AND {u["unasked"]} < 0.35 THEN NULL ELSE ethnicity END AS ethnicity,
               {officer} AS ethnicity_officer_defined, sex, age_band, disabled,
               CASE WHEN strand = 'Race' THEN 'yes' ELSE 'no' END AS racist_flag,
               CASE WHEN {u["domestic"]} < 0.15 THEN 'yes' ELSE 'no' END AS domestic_abuse,
               CASE WHEN administratively_finalised = 'yes' THEN 'Administratively finalised' ELSE decision END AS decision, plea, outcome,
               CASE WHEN {convicted} THEN CASE WHEN {u["custody"]} < 0.24 THEN 'Custody' WHEN {u["custody"]} < 0.55 THEN 'Community' ELSE 'Fine' END END AS sentence,
               CASE WHEN strand <> '' AND {convicted} THEN CASE WHEN {u["uplift"]} < 0.71 THEN 'yes' ELSE 'no' END END AS uplift_recorded
        FROM tried ORDER BY i"""
