package io.filetao.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The description of the API against the recommended rules of a linter that other people wrote: not even a warning. */
class OpenApiLintIT {

    @Test
    void theDescriptionMeetsEveryRecommendedRule() throws Exception {
        NodePackages packages = NodePackages.in("src/test/openapi");

        String found =
                packages.run(
                        packages.directory(),
                        Map.of(),
                        packages.program("spectral"),
                        "lint",
                        "--fail-severity=hint",
                        "--ruleset=ruleset.yaml",
                        Path.of("../docs/openapi.yaml").toAbsolutePath().normalize().toString());

        assertThat(found).contains("No results with a severity of 'hint' or higher found!");
    }
}
