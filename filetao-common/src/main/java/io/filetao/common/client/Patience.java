package io.filetao.common.client;

import java.io.IOException;
import java.time.Duration;

/** How often a read that broke off is begun again, and how long is waited before: twice as long each time. */
final class Patience {

    private static final int MAX_FAILURES = 5;

    private int failures;
    private Duration pause = Duration.ofMillis(250);

    /** Waits after a failure; answers false, at once, when another attempt is of no use. */
    boolean outlasts(IOException failed) {
        this.failures++;
        if (this.failures == MAX_FAILURES || isFinal(failed)) {
            return false;
        }
        try {
            Thread.sleep(this.pause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
        this.pause = this.pause.multipliedBy(2);
        return true;
    }

    private static boolean isFinal(IOException failed) {
        return failed instanceof UnprovenAnswerException
                || (failed instanceof ApiProblemException problem && !problem.isTemporary());
    }
}
