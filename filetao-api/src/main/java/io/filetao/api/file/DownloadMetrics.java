package io.filetao.api.file;

import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.protocol.axon.BodyWriter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.stereotype.Component;

/** What is measured and traced of downloads, all named {@code filetao_api_…}. */
@Component
final class DownloadMetrics {

    private static final String OUTCOME = "outcome";
    private static final String FAILED = "failed";
    private static final String REFUSED = "refused";

    private final ObservationRegistry observations;
    private final Counter served;

    DownloadMetrics(MeterRegistry registry, ObservationRegistry observations) {
        this.observations = observations;
        this.served =
                Counter.builder("filetao.api.served")
                        .baseUnit("bytes")
                        .description("Bytes of files that were read for callers")
                        .register(registry);
    }

    /** Counts bytes that were read for a caller. */
    void served(long bytes) {
        this.served.increment(bytes);
    }

    /** Begins to observe a download; whoever asks closes it. */
    Download download() {
        return new Download(
                Observation.start("filetao.api.download", this.observations)
                        .contextualName("retrieve file"));
    }

    /** A download from the request to its last byte. Unless another outcome was told it was broken off. */
    static final class Download implements AutoCloseable {

        private final Observation observation;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Download(Observation observation) {
            this.observation = observation;
        }

        /** What is done meanwhile belongs to the download. */
        Observation.Scope scope() {
            return this.observation.openScope();
        }

        /** The download will not begin. */
        void refused(RuntimeException reason) {
            boolean refused =
                    reason instanceof ProblemException problem
                            && problem.type() != ProblemType.FILE_UNAVAILABLE;
            end(refused ? REFUSED : FAILED);
        }

        /** The body, which ends the download. */
        BodyWriter body(BodyWriter body) {
            return out -> {
                String outcome = "broken";
                try (Observation.Scope _ = scope()) {
                    body.writeTo(out);
                    outcome = "served";
                } finally {
                    end(outcome);
                }
            };
        }

        @Override
        public void close() {
            end("broken");
        }

        private void end(String outcome) {
            if (this.ended.compareAndSet(false, true)) {
                this.observation.lowCardinalityKeyValue(OUTCOME, outcome);
                this.observation.stop();
            }
        }
    }
}
