package io.filetao.api.access;

import io.filetao.common.access.AccessToken;
import io.filetao.common.access.AccessTokens;
import io.filetao.common.access.Scope;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A token as its operator sees it. */
@Schema(name = "Token", description = "A bearer token that holds, without its text.")
record TokenView(
        @Schema(description = "Names the token when it is revoked.", example = "3fa94b0c8d1e2f60")
                String id,
        @Schema(
                        description = "Hotkey for which it was issued.",
                        example = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
                String hotkey,
        @Schema(
                        description = "Account whose files it reaches.",
                        example = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty")
                String account,
        @ArraySchema(
                        schema =
                                @Schema(
                                        allowableValues = {"read", "write", "admin"},
                                        example = "read"))
                List<String> scopes,
        @Schema(description = "What its issuer calls it; null without one.", example = "backup")
                @Nullable String name,
        Instant createdAt,
        @Schema(description = "When it ends.") Instant expiresAt) {

    static TokenView of(AccessToken token) {
        return new TokenView(
                token.id(),
                token.hotkey().value(),
                token.account().value(),
                token.scopes().stream().map(Scope::text).toList(),
                token.name(),
                token.createdAt(),
                token.expiresAt());
    }

    /** What a new token is to be. */
    @Schema(name = "TokenRequest", description = "What a new token is to be.")
    record Request(
            @Schema(
                            description = "Hotkey for which it is issued.",
                            requiredMode = Schema.RequiredMode.REQUIRED,
                            example = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
                    @Nullable String hotkey,
            @ArraySchema(
                            arraySchema = @Schema(requiredMode = Schema.RequiredMode.REQUIRED),
                            minItems = 1,
                            maxItems = 3,
                            schema =
                                    @Schema(
                                            allowableValues = {"read", "write", "admin"},
                                            example = "read"))
                    @Nullable List<String> scopes,
            @Schema(
                            description = "Seconds for which it holds; 30 days without it.",
                            minimum = "1",
                            maximum = "315360000",
                            example = "2592000")
                    @Nullable Long ttl,
            @Schema(description = "A name for the list.", maxLength = 100, example = "backup")
                    @Nullable String name,
            @Schema(
                            description =
                                    "Coldkey whose files it reaches; the hotkey's on the chain"
                                            + " without it, or the hotkey itself where the chain"
                                            + " knows none.",
                            example = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty")
                    @Nullable String account) {}

    /** The answer to a grant. */
    @Schema(
            name = "GrantedToken",
            description = "A new token, with the text that its bearer sends.")
    record Granted(
            @Schema(example = "3fa94b0c8d1e2f60") String id,
            @Schema(
                            description = "Sent as Authorization: Bearer …; shown only here.",
                            example = "filetao_2Qx8n0Jf3vR9wYb1LkTz6uHcEoPsDaGiMqWtXyZ4567")
                    String token,
            @Schema(example = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY") String hotkey,
            @Schema(example = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty") String account,
            @ArraySchema(
                            schema =
                                    @Schema(
                                            allowableValues = {"read", "write", "admin"},
                                            example = "read"))
                    List<String> scopes,
            @Nullable String name,
            Instant createdAt,
            Instant expiresAt) {

        static Granted of(AccessTokens.Issued issued) {
            TokenView token = TokenView.of(issued.token());
            return new Granted(
                    token.id(),
                    issued.text(),
                    token.hotkey(),
                    token.account(),
                    token.scopes(),
                    token.name(),
                    token.createdAt(),
                    token.expiresAt());
        }
    }
}
