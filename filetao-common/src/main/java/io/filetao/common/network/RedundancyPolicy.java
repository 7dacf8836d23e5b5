package io.filetao.common.network;

/**
 * Chooses the code of a file from the number of miners that answer and from its size: {@code n = min(maxShards, floor(3E/4))},
 * at least {@code min(E, 3)}; {@code k = max(1, floor(n / expansion))}. n stays below E so that repair has somewhere to go.
 *
 * @param maxShards most shards of a segment (default 30)
 * @param expansion stored bytes per byte of the file that are aimed at (default 3.0)
 * @param minMiners answering miners below which nothing is stored (default 3)
 * @param smallFileBytes files up to this size get fewer shards (default 1 MiB)
 * @param smallMaxShards most shards of a small file (default 9)
 */
public record RedundancyPolicy(
        int maxShards, double expansion, int minMiners, long smallFileBytes, int smallMaxShards) {

    /** The numbers of the specification. */
    public static final RedundancyPolicy DEFAULT = new RedundancyPolicy(30, 3.0, 3, 1L << 20, 9);

    public RedundancyPolicy {
        if (maxShards < 1 || maxShards > 255 || smallMaxShards < 1 || smallMaxShards > 255) {
            throw new IllegalArgumentException("A segment has 1 to 255 shards");
        }
        if (!(expansion >= 1.0)) {
            throw new IllegalArgumentException("The expansion is at least 1.0, not " + expansion);
        }
        if (minMiners < 1) {
            throw new IllegalArgumentException("At least one miner is needed to store anything");
        }
    }

    /**
     * The code for a file.
     *
     * @param answering E, eligible miners that answer
     * @param fileBytes size of the file; anything above {@code smallFileBytes} when it is not known yet
     * @throws NotEnoughMinersException when fewer than {@code minMiners} answer
     */
    public Redundancy choose(int answering, long fileBytes) {
        if (answering < this.minMiners) {
            throw new NotEnoughMinersException(this.minMiners, answering);
        }
        int most =
                fileBytes <= this.smallFileBytes
                        ? Math.min(this.maxShards, this.smallMaxShards)
                        : this.maxShards;
        int n = Math.min(most, Math.max((int) (3L * answering / 4), Math.min(answering, 3)));
        return new Redundancy(n, Math.max(1, (int) Math.floor(n / this.expansion)));
    }
}
