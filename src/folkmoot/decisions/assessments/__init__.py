"""Equality impact assessments: screened, written step by step, signed by a second person, published and looked at again."""
