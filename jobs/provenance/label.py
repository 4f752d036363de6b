"""The implicit label of AI-made content after GB 45438-2025, the seven fields of its appendix E.

Documented: the names of the fields; that all are texts in one JSON object under the keyword `AIGC`; `Label` "1" for
made by AI ("2" may be, "3" is suspected); `ContentProducer` and `ProduceID` name the service that made the content and
its number there; `ContentPropagator` and `PropagateID` are filled in by a platform that spreads it; the two reserved
codes are free for a service's own proof of integrity, and a field that nobody fills in stays an empty text. The
practice guide on video files puts the object into `moov/udta/meta` (`keys` and `ilst`).

Assumed: the producer is told by its name, as we do not have its registered code. A studio is neither producer nor
platform, so the propagator stays empty. In a copy the object lies in a `meta` box behind the film instead, as the
film's own bytes are never touched; where the provider has labelled its file itself, that label stands alone.
"""

KEYWORD = "AIGC"
_PRODUCER = "PixVerse (Alibaba Cloud Model Studio)"
_PRACTICE = "PixStudio practice"


def label_of(*, practice: bool, produce_id: str) -> dict[str, str]:
    return {
        "Label": "1",
        "ContentProducer": _PRACTICE if practice else _PRODUCER,
        "ProduceID": produce_id,
        "ReservedCode1": "",
        "ContentPropagator": "",
        "PropagateID": "",
        "ReservedCode2": "",
    }
