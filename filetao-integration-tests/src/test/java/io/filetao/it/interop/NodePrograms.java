package io.filetao.it.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Programs for Node.js with npm packages; {@link NodePackages} says what happens where these are missing. */
public final class NodePrograms {

    private NodePrograms() {}

    /** Starts a program, whose complaints go where this one's do. */
    public static Process start(String program, String... arguments) {
        NodePackages packages = NodePackages.in("src/test/node");
        List<String> command = new ArrayList<>(List.of("node", program));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .directory(packages.directory().toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException noNode) {
            packages.missing("Node.js is not there");
            throw new UncheckedIOException(noNode);
        }
    }
}
