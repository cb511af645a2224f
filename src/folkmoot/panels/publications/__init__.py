"""What panels publish: the update after a meeting, the annual report, an answer to a request for information, who is represented."""
