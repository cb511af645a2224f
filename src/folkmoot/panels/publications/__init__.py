"""What a panel publishes: an update after each meeting, the annual report, answers to freedom-of-information requests."""
