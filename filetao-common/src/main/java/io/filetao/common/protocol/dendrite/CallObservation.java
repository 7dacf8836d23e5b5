package io.filetao.common.protocol.dendrite;

import io.filetao.common.protocol.AxonPaths;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One call to a node as it is observed: its time by what was asked and how that ended, and where traces are on a span whose id the
 * called node hears.
 *
 * <p>That id stands in headers of its own (W3C Trace Context). No signature covers them and nothing is decided by them.
 */
final class CallObservation {

    /** What of a trace is told to others; never anything else that somebody put into its context. */
    private static final Set<String> HEADERS = Set.of("traceparent", "tracestate");

    private static final String OUTCOME = "outcome";

    private final Context context = new Context();
    private final Observation observation;

    private CallObservation(ObservationRegistry registry, Peer peer, String method, String target) {
        String call = method + " " + AxonPaths.pattern(target);
        this.context.setRemoteServiceName("filetao-node");
        this.observation =
                Observation.createNotStarted("filetao.dendrite.calls", () -> this.context, registry)
                        .contextualName(call)
                        .lowCardinalityKeyValue("call", call)
                        .highCardinalityKeyValue("peer", peer.hotkey().value());
    }

    /** Makes a call as part of what the calling thread is doing. */
    static <T> T of(
            ObservationRegistry registry, Peer peer, String method, String target, Call<T> call)
            throws IOException {
        if (registry.isNoop()) {
            return call.make(Map.of());
        }
        CallObservation observed = new CallObservation(registry, peer, method, target);
        return observed.make(call);
    }

    private <T> T make(Call<T> call) throws IOException {
        this.observation.start();
        String outcome = "failed";
        try (Observation.Scope _ = this.observation.openScope()) {
            T result = call.make(this.context.headers());
            outcome = "answered";
            return result;
        } catch (DendriteException failed) {
            outcome = failed.reason().name().toLowerCase(Locale.ROOT);
            this.observation.error(failed);
            throw failed;
        } catch (IOException | RuntimeException failed) {
            this.observation.error(failed);
            throw failed;
        } finally {
            this.observation.lowCardinalityKeyValue(OUTCOME, outcome);
            this.observation.stop();
        }
    }

    /** A call that is observed. */
    @FunctionalInterface
    interface Call<T> {

        /**
         * Makes it.
         *
         * @param headers of the trace, to be sent along
         */
        T make(Map<String, String> headers) throws IOException;
    }

    /** Collects the headers of the trace. */
    private static final class Context extends SenderContext<Map<String, String>> {

        Context() {
            super((carrier, name, value) -> {
                if (carrier != null && HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                    carrier.put(name, value);
                }
            });
            setCarrier(new HashMap<>());
        }

        Map<String, String> headers() {
            Map<String, String> headers = getCarrier();
            return headers == null ? Map.of() : headers;
        }
    }
}
