package io.filetao.cli.backup;

import io.filetao.common.redis.Keyspace;
import java.util.List;
import java.util.Set;

/**
 * Which rows a backup keeps, and which of them belong together. What is derived from files is not kept but computed again, what lasts for
 * minutes is not kept either, and what a miner's disk tells is found there; every other row is kept, whatever it is called.
 */
final class KeptRows {

    private static final Set<String> DERIVED =
            Set.of("outbox", "account", "expiry", "fileids", "hotkey", "shards", "holders");
    private static final Set<String> FLEETING =
            Set.of(
                    "upload",
                    "resumable",
                    "resumables",
                    "nonce",
                    "lock",
                    "rate",
                    "streams",
                    "quota",
                    "idempotency",
                    "synthetic",
                    "events");
    private static final Set<String> ON_DISK = Set.of("chunk", "chunks");
    private static final String FILE = "file:{";

    private static final List<String> QUEUE = List.of("jobs", "ready", "later", "leased");

    private final Keyspace keys = new Keyspace("");

    /**
     * The rows that are read in one step with the given one; none when it is not kept or comes with another.
     *
     * @param name of a row, without the prefix
     */
    List<String> with(String name) {
        String word = name.contains(":") ? name.substring(0, name.indexOf(':')) : name;
        if (isFile(name)) {
            return List.of(name, this.keys.payload(cid(name)));
        }
        if (word.equals("repair")) {
            // A queue may be empty of jobs that wait, but not of what is known of them.
            return name.equals(this.keys.repair("jobs"))
                    ? QUEUE.stream().map(this.keys::repair).toList()
                    : List.of();
        }
        boolean kept =
                !DERIVED.contains(word)
                        && !FLEETING.contains(word)
                        && !ON_DISK.contains(word)
                        && !word.equals("payload")
                        && !name.equals(this.keys.schema());
        return kept ? List.of(name) : List.of();
    }

    static boolean isFile(String name) {
        return name.startsWith(FILE);
    }

    /** The CID of a file's row. */
    static String cid(String name) {
        return name.substring(FILE.length(), name.length() - 1);
    }
}
