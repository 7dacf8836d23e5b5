package io.filetao.common.chain.local;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** One line of the chain's log; read in order, they give the chain's state back. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LogEntry.Genesis.class, name = "genesis"),
    @JsonSubTypes.Type(value = LogEntry.Pace.class, name = "pace"),
    @JsonSubTypes.Type(value = LogEntry.Included.class, name = "included")
})
sealed interface LogEntry {

    /**
     * The first line.
     *
     * @param secret 32 random bytes in hex, from which every block hash follows
     */
    record Genesis(String secret) implements LogEntry {}

    /** From a block on, blocks take this many milliseconds. */
    record Pace(long number, Instant from, long blockMillis) implements LogEntry {}

    /** A transaction that was accepted in a block. */
    record Included(long block, Transaction transaction) implements LogEntry {}
}
