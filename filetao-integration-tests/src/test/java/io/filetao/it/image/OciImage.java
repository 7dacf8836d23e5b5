package io.filetao.it.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An image in the layout of the Open Container Initiative, out of its archive.
 *
 * @param config what an engine is told: user, entry point, environment, labels
 * @param layers files with the layers, lowest first
 */
record OciImage(JsonNode config, List<Path> layers) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Unpacks an archive with one image into a directory. */
    static OciImage open(Path archive, Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        run("tar", "-xf", archive.toString(), "-C", directory.toString());
        JsonNode index = JSON.readTree(directory.resolve("index.json").toFile());
        JsonNode manifest = JSON.readTree(blob(directory, index.get("manifests").get(0)).toFile());
        List<Path> layers = new ArrayList<>();
        for (JsonNode layer : manifest.get("layers")) {
            layers.add(blob(directory, layer));
        }
        return new OciImage(
                JSON.readTree(blob(directory, manifest.get("config")).toFile()), layers);
    }

    /** Every layer on top of the one before, as the file system of a container. */
    void unpack(Path root) throws IOException, InterruptedException {
        Files.createDirectories(root);
        for (Path layer : this.layers) {
            run("tar", "-xpf", layer.toString(), "-C", root.toString(), "--no-same-owner");
        }
    }

    /** The lines that tar prints of a layer's files: mode, owner, size, date, name. */
    static List<String> list(Path layer) throws IOException, InterruptedException {
        return run("tar", "-tvf", layer.toString(), "--numeric-owner").lines().toList();
    }

    List<String> strings(String field) {
        return this.config.get("config").get(field).valueStream().map(JsonNode::asString).toList();
    }

    private static Path blob(Path directory, JsonNode descriptor) {
        return directory
                .resolve("blobs")
                .resolve(descriptor.get("digest").asString().replace(':', '/'));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + out);
        }
        return out;
    }
}
