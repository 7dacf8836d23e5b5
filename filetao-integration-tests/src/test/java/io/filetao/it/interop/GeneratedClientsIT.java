package io.filetao.it.interop;

import static io.filetao.cli.localnet.LocalNetwork.miners;
import static io.filetao.cli.localnet.LocalNetwork.validators;
import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.common.cid.Cid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that openapi-generator makes from the description: they compile, and store and retrieve a file.
 *
 * <p>{@code -Dfiletao.generator.jar=PATH} names the generator ({@code org.openapitools:openapi-generator-cli}, 32 MB), which the build
 * fetches; docs/api.md has its commands.
 */
@EnabledIfSystemProperty(
        named = "filetao.generator.jar",
        matches = ".+",
        disabledReason = "'mvn verify' fetches the generator and names it")
class GeneratedClientsIT {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");
    private static final String CLASSES = System.getProperty("java.class.path");

    @TempDir private Path directory;

    private NodePackages packages;

    @Test
    void generatedClientsStoreAndRetrieve() throws Exception {
        this.packages = NodePackages.in("src/test/openapi");
        byte[] content = new byte[300_000];
        new Random(8).nextBytes(content);
        Path source = Files.write(this.directory.resolve("source"), content);
        List<String> java = javaClient();
        List<String> typescript = typescriptClient();
        try (LocalNetwork network =
                LocalNetwork.with(validators(1), miners(3))
                        .directory(this.directory.resolve("net"))
                        .property("filetao.validator.scheduled", false)
                        .start()) {
            Map<String, String> environment =
                    Map.of("API", network.api().toString(), "TOKEN", network.token());
            for (List<String> client : List.of(java, typescript)) {
                Path back = this.directory.resolve(client.getFirst().endsWith("java") ? "1" : "2");
                String printed =
                        this.packages.run(
                                this.directory,
                                environment,
                                client,
                                source.toString(),
                                back.toString());
                assertThat(printed.strip()).endsWith(Cid.of(content).toString());
                assertThat(Files.mismatch(source, back)).isEqualTo(-1);
            }
        }
    }

    private List<String> javaClient() throws Exception {
        Path client = this.directory.resolve("java");
        generate(
                "java",
                client,
                "--additional-properties=library=restclient,useAbstractionForFiles=true,useJakartaEe=true,openApiNullable=false,"
                        + "invokerPackage=org.example.filetao,apiPackage=org.example.filetao.api,"
                        + "modelPackage=org.example.filetao.model");
        Path classes = Files.createDirectory(this.directory.resolve("classes"));
        List<String> arguments =
                new ArrayList<>(List.of("-nowarn", "-d", classes.toString(), "-cp", CLASSES));
        arguments.add(sample("StoreAndRetrieve.java").toString());
        arguments.addAll(sources(client.resolve("src/main/java"), ".java"));
        this.packages.run(
                this.directory,
                Map.of(),
                List.of(JAVA.resolve("javac").toString()),
                arguments.toArray(String[]::new));
        return List.of(
                JAVA.resolve("java").toString(),
                "-cp",
                classes + ":" + CLASSES,
                "StoreAndRetrieve");
    }

    private List<String> typescriptClient() throws Exception {
        Path project = Files.createDirectory(this.directory.resolve("typescript"));
        generate("typescript-fetch", project.resolve("client"));
        Path sample = project.resolve("store-and-retrieve.ts");
        Files.copy(sample("store-and-retrieve.ts"), sample);
        this.packages.run(
                project,
                Map.of(),
                this.packages.program("tsc"),
                "--strict",
                "--target",
                "es2022",
                "--module",
                "commonjs",
                "--lib",
                "es2022,dom,dom.iterable",
                sample.toString());
        return List.of("node", project.resolve("store-and-retrieve.js").toString());
    }

    private void generate(String language, Path target, String... more) throws Exception {
        List<String> command =
                List.of(
                        JAVA.resolve("java").toString(),
                        "-jar",
                        System.getProperty("filetao.generator.jar"),
                        "generate",
                        "-g",
                        language,
                        "-i",
                        Path.of("../docs/openapi.yaml").toAbsolutePath().normalize().toString(),
                        "-o",
                        target.toString());
        this.packages.run(this.directory, Map.of(), command, more);
    }

    private Path sample(String name) {
        return this.packages.directory().resolve("samples").resolve(name);
    }

    private static List<String> sources(Path root, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(Path::toString).filter(name -> name.endsWith(suffix)).toList();
        }
    }
}
