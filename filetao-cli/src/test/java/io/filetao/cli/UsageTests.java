package io.filetao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands make of a wrong line, before they ask anybody. */
class UsageTests {

    private static final String CID = "bafkreif2pall7dybz7vecqka3zo24irdwabwdi4wc55jznaq75q7eaavvu";

    @TempDir private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "put",
                "put --ttl 0 file",
                "put --ttl soon file",
                "put --encrypt --no-encrypt file",
                "put --stake_limit much file",
                "put --no-such-option file",
                "store put",
                "store put file",
                "get",
                "get no-cid",
                "get QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG",
                "get " + CID + " --range",
                "get " + CID + " --range abc",
                "get " + CID + " --range -5",
                "get " + CID + " another",
                "get " + CID + " --timeout soon",
                "retrieve get",
                "retrieve get --data_hash no-cid",
                "retrieve list somebody",
                "ls --no-such-option",
                "file health",
                "file health no-cid",
                "file prove no-cid",
                "verify",
                "verify bundle --cid no-cid",
                "verify bundle --validator nobody",
                "localnet --miners many",
                "bench --size 0",
                "bench --miners 2",
                "access grant --scope root",
                "access grant --ttl soon",
                "access grant --ttl 0",
                "access grant --hotkey nobody",
                "access revoke",
                "completion fish"
            })
    void executeWhenTheLineIsWrongAnswersTwoAndSaysWhy(String line) {
        assertThat(execute(line.split(" "))).as(this.err.toString()).isEqualTo(2);
        assertThat(this.err.toString()).startsWith("filetao: ");
        assertThat(this.out.toString()).isEmpty();
    }

    @Test
    void completionIsAScriptThatKnowsCommandsAndOptions() {
        assertThat(execute("completion")).isZero();
        assertThat(this.out.toString())
                .startsWith("#!")
                .contains("localnet", "--wallet.name", "complete -F");
    }

    @Test
    void executeWhenNoNodeIsKnownSaysHowToNameOne() {
        assertThat(execute("ls", "--localnet=" + this.directory)).isEqualTo(1);
        assertThat(this.err.toString()).contains("filetao localnet", "--api").hasLineCount(1);
    }

    @Test
    void executeWhenTheNodeDoesNotAnswerSaysSo() {
        assertThat(execute("wallet", "new", "--no-password", "--wallet.path=" + this.directory))
                .isZero();
        assertThat(
                        execute(
                                "ls",
                                "--api=http://127.0.0.1:9",
                                "--wallet.path=" + this.directory,
                                "--hash_basepath=" + this.directory))
                .isEqualTo(1);
        assertThat(this.err.toString()).contains("http://127.0.0.1:9", "--api").hasLineCount(1);
    }

    @Test
    void executeWhenTheAddressIsNoneSaysHowOneLooks() {
        assertThat(execute("ls", "--api=localhost:80")).isEqualTo(1);
        assertThat(this.err.toString()).contains("http://HOST:PORT").hasLineCount(1);
    }

    private int execute(String... args) {
        return FiletaoCommand.commandLine(args)
                .setOut(new PrintWriter(this.out))
                .setErr(new PrintWriter(this.err))
                .execute(args);
    }
}
