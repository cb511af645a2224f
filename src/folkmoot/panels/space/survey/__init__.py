"""The yearly survey of a panel's members: nobody can tell who answered what."""
