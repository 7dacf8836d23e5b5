package io.filetao.cli;

import io.filetao.common.autoconfigure.Carriers;
import picocli.CommandLine;

/** Entry point of the {@code filetao} command. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine(args).execute(args));
    }

    /** What these arguments need of the command line, in a JVM that has not done anything yet or only this. */
    public static CommandLine commandLine(String[] args) {
        Carriers.configure();
        if (System.getProperty("logback.configurationFile") == null) {
            Logging.toStandardError();
        }
        return FiletaoCommand.commandLine(args);
    }
}
