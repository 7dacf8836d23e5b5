package io.filetao.cli.node;

import io.filetao.cli.CommandException;
import io.filetao.cli.chain.ChainOptions;
import io.filetao.cli.node.Farewell.Answer;
import io.filetao.cli.output.Json;
import io.filetao.cli.output.RowCounter;
import io.filetao.cli.output.Sizes;
import io.filetao.cli.wallet.WalletOptions;
import io.filetao.cli.wallet.WalletPasswords;
import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.protocol.dendrite.AddressPolicy;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Wallet;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A miner takes leave: its shards move first. */
@Command(
        name = "exit",
        mixinStandardHelpOptions = true,
        description = {
            "Tell every validator that the wallet's miner leaves, and wait until nothing of theirs"
                    + " is on it any more.",
            "Keep the miner running until then. It is given nothing new, and is not punished for"
                    + " that."
        },
        footer = {
            "",
            "May be ended and started again; the validators go on meanwhile. --cancel takes it"
                    + " back: what was moved stays where it is."
        })
final class MinerExitCommand implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofSeconds(2);

    @Mixin private final ChainOptions chain = new ChainOptions();

    @Mixin private final WalletOptions wallet = new WalletOptions();

    @Option(names = "--cancel", description = "Stay after all.")
    private boolean cancel;

    @Option(names = "--no-wait", description = "Tell them, say how much is left, and end.")
    private boolean noWait;

    @Option(
            names = "--standstill",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "Give up when nothing has moved for so long (default: ${DEFAULT-VALUE}).")
    private int standstill = 600;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Keypair hotkey = hotkey();
        try (Dendrite dendrite =
                new Dendrite(hotkey, new AddressPolicy(this.chain.isLocal()), Clock.systemUTC())) {
            Farewell farewell = new Farewell(dendrite, metagraph(hotkey));
            List<Answer> answers = farewell.say(!this.cancel);
            if (answers.stream().noneMatch(Answer::isHeard)) {
                throw new CommandException(
                        answers.isEmpty()
                                ? "No validator serves on this subnet; there is nobody to tell."
                                : "No validator can be told: %s; try again later."
                                        .formatted(answers.getFirst().problem()));
            }
            if (!this.cancel && !this.noWait) {
                answers = await(farewell, answers);
            }
            print(answers);
            return answers.stream().allMatch(Answer::isHeard)
                            && (this.cancel || this.noWait || left(answers) == 0)
                    ? ExitCode.OK
                    : ExitCode.SOFTWARE;
        }
    }

    /** Asks until nothing is left, or nothing moves any more. */
    private List<Answer> await(Farewell farewell, List<Answer> first) throws InterruptedException {
        List<Answer> answers = first;
        long moved = System.nanoTime();
        try (RowCounter counter = RowCounter.on(this.spec.commandLine().getErr(), this.json)) {
            while (left(answers) > 0
                    && System.nanoTime() - moved < Duration.ofSeconds(this.standstill).toNanos()) {
                counter.seen(left(answers));
                Thread.sleep(PAUSE);
                List<Answer> next = farewell.say(true);
                if (left(next) < left(answers)) {
                    moved = System.nanoTime();
                }
                answers = next;
            }
        }
        return answers;
    }

    private void print(List<Answer> answers) {
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, answers);
            return;
        }
        for (Answer answer : answers) {
            if (!answer.isHeard()) {
                out.printf("%s could not be asked: %s%n", answer.validator(), answer.problem());
            } else if (answer.shards() > 0) {
                out.printf(
                        "%s has %,d shards here, %s%n",
                        answer.validator(), answer.shards(), Sizes.human(answer.bytes()));
            }
        }
        out.println(conclusion(answers));
        out.flush();
    }

    private String conclusion(List<Answer> answers) {
        if (this.cancel) {
            return "The miner stays; validators give it shards again.";
        }
        if (!answers.stream().allMatch(Answer::isHeard)) {
            return "Run this again for the validators that could not be asked.";
        }
        if (left(answers) == 0) {
            return "Nothing is left on this miner; it can be stopped.";
        }
        return this.noWait
                ? "They are moved; run this again to see how far it is."
                : "Nothing has moved for %d seconds: nobody may have room. Run this again later; it goes on meanwhile."
                        .formatted(this.standstill);
    }

    private static long left(List<Answer> answers) {
        return answers.stream().mapToLong(Answer::shards).sum();
    }

    private Keypair hotkey() {
        Wallet named = this.wallet.wallet();
        if (!named.hasHotkey()) {
            throw new CommandException(
                    "Wallet %s has no hotkey %s; name the miner's with --wallet.name and --wallet.hotkey."
                            .formatted(named.name(), named.hotkeyName()));
        }
        return named.hotkey(new WalletPasswords());
    }

    private Metagraph metagraph(Keypair hotkey) {
        try (Subtensor subtensor = this.chain.open()) {
            Metagraph now = subtensor.metagraph();
            if (now.neuron(hotkey.address()).isEmpty()) {
                throw new CommandException(
                        "Hotkey %s has no place on subnet %d, so nothing of anybody is on it any more."
                                .formatted(hotkey.address(), this.chain.netuid()));
            }
            return now;
        } catch (ChainException away) {
            throw new CommandException(
                    away.getMessage() + " Check --subtensor.network or --subtensor.chain_endpoint.",
                    away);
        }
    }
}
