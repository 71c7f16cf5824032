"""Everything that changes a case: verb first, keyword only, one transaction each."""

from hubung.cases.services.belonging import (
    link_cases,
    merge_case,
    split_case,
    unlink_cases,
    unmerge_case,
)
from hubung.cases.services.calendar import add_holiday, recount_due_dates, remove_holiday
from hubung.cases.services.canned import (
    restore_canned_answer,
    retire_canned_answer,
    save_canned_answer,
)
from hubung.cases.services.concluding import (
    answer_case,
    close_case,
    object_to_answer,
    pass_on_case,
    rate_service,
    reject_case,
    reopen_case,
    withdraw_case,
)
from hubung.cases.services.handling import (
    add_information,
    add_note,
    ask_reporter,
    assign_case,
    correct_facts,
    escalate_case,
    move_case,
    name_handler,
    release_case,
    take_case,
    tell_reporter,
    verify_case,
)
from hubung.cases.services.receiving import (
    NewAttachment,
    Report,
    receive_case,
    receive_cases,
)
from hubung.cases.services.recognition import allow_recognition, end_recognition
from hubung.cases.services.reporters import (
    ReporterDetails,
    has_nik,
    stop_notices,
    stop_notices_of_case,
)
from hubung.cases.services.time_limits import add_time_limit, withdraw_time_limit
from hubung.cases.services.unflagging import confirm_unflagging, keep_flag, propose_unflagging

__all__ = [
    "NewAttachment",
    "Report",
    "ReporterDetails",
    "add_holiday",
    "add_information",
    "add_note",
    "add_time_limit",
    "allow_recognition",
    "answer_case",
    "ask_reporter",
    "assign_case",
    "close_case",
    "confirm_unflagging",
    "correct_facts",
    "end_recognition",
    "escalate_case",
    "has_nik",
    "keep_flag",
    "link_cases",
    "merge_case",
    "move_case",
    "name_handler",
    "object_to_answer",
    "pass_on_case",
    "propose_unflagging",
    "rate_service",
    "receive_case",
    "receive_cases",
    "recount_due_dates",
    "reject_case",
    "release_case",
    "remove_holiday",
    "reopen_case",
    "restore_canned_answer",
    "retire_canned_answer",
    "save_canned_answer",
    "split_case",
    "stop_notices",
    "stop_notices_of_case",
    "take_case",
    "tell_reporter",
    "unlink_cases",
    "unmerge_case",
    "verify_case",
    "withdraw_case",
    "withdraw_time_limit",
]
