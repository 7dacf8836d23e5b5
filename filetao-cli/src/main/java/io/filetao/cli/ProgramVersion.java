package io.filetao.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version in the manifest of the jar. */
final class ProgramVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version =
                Objects.requireNonNullElse(
                        ProgramVersion.class.getPackage().getImplementationVersion(),
                        "(development)");
        return new String[] {
            "filetao " + version, "Java " + Runtime.version() + ", " + System.getProperty("os.name")
        };
    }
}
