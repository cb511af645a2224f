"""Search over everything one may see: one index, brought up to date from the audit trail, asked through the viewer's scope."""
