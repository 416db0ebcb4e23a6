# The bot: web chat, WeChat callback, both consoles. Build from the root of the project:
#   docker build -f docker/bot.Dockerfile -t mediation-bot .
FROM python:3.13-slim-bookworm AS build
WORKDIR /app
# a mirror, where the default package index is out of reach
ARG UV_DEFAULT_INDEX=""
COPY dev pyproject.toml uv.lock ./
RUN ./dev setup --no-nlu

FROM python:3.13-slim-bookworm
# fonts for the PDF papers; Debian removes old versions, so a pinned one would break the build within weeks
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 bot \
    && useradd --uid 10001 --gid bot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin bot \
    && install -d -o bot -g bot -m 0700 /data
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY LICENSE pyproject.toml ./
COPY nlu nlu
COPY flows flows
COPY bot bot
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 BOT_HOST=0.0.0.0 BOT_PORT=8000 BOT_DATA_DIR=/data
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "-m", "bot", "serve"]
