package io.filetao.cli.stats;

import io.filetao.cli.CommandException;
import io.filetao.cli.connection.Connection;
import io.filetao.cli.connection.ConnectionOptions;
import io.filetao.cli.output.Json;
import io.filetao.common.client.MinerReport;
import io.filetao.common.crypto.Hash;
import io.filetao.common.network.UidSelector;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.validator.reward.Task;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws again whom a validator may ask in a round. */
@Command(
        name = "select",
        mixinStandardHelpOptions = true,
        description = {
            "Draw the uids that a block's hash picks for a task of a validator.",
            "Anybody can do so; with --uids and --hotkey nobody has to be asked."
        })
final class EpochSelectCommand implements Callable<Integer> {

    /** Uids of one round, by task. */
    private static final Map<Task, Integer> ROUND =
            Map.of(Task.STORE, 15, Task.CHALLENGE, 10, Task.RETRIEVE, 10, Task.MONITOR, 40);

    private static final int MAX_UID = 65_535;

    @Option(
            names = "--block-hash",
            required = true,
            paramLabel = "HASH",
            description = "Hash of the block, 64 hex digits, with or without 0x.")
    private String blockHash = "";

    @Option(
            names = "--task",
            paramLabel = "TASK",
            defaultValue = "challenge",
            description = "store, challenge, retrieve or monitor (default: ${DEFAULT-VALUE}).")
    private String task = "challenge";

    @Option(
            names = "--hotkey",
            paramLabel = "SS58",
            description = "Hotkey of the validator (default: that of the API node).")
    private @Nullable String hotkey;

    @Option(
            names = "--uids",
            paramLabel = "LIST",
            description = "Eligible uids, such as 0-8,12 (default: the API node's miners).")
    private @Nullable String uids;

    @Option(names = "--k", paramLabel = "K", description = "How many (default: that of the task).")
    private @Nullable Integer k;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin private final ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Task chosen =
                Task.of(this.task)
                        .orElseThrow(() ->
                                new CommandException(
                                        "There is no task "
                                                + this.task
                                                + "; use store, challenge, retrieve or monitor."));
        int count = this.k == null ? ROUND.getOrDefault(chosen, 10) : this.k;
        SortedSet<Integer> eligible;
        Ss58Address validator;
        if (this.uids != null && this.hotkey != null) {
            eligible = uids(this.uids);
            validator = address(this.hotkey);
        } else {
            try (Connection connection = this.connectionOptions.open()) {
                eligible =
                        this.uids != null
                                ? uids(this.uids)
                                : connection.client().miners().stream()
                                        .map(MinerReport::uid)
                                        .collect(Collectors.toCollection(TreeSet::new));
                validator =
                        address(
                                this.hotkey != null
                                        ? this.hotkey
                                        : connection.client().network().hotkey());
            }
        }
        List<Integer> drawn =
                UidSelector.select(hash(), chosen.label(), validator, eligible, count);
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(
                    out,
                    Map.of(
                            "blockHash", hash().hex(),
                            "task", chosen.label(),
                            "hotkey", validator.value(),
                            "eligible", eligible,
                            "uids", drawn));
        } else {
            out.println(drawn.stream().map(String::valueOf).collect(Collectors.joining(" ")));
        }
        out.flush();
        return ExitCode.OK;
    }

    private Hash hash() {
        try {
            return Hash.ofHex(
                    this.blockHash.startsWith("0x") ? this.blockHash.substring(2) : this.blockHash);
        } catch (IllegalArgumentException malformed) {
            throw new CommandException("--block-hash must be 64 hex digits.");
        }
    }

    private static Ss58Address address(String text) {
        try {
            return new Ss58Address(text);
        } catch (IllegalArgumentException malformed) {
            throw new CommandException(malformed.getMessage() + ".");
        }
    }

    private static SortedSet<Integer> uids(String list) {
        SortedSet<Integer> uids = new TreeSet<>();
        for (String part : list.split(",", -1)) {
            String[] ends = part.strip().split("-", 2);
            try {
                int from = Integer.parseInt(ends[0]);
                int to = Integer.parseInt(ends[ends.length - 1]);
                if (from < 0 || to > MAX_UID || to < from) {
                    throw new NumberFormatException(part);
                }
                for (int uid = from; uid <= to; uid++) {
                    uids.add(uid);
                }
            } catch (NumberFormatException malformed) {
                throw new CommandException("--uids must look like 0-8,12, not " + list + ".");
            }
        }
        return uids;
    }
}
