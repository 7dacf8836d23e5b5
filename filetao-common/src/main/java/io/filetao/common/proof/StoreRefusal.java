package io.filetao.common.proof;

/** Why a miner does not take a shard. */
public enum StoreRefusal {
    /** More or fewer bytes than the offer said. */
    WRONG_LENGTH("the sealed bytes are not as long as the offer says"),
    /** The offer names another miner. */
    WRONG_MINER("the offer names another miner"),
    /** The bytes do not lead to R. */
    WRONG_ROOT("the sealed bytes do not lead to the root"),
    /** C_0 is not made of the offer, R, the tags and the key's hash. */
    WRONG_HEAD("the first head of the chain does not fit root and tags"),
    /** The header is not signed by the validator that it names. */
    BAD_SIGNATURE("the header is not signed by its validator");

    private final String text;

    StoreRefusal(String text) {
        this.text = text;
    }

    /** The reason as a clause. */
    public String text() {
        return this.text;
    }
}
