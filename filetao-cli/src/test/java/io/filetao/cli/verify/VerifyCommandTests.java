package io.filetao.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.cli.FiletaoCommand;
import io.filetao.common.cid.Cid;
import io.filetao.common.fixtures.ProofBundles;
import io.filetao.common.proof.ProofBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VerifyCommandTests {

    private static final String VALIDATOR = ProofBundles.VALIDATOR.address().value();
    private static final String MINER = ProofBundles.MINER.address().value();

    private static ProofBundle bundle;
    private static byte[] bytes;

    @TempDir private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void make() throws IOException {
        bundle = ProofBundles.bundle(5_000, 2, 2);
        bytes = bundle.encode();
    }

    @Test
    void verifyWhenBundleIsGenuineAndCompleteSaysWhatWasCheckedOfEachShard() throws IOException {
        assertThat(verify(bytes)).isZero();
        assertThat(this.out.toString())
                .contains("accepted")
                .contains("segment 0: 2 of 6 shards proven, 2 needed")
                .contains(VALIDATOR)
                .contains("header, receipt, chain, answer, commitment, 2 segments, draw")
                .doesNotContain("problem");
    }

    @Test
    void verifyWhenJsonIsAskedForPrintsTheSame() throws IOException {
        assertThat(verify(bytes, "--json")).isZero();
        JsonNode found = new JsonMapper().readTree(this.out.toString());
        assertThat(found.path("accepted").asBoolean()).isTrue();
        assertThat(found.path("validator").asString()).isEqualTo(VALIDATOR);
        assertThat(found.path("shards")).hasSize(2);
        assertThat(found.path("shards").get(1).path("result").asString()).isEqualTo("proven");
        assertThat(found.path("shards").get(1).path("challenge").asInt()).isEqualTo(2);
        assertThat(found.path("problems")).isEmpty();
    }

    @Test
    void verifyWhenSenderIsTrustedAcceptsAndOtherwiseDoesNot() throws IOException {
        String cid = Cid.ofDigest(bundle.statement().digest()).toString();
        String other = Cid.of(new byte[] {9}).toString();
        assertThat(verify(bytes, "--validator", VALIDATOR, "--miner", MINER, "--cid", cid))
                .isZero();
        assertThat(verify(bytes, "--validator", MINER + "," + VALIDATOR)).isZero();
        assertThat(verify(bytes, "--validator", MINER)).isEqualTo(1);
        assertThat(verify(bytes, "--miner", VALIDATOR)).isEqualTo(1);
        assertThat(this.out.toString()).contains("not counted");
        assertThat(verify(bytes, "--cid", other)).isEqualTo(1);
        assertThat(verify(bytes, "--cid", "nonsense")).isEqualTo(2);
        assertThat(verify(bytes, "--validator", "nonsense")).isEqualTo(2);
    }

    @Test
    void verifyWhenAShardIsMissingIsGenuineAndNotAccepted() throws IOException {
        ProofBundle fewer =
                new ProofBundle(
                        bundle.statement(), bundle.revealed(), bundle.shards().subList(0, 1));
        assertThat(verify(fewer.encode())).isEqualTo(1);
        assertThat(this.out.toString())
                .contains("genuine, not accepted")
                .contains("Segment 0 has 1 proven shards and needs 2");
    }

    @Test
    void verifyWhenOneByteIsChangedRefuses() throws IOException {
        Random random = new Random(7);
        for (int at = 0; at < bytes.length; at += 1 + random.nextInt(400)) {
            byte[] changed = bytes.clone();
            changed[at] ^= (byte) (1 + random.nextInt(255));
            assertThat(verify(changed)).as("byte " + at).isEqualTo(1);
        }
        assertThat(this.out.toString()).doesNotContain("accepted");
        assertThat(this.err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 100, 5_000, 100_000})
    void verifyWhenInputIsGarbageRefuses(int length) throws IOException {
        byte[] garbage = new byte[length];
        new Random(length).nextBytes(garbage);
        assertThat(verify(garbage)).isEqualTo(1);
        System.arraycopy(bytes, 0, garbage, 0, Math.min(length, bytes.length - 1));
        assertThat(verify(garbage, "--json")).isEqualTo(1);
        assertThat(this.out.toString()).contains("refused", "\"accepted\" : false");
        assertThat(this.err.toString()).isEmpty();
    }

    @Test
    void verifyWhenBytesAreAddedOrCutRefuses() throws IOException {
        assertThat(verify(Arrays.copyOf(bytes, bytes.length + 1))).isEqualTo(1);
        assertThat(verify(Arrays.copyOf(bytes, bytes.length - 1))).isEqualTo(1);
    }

    @Test
    void verifyWhenFileIsAbsentSaysSo() {
        assertThat(execute("verify", this.directory.resolve("none").toString())).isEqualTo(1);
        assertThat(this.err.toString()).contains("There is no file");
    }

    private int verify(byte[] content, String... options) throws IOException {
        Path file = Files.write(this.directory.resolve("bundle"), content);
        String[] args = new String[options.length + 2];
        args[0] = "verify";
        args[1] = file.toString();
        System.arraycopy(options, 0, args, 2, options.length);
        return execute(args);
    }

    private int execute(String... args) {
        return FiletaoCommand.commandLine()
                .setOut(new PrintWriter(this.out))
                .setErr(new PrintWriter(this.err))
                .execute(args);
    }
}
