"""What is done in a round, in its order: opened, assessed, submitted, validated, answered, moderated."""
