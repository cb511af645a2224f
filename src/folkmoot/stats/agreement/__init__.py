"""How far assessors of the same cases agree: percent agreement, kappa, AC1, AC2 and alpha, with intervals or the reason for none."""
