# Nigao with LibreOffice and Chinese fonts, run by a user of no rights.
#
#   docker build -t nigao .
#   docker run --rm --network none -v nigao-home:/data -v "$PWD":/papers nigao doctor

FROM python:3.12-slim-bookworm AS built
WORKDIR /source
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/nigao
# The locked libraries first: they stay as they are while only our own code changes.
COPY requirements.lock ./
RUN /opt/nigao/bin/pip install -r requirements.lock
COPY . .
RUN /opt/nigao/bin/pip install --no-deps .

FROM python:3.12-slim-bookworm
# Debian keeps only the newest build of a package: a pinned one would be gone with the next repair.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        fontconfig \
        fonts-arphic-gbsn00lp \
        fonts-arphic-gkai00mp \
        fonts-noto-cjk \
        libreoffice-writer-nogui \
    && rm -rf /var/lib/apt/lists/*
COPY --from=built /opt/nigao /opt/nigao
# Open to any user: who drafts into a folder of the host runs as its owner (--user).
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin nigao \
    && install --directory --mode=1777 /data /papers
# LibreOffice wants a HOME to write to; its profile goes with the container.
ENV PATH="/opt/nigao/bin:$PATH" \
    PYTHONUTF8=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    NIGAO_HOME=/data
USER 10001:10001
VOLUME /data
WORKDIR /papers
ENTRYPOINT ["nigao"]
CMD ["--help"]
