package io.filetao.api.file;

import io.filetao.api.web.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** Meters of the file calls, all named {@code filetao_api_…}. */
@Component
final class FileMetrics {

    private final MeterRegistry registry;
    private final Counter stored;
    private final Counter served;

    FileMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.stored =
                Counter.builder("filetao.api.stored")
                        .baseUnit("bytes")
                        .description("Bytes of files that were stored and acknowledged")
                        .register(registry);
        this.served =
                Counter.builder("filetao.api.served")
                        .baseUnit("bytes")
                        .description("Bytes of files that were read for callers")
                        .register(registry);
    }

    /** Counts the bytes of an acknowledged file. */
    void stored(long bytes) {
        this.stored.increment(bytes);
    }

    /** Counts bytes that were read for a caller. */
    void served(long bytes) {
        this.served.increment(bytes);
    }

    /** Times an upload under the kind of its end. */
    <T> T timedUpload(Upload<T> upload) throws IOException {
        Timer.Sample sample = Timer.start(this.registry);
        String outcome = "failed";
        try {
            T result = upload.run();
            outcome = "stored";
            return result;
        } catch (ProblemException refused) {
            outcome = "refused";
            throw refused;
        } finally {
            sample.stop(
                    Timer.builder("filetao.api.upload")
                            .description("Uploads from the first header to the acknowledgement")
                            .tag("outcome", outcome)
                            .register(this.registry));
        }
    }

    /** What is timed. */
    @FunctionalInterface
    interface Upload<T> {

        T run() throws IOException;
    }
}
