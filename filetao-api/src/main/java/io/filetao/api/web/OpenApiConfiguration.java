package io.filetao.api.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Contact;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The description of the API (OpenAPI 3.1), with every refusal as a problem document. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    private static final String PROBLEM = "Problem";
    private static final String SIGNED = "btauth";
    private static final String TOKEN = "token";
    private static final List<String> STORING =
            List.of("storeFile", "createUpload", "appendUpload");

    /** The headers that come with refusals, by status. */
    private static final Map<Integer, Map<String, String>> HEADERS =
            Map.of(
                    401,
                    Map.of("WWW-Authenticate", "How to be admitted (RFC 6750)."),
                    409,
                    Map.of("Retry-After", "Seconds after which to ask again, where that helps."),
                    416,
                    Map.of("Content-Range", "The size of the file, as bytes */SIZE."),
                    429,
                    Map.of("Retry-After", "Seconds after which to ask again."),
                    503,
                    Map.of("Retry-After", "Seconds after which to ask again."));

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(
                        new Info()
                                .title("FileTAO")
                                .version("1")
                                .description(
                                        "Stores files on a decentralised network of miners that"
                                                + " prove, round after round, that every byte is still"
                                                + " there.")
                                .contact(new Contact().name("The FileTAO project"))
                                .license(
                                        new License()
                                                .name("Apache-2.0")
                                                .url(
                                                        "https://www.apache.org/licenses/LICENSE-2.0")))
                .servers(List.of(new Server().url("/").description("This node.")))
                .components(
                        new Components()
                                .addSecuritySchemes(
                                        SIGNED,
                                        new SecurityScheme()
                                                .type(SecurityScheme.Type.APIKEY)
                                                .in(SecurityScheme.In.HEADER)
                                                .name("X-Bittensor-Signature")
                                                .description(
                                                        "Signature of a hotkey over the request,"
                                                                + " with the other X-Bittensor headers"
                                                                + " (btauth/1)."))
                                .addSecuritySchemes(
                                        TOKEN,
                                        new SecurityScheme()
                                                .type(SecurityScheme.Type.HTTP)
                                                .scheme("bearer")
                                                .description(
                                                        "A token that the node's operator has"
                                                                + " granted; it has scopes: read,"
                                                                + " write, admin.")))
                .security(
                        List.of(
                                new SecurityRequirement().addList(SIGNED),
                                new SecurityRequirement().addList(TOKEN)));
    }

    /** Gives every operation a name of its own and adds the refusals that it can answer with. */
    @Bean
    OpenApiCustomizer documentedProblems() {
        return api -> {
            // Only now: a schema that nothing refers to yet would have been dropped.
            api.getComponents().addSchemas(PROBLEM, problemSchema());
            api.getPaths()
                    .forEach((path, item) -> {
                        nameHead(item);
                        item.readOperationsMap()
                                .forEach((method, operation) ->
                                        addProblems(path, method, operation));
                    });
        };
    }

    /** A HEAD shares the method of its GET, and with it a name that is numbered by chance. */
    private static void nameHead(PathItem item) {
        Operation head = item.getHead();
        Operation get = item.getGet();
        if (head == null || get == null) {
            return;
        }
        String name = unnumbered(get);
        if (!name.equals(unnumbered(head))) {
            return;
        }
        get.setOperationId(name);
        head.setOperationId(name + "Head");
        head.setSummary(get.getSummary() + ", headers only");
    }

    private static String unnumbered(Operation operation) {
        return String.valueOf(operation.getOperationId()).replaceFirst("_\\d+$", "");
    }

    private static void addProblems(String path, PathItem.HttpMethod method, Operation operation) {
        Map<Integer, List<ProblemType>> byStatus =
                problemsOf(String.valueOf(operation.getOperationId())).stream()
                        .collect(
                                Collectors.groupingBy(
                                        ProblemType::status,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        byStatus.forEach((status, problems) ->
                operation
                        .getResponses()
                        .addApiResponse(Integer.toString(status), response(path, problems)));
        if (method == PathItem.HttpMethod.HEAD) {
            operation.getResponses().values().forEach(response -> response.setContent(null));
        }
    }

    private static List<ProblemType> problemsOf(String operation) {
        return Arrays.stream(ProblemType.values())
                .filter(problem ->
                        switch (problem) {
                            case UNAUTHENTICATED,
                                    SIGNATURE_REFUSED,
                                    INVALID_TOKEN,
                                    INSUFFICIENT_SCOPE,
                                    RATE_LIMITED,
                                    NOT_ADMITTED,
                                    INTERNAL,
                                    UNAVAILABLE,
                                    INVALID_REQUEST,
                                    NOT_ACCEPTABLE ->
                                    true;
                            case INVALID_CID, FILE_NOT_FOUND ->
                                    List.of("readFile", "fileHealth", "proveFile", "deleteFile")
                                            .stream()
                                            .anyMatch(operation::startsWith);
                            case FILE_EXPIRED ->
                                    operation.startsWith("readFile")
                                            || operation.startsWith("proveFile")
                                            || operation.equals("fileHealth");
                            case PRECONDITION_FAILED ->
                                    operation.startsWith("readFile")
                                            || operation.equals("deleteFile");
                            case RANGE_NOT_SATISFIABLE, FILE_UNAVAILABLE ->
                                    operation.startsWith("readFile");
                            case DIGEST_MISMATCH,
                                    BODY_INCOMPLETE,
                                    BODY_TOO_SLOW,
                                    TOO_LARGE,
                                    UNSUPPORTED_MEDIA_TYPE,
                                    INSUFFICIENT_STORAGE ->
                                    STORING.contains(operation);
                            case NOT_FOUND -> operation.equals("showMiner");
                            case IDEMPOTENCY_KEY_IN_USE, IDEMPOTENCY_KEY_REUSED ->
                                    operation.equals("storeFile");
                            case QUOTA_EXCEEDED -> STORING.contains(operation);
                            case TOO_MANY_STREAMS ->
                                    List.of(
                                                    "storeFile",
                                                    "createUpload",
                                                    "appendUpload",
                                                    "readFile",
                                                    "proveFile",
                                                    "watchEvents")
                                            .stream()
                                            .anyMatch(operation::startsWith);
                            case OVERLOADED -> operation.startsWith("readFile");
                            case UPLOAD_NOT_FOUND, UPLOAD_EXPIRED ->
                                    List.of(
                                                    "findUpload",
                                                    "showUpload",
                                                    "appendUpload",
                                                    "terminateUpload")
                                            .contains(operation);
                            case PROTOCOL_NOT_SUPPORTED ->
                                    List.of(
                                                    "createUpload",
                                                    "findUpload",
                                                    "appendUpload",
                                                    "terminateUpload")
                                            .contains(operation);
                            case WRONG_OFFSET -> operation.equals("appendUpload");
                            case UPLOAD_LOCKED ->
                                    operation.equals("appendUpload")
                                            || operation.equals("terminateUpload");
                            case CHECKSUM_MISMATCH, PART_TOO_SHORT ->
                                    operation.equals("createUpload")
                                            || operation.equals("appendUpload");
                            case TOKEN_NOT_FOUND -> operation.equals("revokeToken");
                            case TOO_MANY_TOKENS -> operation.equals("grantToken");
                            case METHOD_NOT_ALLOWED -> false;
                        })
                .toList();
    }

    private static ApiResponse response(String path, List<ProblemType> problems) {
        String description =
                problems.stream().map(ProblemType::title).collect(Collectors.joining("; ")) + ".";
        MediaType media =
                new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM));
        problems.forEach(problem ->
                media.addExamples(problem.slug(), new Example().value(example(path, problem))));
        ApiResponse response =
                new ApiResponse()
                        .description(description)
                        .content(new Content().addMediaType("application/problem+json", media));
        HEADERS.getOrDefault(problems.getFirst().status(), Map.of())
                .forEach((name, meaning) ->
                        response.addHeaderObject(
                                name,
                                new Header().description(meaning).schema(new StringSchema())));
        return response;
    }

    private static Map<String, Object> example(String path, ProblemType problem) {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", problem.urn());
        example.put("title", problem.title());
        example.put("status", problem.status());
        example.put("detail", "One sentence that says what to do.");
        example.put("instance", path.replaceAll("\\{[a-z]+}", "x"));
        example.put("requestId", "4f1c2a9e-17");
        return example;
    }

    private static Schema<?> problemSchema() {
        Schema<?> problem = new ObjectSchema().description("A refusal (RFC 9457).");
        problem.setRequired(List.of("type", "title", "status", "detail"));
        return problem.addProperty(
                        "type",
                        new StringSchema()
                                .description("Stable name of the kind of problem.")
                                .example(ProblemType.FILE_NOT_FOUND.urn()))
                .addProperty(
                        "title",
                        new StringSchema().description("What it is about, the same each time."))
                .addProperty("status", new IntegerSchema().description("The HTTP status."))
                .addProperty(
                        "detail",
                        new StringSchema().description("One sentence that says what to do."))
                .addProperty("instance", new StringSchema().description("The path asked for."))
                .addProperty(
                        "requestId",
                        new StringSchema().description("Names this request in the node's log."));
    }
}
