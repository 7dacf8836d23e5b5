package io.filetao.cli;

/** A command cannot do what was asked; the message is one sentence that says what to do. Ends the program with exit code 1. */
public class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommandException(String sentence) {
        super(sentence);
    }

    public CommandException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
