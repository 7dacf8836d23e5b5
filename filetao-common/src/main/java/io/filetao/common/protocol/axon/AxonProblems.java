package io.filetao.common.protocol.axon;

import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.proof.MalformedMessageException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Turns every way in which a request can fail into a refusal with a stable code, and that into problem details. */
final class AxonProblems {

    /** Media type of RFC 9457. */
    static final String CONTENT_TYPE = "application/problem+json";

    private static final Logger LOG = LoggerFactory.getLogger(AxonProblems.class);
    private static final Duration SOON = Duration.ofSeconds(2);

    private final JsonMapper json = new JsonMapper();

    AxonException refusalOf(Throwable failure, String path) {
        return switch (failure) {
            case AxonException refusal -> refusal;
            case BodyException body -> refusalOf(body);
            case MalformedMessageException malformed ->
                    new AxonException(400, "malformed-message", text(malformed));
            case IndexUnavailableException away -> {
                LOG.warn("Refused path={}: {}", path, text(away));
                yield new AxonException(
                        503,
                        "index-unavailable",
                        "This node cannot reach its index; try again soon",
                        SOON);
            }
            case InterruptedException _ ->
                    new AxonException(503, "stopping", "This node is stopping; try another", SOON);
            case CompletionException wrapped when wrapped.getCause() != null ->
                    refusalOf(wrapped.getCause(), path);
            default -> {
                LOG.error("Failed path={}", path, failure);
                yield new AxonException(
                        500, "internal-error", "This node failed; its log says why");
            }
        };
    }

    byte[] json(AxonException refusal) {
        ObjectNode problem = this.json.createObjectNode();
        problem.put("type", "urn:filetao:problem:" + refusal.code());
        problem.put("title", refusal.code().replace('-', ' '));
        problem.put("status", refusal.status());
        problem.put("detail", refusal.detail());
        problem.put("code", refusal.code());
        refusal.numbers().forEach(problem::put);
        return problem.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static AxonException refusalOf(BodyException failure) {
        return switch (failure.reason()) {
            case TOO_LARGE -> new AxonException(413, "body-too-large", text(failure));
            case TOO_SHORT -> new AxonException(400, "body-too-short", text(failure));
            case TOO_SLOW -> new AxonException(408, "body-too-slow", text(failure));
            case ABORTED -> new AxonException(400, "body-aborted", text(failure));
            case WRONG_DIGEST -> new AxonException(400, "body-digest-mismatch", text(failure));
        };
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
