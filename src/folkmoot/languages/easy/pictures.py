"""A picture of an Easy Read edition, unpacked and written anew: nothing but its pixels is kept."""

import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _

from folkmoot.foundation.saving import Refused

MOST_BYTES = 4_000_000
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 900  # pixels: a third of a page of A4 at print quality
FORMATS = {"PNG": "png", "JPEG": "jpeg"}


@dataclass(frozen=True)
class Sent:
    """A file as it was sent."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: `format` is "png" or "jpeg"."""

    data: bytes
    format: str


def encoded_anew(sent: Sent) -> Picture:
    """The picture with its longest side at most 900 pixels, and nothing the file said about itself. Raises Refused for anything else."""
    from PIL import Image, ImageOps

    if len(sent.data) > MOST_BYTES:
        raise _refused(_("%(name)s is larger than %(most)d MB. Save it smaller, and send that."), sent, most=MOST_BYTES // 1_000_000)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(sent.data), formats=list(FORMATS)) as opened:
                kind = FORMATS[opened.format or ""]
                if opened.width * opened.height > MOST_PIXELS:
                    raise _refused(_("%(name)s has more pixels than a picture of a page needs. Save it smaller, and send that."), sent)
                picture = ImageOps.exif_transpose(opened).convert("RGBA" if kind == "png" else "RGB")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        target = io.BytesIO()
        bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
        bare.save(target, format=kind.upper(), **({"quality": 85} if kind == "jpeg" else {"optimize": True}))
    except Refused:
        raise
    except Exception as error:  # a hostile file makes the library raise almost anything
        raise _refused(_("%(name)s is no PNG or JPEG picture that can be opened. Save it as one of these, and send that."), sent) from error
    return Picture(target.getvalue(), kind)


def _refused(words: str, sent: Sent, **more: object) -> Refused:
    return Refused({"picture": [words % {"name": sent.name, **more}]})
