package io.filetao.it.interop;

import static io.filetao.cli.localnet.LocalNetwork.miners;
import static io.filetao.cli.localnet.LocalNetwork.validators;
import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.common.cid.Cid;
import io.filetao.common.fixtures.MachineTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The README's programs for curl, Java, Python and JavaScript do what it says, word for word but for names and addresses. */
class ReadmeExamplesIT {

    private static final Path README = Path.of("../README.md");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    /** A placeholder of the README. */
    private static final String SOME_CID = "bafkrei…";

    @TempDir private static Path home;
    private static Path localnet;
    private static LocalNetwork network;

    @BeforeAll
    static void start() throws IOException {
        localnet = Files.createDirectories(home.resolve(".filetao/localnet"));
        network =
                LocalNetwork.with(validators(1), miners(3))
                        .directory(localnet)
                        .property("filetao.validator.scheduled", false)
                        .start();
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void curl() throws Exception {
        byte[] notes = notes("stored by curl, ");
        Cid cid = Cid.of(notes);
        String commands =
                block("console", "--data-binary @notes.txt")
                        .lines()
                        .filter(line -> line.startsWith("$ "))
                        .map(line -> line.substring(2).replace(SOME_CID, cid.toString()))
                        .collect(Collectors.joining("\n"));
        String printed =
                run(
                        "bash",
                        "-c",
                        "shopt -s expand_aliases\nset -e\n"
                                + commands.replace("curl -", "curl -sSf -"));
        assertThat(printed)
                .contains("\"cid\":\"" + cid + "\"")
                .contains(new String(notes, 1000, 1000, StandardCharsets.UTF_8))
                .containsIgnoringCase("etag: \"" + cid + "\"")
                .contains("\"shards\"");
        assertThat(home.resolve("notes.txt")).hasBinaryContent(notes);
        assertThat(home.resolve("proof")).isNotEmptyFile();
    }

    @Test
    void python() throws Exception {
        byte[] notes = notes("stored by Python, ");
        Path python = MachineTool.PYTHON.orSkip();
        String program = block("python", "import os, requests");
        assertThat(run(python.toString(), "-c", program))
                .contains("b'" + new String(notes, 0, 100, StandardCharsets.UTF_8) + "'");
    }

    @Test
    void javascript() throws Exception {
        Path node = MachineTool.NODE.orSkip();
        String program = block("js", "await fetch(");
        assertThat(run(node.toString(), "--input-type=module", "-e", program)).contains("Hello");
    }

    @Test
    void java() throws Exception {
        JsonNode here = JsonMapper.shared().readTree(localnet.resolve("localnet.json"));
        String statements =
                block("java", "Filetao.store(")
                        .replace("http://127.0.0.1:9944", here.path("chain").asString())
                        .replace("~/.bittensor/wallets", here.path("walletPath").asString())
                        .replace(
                                "\"default\", \"default\"",
                                "\"%s\", \"%s\""
                                        .formatted(
                                                here.path("walletName").asString(),
                                                here.path("walletHotkey").asString()));
        Path program =
                Files.writeString(
                        home.resolve("Example.java"),
                        """
                        import io.filetao.common.chain.*;
                        import io.filetao.common.chain.local.*;
                        import io.filetao.common.client.*;
                        import io.filetao.common.wallet.*;
                        import java.net.URI;
                        import java.time.Duration;

                        void main() throws Exception {
                        byte[] data = "stored by Java".getBytes();
                        %s
                        System.out.println(new String(back) + " as " + stored.cid());
                        }
                        """
                                .formatted(statements));
        assertThat(
                        run(
                                JAVA.toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                program.toString()))
                .contains("stored by Java as bafkrei");
    }

    /** The fenced block of a language in which a text occurs. */
    private static String block(String language, String text) throws IOException {
        for (String part : Files.readString(README).split("(?m)^```")) {
            if (part.startsWith(language + "\n") && part.contains(text)) {
                return part.substring(language.length() + 1);
            }
        }
        throw new AssertionError("The README has no example of " + language + " with " + text);
    }

    private static byte[] notes(String line) throws IOException {
        byte[] notes = line.repeat(300).getBytes(StandardCharsets.UTF_8);
        Files.write(home.resolve("notes.txt"), notes);
        return notes;
    }

    private static String run(String... command) throws Exception {
        Map<String, String> environment =
                Map.of(
                        "HOME",
                        home.toString(),
                        "API",
                        network.api().toString(),
                        "TOKEN",
                        network.token());
        return new NodePackages(home).run(home, environment, List.of(command));
    }
}
