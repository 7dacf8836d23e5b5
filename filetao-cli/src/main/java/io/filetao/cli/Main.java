package io.filetao.cli;

import io.filetao.common.autoconfigure.Carriers;

/** Entry point of the {@code filetao} command. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        Carriers.configure();
        if (System.getProperty("logback.configurationFile") == null) {
            Logging.toStandardError();
        }
        System.exit(FiletaoCommand.commandLine().execute(args));
    }
}
