"""Open data: what was published, as JSON and CSV under addresses that stay. Endpoints, answers, OpenAPI and the page that explains them
are made from one list of declarations (`endpoints.ENDPOINTS`), so that none can say what another does not do.
"""
