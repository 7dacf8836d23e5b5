package io.filetao.api.access;

import io.filetao.api.access.TokenView.Granted;
import io.filetao.api.access.TokenView.Request;
import io.filetao.api.web.Blocking;
import io.filetao.api.web.PageView;
import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.access.AccessTokens;
import io.filetao.common.access.Scope;
import io.filetao.common.wallet.Ss58Address;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The calls about bearer tokens. */
@RestController
@RequestMapping("/api/v1/access/tokens")
@Tag(name = "Access", description = "Issue, list and revoke bearer tokens.")
final class TokenController {

    private static final Logger LOG = LoggerFactory.getLogger(TokenController.class);
    private static final Duration DEFAULT_TTL = Duration.ofDays(30);
    private static final int MAX_NAME = 100;

    private final AccessTokens tokens;
    private final Accounts accounts;
    private final Blocking blocking;

    TokenController(AccessTokens tokens, Accounts accounts, Blocking blocking) {
        this.tokens = tokens;
        this.accounts = accounts;
        this.blocking = blocking;
    }

    @PostMapping
    @Operation(
            operationId = "grantToken",
            summary = "Issue a token",
            description =
                    "The token is shown in this answer and never again. It reaches the files of the"
                            + " hotkey's coldkey as the chain knows it, or of the account named.")
    @ApiResponse(
            responseCode = "201",
            description = "The token.",
            headers =
                    @Header(
                            name = "Location",
                            description = "Where the token can be revoked.",
                            schema = @Schema(type = "string", format = "uri-reference")))
    Mono<ResponseEntity<Granted>> grant(@RequestBody Request request) {
        Ss58Address hotkey = address("hotkey", request.hotkey());
        Set<Scope> scopes = scopes(request.scopes());
        Duration ttl = ttl(request.ttl());
        String name = name(request.name());
        String account = request.account();
        Ss58Address named = account == null ? null : address("account", account);
        return this.blocking.call(() -> {
            AccessTokens.Issued issued =
                    issue(
                            hotkey,
                            named == null ? this.accounts.ofGranted(hotkey) : named,
                            scopes,
                            name,
                            ttl);
            LOG.info("token={} granted hotkey={}", issued.token().id(), hotkey);
            return ResponseEntity.created(
                            URI.create("/api/v1/access/tokens/" + issued.token().id()))
                    .body(Granted.of(issued));
        });
    }

    @GetMapping
    @Operation(
            operationId = "listTokens",
            summary = "List the tokens",
            description = "Every token that holds, newest first, without its text.")
    @ApiResponse(responseCode = "200", description = "All tokens.")
    Mono<PageView<TokenView>> list() {
        return this.blocking.call(
                () -> PageView.whole(this.tokens.list().stream().map(TokenView::of).toList()));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "revokeToken",
            summary = "Revoke a token",
            description = "From now on it is refused, on every replica.")
    @ApiResponse(responseCode = "204", description = "The token is revoked.")
    Mono<Void> revoke(
            @Parameter(
                            description = "The token's id.",
                            example = "3fa94b0c8d1e2f60",
                            schema = @Schema(type = "string", pattern = "^[0-9a-f]{16}$"))
                    @PathVariable
                    String id) {
        return this.blocking
                .call(() -> {
                    if (!this.tokens.revoke(id)) {
                        throw new ProblemException(
                                ProblemType.TOKEN_NOT_FOUND,
                                "There is no token of this id; it may have been revoked already.");
                    }
                    LOG.info("token={} revoked", id);
                    return id;
                })
                .then();
    }

    private AccessTokens.Issued issue(
            Ss58Address hotkey,
            Ss58Address account,
            Set<Scope> scopes,
            @Nullable String name,
            Duration ttl) {
        try {
            return this.tokens.issue(hotkey, account, scopes, name, ttl);
        } catch (IllegalStateException full) {
            throw new ProblemException(ProblemType.TOO_MANY_TOKENS, full.getMessage() + ".", full);
        }
    }

    private static Ss58Address address(String member, @Nullable String text) {
        try {
            if (text != null) {
                return new Ss58Address(text);
            }
        } catch (IllegalArgumentException malformed) {
            // Refused below like one that is not there.
        }
        throw invalid(member + " must be an SS58 address");
    }

    private static Set<Scope> scopes(@Nullable List<String> names) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        if (names != null) {
            for (String name : names) {
                try {
                    scopes.add(Scope.of(name));
                } catch (IllegalArgumentException unknown) {
                    throw invalid(String.valueOf(unknown.getMessage()));
                }
            }
        }
        if (scopes.isEmpty()) {
            throw invalid("scopes must name at least one of read, write and admin");
        }
        return scopes;
    }

    private static Duration ttl(@Nullable Long seconds) {
        if (seconds == null) {
            return DEFAULT_TTL;
        }
        if (seconds < 1 || seconds > AccessTokens.LONGEST.toSeconds()) {
            throw invalid(
                    "ttl must be a number of seconds from 1 to "
                            + AccessTokens.LONGEST.toSeconds());
        }
        return Duration.ofSeconds(seconds);
    }

    private static @Nullable String name(@Nullable String name) {
        if (name != null && name.length() > MAX_NAME) {
            throw invalid("name must have at most %d characters".formatted(MAX_NAME));
        }
        return name == null || name.isBlank() ? null : name.strip();
    }

    private static ProblemException invalid(String sentence) {
        return new ProblemException(ProblemType.INVALID_REQUEST, sentence + ".");
    }
}
