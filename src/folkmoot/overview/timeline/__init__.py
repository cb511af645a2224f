"""What happened with an organisation, a person or a community, in order of time, gathered from every room."""
