"""Owns the control endpoints, by which a test in another process plays people, asks for faults and looks."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.bodies import read_body, read_object
from simulator.faults import (
    CutAfter,
    CutBefore,
    Delay,
    Duplicate,
    Fault,
    Faults,
    Hang,
    ServerError,
    TooManyRequests,
)
from simulator.messages import Message
from simulator.params import Params
from simulator.person import Person
from simulator.refusals import Refused, bad_request
from simulator.world import World

Act = Callable[[Params], Any]


@dataclass(frozen=True, slots=True)
class Control:
    """`people` are those who can be played, by their id; acts add to it."""

    world: World
    faults: Faults
    people: dict[int, Person] = field(default_factory=dict)

    def routes(self) -> list[Route]:
        """Return the routes: JSON in by POST, JSON out by GET."""
        acts: Mapping[str, Act] = {
            "person": self._add_person,
            "say": self._say,
            "forward": self._forward,
            "photo": self._photo,
            "press": self._press,
            "edit": self._edit,
            "block": self._block,
            "update": self._update,
            "fault": self._fault,
            "calm": self._calm,
        }
        views: Mapping[str, Act] = {
            "transcript": self._transcript,
            "replies": self._replies,
            "calls": self._calls,
            "waiting": self._waiting,
        }
        posts = [Route(f"/_control/{name}", _posted(act), methods=["POST"]) for name, act in acts.items()]
        gets = [Route(f"/_control/{name}", _asked(view), methods=["GET"]) for name, view in views.items()]
        return posts + gets

    def _person(self, params: Params) -> Person:
        person = self.people.get(params.integer("person"))
        if person is None:
            raise bad_request(f"no person {params.text('person')!r}")
        return person

    def _add_person(self, params: Params) -> dict[str, Any]:
        user_id = params.integer("user_id") or None
        name, language = params.text("first_name", "Ana"), params.text("language_code", "en")
        person = Person(self.world, name, user_id=user_id, language_code=language)
        self.people[person.id] = person
        return {"person": person.id}

    def _say(self, params: Params) -> dict[str, Any]:
        return _named(self._person(params).says(params.text("text")))

    def _forward(self, params: Params) -> dict[str, Any]:
        channel, user = params.text("from_channel") or None, params.text("from_user") or None
        links = params.json("links", dict, {})
        person, text = self._person(params), params.text("text")
        return _named(person.forwards(text, from_channel=channel, from_user=user, links=links))

    def _photo(self, params: Params) -> dict[str, Any]:
        return _named(self._person(params).sends_photo(caption=params.text("caption")))

    def _press(self, params: Params) -> dict[str, Any]:
        label = params.text("button")
        button = int(label) if label.isdigit() else label
        message = self.world.messages.get(params.integer("message_id"))
        return {"press": self._person(params).presses(button, message).id}

    def _edit(self, params: Params) -> dict[str, Any]:
        person, message = self._person(params), self.world.messages.get(params.integer("message_id"))
        if message is None or message.sender != person.user:
            raise bad_request("message to edit not found")
        return _named(person.edits(message, params.text("text")))

    def _block(self, params: Params) -> dict[str, Any]:
        person = self._person(params)
        if params.flag("blocked"):
            person.blocks_bot()
        else:
            person.unblocks_bot()
        return {}

    def _update(self, params: Params) -> dict[str, Any]:
        self.world.updates.push_raw(params.json("update", dict, {}))
        return {}

    def _fault(self, params: Params) -> dict[str, Any]:
        times = params.integer("times", 1) or None
        chat_id = params.integer("chat_id") or None
        self.faults.add(_read_fault(params), method=params.text("method", "*"), times=times, chat_id=chat_id)
        return {}

    def _calm(self, _: Params) -> dict[str, Any]:
        self.faults.clear()
        return {}

    def _transcript(self, params: Params) -> list[dict[str, Any]]:
        return [_shown(message) for message in self._person(params).conversation]

    def _replies(self, params: Params) -> dict[str, int]:
        """How many replies each message of the person has; messages without any count 0."""
        talk = self._person(params).conversation
        replies = Counter(m.reply_to.id for m in talk if m.sender.is_bot and m.reply_to)
        return {str(m.id): replies[m.id] for m in talk if not m.sender.is_bot}

    def _calls(self, _: Params) -> dict[str, dict[str, int]]:
        """How often each method ended with each status; "0" for a broken connection."""
        counts: dict[str, Counter[str]] = {}
        for call in self.world.calls:
            counts.setdefault(call.method, Counter())[str(call.status)] += 1
        return {method: dict(statuses) for method, statuses in counts.items()}

    def _waiting(self, _: Params) -> dict[str, int]:
        return {"updates": len(self.world.updates.pending)}


def _posted(act: Act) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        if not request.headers.get("content-type", "").startswith("application/json"):
            return JSONResponse({"error": "JSON is expected"}, 415)
        try:
            return JSONResponse(act(Params(read_object(await read_body(request)))))
        except (Refused, LookupError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400)

    return endpoint


def _asked(view: Act) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(view(Params(request.query_params)))
        except Refused as error:
            return JSONResponse({"error": str(error)}, 400)

    return endpoint


def _read_fault(params: Params) -> Fault:
    kind = params.text("kind")
    if kind not in _FAULTS:
        raise bad_request(f"no fault {kind!r}; there are {', '.join(_FAULTS)}")
    return _FAULTS[kind](params)


def _seconds(params: Params) -> float:
    return float(params.text("seconds", "1"))


_FAULTS: Mapping[str, Callable[[Params], Fault]] = {
    "429": lambda params: TooManyRequests(params.integer("retry_after", 1)),
    "500": lambda _: ServerError(),
    "cut_before": lambda _: CutBefore(),
    "cut_after": lambda _: CutAfter(),
    "hang": lambda params: Hang(_seconds(params)),
    "delay": lambda params: Delay(_seconds(params)),
    "duplicate": lambda _: Duplicate(),
}


def _named(message: Message) -> dict[str, Any]:
    return {"message_id": message.id}


def _shown(message: Message) -> dict[str, Any]:
    return {
        "message_id": message.id,
        "from_bot": message.sender.is_bot,
        "text": message.text,
        "html": message.html,
        "buttons": [button.text for button in message.buttons],
        "reply_to": message.reply_to.id if message.reply_to else None,
        "edited": message.edited,
    }
