package io.filetao.common.proof;

/** The outcome of a check: a value, never an exception, whatever the miner sent. */
public sealed interface Verdict {

    /** The one way to pass. */
    Verdict ACCEPTED = new Accepted();

    /** Everything was as it must be. */
    record Accepted() implements Verdict {}

    /**
     * Something was not.
     *
     * @param reason which check failed
     * @param detail one sentence; it says no more than the reason about what is secret
     */
    record Rejected(Reason reason, String detail) implements Verdict {}

    default boolean passed() {
        return this instanceof Accepted;
    }
}
