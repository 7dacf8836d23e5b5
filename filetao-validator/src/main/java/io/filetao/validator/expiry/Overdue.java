package io.filetao.validator.expiry;

import io.filetao.validator.chore.ChoreOutcome;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/** Ends what is past its time, a page after the other, until all of it is gone or a page brings nothing that can be ended now. */
final class Overdue {

    private static final int PAGE = 500;

    private Overdue() {}

    /**
     * Ends all of it, or what it comes to before it is interrupted.
     *
     * @param page the first of those that are overdue, at most so many
     * @param end ends one and answers whether it is gone
     */
    static <T> ChoreOutcome endAll(IntFunction<List<T>> page, Predicate<T> end) {
        long ended = 0;
        List<T> overdue;
        boolean progress;
        do {
            overdue = page.apply(PAGE);
            progress = false;
            for (T one : overdue) {
                if (Thread.currentThread().isInterrupted()) {
                    return ChoreOutcome.of(ended, 0);
                }
                if (end.test(one)) {
                    progress = true;
                    ended++;
                }
            }
        } while (overdue.size() == PAGE && progress);
        return ChoreOutcome.of(ended, 0);
    }
}
