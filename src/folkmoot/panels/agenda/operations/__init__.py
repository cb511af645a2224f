"""Writing agendas and minutes: items, interests and enquiries at them, and minutes until they are fixed. Each verb is one transaction."""

from folkmoot.panels.agenda.operations.enquiries import ask, reply_to
from folkmoot.panels.agenda.operations.interests import declare, take_back
from folkmoot.panels.agenda.operations.items import (
    CHANGEABLE,
    add_item,
    carry_over,
    carry_the_rest,
    change_item,
    drop,
    order_items,
    put_on_agenda,
    take_off,
)
from folkmoot.panels.agenda.operations.minutes import (
    agree_minutes,
    ask_correction,
    circulate_minutes,
    correct_minutes,
    leave_as_it_is,
    write_minutes,
    write_opening,
)

__all__ = [
    "CHANGEABLE",
    "add_item",
    "agree_minutes",
    "ask",
    "ask_correction",
    "carry_over",
    "carry_the_rest",
    "change_item",
    "circulate_minutes",
    "correct_minutes",
    "declare",
    "drop",
    "leave_as_it_is",
    "order_items",
    "put_on_agenda",
    "reply_to",
    "take_back",
    "take_off",
    "write_minutes",
    "write_opening",
]
