package io.filetao.common.repair;

import io.filetao.common.wallet.Ss58Address;

/** What a worker of the {@link RepairQueue} is asked to do. Two tasks that are equal are one job. */
public sealed interface RepairTask {

    /** The name under which it waits. */
    String text();

    /** Bring one segment back to full health. */
    record Segment(String cid, int segment) implements RepairTask {

        @Override
        public String text() {
            return "segment " + this.cid + " " + this.segment;
        }
    }

    /** Enter every segment of which a miner that left the subnet held a shard. */
    record Gone(Ss58Address miner) implements RepairTask {

        @Override
        public String text() {
            return "gone " + this.miner;
        }
    }

    /** Mark the shards of a miner that is still registered as failed, for the job's reason, and enter their segments. */
    record Down(Ss58Address miner) implements RepairTask {

        @Override
        public String text() {
            return "down " + this.miner;
        }
    }

    /** Mark the shards of a miner that is to hold nothing any more, whether it answers or not, and enter their segments. */
    record Leaving(Ss58Address miner) implements RepairTask {

        @Override
        public String text() {
            return "leaving " + this.miner;
        }
    }

    /** Reads {@link #text()}. */
    static RepairTask parse(String text) {
        String[] words = text.split(" ", -1);
        if (words.length == 3 && words[0].equals("segment")) {
            return new Segment(words[1], Integer.parseInt(words[2]));
        }
        if (words.length == 2 && words[0].equals("gone")) {
            return new Gone(new Ss58Address(words[1]));
        }
        if (words.length == 2 && words[0].equals("down")) {
            return new Down(new Ss58Address(words[1]));
        }
        if (words.length == 2 && words[0].equals("leaving")) {
            return new Leaving(new Ss58Address(words[1]));
        }
        throw new IllegalArgumentException("Not a task of repair: " + text);
    }
}
