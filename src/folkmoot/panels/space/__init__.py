"""The member's own space: next meeting, papers, whom they briefed, invitations, guidance, survey. Nothing of another panel."""
