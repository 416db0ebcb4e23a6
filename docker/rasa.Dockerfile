# The language model: Rasa on Python 3.10, trained while the image is built. Build from the root of the project:
#   docker build -f docker/rasa.Dockerfile -t mediation-rasa .
FROM python:3.10-slim-bookworm
RUN groupadd --gid 10001 rasa \
    && useradd --uid 10001 --gid rasa --create-home --shell /usr/sbin/nologin rasa \
    && install -d -o rasa -g rasa /app
WORKDIR /app
USER 10001:10001
ARG UV_DEFAULT_INDEX=""
COPY --chown=rasa:rasa dev ./
COPY --chown=rasa:rasa nlu/pyproject.toml nlu/uv.lock nlu/
RUN ./dev setup --only-nlu && rm -rf .tools /home/rasa/.cache
COPY --chown=rasa:rasa flows flows
COPY --chown=rasa:rasa nlu nlu
ENV PATH=/app/nlu/.venv/bin:$PATH PYTHONUNBUFFERED=1 RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3
# training also writes the bytecode that makes the start take seconds instead of a minute
RUN python -m nlu.train
EXPOSE 5005
HEALTHCHECK --interval=15s --timeout=5s --start-period=120s --retries=4 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:5005/version', timeout=4)"]
# the token comes from the environment, where a list of processes does not show it
CMD ["python", "-m", "nlu.serve", "--host", "0.0.0.0", "--port", "5005"]
