package io.filetao.cli;

/** Entry point of the {@code filetao} command. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        if (System.getProperty("logback.configurationFile") == null) {
            Logging.toStandardError();
        }
        System.exit(FiletaoCommand.commandLine().execute(args));
    }
}
