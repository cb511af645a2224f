"""The chain: from any point, disparity, gap, commitment or decision through all that led to it to what changed and who was told."""
