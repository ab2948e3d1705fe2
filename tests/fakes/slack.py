"""A strict stand-in for Slack, in the loop of the test.

`async with FakeSlack() as slack:` serves the Web API at `slack.base_url`; `slack.person("Ana Pop")` and
`slack.channel("general", ana)` act like people with a real client; what they see stands in `ana.chat`, `ana.modal` and
`ana.home`, what the app did wrong in `slack.violations`. Payloads come by Socket Mode, or by signed posts after
`slack.posts_to(url)`; every verb returns a delivery, and `await ana.presses("Yes")` waits until it was acknowledged.

How it is built: slack_server (HTTP), _methods (table of methods), _chat, _conversations, _files, _views (methods),
_judge, _elements, _blocks, _text (strict reading), _world, _things, _members (state), _rates, _faults, _clock;
_hub (events become payloads), _delivery (timing, retries), _socket, _http (the two ways), _responses (response_url);
_people, _writing, _forms, _channels (verbs), _workspace and _fake (all of it together).
"""

from tests.fakes.slack_channels import Place
from tests.fakes.slack_delivery import Ack, Delivery
from tests.fakes.slack_errors import SlackError
from tests.fakes.slack_fake import FakeSlack
from tests.fakes.slack_members import APP, BOT, BOT_USER, OTHER_TEAM, TEAM
from tests.fakes.slack_people import Person
from tests.fakes.slack_server import Call
from tests.fakes.slack_things import File, Message
from tests.fakes.slack_view import View
from tests.fakes.slack_workspace import APP_TOKEN, SCOPES, SIGNING_SECRET, TOKEN

__all__ = [
    "APP",
    "APP_TOKEN",
    "BOT",
    "BOT_USER",
    "OTHER_TEAM",
    "SCOPES",
    "SIGNING_SECRET",
    "TEAM",
    "TOKEN",
    "Ack",
    "Call",
    "Delivery",
    "FakeSlack",
    "File",
    "Message",
    "Person",
    "Place",
    "SlackError",
    "View",
]
