package io.filetao.common.network;

/** Too few miners answer, or too few took and proved their shards, to keep what was asked for. */
public class NotEnoughMinersException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int needed;
    private final int available;

    public NotEnoughMinersException(int needed, int available) {
        this(
                needed,
                available,
                "Too few miners answer: "
                        + needed
                        + " are needed, "
                        + available
                        + " answered; try again when more are online");
    }

    public NotEnoughMinersException(int needed, int available, String message) {
        super(message);
        this.needed = needed;
        this.available = available;
    }

    /** Miners, or proven shards of one segment, that are needed. */
    public int needed() {
        return this.needed;
    }

    /** Miners that answered, or shards that were proven. */
    public int available() {
        return this.available;
    }
}
