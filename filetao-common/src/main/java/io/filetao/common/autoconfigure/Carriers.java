package io.filetao.common.autoconfigure;

/**
 * How many carriers the virtual threads of a program have.
 *
 * <p>The JDK's default is one per processor. A virtual thread that computes, or that waits for a class which another one loads,
 * keeps its carrier; on a machine with two processors two of them are enough to hold up every request. More carriers than
 * processors leave the sharing of the processors to the operating system.
 */
public final class Carriers {

    private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";
    private static final int AT_LEAST = 16;

    private Carriers() {}

    /** Has an effect only before the first virtual thread of the JVM; a value given on the command line wins. */
    public static void configure() {
        if (System.getProperty(PARALLELISM) == null) {
            int carriers = Math.max(AT_LEAST, 2 * Runtime.getRuntime().availableProcessors());
            System.setProperty(PARALLELISM, Integer.toString(carriers));
        }
    }
}
