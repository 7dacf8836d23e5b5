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

    private static final boolean TERMINAL =
            System.console() != null
                    && System.console().isTerminal()
                    && !"dumb".equals(System.getenv("TERM"));

    private static final boolean COLOURED = TERMINAL && System.getenv("NO_COLOR") == null;

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /** Whether somebody watches, so that a line may be rewritten in place. */
    public static boolean isTerminal() {
        return TERMINAL;
    }

    /** The text in this style when standard output is a terminal, otherwise the text. */
    public String of(String text) {
        return COLOURED && !this.code.isEmpty()
                ? "\033[" + this.code + "m" + text + "\033[0m"
                : text;
    }
}
