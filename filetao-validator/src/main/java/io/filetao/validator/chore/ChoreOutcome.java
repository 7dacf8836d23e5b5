package io.filetao.validator.chore;

/**
 * What a run came to.
 *
 * @param handled things that were looked after, whether that succeeded or not
 * @param failed those of them that failed
 */
public record ChoreOutcome(long handled, long failed) {

    /** There was nothing to do. */
    public static final ChoreOutcome NOTHING = new ChoreOutcome(0, 0);

    public static ChoreOutcome of(long handled, long failed) {
        return new ChoreOutcome(handled, failed);
    }
}
