package io.filetao.common.proof;

/** The first two bytes of a message: the version of the protocol, 1, and the type. */
enum MessageType {
    STORE_OFFER(0x0101, "store offer"),
    SHARD_HEADER(0x0102, "shard header"),
    STORE_TRAILER(0x0103, "store trailer"),
    SHARD_META(0x0104, "shard record"),
    RECEIPT(0x0105, "receipt"),
    CHALLENGE(0x0110, "challenge"),
    ANSWER(0x0111, "answer"),
    OPENING_REQUEST(0x0112, "opening request"),
    OPENING(0x0113, "opening"),
    SIGNED_VERDICT(0x0114, "verdict"),
    SWEEP(0x0120, "sweep"),
    SWEEP_ANSWER(0x0121, "sweep answer"),
    SWEEP_OPENING_REQUEST(0x0122, "sweep opening request"),
    SWEEP_OPENING(0x0123, "sweep opening"),
    FILE_STATEMENT(0x0131, "file statement"),
    PROOF_BUNDLE(0x0132, "proof bundle");

    private final int code;
    private final String text;

    MessageType(int code, String text) {
        this.code = code;
        this.text = text;
    }

    int code() {
        return this.code;
    }

    String text() {
        return this.text;
    }
}
