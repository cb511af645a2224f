"""Password hashing at a cost that guards the password and cannot be used to stall the server."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class MeasuredArgon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, 2 passes, 1 lane. Source: OWASP Password Storage Cheat Sheet, Argon2id minimum configuration."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
