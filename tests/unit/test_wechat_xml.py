"""Callback XML: read safely, written so that wechatpy and the WeChat client read the same words."""

from __future__ import annotations

import contextlib
import time

import pytest
import xmltodict
from hypothesis import given
from hypothesis import strategies as st
from wechatpy import create_reply, parse_message

from bot.channels.wechat_xml import BadXml, cdata, encrypted_reply, parse, text_reply

BOMB = (
    b'<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><xml><Content>&c;</Content></xml>'
)
#: Everything XML can carry.
WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), max_size=300
)


def test_texts_of_the_children_and_nothing_deeper():
    a = "<A><![CDATA[一 <b> & ]]]]><![CDATA[>]]></A>"
    fields = parse(f"<xml>{a}<B>2</B><C><D>deep</D></C><A>second</A></xml>".encode())
    assert fields == {"A": "一 <b> & ]]>", "B": "2", "C": ""}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"success",
        b"{}",
        b"<xml>",
        b"<xml><A></xml>",
        b"<html></html>",
        b"<xml/><xml/>",
        b"<xml><A>\x00</A></xml>",
        b"<xml><A>&#0;</A></xml>",
        b"<xml><A>&#xD800;</A></xml>",
        b"<xml><A>\xed\xa0\x80</A></xml>",
        b"<xml><A>\xff\xfe</A></xml>",
        b"<xml><A>&nbsp;</A></xml>",
        BOMB,
        b'<!DOCTYPE xml SYSTEM "file:///etc/passwd"><xml/>',
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><A>&e;</A></xml>',
        b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x">%p;]><xml/>',
        b"<xml>" + b"<a>" * 100 + b"</a>" * 100 + b"</xml>",
        b"<xml>" + b"<a/>" * 1000 + b"</xml>",
        "<xml><A>\u6211</A></xml>".encode("gbk"),
        "<xml><A>我</A></xml>".encode("utf-16"),
    ],
)
def test_everything_else_is_refused(body):
    with pytest.raises(BadXml):
        parse(body)


def test_a_bomb_costs_nothing():
    levels = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 50) for n in range(1, 30))
    body = b'<!DOCTYPE z [<!ENTITY l0 "ha">' + levels + b"]><xml><A>&l29;</A></xml>"
    before = time.process_time()
    with pytest.raises(BadXml):
        parse(body)
    assert time.process_time() - before < 0.2


def test_utf8_is_read_whatever_the_declaration_says():
    body = '<?xml version="1.0" encoding="GBK"?><xml><A>额尔德尼🐎</A></xml>'.encode()
    assert parse(body) == {"A": "额尔德尼🐎"}


@given(st.binary(max_size=300))
def test_no_bytes_at_all_raise_anything_else(body):
    with contextlib.suppress(BadXml):
        parse(body)


@given(WORDS, WORDS)
def test_a_reply_is_read_back_as_it_was_written(user, text):
    body = text_reply(to=user, sender="gh_1", at=1795305600, text=text)
    fields = parse(body)
    assert (fields["ToUserName"], fields["Content"]) == (user.strip("\r\n"), text.strip("\r\n"))


@given(WORDS.filter(lambda text: text.strip() == text and text))
def test_wechatpy_reads_our_reply(text):
    found = parse_message(text_reply(to="oUser", sender="gh_1", at=1795305600, text=text))
    assert (found.type, found.content) == ("text", text)
    assert (found.target, found.source) == ("oUser", "gh_1")


@given(WORDS.filter(lambda text: "]]>" not in text and text.strip() == text and text))
def test_we_read_a_reply_of_wechatpy(text):
    incoming = parse_message(text_reply(to="gh_1", sender="oUser", at=1, text="问"))
    fields = parse(create_reply(text, incoming).render().encode())
    assert (fields["Content"], fields["ToUserName"], fields["MsgType"]) == (text, "oUser", "text")


@given(st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace").decode()))
def test_no_words_break_the_reply(text):
    assert parse(text_reply(to="o", sender="g", at=1, text=text))["MsgType"] == "text"


def test_cdata_cannot_be_closed_from_inside():
    evil = "x]]></Content><MsgType>news</MsgType><Content><![CDATA["
    fields = parse(text_reply(to="o", sender="g", at=1, text=evil))
    assert (fields["MsgType"], fields["Content"]) == ("text", evil)
    assert cdata("a\x00b\x0bc\ufffe\n") == "<![CDATA[abc\n]]>"


def test_an_encrypted_reply_has_the_four_parts():
    body = encrypted_reply(encrypted="abc=", signature="f" * 40, timestamp="12", nonce="n")
    assert xmltodict.parse(body)["xml"] == {
        "Encrypt": "abc=",
        "MsgSignature": "f" * 40,
        "TimeStamp": "12",
        "Nonce": "n",
    }
