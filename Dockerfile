# syntax=docker/dockerfile:1
# One image with every program, and one for each that starts it:
#
#   docker build --tag filetao .                          docker run filetao miner run …, validator run, api run, dashboard run, chain run
#   docker build --target miner --tag filetao-miner .     docker run filetao-miner …      (validator, api, dashboard, chain alike)
#
# They share every layer. The root file system may be read-only: only /data, /spool and /tmp are written.

# Jars are the same for every platform, so they are built on the builder's own.
FROM --platform=$BUILDPLATFORM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -q -pl filetao-cli -am package -DskipTests -Dspring-boot.repackage.skip=true
# Libraries change seldom and the project's own jars always: a layer each.
RUN mkdir -p /out/lib /out/app \
    && cp filetao-cli/target/lib/*.jar /out/lib/ \
    && mv /out/lib/filetao-*.jar /out/app/ \
    && cp filetao-cli/target/filetao-cli-*.jar /out/app/ \
    && cp LICENSE NOTICE /out/
# The class path in a fixed order: what a rehearsal learns holds for this order only.
RUN { echo --enable-native-access=ALL-UNNAMED; echo -cp; \
      find /out/app /out/lib -name '*.jar' | sort | sed 's#^/out#/opt/filetao#' | paste -sd:; \
      echo io.filetao.cli.Main; } >/out/launch

FROM eclipse-temurin:25-jre AS filetao
LABEL org.opencontainers.image.title="FileTAO" \
      org.opencontainers.image.description="A decentralised storage network that proves that every byte is still there" \
      org.opencontainers.image.licenses="Apache-2.0"
# The one place that outlives a container is the home directory: a node's own Redis, logs and wallets are looked for there.
RUN groupadd --gid 10001 filetao \
    && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin filetao \
    && install -d -o filetao -g filetao -m 0700 /data /wallets /spool
WORKDIR /opt/filetao
COPY --from=build /out/LICENSE /out/NOTICE ./
COPY --from=build /out/lib ./lib
COPY --from=build /out/app ./app
COPY --from=build /out/launch ./
COPY --chmod=755 scripts/image/health scripts/image/filetao /usr/local/bin/
# A rehearsal, a network of one miner that starts and ends, leaves a cache of loaded and linked classes: programs start in
# half the time. --build-arg REHEARSAL=false leaves it and its 100 MB out.
ARG REHEARSAL=true
RUN if [ "$REHEARSAL" = true ]; then \
      java -XX:AOTCacheOutput=/opt/filetao/launch.aot -Xlog:disable @/opt/filetao/launch \
        localnet --rehearse --miners 1 --data-dir /tmp/rehearsal; \
      rm -rf /tmp/* /root/.filetao; \
    fi
USER 10001:10001
# JAVA_TOOL_OPTIONS carries what a container needs beyond this, for instance -XX:MaxRAMPercentage.
ENTRYPOINT ["filetao"]
CMD ["--help"]

FROM filetao AS chain
EXPOSE 9944
VOLUME /data
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s CMD ["health", "9944", "/"]
CMD ["chain", "run", "--data-dir", "/data/chain", "--host", "0.0.0.0"]

FROM filetao AS dashboard
ENV SERVER_PORT=8090
EXPOSE 8090
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["health", "8090"]
CMD ["dashboard", "run"]

FROM filetao AS api
ENV SERVER_PORT=8080 FILETAO_WALLET_PATH=/wallets FILETAO_API_SPOOLDIRECTORY=/spool
EXPOSE 8080
VOLUME /spool
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["health", "8080"]
CMD ["api", "run"]

FROM filetao AS validator
ENV SERVER_PORT=8092 FILETAO_WALLET_PATH=/wallets FILETAO_VALIDATOR_DIRECTORY=/data/validator
EXPOSE 8092
VOLUME /data
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["health", "8092"]
CMD ["validator", "run"]

FROM filetao AS miner
ENV SERVER_PORT=8091 FILETAO_WALLET_PATH=/wallets FILETAO_MINER_DIRECTORY=/data/shards
EXPOSE 8091
VOLUME /data
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["health", "8091"]
CMD ["miner", "run"]

# Without --target: every program, none of them chosen.
FROM filetao
