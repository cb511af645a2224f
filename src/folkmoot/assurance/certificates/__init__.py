"""Certificates of assurance: twice a year, by exception, with “nothing to report” said line by line, and signed by the named lead."""
