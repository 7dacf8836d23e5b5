package io.filetao.common.protocol.axon;

import io.filetao.common.protocol.RequestVerifier;
import io.filetao.common.wallet.Signer;
import java.util.concurrent.Executor;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The inbound side of a node: every route's request is authenticated and admitted from its headers, handled on a virtual thread,
 * and its response is signed.
 *
 * <pre>{@code
 * RouterFunction<ServerResponse> routes = axon.routes()
 *         .get("/v1/ping", ping)
 *         .put("/v1/shards/{rid}", maxBytes, store)
 *         .build();
 * }</pre>
 */
public final class Axon {

    private final AxonPipeline pipeline;

    /**
     * @param self the hotkey that requests must be addressed to and that signs the answers
     * @param threads runs the handlers, a virtual thread for each request
     */
    public Axon(
            Signer self,
            RequestVerifier verifier,
            Admission admission,
            Executor threads,
            AxonLimits limits) {
        this.pipeline = new AxonPipeline(self, verifier, admission, threads, limits);
    }

    /** Starts a list of routes. */
    public Routes routes() {
        return new Routes();
    }

    /** The routes of one node. */
    public final class Routes {

        private final RouterFunctions.Builder builder = RouterFunctions.route();

        private Routes() {}

        /** A route without a body. */
        public Routes get(String pattern, SynapseHandler handler) {
            return add(HttpMethod.GET, pattern, 0, handler);
        }

        /** A route with a body of at most {@code maxBody} bytes. */
        public Routes put(String pattern, long maxBody, SynapseHandler handler) {
            return add(HttpMethod.PUT, pattern, maxBody, handler);
        }

        /** A route with a body of at most {@code maxBody} bytes. */
        public Routes post(String pattern, long maxBody, SynapseHandler handler) {
            return add(HttpMethod.POST, pattern, maxBody, handler);
        }

        public RouterFunction<ServerResponse> build() {
            return this.builder.build();
        }

        private Routes add(
                HttpMethod method, String pattern, long maxBody, SynapseHandler handler) {
            this.builder.route(
                    RequestPredicates.method(method).and(RequestPredicates.path(pattern)),
                    request -> Axon.this.pipeline.respond(request, maxBody, handler));
            return this;
        }
    }
}
