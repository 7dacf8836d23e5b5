package io.filetao.cli.chain;

import io.filetao.cli.ParentWatch;
import io.filetao.common.chain.local.LocalChain;
import io.filetao.common.chain.local.LocalChainServer;
import io.filetao.common.chain.local.LocalChainSettings;
import io.filetao.common.wallet.Wallet;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the local chain until it is stopped. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run a local chain until it is stopped.")
final class ChainRunCommand implements Callable<Integer> {

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "~/.filetao/chain",
            description = "Where the chain is kept (default ${DEFAULT-VALUE}).")
    private String directory = "";

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Address to serve on; 0.0.0.0 in a container (default ${DEFAULT-VALUE}).")
    private InetAddress host = InetAddress.getLoopbackAddress();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9944",
            description = "Port to serve on, 0 for a free one (default ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--block-time",
            paramLabel = "SECONDS",
            defaultValue = "12",
            description = "Time between two blocks (default ${DEFAULT-VALUE}).")
    private double blockTime;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (!(this.blockTime >= 0.05 && this.blockTime <= 3600)) {
            throw new CommandLine.ParameterException(
                    this.spec.commandLine(), "--block-time is between 0.05 and 3600 seconds");
        }
        ParentWatch.startIfAsked();
        LocalChain chain =
                LocalChain.open(
                        Wallet.path(this.directory),
                        LocalChainSettings.of(Duration.ofMillis(Math.round(this.blockTime * 1000))),
                        InstantSource.system());
        LocalChainServer server = LocalChainServer.start(chain, this.host, this.port);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
        this.spec.commandLine().getOut().println("The local chain serves at " + server.url());
        this.spec.commandLine().getOut().flush();
        new CountDownLatch(1).await();
        return CommandLine.ExitCode.OK;
    }
}
