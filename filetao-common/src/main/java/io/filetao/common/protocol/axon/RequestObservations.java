package io.filetao.common.protocol.axon;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/** What the web server observes of a request, for the threads that answer it. */
public final class RequestObservations {

    private RequestObservations() {}

    /** The observation of the request that is being answered; null when none is made. */
    public static @Nullable Observation of(ContextView context) {
        return context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
    }
}
