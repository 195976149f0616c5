"""The threat list of the review page (coach/adapters/browser/guard.py), one test or more for each line."""

from __future__ import annotations

import http.client
import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.adapters.browser.guard import LARGEST_BODY_BYTES
from coach.resources import review_folder

NOTE = {"id": "a1", "start_s": 1.0, "end_s": 1.0, "text": "ok", "marks": []}


def test_the_port_answers_on_the_loopback_only(make_session, serve) -> None:
    served = serve(make_session())
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}

    assert served.address.startswith("http://127.0.0.1:")
    for address in others - {"127.0.0.1"}:
        with pytest.raises(ConnectionRefusedError), socket.create_connection((address, served.port), timeout=1):
            pass


def test_without_the_secret_nothing_is_told_about_what_is_there(make_session, serve) -> None:
    served = serve(make_session())

    for root in ("", "/", "/wrong", "/" + "A" * 43, "/%2e%2e"):
        answer = served.ask("/api/sessions", root=root)
        assert answer.status == 403
        assert b"evening" not in answer.body


def test_each_run_has_a_secret_of_its_own(make_session, serve) -> None:
    folder = make_session()
    one, other = serve(folder), serve(folder)

    assert one.root != other.root
    assert len(one.root) > 40
    assert other.ask("/api/sessions", root=one.root).status == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1.evil.example:{port}"])
def test_a_name_that_was_bent_to_this_machine_gets_nothing(make_session, serve, host: str) -> None:
    served = serve(make_session())

    assert served.ask("/api/sessions", headers={"Host": host.format(port=served.port)}).status == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},  # another port of this machine
    ],
)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_another_web_page_gets_nothing_even_if_it_knows_the_secret(
    make_session, serve, headers: dict[str, str], method: str
) -> None:
    served = serve(make_session())
    path = f"{served.first()}/notes/a1" if method == "PUT" else "/api/sessions"

    assert served.ask(path, method, json.dumps(NOTE).encode(), headers).status == 403
    assert served.ask(f"{served.first()}/notes").json == []


def test_the_page_may_not_be_framed_and_its_address_is_handed_to_nobody(make_session, serve) -> None:
    headers = serve(make_session()).ask("/").headers

    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/page/../../../etc/passwd",
        "/page/..%2f..%2f..%2fetc%2fpasswd",
        "/page/%2fetc%2fpasswd",
        "/api/../../etc/passwd",
        "/api/..%2f..%2fetc/times",
        "/api/{session}/film/..%2f..%2fetc%2fpasswd",
        "/api/{session}/export/..%2fanalysis.json",
        "/api/{session}/export/%2fetc%2fpasswd",
    ],
)
def test_no_path_leads_out_of_the_given_folder(make_session, serve, path: str) -> None:
    served = serve(make_session())
    answer = served.ask(path.format(session=served.first().removeprefix("/api/")))

    assert answer.status == 404
    assert b"root:" not in answer.body


def test_an_analysis_that_names_a_secret_file_as_its_film_is_not_believed(make_session, serve, tmp_path: Path) -> None:
    folder = make_session()
    secret = tmp_path / "secret.mp4"
    secret.write_bytes(b"-----BEGIN PRIVATE KEY-----")
    document = json.loads((folder / "analysis.json").read_text())
    for path in (secret, Path("/etc/passwd")):
        document["clip"]["path"] = str(path)
        (folder / "analysis.json").write_text(json.dumps(document))
        served = serve(folder)
        answer = served.ask(f"{served.first()}/film/clip")

        assert answer.status == 409
        assert "the film is not where it was" in answer.json["error"]


@pytest.mark.parametrize("name", ["annotated.mp4", "report.html"])
def test_a_link_that_leads_out_of_the_folder_is_not_followed(make_session, serve, tmp_path: Path, name: str) -> None:
    folder = make_session()
    secret = tmp_path / "secret"
    secret.write_bytes(b"not for you")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(secret)
    served = serve(folder)
    answer = served.ask(f"{served.first()}/export/{name}")

    assert answer.status == 409
    assert b"not for you" not in answer.body


