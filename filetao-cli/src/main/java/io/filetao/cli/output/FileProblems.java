package io.filetao.cli.output;

import io.filetao.cli.CommandException;
import io.filetao.common.client.FiletaoClientException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says what is wrong with a file in a sentence; the system's own exceptions often say no more than its name. */
public final class FileProblems {

    private FileProblems() {}

    /** A command's failure for whatever went wrong while this file was read. */
    public static Exception reading(Path file, IOException failure) {
        return of("read", file, failure);
    }

    /** A command's failure for whatever went wrong while this file was written. */
    public static Exception writing(Path file, IOException failure) {
        return of("written", file, failure);
    }

    private static Exception of(String done, Path file, IOException failure) {
        return switch (failure) {
            case FiletaoClientException clear -> clear;
            case NoSuchFileException missing ->
                    new CommandException(
                            done.equals("read")
                                    ? "There is no file " + file + "; check the path."
                                    : "The directory of "
                                            + file
                                            + " does not exist; make it first.",
                            missing);
            case AccessDeniedException denied ->
                    new CommandException(
                            "%s cannot be %s: permission denied.".formatted(file, done), denied);
            case FileAlreadyExistsException exists ->
                    new CommandException(
                            "%s exists already; name another file with -o, or replace it with --force."
                                    .formatted(file),
                            exists);
            case FileSystemException other when other.getReason() != null ->
                    new CommandException(
                            "%s cannot be %s: %s.".formatted(file, done, other.getReason()), other);
            default ->
                    new CommandException(
                            "%s cannot be %s: %s."
                                    .formatted(
                                            file,
                                            done,
                                            String.valueOf(failure.getMessage())
                                                    .replaceAll("\\.$", "")),
                            failure);
        };
    }
}
