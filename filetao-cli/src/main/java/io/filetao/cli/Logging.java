package io.filetao.cli;

import java.nio.file.Path;

/**
 * Where log lines go. To be chosen before the first logger is made: a command of a person prints warnings to standard error,
 * a network inside one JVM writes a file, a single node keeps the console that Spring Boot sets up.
 */
public final class Logging {

    private static final String CONFIGURATION = "logback.configurationFile";
    private static final String SPRING_LOGGING = "org.springframework.boot.logging.LoggingSystem";

    private Logging() {}

    /** Warnings to standard error, nothing else: standard output belongs to the command's result. */
    static void toStandardError() {
        System.setProperty(CONFIGURATION, "filetao-cli-logback.xml");
    }

    /** Everything to one file, for several programs in this JVM. */
    public static void toFile(Path file, boolean debug) {
        System.setProperty(CONFIGURATION, "filetao-network-logback.xml");
        System.setProperty("filetao.log.file", file.toString());
        System.setProperty("filetao.log.level", debug ? "DEBUG" : "INFO");
        System.setProperty(SPRING_LOGGING, "none");
    }

    /** What was chosen stays, although a program that sets up its own log starts for a command: standard output is the command's. */
    public static void keep() {
        System.setProperty(SPRING_LOGGING, "none");
    }

    /** The console as Spring Boot sets it up, for a program that has this JVM to itself. */
    public static void toConsole() {
        System.clearProperty(CONFIGURATION);
    }
}
