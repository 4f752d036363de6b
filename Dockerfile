# syntax=docker/dockerfile:1
# Two images from one build: `studio` (web, workers, beat) and `proxy` (nginx with the style sheets of just this build).
# Neither runs as root, and both run on a read-only root: what is written goes to volumes and tmpfs.
ARG PYTHON=python:3.11-slim-bookworm
ARG NGINX=nginx:1.28-bookworm

FROM ${PYTHON} AS python
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
WORKDIR /app

FROM python AS build
RUN python -m venv /opt/venv
COPY requirements-prod.lock .
RUN --mount=type=cache,target=/var/cache/pip \
    pip --disable-pip-version-check --cache-dir /var/cache/pip install --require-hashes --no-deps --only-binary :all: -r requirements-prod.lock
COPY manage.py ./
COPY pixstudio pixstudio
COPY jobs jobs
COPY templates templates
COPY static static
# The data folder of this step stays in this stage, and with it the keys that are made in it. What the studio writes is
# closed to others, and this is for others: it is written by root here and read by somebody else there.
RUN PIXSTUDIO_ENV=production PIXSTUDIO_DATA=/tmp/data \
    python manage.py collectstatic --no-input --ignore 'redoc*' \
    && python -m compileall -q manage.py pixstudio jobs \
    && chmod -R a+rX .

FROM ${NGINX} AS proxy
ARG UID=10001
COPY --chmod=755 deploy/nginx/nginx.conf.template /etc/nginx/templates/
COPY --chmod=755 deploy/nginx/pages /srv/pages
COPY --from=build /app/staticfiles /srv/static
RUN install -d -o ${UID} -g ${UID} -m 700 /srv/films
ENV NGINX_ENVSUBST_OUTPUT_DIR=/tmp \
    NGINX_ENVSUBST_FILTER="^(NGINX|PIXSTUDIO)_" \
    NGINX_ENTRYPOINT_QUIET_LOGS=1
USER ${UID}:${UID}
EXPOSE 8080 8443
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["curl", "-fsS", "http://127.0.0.1:8080/healthz"]
CMD ["nginx", "-e", "stderr", "-c", "/tmp/nginx.conf", "-g", "daemon off;"]

FROM python AS studio
ARG UID=10001
RUN groupadd --gid ${UID} studio \
    && useradd --uid ${UID} --gid ${UID} --no-create-home --home-dir /tmp --shell /usr/sbin/nologin studio \
    && install -d -o ${UID} -g ${UID} -m 700 /data /data/media
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV PIXSTUDIO_ENV=production \
    PIXSTUDIO_DATA=/data
USER ${UID}:${UID}
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-m", "pixstudio.alive", "web", "8000"]
CMD ["gunicorn", "pixstudio.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--threads", "8", "--keep-alive", "75", "--worker-tmp-dir", "/dev/shm", "--forwarded-allow-ips", "", "--no-control-socket"]
