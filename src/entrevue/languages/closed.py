"""The closed lists: values that mean the same in every language, so that a pack may word them but add none."""

from entrevue.domain.reading import Kind, Status
from entrevue.domain.verdicts import Outcome

KINDS = tuple(kind.value for kind in Kind)
STATUSES = tuple(status.value for status in Status)
OUTCOMES = tuple(outcome.value for outcome in Outcome)
UNITS = ("day", "week", "month", "year", "decade")
# The topic scheme; docs/how-to/find.md and the pages word it.
TOPICS = (
    "counter-terrorism", "intelligence", "organised-crime", "cyber", "migration", "defence", "security", "justice",
    "trade", "energy", "health", "climate", "education", "culture", "agriculture", "transport", "development", "peace",
    "bilateral-relations", "regional", "elections",
)  # fmt: skip
# What a post is, whatever its duty: by these and the fields of duty posts of two languages are known to be one.
ROLES = (
    "state", "crown", "government", "minister", "head", "commander", "ambassador", "charge", "consul", "attache", "envoy",
    "representative", "secretary", "speaker", "adviser", "spokesperson", "judge", "member", "mayor", "governor", "scholar",
)  # fmt: skip
FIELDS = (
    "foreign", "defence", "interior", "justice", "security", "intelligence", "police", "army", "navy", "air", "finance",
    "economy", "trade", "energy", "health", "agriculture", "education", "environment", "transport", "labour", "culture",
    "sport", "tourism", "communication", "migration", "customs", "cooperation", "europe", "overseas", "veterans",
    "medicine", "cabinet", "commission", "council", "bank", "court", "presidential_council", "security_council",
    "sovereign_council",
)  # fmt: skip
# What the head noun of an office tells to who reads a report: coarser than a post, with some that are no post at all.
HEADS = (
    "head_of_state", "head_of_government", "minister", "director", "commander", "ambassador", "charge", "consul", "attache",
    "envoy", "representative", "secretary_general", "speaker", "adviser", "spokesperson", "judge", "member", "successor",
    "guest", "generic",
)  # fmt: skip
# Under which offices are asked for together: "spy chiefs", "director of the CIA", "chef du renseignement".
CLASSES = (
    "head-of-state", "head-of-government", "royal", "minister", "foreign", "defence", "interior", "economy", "justice",
    "intelligence", "police", "military", "security-adviser", "ambassador", "envoy", "parliament", "international",
    "central-bank", "local",
)  # fmt: skip
