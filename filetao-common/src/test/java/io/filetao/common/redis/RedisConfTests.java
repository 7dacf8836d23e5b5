package io.filetao.common.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.redis.embedded.EmbeddedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link RedisConf}. */
class RedisConfTests {

    private static final RedisConf LAX =
            new RedisConf(
                    List.of(
                            "# bind 127.0.0.1 is safer",
                            "bind 0.0.0.0",
                            "port 6379",
                            "save 900 1",
                            "save 60 10000",
                            "appendonly no",
                            "AppendFsync everysec",
                            "maxmemory 1gb",
                            "maxmemory-policy allkeys-lru",
                            "appendonly no"));

    @TempDir private Path directory;

    @Test
    void problemsOfAnEmptyFileAreThoseOfRedisOutOfTheBox() {
        assertThat(new RedisConf(List.of()).problems()).hasSize(5);
    }

    @Test
    void problemsNameEveryUnsafeDirective() {
        assertThat(LAX.problems())
                .hasSize(6)
                .anyMatch(problem -> problem.contains("requirepass"))
                .anyMatch(problem -> problem.contains("appendonly yes"))
                .anyMatch(problem -> problem.contains("appendfsync always"))
                .anyMatch(problem -> problem.contains("save \"\""))
                .anyMatch(problem -> problem.contains("bind"))
                .anyMatch(problem -> problem.contains("noeviction"));
    }

    @Test
    void securedHasNoProblemsAndKeepsTheRest() {
        RedisConf secured = LAX.secured();
        assertThat(secured.problems()).isEmpty();
        assertThat(secured.lines())
                .contains("# bind 127.0.0.1 is safer", "port 6379", "maxmemory 1gb", "save \"\"")
                .containsOnlyOnce("appendonly yes", "appendfsync always")
                .doesNotContain("save 900 1", "bind 0.0.0.0");
        assertThat(secured.secured()).isEqualTo(secured);
    }

    @Test
    void securedKeepsAPasswordAndAddressesThatAreNamed() {
        RedisConf conf =
                new RedisConf(List.of("requirepass \"my own\"", "bind 10.0.0.5 127.0.0.1"));
        assertThat(conf.secured().lines())
                .contains("requirepass \"my own\"", "bind 10.0.0.5 127.0.0.1");
    }

    @Test
    void securedWhenPasswordIsEmptySetsOne() {
        RedisConf secured = new RedisConf(List.of("requirepass \"\"")).secured();
        assertThat(secured.problems()).isEmpty();
        assertThat(secured.lines()).doesNotContain("requirepass \"\"");
    }

    @Test
    void changesShowNoPassword() {
        RedisConf conf = new RedisConf(List.of("requirepass secret", "appendonly no"));
        RedisConf other = new RedisConf(List.of("requirepass changed", "appendonly yes"));
        assertThat(conf.changesTo(other))
                .containsExactly(
                        "- requirepass ********",
                        "- appendonly no",
                        "+ requirepass ********",
                        "+ appendonly yes");
        assertThat(conf.toString()).doesNotContain("secret");
    }

    @Test
    void replaceKeepsPermissionsAndABackup() throws IOException {
        Path file = this.directory.resolve("redis.conf");
        Path backup = this.directory.resolve("redis.conf.bak");
        Files.write(file, LAX.lines());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        LAX.secured().replace(file, backup);
        assertThat(RedisConf.read(file).problems()).isEmpty();
        assertThat(RedisConf.read(backup)).isEqualTo(LAX);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(this.directory).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void redisStartsWithASecuredFile() {
        List<String> secured = new RedisConf(List.of("maxmemory 1gb")).secured().lines();
        List<String> withoutPassword =
                secured.stream().filter(line -> !line.startsWith("requirepass")).toList();
        try (EmbeddedRedis redis = EmbeddedRedis.start(this.directory, 0, withoutPassword)) {
            assertThat(redis.pid()).isPositive();
        }
    }
}
