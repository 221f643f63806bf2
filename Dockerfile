# No build stage: Node runs the TypeScript as it is.
FROM node:26-slim@sha256:c0753125a3789977aefe869cbebccf70e3cfd7ea84ca48547458f02e4f1d7146

WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data PLAYGROUND=off

# The image brings its own Node, so the copies that npm installs for machines without one are removed.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && rm -rf node_modules/node-linux-* node_modules/node-bin-* node_modules/node-darwin-* node_modules/node-win-* node_modules/.bin/node && npm cache clean --force

COPY curriculum ./curriculum
COPY migrations ./migrations
COPY src ./src

RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000

HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

# What is young is small and soon gone; the start alone would make room for it that stays taken.
CMD ["node", "--max-semi-space-size=8", "--expose-gc", "src/main.ts"]
