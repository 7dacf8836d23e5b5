package io.filetao.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows under headings, each column as wide as its widest cell.
 *
 * <pre>
 * new Table("uid", "hotkey", "&gt;stored").row("3", "5Grw…", "1.5 KiB").print(out);
 * </pre>
 *
 * <p>A heading that starts with {@code >} is aligned to the right, as numbers are.
 */
public final class Table {

    private static final String GAP = "  ";

    private final List<String> headings;
    private final boolean[] right;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<List<Style>> styles = new ArrayList<>();

    public Table(String... headings) {
        this.right = new boolean[headings.length];
        this.headings = new ArrayList<>();
        for (int i = 0; i < headings.length; i++) {
            this.right[i] = headings[i].startsWith(">");
            this.headings.add(this.right[i] ? headings[i].substring(1) : headings[i]);
        }
    }

    public Table row(String... cells) {
        return row(Style.PLAIN, cells);
    }

    /** A row of one style. */
    public Table row(Style style, String... cells) {
        if (cells.length != this.headings.size()) {
            throw new IllegalArgumentException(
                    "The table has " + this.headings.size() + " columns, not " + cells.length);
        }
        this.rows.add(List.of(cells));
        this.styles.add(Arrays.stream(cells).map(cell -> style).toList());
        return this;
    }

    public void print(PrintWriter out) {
        print(out, "");
    }

    /** Prints it with something before each line. */
    public void print(PrintWriter out, String indent) {
        int[] widths =
                IntStream.range(0, this.headings.size())
                        .map(column ->
                                Math.max(
                                        width(this.headings.get(column)),
                                        this.rows.stream()
                                                .mapToInt(row -> width(row.get(column)))
                                                .max()
                                                .orElse(0)))
                        .toArray();
        print(
                out,
                indent,
                this.headings,
                widths,
                this.headings.stream().map(heading -> Style.BOLD).toList());
        for (int i = 0; i < this.rows.size(); i++) {
            print(out, indent, this.rows.get(i), widths, this.styles.get(i));
        }
        out.flush();
    }

    private void print(
            PrintWriter out, String indent, List<String> cells, int[] widths, List<Style> styles) {
        StringBuilder line = new StringBuilder(indent);
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            boolean last = column == cells.size() - 1;
            String padding = " ".repeat(widths[column] - width(cell));
            String styled = styles.get(column).of(cell);
            line.append(this.right[column] ? padding + styled : last ? styled : styled + padding);
            if (!last) {
                line.append(GAP);
            }
        }
        out.println(line);
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
