"""Words: stored codes and parameters become sentences here, when somebody reads them and in their language.

Nothing in here asks the database, and no code or parameter, however old or odd, makes it fail.
"""

from jobs.words.cards import Beside, StateWords, line, so_far, state, state_word
from jobs.words.cells import causes, cell_name, seeds, settings
from jobs.words.entries import entry
from jobs.words.errors import Action, ErrorWords, error
from jobs.words.figures import (
    about,
    clock,
    film_length,
    listed,
    money,
    play_time,
    rate,
    size,
    span,
    starts,
    time_left,
)
from jobs.words.findings import FindingWords, finding, key_test
from jobs.words.found import task_status
from jobs.words.happenings import happening
from jobs.words.holds import Held, HoldWords, hold
from jobs.words.keys import KeyLine, key_check, key_state, region
from jobs.words.outcomes import left_out
from jobs.words.problems import problem
from jobs.words.refusals import refusal
from jobs.words.sentences import together

__all__ = [
    "Action",
    "Beside",
    "ErrorWords",
    "FindingWords",
    "Held",
    "HoldWords",
    "KeyLine",
    "StateWords",
    "about",
    "causes",
    "cell_name",
    "clock",
    "entry",
    "error",
    "film_length",
    "finding",
    "happening",
    "hold",
    "key_check",
    "key_state",
    "key_test",
    "left_out",
    "line",
    "listed",
    "money",
    "play_time",
    "problem",
    "rate",
    "refusal",
    "region",
    "seeds",
    "settings",
    "size",
    "so_far",
    "span",
    "starts",
    "state",
    "state_word",
    "task_status",
    "time_left",
    "together",
]
