package io.filetao.cli.localnet;

import io.filetao.common.wallet.Ss58Address;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One node of a {@link LocalNetwork}, which can be killed and started again. */
public final class LocalNode {

    private final NodePlan plan;
    private final NodeLauncher launcher;
    private final int uid;
    private final Ss58Address hotkey;
    private volatile @Nullable RunningNode running;

    LocalNode(NodePlan plan, NodeLauncher launcher, int uid, Ss58Address hotkey) {
        this.plan = plan;
        this.launcher = launcher;
        this.uid = uid;
        this.hotkey = hotkey;
    }

    /** Unique in the network, such as {@code miner-3}. */
    public String name() {
        return this.plan.name();
    }

    public int uid() {
        return this.uid;
    }

    public Ss58Address hotkey() {
        return this.hotkey;
    }

    /** Where it serves. */
    public URI url() {
        return this.plan.url();
    }

    /** Where it keeps what it has. */
    public Path directory() {
        return this.plan.directory();
    }

    /** Its process, which may be this one; 0 when it does not run. */
    public long pid() {
        RunningNode node = this.running;
        return node != null && node.isAlive() ? node.pid() : 0;
    }

    public boolean isAlive() {
        RunningNode node = this.running;
        return node != null && node.isAlive();
    }

    /**
     * A part of its program, for a look inside.
     *
     * @throws IllegalStateException when it does not run, or in another process
     */
    public <T> T part(Class<T> type) {
        RunningNode node = this.running;
        if (node == null) {
            throw new IllegalStateException(name() + " does not run");
        }
        return node.part(type);
    }

    /** Ends it at once; a process of its own by kill -9. */
    public void kill() {
        RunningNode node = this.running;
        if (node != null) {
            node.kill();
        }
    }

    /** Starts it, or starts it again on the same data, and returns when it is ready. */
    public void start() {
        launch();
        awaitReady();
    }

    /** Begins to start it: a process of its own is ready later, see {@link #awaitReady()}. */
    void launch() {
        this.running = this.launcher.launch(this.plan);
    }

    void awaitReady() {
        Readiness.await(this.plan.url(), name(), this::isAlive, this.plan.log());
    }

    void stop() {
        RunningNode node = this.running;
        if (node != null) {
            node.close();
        }
    }
}
