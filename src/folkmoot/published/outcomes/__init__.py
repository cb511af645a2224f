"""The outcomes of prosecutions as the Crown Prosecution Service publishes them: by month and offence, by quarter and group."""
