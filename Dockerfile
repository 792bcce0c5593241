FROM python:3.11-slim

# Bytecode is compiled while building, since the service may not write to its own code. The loops are compiled for no
# processor in particular: what was compiled for that of the building machine would not be taken by another one.
ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore \
    NUMBA_CACHE_DIR=/tmp/numba \
    NUMBA_CPU_NAME=generic

WORKDIR /srv/cungcau

# Dependencies come first: they change less often than the code.
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

# The same editable installation that ./dev makes and the tests run on; the build tool comes from the lock.
COPY pyproject.toml LICENSE NOTICE ./
COPY app ./app
COPY migrations ./migrations
COPY seed ./seed
RUN pip install --no-deps --no-build-isolation -e . \
    && python -m compileall -q app migrations seed \
    && python -m app.matching.ranking.warm_up \
    && mv /tmp/numba compiled \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin cungcau \
    && install -d -o cungcau var

# The code stays owned by root, so a fault in the service cannot rewrite it. var/ is only for a trial on SQLite.
USER 10001

EXPOSE 8000
STOPSIGNAL SIGTERM

# No proxy from the environment may stand between the check and the service.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.build_opener(r.ProxyHandler({})).open('http://127.0.0.1:8000/health/ready', timeout=4)"]

# The compiled loops are read from a folder that may be written to; without the copy each start compiles for seconds.
CMD ["sh", "-c", "cp -r compiled /tmp/numba && exec cungcau serve --host 0.0.0.0"]
