"""What members would read of a pack: made anew from the summary's facts and the accepted text of its documents, and of nothing else."""

from collections.abc import Iterator

from folkmoot.scrutiny.packs.documents.models import PackDocument
from folkmoot.scrutiny.packs.documents.texts import released_text
from folkmoot.scrutiny.packs.models import Pack, PackBlock
from folkmoot.scrutiny.packs.queries import Block
from folkmoot.scrutiny.packs.summary.queries import facts, people

Kind = PackBlock.Kind


def compose(pack: Pack) -> list[Block]:
    """The blocks of a pack as it stands now. A full file has none: it is looked at under supervision. Raises KeyLost."""
    if pack.level == Pack.Level.FULL:
        return []
    blocks = [*_of_summary(pack)]
    if pack.level == Pack.Level.REDACTED:
        for document in documents_in(pack):
            blocks += _of_document(document)
    return blocks


def documents_in(pack: Pack) -> list[PackDocument]:
    """The documents of a pack that were not removed, in order."""
    return list(PackDocument.objects.filter(pack=pack, removed_at__isnull=True).order_by("number"))


def text_of(blocks: list[Block], title: str) -> str:
    """All words of a pack as one text, in reading order: what a leak scan looks at."""
    return "\n\n".join([title, *(block.words for block in blocks)])


def _of_summary(pack: Pack) -> Iterator[Block]:
    for name, words in facts(pack):
        yield Block(Kind.FACT, name, words)
    for words in people(pack):
        yield Block(Kind.PERSON, "", words)


def _of_document(document: PackDocument) -> Iterator[Block]:
    yield Block(Kind.HEADING, "", document.what)
    for paragraph in released_text(document).split("\n"):
        if paragraph.strip():
            yield Block(Kind.PARAGRAPH, "", paragraph.strip())
