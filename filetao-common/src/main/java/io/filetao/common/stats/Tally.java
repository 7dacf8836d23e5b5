package io.filetao.common.stats;

/** Tries of one kind and how many went well. */
public record Tally(long successes, long attempts) {

    public static final Tally NONE = new Tally(0, 0);

    public Tally {
        if (successes < 0 || successes > attempts) {
            throw new IllegalArgumentException(
                    successes + " successes of " + attempts + " attempts");
        }
    }

    /** With one more. */
    public Tally and(boolean success) {
        return new Tally(this.successes + (success ? 1 : 0), this.attempts + 1);
    }

    public Tally plus(Tally other) {
        return new Tally(this.successes + other.successes, this.attempts + other.attempts);
    }
}
