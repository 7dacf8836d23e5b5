package io.filetao.cli.access;

import io.filetao.cli.connection.Connection;
import io.filetao.cli.connection.ConnectionOptions;
import io.filetao.cli.connection.SpanConverter;
import io.filetao.cli.output.Json;
import io.filetao.common.client.TokenReport;
import io.filetao.common.client.TokenRequest;
import io.filetao.common.wallet.PasswordSource;
import io.filetao.common.wallet.Ss58Address;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Issues a token; its text alone goes to standard output. */
@Command(
        name = "grant",
        mixinStandardHelpOptions = true,
        description = {
            "Issue a bearer token and print it; the node keeps only its hash, so that it is shown once.",
            "You need the scope admin: the node's own wallet, or a token that has it."
        },
        footer = {
            "",
            "Example: TOKEN=$(filetao access grant --hotkey 5Grw… --scope read,write --ttl 7d)",
            "         curl -H \"Authorization: Bearer $TOKEN\" …"
        })
final class AccessGrantCommand implements Callable<Integer> {

    @Option(
            names = "--hotkey",
            paramLabel = "SS58",
            description = "Hotkey for which it is issued (default: that of your wallet).")
    private @Nullable String hotkey;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            split = ",",
            defaultValue = "read,write",
            description = "What it allows, of read, write and admin (default: ${DEFAULT-VALUE}).")
    private List<String> scopes = List.of();

    @Option(
            names = "--ttl",
            paramLabel = "SECONDS",
            defaultValue = "30d",
            converter = SpanConverter.class,
            description =
                    "How long it holds, in seconds or as 90m, 12h, 7d (default: ${DEFAULT-VALUE}).")
    private Duration ttl = Duration.ofDays(30);

    @Option(names = "--name", paramLabel = "NAME", description = "A name for the list of tokens.")
    private @Nullable String name;

    @Option(
            names = "--account",
            paramLabel = "SS58",
            description = "Coldkey whose files it reaches (default: the hotkey's on the chain).")
    private @Nullable String account;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin private final ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        checkUsage();
        try (Connection connection = this.connectionOptions.open()) {
            String holder =
                    this.hotkey == null
                            ? connection.wallet().hotkeyFile().address(PasswordSource.NONE).value()
                            : this.hotkey;
            TokenReport token =
                    connection
                            .client()
                            .grant(
                                    new TokenRequest(
                                            holder,
                                            this.scopes,
                                            this.ttl,
                                            this.name,
                                            this.account));
            print(token);
        }
        return ExitCode.OK;
    }

    private void checkUsage() {
        for (String scope : this.scopes) {
            if (!List.of("read", "write", "admin").contains(scope)) {
                throw usage("There is no scope '" + scope + "'; use read, write or admin.");
            }
        }
        if (this.ttl.toSeconds() < 1) {
            throw usage("--ttl must be at least one second.");
        }
        checkAddress("--hotkey", this.hotkey);
        checkAddress("--account", this.account);
    }

    private void checkAddress(String option, @Nullable String text) {
        try {
            if (text != null) {
                new Ss58Address(text);
            }
        } catch (IllegalArgumentException malformed) {
            throw usage(option + " must be an SS58 address such as 5Grw….");
        }
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(this.spec.commandLine(), sentence);
    }

    private void print(TokenReport token) {
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, token);
            return;
        }
        out.println(token.token());
        out.flush();
        PrintWriter err = this.spec.commandLine().getErr();
        err.println(
                "Token %s may %s until %s. It is not shown again; 'filetao access revoke %s' ends it."
                        .formatted(
                                token.id(),
                                String.join(", ", token.scopes()),
                                token.expiresAt(),
                                token.id()));
        err.flush();
    }
}
