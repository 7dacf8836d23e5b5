package io.filetao.api.claim;

import io.filetao.api.web.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** What is measured and traced of uploads, whole or in parts, all named {@code filetao_api_…}. */
@Component
public final class UploadMetrics {

    private final ObservationRegistry observations;
    private final Counter stored;

    UploadMetrics(MeterRegistry registry, ObservationRegistry observations) {
        this.observations = observations;
        this.stored =
                Counter.builder("filetao.api.stored")
                        .baseUnit("bytes")
                        .description("Bytes of files that were stored and acknowledged")
                        .register(registry);
    }

    /** Counts the bytes of an acknowledged file. */
    public void stored(long bytes) {
        this.stored.increment(bytes);
    }

    /** Observes the upload of a file in one request under the kind of its end. */
    public <T> T whole(Work<T> upload) throws IOException {
        return observe("filetao.api.upload", "store file", upload);
    }

    /** Observes a part of a resumable upload under the kind of its end. */
    public <T> T part(Work<T> part) throws IOException {
        return observe("filetao.api.upload.part", "store part of file", part);
    }

    private <T> T observe(String name, String inTraces, Work<T> work) throws IOException {
        Observation observation =
                Observation.start(name, this.observations).contextualName(inTraces);
        String outcome = "failed";
        try (Observation.Scope _ = observation.openScope()) {
            T result = work.run();
            outcome = "stored";
            return result;
        } catch (ProblemException refused) {
            outcome = "refused";
            throw refused;
        } catch (IOException | RuntimeException failed) {
            observation.error(failed);
            throw failed;
        } finally {
            observation.lowCardinalityKeyValue("outcome", outcome);
            observation.stop();
        }
    }

    /** What is observed. */
    @FunctionalInterface
    public interface Work<T> {

        T run() throws IOException;
    }
}
