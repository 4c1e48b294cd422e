# One image for both processes: the API is its command, docker-compose.yml starts the worker from it too.
FROM node:22.23.3-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Install scripts would fetch engines and servers that nothing here runs.
RUN npm ci --ignore-scripts
COPY . .
RUN node embedded/setup.mjs

FROM node:22.23.3-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:22.23.3-slim
# Temporal's SDK trusts the system's certificate authorities, and the slim image has none.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/* \
  && install --directory --owner=node /data
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY prisma/migrations prisma/migrations
COPY web/browser web/browser
COPY package.json LICENSE ./
ENV NODE_ENV=production HANDOVER_DATA_DIR=/data
USER node
EXPOSE 3000 9464 9465
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/api/main.js"]
