package io.filetao.api.web;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers whatever goes wrong, in a handler, a filter or the framework, with a problem document of a stable type (RFC 9457).
 *
 * <p>Once an answer is on its way it can only be broken off: the connection is closed before the announced length, so that nobody
 * takes a part for the whole.
 */
@Component
@Order(-2)
final class ProblemHandler implements WebExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

    private final JsonMapper json;

    ProblemHandler(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        ProblemException problem = Problems.of(failure);
        if (problem.type() == ProblemType.INTERNAL
                && DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            // Nobody is left to be answered, and a client that hangs up is no error of this node.
            LOG.debug("request={} its client went away", exchange.getRequest().getId(), failure);
            return Mono.empty();
        }
        log(exchange, problem, failure);
        if (response.isCommitted()) {
            return Mono.error(failure);
        }
        response.getHeaders().clear();
        response.setStatusCode(HttpStatusCode.valueOf(problem.type().status()));
        problem.headers().forEach(response.getHeaders()::set);
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        byte[] document = this.json.writeValueAsBytes(document(exchange, problem));
        response.getHeaders().setContentLength(document.length);
        if (exchange.getRequest().getMethod() == HttpMethod.HEAD) {
            return response.setComplete();
        }
        DataBuffer body = response.bufferFactory().wrap(document);
        return response.writeWith(Mono.just(body));
    }

    private static Map<String, Object> document(
            ServerWebExchange exchange, ProblemException problem) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", problem.type().urn());
        document.put("title", problem.type().title());
        document.put("status", problem.type().status());
        document.put("detail", String.valueOf(problem.getMessage()));
        document.put("instance", exchange.getRequest().getURI().getRawPath());
        document.put("requestId", exchange.getRequest().getId());
        document.putAll(problem.members());
        return document;
    }

    private static void log(
            ServerWebExchange exchange, ProblemException problem, Throwable failure) {
        String id = exchange.getRequest().getId();
        String path = exchange.getRequest().getURI().getRawPath();
        if (problem.type() == ProblemType.INTERNAL) {
            LOG.error("request={} path={} failed", id, path, failure);
        } else if (problem.type().status() >= 500) {
            LOG.warn("request={} path={} refused={}", id, path, problem.getMessage());
        } else {
            LOG.debug("request={} path={} refused={}", id, path, problem.getMessage());
        }
    }
}
