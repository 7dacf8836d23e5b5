package io.filetao.api.upload;

import io.filetao.api.claim.ClaimHeaders;
import io.filetao.api.claim.Digests;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Says in the description of the API what the headers of the protocol mean, for every call that names them in {@link TusHeaders}. */
@Component
final class TusDescriptions implements OperationCustomizer {

    private static final Map<String, Described> REQUEST =
            Map.ofEntries(
                    Map.entry(
                            Tus.RESUMABLE,
                            new Described(
                                    "Version of the protocol.",
                                    () -> only(Tus.PROTOCOL),
                                    Tus.PROTOCOL)),
                    Map.entry(
                            Tus.LENGTH,
                            new Described(
                                    "Bytes of the whole file, unless they were told before.",
                                    TusDescriptions::bytes,
                                    209_715_200)),
                    Map.entry(
                            Tus.DEFER_LENGTH,
                            new Described(
                                    "1 when the length will be told with a later part.",
                                    () -> only("1"),
                                    null)),
                    Map.entry(
                            Tus.OFFSET,
                            new Described(
                                    "Where the part begins.", TusDescriptions::bytes, 67_108_864)),
                    Map.entry(
                            Tus.METADATA,
                            new Described(
                                    "Keys with values in base64; filename (or name) and filetype"
                                            + " (or type) are the file's.",
                                    () -> text().maxLength(4096),
                                    "filename bm90ZXMudHh0,filetype dGV4dC9wbGFpbg==")),
                    Map.entry(
                            Tus.CHECKSUM,
                            new Described(
                                    "Digest of the part; nothing of it is kept when it is another.",
                                    () -> text().maxLength(256),
                                    "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=")),
                    Map.entry(
                            ClaimHeaders.TTL,
                            new Described(
                                    "Seconds for which the file is kept; 30 days without it.",
                                    () -> bytes().minimum(BigDecimal.ONE),
                                    2_592_000)),
                    Map.entry(
                            ClaimHeaders.PAYLOAD,
                            new Described(
                                    "What the client needs to decrypt the file, sealed for itself;"
                                            + " base64url.",
                                    () -> text().maxLength(8192),
                                    null)),
                    Map.entry(
                            Digests.REPRESENTATION,
                            new Described(
                                    "Digest of the whole file (RFC 9530): sha-256.",
                                    () -> text().maxLength(512),
                                    "sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:")));

    private static final Map<String, Described> ANSWER =
            Map.ofEntries(
                    Map.entry(
                            HttpHeaders.LOCATION,
                            new Described(
                                    "The upload's address.",
                                    () -> text().format("uri-reference"),
                                    null)),
                    Map.entry(Tus.RESUMABLE, described("Version of the protocol.")),
                    Map.entry(Tus.VERSION, described("Versions of the protocol.")),
                    Map.entry(Tus.EXTENSION, described("Its extensions.")),
                    Map.entry(Tus.MAX_SIZE, inBytes("Size above which a file is refused.")),
                    Map.entry(
                            Tus.CHECKSUM_ALGORITHM,
                            described("Digests that parts may be checked with.")),
                    Map.entry(
                            Tus.OFFSET,
                            inBytes("Bytes that miners hold; the next part begins there.")),
                    Map.entry(
                            Tus.LENGTH,
                            inBytes("Bytes of the whole file, when its sender has said.")),
                    Map.entry(Tus.DEFER_LENGTH, described("1 while the length is not known.")),
                    Map.entry(Tus.METADATA, described("As it was sent.")),
                    Map.entry(
                            Tus.EXPIRES,
                            described(
                                    "When the upload is given up, unless more comes before (RFC"
                                            + " 9110).")),
                    Map.entry(
                            Tus.SEGMENT_SIZE,
                            inBytes(
                                    "The best length of a part; what is sent again at most after"
                                            + " one broke off.")),
                    Map.entry(Tus.CID, described("Identifier of the file, once it is stored.")));

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        TusHeaders headers = method.getMethodAnnotation(TusHeaders.class);
        if (headers != null) {
            List.of(headers.required())
                    .forEach(name -> operation.addParametersItem(parameter(name).required(true)));
            List.of(headers.optional())
                    .forEach(name -> operation.addParametersItem(parameter(name)));
            operation
                    .getResponses()
                    .forEach((status, response) -> {
                        if (status.startsWith("2")) {
                            answer(response, headers.answer());
                        }
                    });
        }
        return operation;
    }

    private static void answer(ApiResponse response, String... names) {
        for (String name : names) {
            Described meaning = known(ANSWER, name);
            response.addHeaderObject(
                    name,
                    new Header()
                            .description(meaning.description)
                            .style(Header.StyleEnum.SIMPLE)
                            .schema(meaning.schema.get()));
        }
    }

    private static Parameter parameter(String name) {
        Described meaning = known(REQUEST, name);
        Parameter parameter =
                new Parameter()
                        .in("header")
                        .name(name)
                        .description(meaning.description)
                        .schema(meaning.schema.get());
        return meaning.example == null ? parameter : parameter.example(meaning.example);
    }

    private static Described known(Map<String, Described> headers, String name) {
        Described meaning = headers.get(name);
        if (meaning == null) {
            throw new IllegalStateException("The header " + name + " is not described");
        }
        return meaning;
    }

    private static Schema<?> text() {
        return new Schema<>().types(Set.of("string"));
    }

    private static Schema<?> only(String value) {
        Schema<String> schema = new Schema<>();
        schema.setTypes(Set.of("string"));
        schema.setEnum(List.of(value));
        return schema;
    }

    private static Schema<?> bytes() {
        return new Schema<>().types(Set.of("integer")).format("int64").minimum(BigDecimal.ZERO);
    }

    private static Described described(String description) {
        return new Described(description, TusDescriptions::text, null);
    }

    private static Described inBytes(String description) {
        return new Described(description, TusDescriptions::bytes, null);
    }

    /** What a header means, and of what form it is. */
    private record Described(
            String description, Supplier<Schema<?>> schema, @Nullable Object example) {}
}
