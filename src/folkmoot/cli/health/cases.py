"""The key that seals whose cases panels scrutinise: there, fitting, and read by nobody else."""

from folkmoot.cli.health.finding import Finding, look, ok, wrong


def cases_key() -> Finding:
    from folkmoot.scrutiny.identities.keeping import check_key
    from folkmoot.scrutiny.identities.keys import KeyLost, key_path, open_to_others
    from folkmoot.scrutiny.identities.models import CaseIdentity

    path, sealed = key_path(), CaseIdentity.objects.exclude(sealed="").count()
    if not path.exists() and not sealed:
        return look("There is no key yet for sealing which cases panels scrutinise.", "Run: folkmoot setup")
    if not path.exists():
        return wrong(
            f"The key of scrutinised cases, {path}, is gone: nobody can read which {sealed:,} cases they are.", "Put it back from its copy."
        )
    if open_to_others():
        return wrong(f"Other users can read the key of scrutinised cases {path}.", f"Run: chmod 600 {path}")
    try:
        check_key()
    except KeyLost as error:
        return wrong(f"The key of scrutinised cases, {path}, does not fit: {error.why}", "Put back the right one from its copy.")
    return ok(f"The key of scrutinised cases fits ({sealed:,} sealed); only its owner can read it. Keep a copy apart from the database.")
