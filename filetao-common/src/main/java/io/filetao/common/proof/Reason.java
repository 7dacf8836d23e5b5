package io.filetao.common.proof;

/** Why an answer is rejected. The codes are part of the protocol. */
public enum Reason {
    /** The miner did not answer at all. */
    NO_ANSWER(1, "fresh", "The miner did not answer"),
    /** The commitment came after its deadline. */
    LATE_ANSWER(2, "fresh", "The commitment came after its deadline"),
    /** The opening did not come or came after its deadline. */
    LATE_OPENING(3, "fresh", "The opening came after its deadline"),
    /** The bytes are no message of the expected kind. */
    MALFORMED(4, "form", "The message is malformed"),
    /** The answer is for another shard, another number or another subject. */
    WRONG_SUBJECT(5, "fresh", "The answer is for another challenge"),
    /** The answer is not signed by the miner for this seed. */
    BAD_SIGNATURE(6, "fresh", "The answer is not signed by the miner for this challenge"),
    /** K is not a point of the curve, or at infinity. */
    NOT_A_POINT(7, "commitment", "The commitment is not a point of the curve"),
    /** A field element or scalar is not below its modulus. */
    NOT_CANONICAL(8, "commitment", "A number is not below its modulus"),
    /** V1: K does not open to what was shown. */
    COMMITMENT(9, "commitment", "The commitment does not open to the answer"),
    /** V2: the answer does not fit the tags. Which tag is never told. */
    LINEAR(10, "linear", "The answer does not fit the tags"),
    /** V3: a path is longer or shorter than the shard's trees are high. */
    PATH_LENGTH(11, "merkle", "A path has the wrong length"),
    /** V3: c_g does not lead to R. */
    ROOT(12, "merkle", "A group's commitment does not lead to the root"),
    /** V3: c_g does not open to the segment's tree. */
    SEGMENT(13, "merkle", "A segment does not lead to its group's commitment"),
    /** The miner says that it does not hold the shard any more. */
    NOT_HELD(14, "held", "The miner does not hold the shard");

    private final int code;
    private final String check;
    private final String text;

    Reason(int code, String check, String text) {
        this.code = code;
        this.check = check;
        this.text = text;
    }

    /** Number on the wire; 0 stands for a passed challenge. */
    public int code() {
        return this.code;
    }

    /** Name of the check: {@code commitment} (V1), {@code linear} (V2), {@code merkle} (V3), {@code fresh} (V4)... */
    public String check() {
        return this.check;
    }

    /** As a sentence. */
    public String text() {
        return this.text;
    }

    Verdict rejected() {
        return new Verdict.Rejected(this, this.text);
    }

    Verdict rejected(String detail) {
        return new Verdict.Rejected(this, detail);
    }
}
