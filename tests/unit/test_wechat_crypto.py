"""Signatures and AES against the protocol's own example, a recorded vector, and wechatpy."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import PrpCrypto, WeChatCrypto

from bot.channels.wechat_crypto import Keys, Seal, Unreadable, is_signed, signature

TOKEN, APP_ID = "mediation", "wx0123456789abcdef"
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OTHER_KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefg"
AT, NONCE = "1795305600", "520022"
MESSAGE = (
    "<xml><ToUserName><![CDATA[gh_test]]></ToUserName><FromUserName><![CDATA[oTEST]]></FromUserName>"
    "<CreateTime>1795305600</CreateTime><MsgType><![CDATA[text]]></MsgType>"
    "<Content><![CDATA[我要调解]]></Content><MsgId>1234567890123456</MsgId></xml>"
)
ENCRYPTED = (
    "Q3stYC6hdFzMh9T8HCvyDPQbxUbZWjAQYDYTLX3oI3L5xaTup0CiLuKNhTE5b7mnZwEqGWNZszxyb5nUHT+azs7FyJrttY2u7mF8"
    "EEXghViDh6D6tg1U0vLfoyIxdD7ny2LD+EZ08f9bqqZ1bjIlTlhIISylF9CSmIVrVUISXmIRq74OGGp8rUg7Nhnxvh/dPD6pdv+Y"
    "qDJfgtterKKuYq4Hc9xIB8YZkkJkJ36+DmDtjwlwGOOdDZ8T3DgStt6nKHFNvozkMW/2yH4PsCzG9QNEFxo9LktS1vPcvg4VPEj6"
    "iOFO53gxFV8Oz1+sZASgIF/rSeNzkngrDxn+jp1lbHC5EkszLoHfQ5VDfGH+hybALNz4Hb/aAwmjQvmSdEuS"
)


@pytest.fixture
def seal() -> Seal:
    return Seal(KEY, APP_ID)


def raw(plain: bytes) -> str:
    """Encrypts bytes as they are, so that a test can get the inside wrong."""
    key = base64.b64decode(KEY + "=")
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def padded(plain: bytes) -> bytes:
    missing = 32 - len(plain) % 32
    return plain + bytes([missing]) * missing


def inside(message: bytes = b"hi", app_id: bytes = APP_ID.encode(), size: int | None = None) -> bytes:
    length = len(message) if size is None else size
    return b"r" * 16 + length.to_bytes(4, "big") + message + app_id


def test_official_example_of_the_plain_signature():
    assert signature("AAAAA", "1714037059", "486452656") == "899cf89e464efb63f54ddac96b0a0a235f53aa78"


def test_recorded_signatures():
    assert signature(TOKEN, AT, NONCE) == "5500c435a1ffca9bc614b3c38f90ee46c2450097"
    assert signature(TOKEN, AT, NONCE, ENCRYPTED) == "f48bf7b6d82adc34a6f390ea4f73c2eeb4d4e316"


def test_recorded_message_is_encrypted_to_the_letter(seal):
    assert seal.encrypt(MESSAGE.encode(), random=b"0123456789abcdef") == ENCRYPTED


def test_recorded_message_is_decrypted(seal):
    assert seal.decrypt(ENCRYPTED).decode() == MESSAGE


@pytest.mark.parametrize("given_", ["", "5500", "é", "5500C435A1FFCA9BC614B3C38F90EE46C2450097", "\ud800"])
def test_wrong_signatures_are_refused_whatever_they_hold(given_):
    assert not is_signed(given_, TOKEN, AT, NONCE)


@given(st.binary(max_size=5000))
def test_what_is_encrypted_is_decrypted(message):
    seal = Seal(KEY, APP_ID)
    assert seal.decrypt(seal.encrypt(message)) == message


@given(st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=600))
def test_wechatpy_reads_what_we_encrypt(text):
    assert (
        PrpCrypto(base64.b64decode(KEY + "=")).decrypt(Seal(KEY, APP_ID).encrypt(text.encode()), APP_ID)
        == text
    )


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=600))
def test_we_read_what_wechatpy_encrypts(text):
    encrypted = PrpCrypto(base64.b64decode(KEY + "=")).encrypt(text, APP_ID).decode()
    assert Seal(KEY, APP_ID).decrypt(encrypted).decode() == text


def test_wechatpy_accepts_our_envelope():
    keys = Keys(TOKEN, APP_ID, (KEY,))
    _, seal = keys.open(ENCRYPTED)
    encrypted, signed = keys.sealed("回复".encode(), seal, AT, NONCE)
    oracle = WeChatCrypto(TOKEN, KEY, APP_ID)
    assert oracle.decrypt_message({"Encrypt": encrypted}, signed, AT, NONCE) == "回复"


@pytest.mark.parametrize(
    "encrypted",
    [
        "",
        "not base64 at all",
        "é",
        "\ud800",
        base64.b64encode(b"x" * 15).decode(),
        base64.b64encode(b"x" * 32).decode(),
        ENCRYPTED[:-4],
        raw(inside() + b"\x00" * (32 - len(inside()) % 32)),
        raw(inside() + b"\x21" * (32 - len(inside()) % 32)),
        raw(padded(inside())[:-2] + b"\x01\x02"),
        raw(padded(inside(size=2**31))),
        raw(padded(inside(size=10_000))),
        raw(padded(inside(app_id=b"wx_of_somebody_else"))),
        raw(padded(inside(app_id=b""))),
        raw(b"\x20" * 32),
        raw(padded(b"")),
    ],
)
def test_damaged_and_foreign_ciphertexts_are_refused(seal, encrypted):
    with pytest.raises(Unreadable):
        seal.decrypt(encrypted)


@given(st.integers(0, 255), st.integers(0, len(base64.b64decode(ENCRYPTED)) - 1))
def test_no_single_changed_byte_gives_another_message(value, at):
    data = bytearray(base64.b64decode(ENCRYPTED))
    if data[at] == value:
        return
    data[at] = value
    try:
        found = Seal(KEY, APP_ID).decrypt(base64.b64encode(bytes(data)).decode())
    except Unreadable:
        return
    # CBC itself does not see this: what protects the content is msg_signature over the ciphertext
    assert not is_signed(
        "f48bf7b6d82adc34a6f390ea4f73c2eeb4d4e316", TOKEN, AT, NONCE, base64.b64encode(data).decode()
    )
    assert found != MESSAGE.encode()


def test_the_previous_key_still_opens_and_seals_its_reply():
    keys = Keys(TOKEN, APP_ID, (OTHER_KEY, KEY))
    message, seal = keys.open(ENCRYPTED)
    assert message.decode() == MESSAGE
    encrypted, _ = keys.sealed(b"answer", seal, AT, NONCE)
    assert Seal(KEY, APP_ID).decrypt(encrypted) == b"answer"
    with pytest.raises(Unreadable):
        Seal(OTHER_KEY, APP_ID).decrypt(encrypted)


def test_no_key_opens_nothing():
    assert not Keys(TOKEN, APP_ID).encrypts
    with pytest.raises(Unreadable):
        Keys(TOKEN, APP_ID).open(ENCRYPTED)


@pytest.mark.parametrize("key", ["", "short", KEY + "x"])
def test_a_key_of_another_length_is_a_fault_of_the_settings(key):
    with pytest.raises(ValueError, match="43"):
        Seal(key, APP_ID)
