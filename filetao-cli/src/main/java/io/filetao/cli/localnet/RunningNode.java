package io.filetao.cli.localnet;

/** A node that was started, in a process of its own or inside this JVM. */
interface RunningNode extends AutoCloseable {

    long pid();

    boolean isAlive();

    /** Ends it at once, without letting it finish anything. */
    void kill();

    /** Ends it in good order and waits for that. */
    @Override
    void close();
}
