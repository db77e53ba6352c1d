# syntax=docker/dockerfile:1
# The portal: packages/backend with the web app. Run as the chart does it: no root, nothing to write but /tmp.
# Pin the base by digest in your build: docker build --build-arg BASE=node:22-bookworm-slim@sha256:… .
ARG BASE=node:22-bookworm-slim

FROM ${BASE} AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates g++ git make python3 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN packages/backend/image/build.sh /app

# Only when asked for: docker build --target sbom --output . .
FROM build AS sbom-made
RUN node packages/backend/image/writeSbom.mjs /app /sbom.cdx.json
FROM scratch AS sbom
COPY --from=sbom-made /sbom.cdx.json /

FROM ${BASE}
ENV NODE_ENV=production HOME=/tmp
WORKDIR /app
# Of root, so that the process cannot change its own code
COPY --from=build /app ./
USER 1000:1000
EXPOSE 7007
HEALTHCHECK --interval=30s --timeout=5s --start-period=5m \
  CMD ["node", "-e", "fetch('http://127.0.0.1:7007/.backstage/health/v1/liveness').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node"]
CMD ["packages/backend", "--config", "app-config.yaml", "--config", "app-config.production.yaml"]
