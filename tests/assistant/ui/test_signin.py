"""The door: who gets in, who waits, and what a request from elsewhere gets."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.records import Role, open_records
from assistant.records.people import SignIns, Users
from assistant.ui.signin import Door

PASSWORD = "a long invented password"


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    records = open_records(f"sqlite:///{tmp_path / 'records.sqlite'}")
    users = Users(records)
    users.add("ada", Role.REVIEWER, PASSWORD)
    api = FastAPI()
    Door(SignIns(users, timedelta(minutes=30))).add_to(api)
    return TestClient(api, follow_redirects=False)


def enter(client: TestClient, password: str = PASSWORD, **headers: str) -> int:
    form = {"name": "ada", "password": password}
    return client.post("/sign-in", data=form, headers=headers).status_code


def test_the_right_password_opens_and_the_cookie_is_no_scripts(client: TestClient) -> None:
    answer = client.post("/sign-in", data={"name": "ada", "password": PASSWORD})
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_after_five_wrong_tries_even_the_right_password_waits(client: TestClient) -> None:
    assert [enter(client, "a wrong password") for _ in range(5)] == [401] * 5
    refused = client.post("/sign-in", data={"name": "ada", "password": PASSWORD})
    assert refused.status_code == 429
    assert "Wait 30 seconds" in refused.text


def test_a_form_of_another_site_opens_nothing(client: TestClient) -> None:
    assert enter(client, origin="http://elsewhere.example") == 401


def test_whoever_is_not_signed_in_is_sent_to_the_door(client: TestClient) -> None:
    assert client.get("/").headers["location"] == "/sign-in"
    assert client.post("/sign-out").headers["location"] == "/sign-in"
