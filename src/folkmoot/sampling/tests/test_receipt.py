"""The receipt: whatever is changed on it is found, replacements follow from it, and it says how much it proves."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.sampling.drawing import How, in_line
from folkmoot.sampling.errors import ReceiptError, SealError
from folkmoot.sampling.frame import Case, Frame, binding
from folkmoot.sampling.receipt import Proof, Receipt, replacement
from folkmoot.sampling.rules import Chosen, Rules
from folkmoot.sampling.seals import By, Contribution, SealedIn, closing, new_salt, said_openly, seal, sealed_by_server, seed
from folkmoot.sampling.tests.making_vectors import AT, MEMBERS, SALTS, SERVICE, plain_frame, receipts, sealed
from folkmoot.sampling.verifying import ProblemKind, check_bindings, verify

FRAME, RECEIPT = receipts()["replaced three times"]


def kinds(frame: Frame, receipt: Receipt, **noted: str) -> set[ProblemKind]:
    return {each.kind for each in verify(frame, receipt, **noted)}


def leaves(plain, path=()):
    """Every place in a JSON value that holds a single value."""
    if isinstance(plain, dict | list):
        for key in plain if isinstance(plain, dict) else range(len(plain)):
            yield from leaves(plain[key], (*path, key))
    else:
        yield path


PLACES = list(leaves(RECEIPT.to_plain()))


@given(st.sampled_from(PLACES), st.data())
@settings(deadline=None, max_examples=400)
def test_any_single_value_changed_on_a_receipt_is_found(path, data):
    plain = copy.deepcopy(RECEIPT.to_plain())
    holder = plain
    for key in path[:-1]:
        holder = holder[key]
    was = holder[path[-1]]
    other = data.draw(st.sampled_from(_others(was)))
    holder[path[-1]] = other
    try:
        changed = Receipt.from_plain(plain)
    except ReceiptError:
        return
    assert verify(FRAME, changed), (path, was, other)


def _others(was):
    if isinstance(was, bool):
        return [not was]
    if isinstance(was, int):
        return [was + 1, was - 1, None, str(was)]
    if was is None:
        return ["x", 1, "0" * 64]
    swapped = was[:-1] + ("0" if was[-1:] != "0" else "1")
    return [other for other in (swapped, "", "x", None, was + " ", was.upper()) if other != was]


@given(st.integers(0, len(FRAME.cases) - 1), st.sampled_from(["id", "stratum", "mark", "gone", "twice"]))
@settings(deadline=None, max_examples=120)
def test_any_changed_row_of_the_list_is_found(place, what):
    case = FRAME.cases[place]
    cases = [each for each in FRAME.cases if each is not case]
    cases += {
        "id": [Case(case.id + "x", case.stratum, case.marks)],
        "stratum": [Case(case.id, ("East", "elsewhere"), case.marks)],
        "mark": [Case(case.id, case.stratum, (*case.marks, "x"))],
        "gone": [],
        "twice": [case, Case(case.id + " again", case.stratum, case.marks)],
    }[what]
    assert ProblemKind.LIST_CHANGED in kinds(Frame.of(cases), RECEIPT)


def test_another_phrase_gives_another_seed_and_another_draw():
    one = Receipt.of(FRAME, Rules(total=6), "", (said_openly("x", "one"),), made_at=AT)
    other = Receipt.of(FRAME, Rules(total=6), "", (said_openly("x", "two"),), made_at=AT)
    assert one.seed != other.seed
    assert one.sample != other.sample


def test_the_order_in_which_phrases_come_changes_nothing():
    assert seed("c", [SERVICE, *MEMBERS]) == seed("c", [*reversed(MEMBERS), SERVICE])


def test_who_never_opens_is_named_and_left_out_but_still_counts_as_closed():
    receipt = RECEIPT
    assert [each.label for each in receipt.never_opened] == ["Member 2"]
    without = [each for each in receipt.contributions if each.is_open]
    assert closing(receipt.commitment, without) != receipt.closing
    assert seed(receipt.commitment, without) != receipt.seed


def test_a_receipt_made_anew_is_told_by_what_was_noted():
    anew = Receipt.of(FRAME, Rules(total=6), SERVICE.seal, (SERVICE, sealed("Member 1", "other", SALTS[9])), made_at=AT)
    assert kinds(FRAME, anew) == set()
    noted = RECEIPT.commitment[:16].upper()
    assert kinds(FRAME, anew, commitment=noted) == {ProblemKind.COMMITMENT_NOTED}
    assert kinds(FRAME, anew, closing=RECEIPT.closing) == {ProblemKind.CLOSING_NOTED}
    assert kinds(FRAME, anew, end=RECEIPT.checksum) == {ProblemKind.END_NOTED}
    assert kinds(FRAME, RECEIPT, commitment=f" {RECEIPT.commitment[:8]} {RECEIPT.commitment[8:16]}", closing=RECEIPT.closing) == set()
    assert kinds(FRAME, RECEIPT, commitment=RECEIPT.commitment[:15]) == {ProblemKind.COMMITMENT_NOTED}


def test_what_was_noted_before_a_replacement_still_fits_after_it():
    before = receipts()["mixed, with everything"][1]
    assert before.end == before.checksum
    assert kinds(FRAME, RECEIPT, end=before.end) == set()
    assert kinds(FRAME, RECEIPT, end=RECEIPT.end) == set()


def test_a_replacement_is_the_next_in_line_and_nobody_chooses_it():
    frame = plain_frame()
    receipt = Receipt.of(frame, Rules(each=2, grouped=True), SERVICE.seal, (SERVICE, *MEMBERS), made_at=AT)
    group = receipt.drawn[0].stratum
    line = [case.id for _, case in in_line([case for case in frame.cases if case.stratum == group], group, receipt.seed)]
    now = receipt
    for place in range(3):
        now = replacement(frame, now, line[place], f"reason {place}", at=AT)
        assert now.replacements[-1].by == line[place + 2]
    again = receipt
    for place in range(3):
        again = replacement(frame, again, line[place], f"reason {place}", at=AT)
    assert again == now
    assert set(line[:3]).isdisjoint(now.sample)
    assert verify(frame, now) == []


def test_in_an_empty_group_nothing_comes():
    frame = Frame.of([Case("A", ("x",)), Case("B", ("y",)), Case("C", ("y",))])
    receipt = Receipt.of(frame, Rules(each=1, grouped=True), "", (said_openly("a", "b"),), made_at=AT)
    now = replacement(frame, receipt, "A", "an appeal", at=AT)
    assert (now.replacements[0].by, now.replacements[0].ticket) == (None, "")
    assert "A" not in now.sample
    assert verify(frame, now) == []


def test_for_what_was_always_taken_or_chosen_nothing_comes():
    receipt = receipts()["mixed, with everything"][1]
    for how in (How.ALWAYS, How.CHOSEN):
        case = next(each.case for each in receipt.drawn if each.how is how)
        assert replacement(FRAME, receipt, case, "an appeal", at=AT).replacements[-1].by is None


@pytest.mark.parametrize(
    ("case", "why", "said"), [("C-999", "x", "not in the sample"), (None, "  ", "Why is"), (None, "a\nb", "character")]
)
def test_a_replacement_that_cannot_be(case, why, said):
    receipt = receipts()["mixed, with everything"][1]
    with pytest.raises(ReceiptError, match=said):
        replacement(FRAME, receipt, case or receipt.drawn[-1].case, why, at=AT)
    with pytest.raises(ReceiptError, match="not the one"):
        replacement(Frame.of([Case("A")]), receipt, "A", "x", at=AT)


def test_replaced_twice_is_refused():
    case = RECEIPT.replacements[0].case
    with pytest.raises(ReceiptError, match="not in the sample"):
        replacement(FRAME, RECEIPT, case, "again", at=AT)


def test_a_receipt_is_read_as_it_was_written():
    assert Receipt.from_json(RECEIPT.to_json()) == RECEIPT
    assert Receipt.from_plain(json.loads(json.dumps(RECEIPT.to_plain()))) == RECEIPT


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", "{", "[" * 100_000, '{"format": 1}', '"\\ud800"', b"\xff\xfe"])
def test_what_is_no_receipt_is_refused_plainly(text):
    with pytest.raises(ReceiptError):
        Receipt.from_json(text)


def test_half_a_letter_on_a_receipt_is_refused():
    plain = RECEIPT.to_plain()
    plain["made_at"] = "\ud800"
    with pytest.raises(ReceiptError):
        Receipt.from_plain(plain)


def test_how_much_a_draw_proves():
    def proof(own: str, *given_by: Contribution) -> Proof:
        return Receipt.of(FRAME, Rules(total=2), own, given_by, made_at=AT).proof

    server = sealed_by_server("Member 3", "x", SALTS[0])
    assert proof(SERVICE.seal, SERVICE, server, sealed("Member 1", "y", SALTS[1])) is Proof.SEALED
    assert proof(SERVICE.seal, SERVICE, server, Contribution("Member 1", seal("y", SALTS[1]))) is Proof.SEEN
    assert proof(SERVICE.seal, SERVICE, said_openly("Member 1", "x")) is Proof.SEEN
    assert proof("", said_openly("phrase 1", "x")) is Proof.OPEN
    assert proof(SERVICE.seal, SERVICE) is Proof.ALONE
    assert proof("", said_openly("made", "x", By.SERVICE)) is Proof.ALONE


def test_a_service_that_does_not_open_cannot_draw():
    closed = Contribution("service", SERVICE.seal, by=By.SERVICE, sealed_in=SealedIn.SERVER)
    for given_by in ((closed, MEMBERS[0]), (MEMBERS[0],)):
        with pytest.raises(SealError, match="service has not opened"):
            Receipt.of(FRAME, Rules(total=2), SERVICE.seal, given_by, made_at=AT)


def test_what_is_opened_must_be_what_was_sealed():
    false = Contribution("Member 1", MEMBERS[0].seal, "another phrase", MEMBERS[0].salt)
    with pytest.raises(SealError, match="not what was sealed"):
        Receipt.of(FRAME, Rules(total=2), SERVICE.seal, (SERVICE, false), made_at=AT)


def test_a_salt_that_the_server_chose_is_found_and_a_fixed_one_is_not():
    salt = new_salt()
    chosen = Contribution("Member 3", seal("x", salt), "x", salt, By.MEMBER, SealedIn.SERVER)
    for member, expected in ((chosen, {ProblemKind.SALT_NOT_FIXED}), (sealed_by_server("Member 3", "x", SALTS[0]), set())):
        assert kinds(FRAME, Receipt.of(FRAME, Rules(total=2), SERVICE.seal, (SERVICE, member), made_at=AT)) == expected


def test_seals_and_labels_stand_once():
    copy_of = Contribution("Member 5", MEMBERS[0].seal)
    with pytest.raises(SealError, match="same seal"):
        seed("c", [MEMBERS[0], copy_of])
    with pytest.raises(SealError, match="Two phrases are called"):
        seed("c", [MEMBERS[0], sealed("Member 1", "y", SALTS[5])])
    with pytest.raises(SealError, match="label"):
        seed("c", [said_openly(" ", "y")])
    with pytest.raises(SealError, match="No phrase was opened"):
        seed("c", [MEMBERS[1]])


@pytest.mark.parametrize("phrase", ["", "   ", "x" * 201, "a\nb", "a\tb"])
def test_what_is_no_phrase(phrase):
    with pytest.raises(SealError):
        seal(phrase, SALTS[0])
    with pytest.raises(SealError, match="salt"):
        seal("x", "short")


def test_a_pseudonym_given_to_another_case_later_is_found():
    true = {f"C-{number}": (f"01AB{number:05d}", SALTS[number]) for number in range(5)}
    frame = Frame.of(Case(name, binding=binding(*true[name])) for name in true)
    assert check_bindings(frame, true) == []
    swapped = true | {"C-1": true["C-2"], "C-2": true["C-1"]}
    assert [(each.kind, each.about["case"]) for each in check_bindings(frame, swapped)] == [
        (ProblemKind.BINDING, "C-1"), (ProblemKind.BINDING, "C-2"),
    ]  # fmt: skip
    assert [each.kind for each in check_bindings(frame, {"C-0": true["C-0"]})] == [ProblemKind.IDENTITY_MISSING] * 4
    assert [each.kind for each in check_bindings(plain_frame(), {})] == [ProblemKind.NOT_BOUND]


def test_a_chosen_case_stands_apart_with_its_reason():
    receipt = Receipt.of(FRAME, Rules(chosen=(Chosen("C-003", "a new law"),)), "", (said_openly("a", "b"),), made_at=AT)
    assert [(each.case, each.how, each.why, each.ticket) for each in receipt.drawn] == [("C-003", How.CHOSEN, "a new law", "")]
    assert verify(FRAME, receipt) == []
