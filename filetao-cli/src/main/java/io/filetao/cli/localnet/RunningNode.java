package io.filetao.cli.localnet;

/** A node that was started, in a process of its own or inside this JVM. */
interface RunningNode extends AutoCloseable {

    long pid();

    boolean isAlive();

    /**
     * A part of its program.
     *
     * @throws IllegalStateException when the program runs in another process
     */
    default <T> T part(Class<T> type) {
        throw new IllegalStateException("The node is a process of its own");
    }

    /** Ends it at once, without letting it finish anything. */
    void kill();

    /** Ends it in good order and waits for that. */
    @Override
    void close();
}
