"""The same behaviour over HTTP: real bots, broken connections, webhooks, controls, and who is let in."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import Conflict, NetworkError, TimedOut
from telegram.request import HTTPXRequest

from simulator.chat_page import Sample, Seat
from simulator.faults import CutAfter, CutBefore, Duplicate, Faults, Hang
from simulator.loopback import listen
from simulator.person import PIXEL, Person
from simulator.server import Running, serve
from simulator.world import World


@pytest.fixture
async def running(world: World, faults: Faults, ana: Person) -> AsyncIterator[Running]:
    seats, samples = [Seat(ana, "Public")], [Sample("Sea", "Sea rises", "City News")]
    async with serve(world, faults=faults, seats=seats, samples=samples, first_retry_seconds=0.01) as it:
        yield it


@pytest.fixture
async def bot(running: Running, world: World) -> AsyncIterator[Bot]:
    address = (world.token, running.bot_url, running.file_url)
    polling = HTTPXRequest(connection_pool_size=2)
    async with Bot(*address, request=HTTPXRequest(read_timeout=0.5), get_updates_request=polling) as bot:
        yield bot


@pytest.fixture
async def browser(running: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=running.url) as client:
        yield client


async def test_a_bot_talks_to_a_person(bot: Bot, ana: Person) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=5, allowed_updates=["message"]))
    await asyncio.sleep(0.05)
    ana.forwards("Sea rises", from_channel="City News")
    [update] = await poll
    sent = await update.message.reply_text("<b>No</b>", parse_mode="HTML", do_quote=True)
    await sent.edit_text("No 😀 at all")
    photo = await bot.send_photo(ana.id, PIXEL, caption="é")
    content = await (await bot.get_file(photo.photo[-1])).download_as_bytearray()

    assert [(m.text, m.edited) for m in ana.messages] == [("No 😀 at all", True), ("é", False)]
    assert ana.messages[0].reply_to is not None
    assert bytes(content) == PIXEL


@pytest.mark.parametrize(("fault", "delivered"), [(CutBefore(), 0), (CutAfter(), 1)])
async def test_a_cut_connection_is_really_cut(
    bot: Bot, faults: Faults, ana: Person, fault: CutBefore | CutAfter, delivered: int
) -> None:
    faults.add(fault, method="sendMessage")

    with pytest.raises(NetworkError) as raised:
        await bot.send_message(ana.id, "x")

    assert isinstance(raised.value.__cause__, httpx.ReadError | httpx.RemoteProtocolError)
    assert len(ana.messages) == delivered


async def test_a_client_that_gave_up_is_not_served(bot: Bot, faults: Faults, ana: Person) -> None:
    faults.add(Hang(0.7), method="sendMessage")

    with pytest.raises(TimedOut):
        await bot.send_message(ana.id, "x")
    await asyncio.sleep(0.4)

    assert ana.messages == []


async def test_of_two_polling_bots_the_older_loses(bot: Bot, ana: Person) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    newer = asyncio.create_task(bot.get_updates(timeout=5))

    with pytest.raises(Conflict):
        await older
    ana.says("hi")
    assert len(await newer) == 1


async def test_it_stops_at_once_even_while_a_bot_polls_and_a_page_listens(world: World, ana: Person) -> None:
    async with httpx.AsyncClient() as client:
        async with serve(world, seats=[Seat(ana, "Public")]) as running:
            poll = asyncio.create_task(
                client.post(f"{running.bot_url}{world.token}/getUpdates", data={"timeout": 50})
            )
            async with client.stream("GET", f"{running.url}/chat/events") as events:
                lines = events.aiter_lines()
                await anext(lines)
                began = asyncio.get_running_loop().time()
        with pytest.raises(httpx.TransportError):
            await poll

    assert asyncio.get_running_loop().time() - began < 1


async def test_it_listens_on_loopback_only(world: World) -> None:
    with pytest.raises(ValueError, match="loopback only"):
        async with serve(world, host="0.0.0.0"):  # noqa: S104 - that it is refused is the point
            pass


async def test_a_taken_port_is_an_error(running: Running, world: World) -> None:
    with pytest.raises(OSError, match="in use"):
        async with serve(world, port=int(running.url.rsplit(":", 1)[1])):
            pass


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_requests_from_elsewhere_are_turned_away(
    browser: httpx.AsyncClient, ana: Person, headers: dict[str, str]
) -> None:
    response = await browser.post("/chat/say", json={"person": ana.id, "text": "hi"}, headers=headers)

    assert (response.status_code, [m.text for m in ana.conversation]) == (403, ["/start"])


async def test_a_form_from_another_site_cannot_speak(browser: httpx.AsyncClient) -> None:
    response = await browser.post(
        "/chat/say", content='{"person": 1}', headers={"Content-Type": "text/plain"}
    )

    assert response.status_code == 415


async def test_the_page_lets_people_speak_forward_and_press(
    browser: httpx.AsyncClient, bot: Bot, ana: Person
) -> None:
    await browser.post("/chat/say", json={"person": ana.id, "text": "hi"})
    await browser.post("/chat/forward", json={"person": ana.id, "sample": 0})
    keys = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    sent = await bot.send_message(ana.id, "sure?", api_kwargs={"reply_markup": keys})
    pressed = await browser.post(
        "/chat/press", json={"person": ana.id, "message": sent.message_id, "button": 1}
    )

    assert pressed.status_code == 200
    assert [m.text for m in ana.conversation] == ["/start", "hi", "Sea rises", "sure?"]
    assert [u.callback_query.data for u in await bot.get_updates() if u.callback_query] == ["y"]


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("say", {"person": 1, "text": "hi"}),
        ("say", {"text": " "}),
        ("say", {"text": "x" * 4097}),
        ("say", {"text": "\ud800"}),
        ("forward", {"sample": 9}),
        ("press", {"message": 99, "button": 1}),
        ("press", {"message": 1, "button": 1}),
    ],
)
async def test_the_page_refuses_what_makes_no_sense(
    browser: httpx.AsyncClient, ana: Person, act: str, body: dict[str, Any]
) -> None:
    content = json.dumps({"person": ana.id, **body})
    response = await browser.post(
        f"/chat/{act}", content=content, headers={"Content-Type": "application/json"}
    )

    assert (response.status_code, list(response.json())) == (400, ["error"])


async def test_the_page_forbids_everything_foreign(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/")

    assert page.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")


async def test_a_test_in_another_process_plays_people(browser: httpx.AsyncClient, bot: Bot) -> None:
    async def act(name: str, **body: Any) -> Any:
        return (await browser.post(f"/_control/{name}", json=body)).json()

    ben = (await act("person", first_name="Ben"))["person"]
    first = (await act("forward", person=ben, text="Sea rises", from_channel="City News"))["message_id"]
    second = (await act("say", person=ben, text="hello"))["message_id"]
    await act("fault", kind="429", method="sendMessage", retry_after=1)
    for update in await bot.get_updates():
        if update.message.message_id == first:
            await act("calm")
            await update.message.reply_html("<b>No</b>", do_quote=True)

    transcript = (await browser.get("/_control/transcript", params={"person": ben})).json()
    assert [(m["from_bot"], m["html"]) for m in transcript] == [
        (False, "Sea rises"),
        (False, "hello"),
        (True, "<b>No</b>"),
    ]
    replies = (await browser.get("/_control/replies", params={"person": ben})).json()
    assert replies == {str(first): 1, str(second): 0}
    assert (await browser.get("/_control/calls")).json()["sendMessage"] == {"200": 1}
    assert await act("fault", kind="earthquake") == {
        "error": "Bad Request: no fault 'earthquake'; there are "
        "429, 500, cut_before, cut_after, hang, delay, duplicate"
    }


async def test_a_webhook_gets_its_secret_and_is_asked_again_until_it_says_yes(
    bot: Bot, faults: Faults, ana: Person
) -> None:
    statuses, seen = [500, 200, 200, 200], []

    async def hook(request: Request) -> Response:
        update = await request.json()
        seen.append((request.headers["X-Telegram-Bot-Api-Secret-Token"], update["message"]["text"]))
        answer = {"method": "sendMessage", "chat_id": ana.id, "text": "heard"}
        return JSONResponse(answer, statuses.pop(0))

    async with _listening(hook) as url:
        await bot.set_webhook(url, secret_token="s3")
        ana.says("one")
        await _until(lambda: len(seen) == 2)
        faults.add(Duplicate())
        ana.says("two")
        await _until(lambda: len(ana.messages) == 3)
        info = await bot.get_webhook_info()

    assert seen == [("s3", "one"), ("s3", "one"), ("s3", "two"), ("s3", "two")]
    assert [m.text for m in ana.messages] == ["heard"] * 3
    assert (info.pending_update_count, info.last_error_message) == (0, "Wrong response from the webhook: 500")


@asynccontextmanager
async def _listening(hook: Any) -> AsyncIterator[str]:
    """Serve one webhook and give its address."""
    app = Starlette(routes=[Route("/hook", hook, methods=["POST"])])
    bound = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
    task = asyncio.create_task(server.serve([bound]))
    try:
        await _until(lambda: server.started)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}/hook"
    finally:
        server.should_exit = True
        await task


async def _until(is_so: Any) -> None:
    async with asyncio.timeout(3):
        while not is_so():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.01)
