"""What the production server writes down of each request: gunicorn's own lines, with the secrets of links masked."""

from typing import Any

from gunicorn.glogging import Logger

from folkmoot.config.masking import MaskingFilter, masked


class MaskedLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Every atom of a line is masked: path, request line, referrer, and anything of the environment. Lines of errors are, too."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(MaskingFilter())

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {name: masked(value) if isinstance(value, str) else value for name, value in found.items()}
