"""Networks and what they hold, standards with their inclusive behaviours, and accreditations with what shows them. No person is named."""