def test_a_note_that_is_too_large_is_refused_whatever_length_it_tells(make_session, serve) -> None:
    served = serve(make_session())
    path = f"{served.first()}/notes/a1"
    flood = json.dumps(NOTE | {"text": "x" * LARGEST_BODY_BYTES}).encode()

    assert served.ask(path, "PUT", flood).status == 413
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    pieces = [flood[at : at + 60_000] for at in range(0, len(flood), 60_000)]
    connection.request("PUT", served.root + path, iter(pieces), {"Host": f"127.0.0.1:{served.port}"})
    assert connection.getresponse().status == 413
    connection.close()
    assert served.ask(f"{served.first()}/notes").json == []


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"[]",
        b"{not json",
        b"\xff\xfe",
        json.dumps(NOTE | {"id": "../../x"}).encode(),
        json.dumps(NOTE | {"start_s": -1}).encode(),
        json.dumps(NOTE | {"start_s": 5.0}).encode(),
        json.dumps(NOTE | {"text": "x" * 4001}).encode(),
        json.dumps(NOTE | {"more": 1}).encode(),
        json.dumps(NOTE | {"marks": [{"kind": "angle", "points": [[0, 0], [1, 1]]}]}).encode(),
        json.dumps(NOTE | {"marks": [{"kind": "script", "points": [[0, 0], [1, 1]]}]}).encode(),
    ],
)
def test_what_is_no_note_is_refused_in_one_sentence(make_session, serve, note: bytes) -> None:
    served = serve(make_session())
    answer = served.ask(f"{served.first()}/notes/a1", "PUT", note)

    assert answer.status == 409
    assert answer.json["error"].endswith(".")
    assert served.ask(f"{served.first()}/notes").json == []


# No other system lets a folder have such a name.
SHARP_NAME = "a'b&c;d" if os.name == "nt" else "<script>alert(1)<\n>"
SCRIPT = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def test_script_in_a_note_is_text_in_the_report_that_is_handed_out(make_session, serve) -> None:
    served = serve(make_session())
    served.ask(f"{served.first()}/notes/a1", "PUT", json.dumps(NOTE | {"text": SCRIPT}).encode())
    page = served.ask(f"{served.first()}/export/report.html")

    assert page.status == 200
    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in page.body.decode()
    assert SCRIPT not in page.body.decode()
    assert page.headers["content-disposition"].startswith("attachment")


def test_a_formula_in_a_note_is_text_in_the_table(make_session, serve) -> None:
    served = serve(make_session())
    served.ask(f"{served.first()}/notes/a1", "PUT", json.dumps(NOTE | {"text": "=cmd|'/c calc'!A1"}).encode())

    assert b"'=cmd" in served.ask(f"{served.first()}/export/notes.csv").body


def test_a_name_with_script_and_line_feeds_stays_out_of_headers_and_markup(make_session, serve) -> None:
    served = serve(make_session(SHARP_NAME).parent)
    answer = served.ask(f"{served.first()}/export/events.csv")

    assert answer.status == 200
    assert "<" not in answer.headers["content-disposition"]
    assert "script-src 'self';" in answer.headers["content-security-policy"]


def test_the_page_never_makes_markup_out_of_text_and_asks_nobody_outside() -> None:
    sources: Callable[[str], list[Path]] = lambda kind: sorted(review_folder().glob(kind))  # noqa: E731
    scripts = {path.name: path.read_text(encoding="utf-8") for path in sources("*.js")}

    assert scripts
    for name, text in scripts.items():
        for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
            assert way not in text, f"{name}: {way}"
    for path in (*sources("*.js"), *sources("*.css"), *sources("*.html")):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text, path.name
        assert "https://" not in text, path.name
