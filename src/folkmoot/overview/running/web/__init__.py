"""Pages for programs that watch the service."""
