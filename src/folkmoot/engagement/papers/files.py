"""The files themselves: pictures made anew without what cameras write into them, documents as they came, all under random names."""

import hashlib
import io
import secrets
import threading
import warnings
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from folkmoot.engagement.papers.models import Paper
from folkmoot.engagement.papers.rules import LONGEST_SIDE, MOST_PIXELS, FileKind
from folkmoot.errors import FolkmootError

FOLDER = "papers"
ORPHAN_AFTER = timedelta(hours=2)
_ONE_AT_A_TIME = threading.Lock()  # in each worker: a large picture takes some hundred megabytes while it is drawn anew
_FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}


class NotAPicture(FolkmootError):
    """A picture that cannot be read, or that would be too large once read."""

    def __init__(self, why: str, do: str = "") -> None:
        anew = _("Open it on your computer, save it anew as a JPEG, and send that.")
        super().__init__(_("This picture cannot be kept."), why, do or anew)


def harmless(data: bytes, kind: FileKind) -> bytes:
    """A picture drawn anew: what a camera wrote beside it (place, time, device, a smaller copy) is gone, and so is anything hidden in it.

    Raises NotAPicture.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    wanted = _FORMATS[kind.ending]
    try:
        with _ONE_AT_A_TIME, warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of what a camera wrote, which is thrown away
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=(wanted,)) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    why = _("It is too large: it has more than %(most)s million dots.") % {"most": MOST_PIXELS // 1_000_000}
                    raise NotAPicture(why, _("Open it on your computer, make it smaller, and send that."))
                # Made smaller before anything else: turning draws it a second time, so that comes last.
                opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                turned = ImageOps.exif_transpose(opened)
                clear = wanted != "JPEG" and ("A" in turned.getbands() or "transparency" in turned.info)
                bare = Image.new("RGBA" if clear else "RGB", turned.size)
                bare.paste(turned.convert(bare.mode))
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        SyntaxError,
        ValueError,
    ) as error:
        raise NotAPicture(_("It is damaged, or is not the picture it says it is.")) from error
    target = io.BytesIO()
    bare.save(target, wanted, **({"quality": 88} if wanted != "PNG" else {"optimize": True}))
    return target.getvalue()


def keep(data: bytes, ending: str) -> tuple[str, str]:
    """Store a file under a random name; returns that name and the SHA-256 of the file."""
    name = f"{secrets.token_hex(16)}.{ending}"
    kept = default_storage.save(f"{FOLDER}/{name}", ContentFile(data))
    return kept.removeprefix(f"{FOLDER}/"), hashlib.sha256(data).hexdigest()


def read(paper: Paper) -> bytes:
    """The file of a paper. Raises FileNotFoundError, and ValueError where it is no longer what was stored."""
    with default_storage.open(f"{FOLDER}/{paper.kept_as}") as file:
        data: bytes = file.read()
    if hashlib.sha256(data).hexdigest() != paper.sha256:
        raise ValueError(f"the file of paper {paper.pk} has changed since it was stored")
    return data


def discard(kept_as: str) -> None:
    default_storage.delete(f"{FOLDER}/{kept_as}")


def sweep(at: datetime) -> int:
    """Remove every file that no paper points at and that is older than two hours; returns how many."""
    names = list(_names())
    pointed_at = set(Paper.objects.filter(removed_at__isnull=True).values_list("kept_as", flat=True))
    orphans = [
        name for name in names if name not in pointed_at and at - default_storage.get_modified_time(f"{FOLDER}/{name}") > ORPHAN_AFTER
    ]
    for name in orphans:
        discard(name)
    return len(orphans)


def _names() -> Iterator[str]:
    try:
        yield from default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return
