package io.filetao.api.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
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
                                .addSchemas(PROBLEM, problemSchema())
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
                                                .scheme("bearer")))
                .security(
                        List.of(
                                new SecurityRequirement().addList(SIGNED),
                                new SecurityRequirement().addList(TOKEN)));
    }

    /** Adds to each operation the refusals that it can answer with. */
    @Bean
    OpenApiCustomizer documentedProblems() {
        return api ->
                api.getPaths()
                        .forEach((path, item) ->
                                item.readOperationsMap()
                                        .forEach((method, operation) -> addProblems(operation)));
    }

    private static void addProblems(Operation operation) {
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
                        .addApiResponse(Integer.toString(status), response(status, problems)));
    }

    private static List<ProblemType> problemsOf(String operation) {
        return Arrays.stream(ProblemType.values())
                .filter(problem ->
                        switch (problem) {
                            case UNAUTHENTICATED,
                                    SIGNATURE_REFUSED,
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
                            case PRECONDITION_FAILED, RANGE_NOT_SATISFIABLE, FILE_UNAVAILABLE ->
                                    operation.startsWith("readFile");
                            case DIGEST_MISMATCH,
                                    BODY_INCOMPLETE,
                                    BODY_TOO_SLOW,
                                    TOO_LARGE,
                                    UNSUPPORTED_MEDIA_TYPE,
                                    INSUFFICIENT_STORAGE ->
                                    operation.equals("storeFile");
                            case NOT_FOUND -> operation.equals("showMiner");
                            case METHOD_NOT_ALLOWED -> false;
                        })
                .toList();
    }

    private static ApiResponse response(int status, List<ProblemType> problems) {
        String description =
                problems.stream().map(ProblemType::title).collect(Collectors.joining("; ")) + ".";
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", problems.getFirst().urn());
        example.put("title", problems.getFirst().title());
        example.put("status", status);
        example.put("detail", "One sentence that says what to do.");
        example.put("instance", "/api/v1/files");
        return new ApiResponse()
                .description(description)
                .content(
                        new Content()
                                .addMediaType(
                                        "application/problem+json",
                                        new MediaType()
                                                .schema(
                                                        new Schema<>()
                                                                .$ref(
                                                                        "#/components/schemas/"
                                                                                + PROBLEM))
                                                .example(example)));
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
