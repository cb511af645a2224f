"""What the production server writes down of each request: gunicorn's own lines, with the secrets of links masked."""

from typing import Any

from gunicorn.glogging import Logger

from folkmoot.config.masking import MASK, MaskingFilter, NamelessFormatter, masked

# Whoever answers here was promised that the address of their device is not kept.
ANONYMOUS = ("/f/", "/c/")
FROM_WHERE = ("{remote", "{forwarded", "{x-forwarded", "{x-real", "{user-agent", "{http_x_", "{http_forwarded", "{http_user_agent")


class MaskedLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Every atom of a line is masked: path, request line, referrer, and anything of the environment. Lines of errors are, too."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(MaskingFilter())
        for handler in self.error_log.handlers:
            handler.setFormatter(NamelessFormatter(self.error_fmt, self.datefmt))

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        if str(environ.get("PATH_INFO", "")).startswith(ANONYMOUS):
            found |= {name: MASK for name in found if name in {"h", "u", "a"} or name.startswith(FROM_WHERE)}
        return {name: masked(value) if isinstance(value, str) else value for name, value in found.items()}
