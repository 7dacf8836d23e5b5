package io.filetao.cli.access;

import io.filetao.cli.CommandException;
import io.filetao.cli.connection.Connection;
import io.filetao.cli.connection.ConnectionOptions;
import io.filetao.cli.output.Json;
import io.filetao.common.client.FiletaoClient;
import io.filetao.common.client.FiletaoClientException;
import io.filetao.common.client.TokenReport;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends tokens. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = "End tokens of an API node at once.")
final class AccessRevokeCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            description = "Ids of tokens, as 'filetao access list' shows them.")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--hotkey",
            paramLabel = "SS58",
            description = "End every token that was issued for this hotkey.")
    private @Nullable String hotkey;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin private final ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (this.ids.isEmpty() == (this.hotkey == null)) {
            throw new ParameterException(
                    this.spec.commandLine(),
                    "Name tokens by their ids, or a hotkey with --hotkey.");
        }
        try (Connection connection = this.connectionOptions.open()) {
            FiletaoClient client = connection.client();
            List<String> ended = this.hotkey == null ? this.ids : issuedFor(client, this.hotkey);
            for (String id : ended) {
                client.revoke(id);
            }
            print(ended);
        }
        return ExitCode.OK;
    }

    private static List<String> issuedFor(FiletaoClient client, String hotkey)
            throws FiletaoClientException {
        List<String> ids =
                client.tokens().stream()
                        .filter(token -> token.hotkey().equals(hotkey))
                        .map(TokenReport::id)
                        .toList();
        if (ids.isEmpty()) {
            throw new CommandException(
                    "No token of the hotkey %s holds; see 'filetao access list'."
                            .formatted(hotkey));
        }
        return ids;
    }

    private void print(List<String> ended) {
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, Map.of("revoked", ended));
            return;
        }
        ended.forEach(id -> out.println("Token " + id + " is revoked."));
        out.flush();
    }
}
