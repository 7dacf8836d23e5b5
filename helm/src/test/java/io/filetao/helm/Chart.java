package io.filetao.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The chart under test, rendered by Helm. */
final class Chart {

    static final Path PATH = Path.of("filetao").toAbsolutePath();

    /** Helm as a library leaves hooks out of what it renders; without their annotation they are objects like the others. */
    private static final Path WITHOUT_HOOKS = copyWithoutHooks();

    private static final Pattern SEPARATOR = Pattern.compile("(?m)^---$");
    private static final Pattern KIND = Pattern.compile("(?m)^kind:");

    private Chart() {}

    /** The values file {@code ci/NAME-values.yaml}, on the newest Kubernetes of the tests. */
    static TemplateCommand template(String values) {
        return template(values, "1.36");
    }

    static TemplateCommand template(String values, String kubernetes) {
        return new Helm(WITHOUT_HOOKS)
                .template()
                .withName("filetao")
                .withKubeVersion(kubernetes + ".0")
                .withValuesFile(PATH.resolve("ci/" + values + "-values.yaml"));
    }

    /** One manifest for each object; what the Prometheus operator brings is no part of Kubernetes and is left out. */
    static List<String> objects(String manifests) {
        return Stream.of(SEPARATOR.split(manifests))
                .filter(document -> KIND.matcher(document).find())
                .filter(document -> !document.contains("apiVersion: monitoring.coreos.com/"))
                .toList();
    }

    private static Path copyWithoutHooks() {
        Path copy = Path.of("target", "chart").toAbsolutePath();
        try (Stream<Path> files = Files.walk(PATH);
                Stream<Path> stale = Files.exists(copy) ? Files.walk(copy) : Stream.empty()) {
            for (Path file : stale.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(PATH.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.writeString(
                        target, Files.readString(file).replace("helm.sh/hook:", "example/hook:"));
            }
            return copy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
