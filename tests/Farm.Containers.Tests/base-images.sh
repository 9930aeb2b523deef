#!/usr/bin/env bash
# Makes the two images that these tests build on, of Debian's own packages, where none can be pulled. As root, with
# debootstrap and a Docker engine. Then:
#   export FARM_TEST_DEBIAN_IMAGE=farm-test/debian FARM_TEST_RABBITMQ_IMAGE=farm-test/rabbitmq
set -euo pipefail
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

debootstrap --variant=minbase bookworm "$root" > /dev/null
tar -C "$root" -c . | docker import - farm-test/debian

# As the usual image does: the log goes to the container's, and a user of one's own may come from anywhere.
docker build -t farm-test/rabbitmq - << 'END'
FROM farm-test/debian
RUN apt-get update && apt-get install -y --no-install-recommends rabbitmq-server && rm -rf /var/lib/apt/lists/*
ENV RABBITMQ_LOGS=-
EXPOSE 5672
CMD ["rabbitmq-server"]
END
