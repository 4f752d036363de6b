#!/bin/sh
# Makes what `docker compose up` needs and nobody should choose: the database's password, and a certificate to start
# with. Nothing that is there already is touched, so it may be called as often as one likes.
#
# The folder is closed to everybody else on this machine. The files in it can be read by all, because Docker mounts
# them one by one into containers whose users are not yours.
set -eu
cd "$(dirname "$0")"
umask 022
mkdir -p secrets
chmod 700 secrets
cd secrets

if [ ! -s database-password ]; then
  head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' > database-password
  rm -f database-url
fi
[ -s database-url ] || printf 'postgres://pixstudio:%s@database:5432/pixstudio\n' "$(cat database-password)" > database-url

if [ ! -s certificate.pem ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 -subj "/CN=${1:-localhost}" \
    -addext "subjectAltName=DNS:${1:-localhost}" -keyout certificate-key.pem -out certificate.pem 2>/dev/null
  chmod 644 certificate-key.pem
  echo "Made a certificate for ${1:-localhost} that browsers warn about: put your own certificate.pem and"
  echo "certificate-key.pem into deploy/secrets, or name them in .env as CERTIFICATE and CERTIFICATE_KEY."
fi
echo "deploy/secrets has all that is needed. Keep a copy of it in a safe place."
