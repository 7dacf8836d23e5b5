package io.filetao.cli;

import java.io.PrintWriter;
import org.springframework.core.NestedRuntimeException;
import picocli.CommandLine;

/** Turns whatever ended a command into one sentence and an exit code. */
final class Failures {

    private Failures() {}

    static int report(Exception failure, PrintWriter err, boolean stacktrace) {
        err.println("filetao: " + sentence(failure));
        if (stacktrace) {
            failure.printStackTrace(err);
        }
        err.flush();
        return failure instanceof CommandLine.ParameterException
                ? CommandLine.ExitCode.USAGE
                : CommandLine.ExitCode.SOFTWARE;
    }

    /** The message of the failure, or its kind when it has none; one line with a full stop at its end. */
    static String sentence(Throwable thrown) {
        Throwable failure = thrown;
        // Spring tells which bean needed which bean; what matters to people is what went wrong in
        // the last one.
        while (failure instanceof NestedRuntimeException && failure.getCause() != null) {
            failure = failure.getCause();
        }
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            message = failure.getClass().getSimpleName();
        }
        String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
        return line.matches(".*[.!?…]") ? line : line + ".";
    }
}
