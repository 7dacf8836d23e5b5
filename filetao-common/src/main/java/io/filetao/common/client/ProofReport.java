package io.filetao.common.client;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an API node says about a proof bundle that it gathered.
 *
 * @param bytes of the bundle
 * @param leftOut miners of which it shows nothing
 */
public record ProofReport(long bytes, List<LeftOut> leftOut) {

    private static final Pattern ENTRY =
            Pattern.compile(
                    "([1-9A-HJ-NP-Za-km-z]{40,60});shards=(\\d{1,9});reason=\"([^\"]{0,200})\"");

    public ProofReport {
        leftOut = List.copyOf(leftOut);
    }

    /**
     * A miner that did not show what it should.
     *
     * @param shards of the file that it holds
     * @param reason as a clause
     */
    public record LeftOut(String hotkey, int shards, String reason) {}

    /** Reads the header in which the node names them; what is not understood is passed over. */
    static List<LeftOut> parse(String header) {
        List<LeftOut> miners = new ArrayList<>();
        Matcher entry = ENTRY.matcher(header);
        while (entry.find()) {
            miners.add(
                    new LeftOut(
                            entry.group(1),
                            Integer.parseInt(entry.group(2)),
                            FileNames.printable(entry.group(3))));
        }
        return miners;
    }
}
