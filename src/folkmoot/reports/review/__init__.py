"""Outside eyes: a draft is opened for review, commented on and challenged; every challenge is answered before anybody signs."""
