package io.filetao.cli.output;

/**
 * Colours on a terminal, plain text everywhere else.
 *
 * <p>Honours {@code NO_COLOR} and {@code TERM=dumb}.
 */
public enum Style {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    CYAN("36");

    private static final boolean COLOURED =
            System.console() != null
                    && System.console().isTerminal()
                    && System.getenv("NO_COLOR") == null
                    && !"dumb".equals(System.getenv("TERM"));

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /** The text in this style when standard output is a terminal, otherwise the text. */
    public String of(String text) {
        return COLOURED && !this.code.isEmpty()
                ? "\033[" + this.code + "m" + text + "\033[0m"
                : text;
    }
}
