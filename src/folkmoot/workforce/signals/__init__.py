"""What in the workforce meets the rule for review, handed to `casework.signals`, where it is explained or acted on like any other."""
