"""What to do about every error code Tencent answers with, and how to say it at the desk.

Protocol page: 微信公众平台, 全局返回码说明.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from bot.errors import WeChatError


class Action(StrEnum):
    """What a refusal asks for."""

    RETRY = "retry"  #: busy or too fast: again later
    REFRESH = "refresh"  #: the access token is no good: fetch a new one, once
    DEAD = "dead"  #: this person cannot be written to any more
    CLOSED = "closed"  #: outside the 48 hours: wait until the person writes
    QUOTA = "quota"  #: all messages of this window are used: wait until the person writes
    ALERT = "alert"  #: the account or this server must be set up by an administrator
    RESEND = "resend"  #: the file is gone or not allowed: the person has to send it again
    IGNORE = "ignore"  #: only decoration failed
    PERMANENT = "permanent"  #: refused for good


_BUSY = "微信系统忙，稍后自动再发。"
_RENEWED = "公众号凭证失效，正在更换后再发。"
_ACCOUNT = "公众号的 AppID 或密钥不对，请管理员检查设置。"
_ADDRESS = "本服务器的 IP 不在公众号白名单里，请管理员到公众平台添加。"
_MEDIA = "文件在微信上已经过期或者格式不对，请当事人再发一次。"
_MENU = "公众号菜单设置有误，请管理员检查。"
_LOGIN = "网页登录已经失效，请重新打开页面。"
_FAULT = "消息格式有误，没有发出，请联系技术人员。"
_TYPING = "“正在输入”没有显示，不影响消息。"

_ROWS: Final[tuple[tuple[tuple[int, ...], Action, str], ...]] = (
    ((-1,), Action.RETRY, _BUSY),
    ((40001, 40014, 42001), Action.REFRESH, _RENEWED),
    ((40003,), Action.DEAD, "找不到这个微信用户，请改用电话联系。"),
    ((40004, 40005, 40006, 40007, 40008, 40009, 40010, 40011), Action.RESEND, _MEDIA),
    ((40013, 40125, 40243), Action.ALERT, _ACCOUNT),
    (tuple(range(40016, 40028)), Action.ALERT, _MENU),
    ((40029, 40163), Action.PERMANENT, _LOGIN),
    ((40119, 40120), Action.ALERT, _MENU),
    ((40164, 61004), Action.ALERT, _ADDRESS),
    (tuple(range(41001, 41010)), Action.PERMANENT, _FAULT),
    ((43004,), Action.DEAD, "当事人没有关注公众号，请改用电话或短信联系。"),
    ((43019,), Action.DEAD, "当事人在公众号黑名单里，请改用电话或短信联系。"),
    ((43101,), Action.DEAD, "当事人没有同意接收通知，请改用电话或短信联系。"),
    ((44001, 44002, 44003, 44004), Action.PERMANENT, _FAULT),
    ((45002,), Action.PERMANENT, "消息太长，没有发出，请分成几条。"),
    ((45008,), Action.PERMANENT, _FAULT),
    ((45009,), Action.RETRY, "公众号今天的接口次数用完了，稍后自动再发。"),
    ((45011,), Action.RETRY, "发得太快，微信要求等一等，稍后自动再发。"),
    ((45015,), Action.CLOSED, "超过48小时，微信不让主动发。等当事人再来消息时自动送出；急事请打电话。"),
    ((45047,), Action.QUOTA, "微信规定这段时间的条数用完了。等当事人再来消息时自动送出；急事请打电话。"),
    ((45072, 45080, 45081), Action.IGNORE, _TYPING),
    ((48001,), Action.ALERT, "公众号没有客服消息权限（未认证），只能当场回复，请管理员处理。"),
    ((50002,), Action.ALERT, "公众号或用户被微信限制，请管理员到公众平台查看。"),
    ((89503,), Action.ALERT, "微信认为本服务器 IP 有风险，请公众号管理员在手机上确认。"),
)
_CODES: Final = {code: (action, sentence) for codes, action, sentence in _ROWS for code in codes}


def action_of(error: WeChatError) -> Action:
    """What to do; an unknown code is final, because repeating what we do not understand helps nobody."""
    return _CODES[error.code][0] if error.code in _CODES else Action.PERMANENT


def sentence_of(error: WeChatError) -> str:
    """Why, in Chinese, for the desk; with the code an administrator can look up."""
    said = _CODES[error.code][1] if error.code in _CODES else "微信没有接收这条消息。"
    return f"{said}（{error.code}）"


def known() -> frozenset[int]:
    """Every code there is a row for."""
    return frozenset(_CODES)
