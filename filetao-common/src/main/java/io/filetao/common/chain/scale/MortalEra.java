package io.filetao.common.chain.scale;

/**
 * For how many blocks a signed call can be included.
 *
 * @param period blocks, a power of two from 4 to 65536
 * @param phase block number of the birth modulo the period
 */
public record MortalEra(int period, int phase) {

    private static final int MIN_PERIOD = 4;
    private static final int MAX_PERIOD = 65_536;

    /**
     * The era that begins at or just before a block.
     *
     * @param wanted blocks, rounded up to a power of two within the limits
     * @param current number of the newest block that the caller knows
     */
    public static MortalEra of(int wanted, long current) {
        int atLeast = Math.clamp(wanted, MIN_PERIOD, MAX_PERIOD);
        int period = Integer.highestOneBit(atLeast - 1) << 1;
        int quantum = quantum(period);
        int phase = (int) Long.remainderUnsigned(current, period) / quantum * quantum;
        return new MortalEra(period, phase);
    }

    /** Two bytes: log2 of the period less 1 in the low four bits, the phase in units of period / 4096 above them. */
    public byte[] encode() {
        int value =
                Math.clamp(Integer.numberOfTrailingZeros(this.period) - 1, 1, 15)
                        | this.phase / quantum(this.period) << 4;
        return new ScaleWriter().u16(value).bytes();
    }

    /** Number of the block from which the call is valid and whose hash is signed. */
    public long birth(long current) {
        return (Math.max(current, this.phase) - this.phase) / this.period * this.period
                + this.phase;
    }

    /** Number of the first block in which the call is no longer valid. */
    public long death(long current) {
        return birth(current) + this.period;
    }

    private static int quantum(int period) {
        return Math.max(1, period / 4096);
    }
}
