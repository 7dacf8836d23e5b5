# syntax=docker/dockerfile:1
# One image with every program: docker run filetao miner run, validator run, api run, dashboard run, chain run.

FROM maven:3.9-eclipse-temurin-25 AS build
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

FROM eclipse-temurin:25-jre
LABEL org.opencontainers.image.title="FileTAO" \
      org.opencontainers.image.description="A decentralised storage network that proves that every byte is still there" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --gid 10001 filetao \
    && useradd --uid 10001 --gid 10001 --create-home --shell /usr/sbin/nologin filetao \
    && install -d -o filetao -g filetao -m 0700 /data /wallets /spool
WORKDIR /opt/filetao
COPY --from=build /out/LICENSE /out/NOTICE ./
COPY --from=build /out/lib ./lib
COPY --from=build /out/app ./app
USER 10001:10001
# JAVA_TOOL_OPTIONS carries what a container needs beyond this, for instance -XX:MaxRAMPercentage.
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-Dfiletao.home=/opt/filetao", "-cp", "/opt/filetao/app/*:/opt/filetao/lib/*", "io.filetao.cli.Main"]
CMD ["--help"]
