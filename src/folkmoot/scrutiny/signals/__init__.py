"""From a signal accepted in casework to its cases before a panel, and what the panel found back to the signal."""
