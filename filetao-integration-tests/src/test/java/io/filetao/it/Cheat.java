package io.filetao.it;

import io.filetao.common.proof.Reason;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a miner does instead of proving what it holds. Those that keep their validator waiting stand first, those that are done to
 * a disk last.
 *
 * @see CheatConfiguration
 */
enum Cheat {
    SILENT("never answers", Reason.NO_ANSWER),
    TRICKLE("answers a byte now and then", Reason.NO_ANSWER),
    ENDLESS("answers without end", Reason.NO_ANSWER),
    NO_OPENING("commits and never opens", Reason.LATE_OPENING),
    GARBAGE("answers garbage", Reason.MALFORMED),
    DENIAL("says that it holds nothing", Reason.NOT_HELD),
    FORWARDING("forwards the challenge to another miner", Reason.NO_ANSWER),
    REPLAY("replays its last answer", Reason.WRONG_SUBJECT),
    ANOTHERS_SIGNATURE("lets another hotkey answer", Reason.BAD_SIGNATURE),
    INFINITY("commits to the point at infinity", Reason.NOT_A_POINT),
    OFF_CURVE("commits to a point off the curve", Reason.NOT_A_POINT),
    NOT_CANONICAL("opens numbers that are no field elements", Reason.NOT_CANONICAL),
    SWAPPED_OPENING("opens something else than it committed to", Reason.COMMITMENT),
    FOREIGN_SEGMENTS("shows segments of another shard", Reason.ROOT),
    ANOTHER_SHARD("answers with another of its shards", Reason.LINEAR),
    ANOTHERS_SHARD("answers with another miner's shard", Reason.LINEAR),
    ONE_BIT("lost one bit on its disk", Reason.LINEAR),
    ONE_PER_CENT("dropped one per cent of the shard", Reason.LINEAR),
    TAGS_ONLY("kept tags and trees, dropped the data", Reason.LINEAR),
    EMPTY("deleted everything", Reason.NOT_HELD);

    /** Cheats whose answers are honest: they are about what is on the disk; in the order in which they stand here. */
    static final Set<Cheat> ON_DISK = Collections.unmodifiableSet(EnumSet.range(ONE_BIT, EMPTY));

    private final String text;
    private final Reason expected;

    Cheat(String text, Reason expected) {
        this.text = text;
        this.expected = expected;
    }

    String text() {
        return this.text;
    }

    /** The check that must catch it. */
    Reason expected() {
        return this.expected;
    }
}
