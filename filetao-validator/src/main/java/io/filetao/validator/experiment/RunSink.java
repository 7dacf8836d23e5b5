package io.filetao.validator.experiment;

import java.util.Map;

/** Hears what is written of runs; must neither wait nor fail. */
interface RunSink extends AutoCloseable {

    /** For runs that nobody else wants. */
    RunSink NONE =
            new RunSink() {
                @Override
                public void began(RunName run, Map<String, Object> config) {}

                @Override
                public void logged(RunName run, int step, String line, String summary) {}

                @Override
                public void ended(RunName run, int steps, String summary) {}

                @Override
                public void close() {}
            };

    void began(RunName run, Map<String, Object> config);

    /**
     * A row was added to a run's history.
     *
     * @param line the row as JSON
     * @param summary the newest value of each name as JSON
     */
    void logged(RunName run, int step, String line, String summary);

    /**
     * A run is over.
     *
     * @param steps rows of its history
     */
    void ended(RunName run, int steps, String summary);

    @Override
    void close();
}
