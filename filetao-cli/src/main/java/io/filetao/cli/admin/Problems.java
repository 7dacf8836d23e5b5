package io.filetao.cli.admin;

import io.filetao.cli.output.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is unsafe somewhere, told to a person or a program. */
final class Problems {

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * Prints them.
     *
     * @param kind of {@code subject}, its name in JSON
     * @param safe said of {@code subject} when there are none
     * @param mend what to do when there are some
     * @return the exit code, 0 when there are none
     */
    int print(String kind, Object subject, List<String> problems, String safe, String mend) {
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, Map.of(kind, subject.toString(), "problems", problems));
        } else if (problems.isEmpty()) {
            out.println(subject + " " + safe);
        } else {
            out.println(subject + " is not safe:");
            problems.forEach(problem -> out.println("  - " + problem));
            out.println(mend);
        }
        out.flush();
        return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
