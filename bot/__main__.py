"""`python -m bot up|serve|talk|understand|read|law|check|migrate|user`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

USAGE = """用法: python -m bot 命令

  up          启动全部服务（聊天、调解员、管理），Ctrl-C 停止
  talk        在终端里和机器人对话；--script 文件 按文件逐句说
  understand  读 JSONL {"id","text"}，写出理解结果
  read        逐行读金额、日期等：--kind amount|date|duration|rate|id|phone --today 2026-11-22
  law         计算：fee 36000、interest、limitation、labour …
  check       检查流程、问答、引用、数据
  migrate     升级数据库
  menu        把菜单放到服务号里
  user        建账号、改密码：user add 登录名 --role mediator
"""


def main(argv: Sequence[str]) -> int:
    """Run one command; its exit code."""
    from bot import commands  # noqa: PLC0415 - `--help` should not load the whole product

    table: dict[str, Callable[[Sequence[str]], int]] = commands.table()
    if not argv or argv[0] not in table:
        sys.stdout.write(USAGE)
        return 0 if argv and argv[0] in {"-h", "--help", "help"} else 2
    return table[argv[0]](argv[1:])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
