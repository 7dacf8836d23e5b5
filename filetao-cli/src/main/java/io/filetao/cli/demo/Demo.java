package io.filetao.cli.demo;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.cli.localnet.LocalNode;
import io.filetao.cli.output.Sizes;
import io.filetao.cli.output.Style;
import io.filetao.cli.output.Table;
import io.filetao.common.client.FileHealthReport;
import io.filetao.common.client.FileHealthReport.Segment;
import io.filetao.common.client.FileHealthReport.Shard;
import io.filetao.common.crypto.Hash;
import io.filetao.common.index.ShardRecord;
import io.filetao.validator.challenge.AuditedShard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The story: everything that it claims is looked up or measured, and it ends well only if all of it was true. */
final class Demo {

    private final LocalNetwork network;
    private final DemoUser user;
    private final Challenges challenges;
    private final Repairs repairs;
    private final Narrator narrator;
    private final Map<String, LocalNode> miners;
    private boolean allTrue = true;

    Demo(LocalNetwork network, DemoUser user, Narrator narrator) {
        this.network = network;
        this.user = user;
        this.challenges = new Challenges(network.validator());
        this.repairs = new Repairs(network.validator(), user);
        this.narrator = narrator;
        this.miners =
                network.miners().stream()
                        .collect(
                                Collectors.toMap(
                                        miner -> miner.hotkey().value(), Function.identity()));
    }

    /** Tells the story of some files. Answers whether everything was as it should be. */
    boolean tell(List<Path> files) throws IOException, InterruptedException {
        List<StoredSample> stored = new ArrayList<>();
        this.narrator.chapter("Store");
        for (Path file : files) {
            stored.add(store(file));
        }
        this.narrator.chapter("Who holds what");
        Set<LocalNode> holders = new LinkedHashSet<>();
        for (StoredSample sample : stored) {
            holders.addAll(showHolders(sample));
        }
        this.narrator.chapter("Every holder proves every byte");
        for (StoredSample sample : stored) {
            check(
                    challenge(sample, Set.of()).isEmpty(),
                    sample.name() + ": every shard is proven, without being read back");
        }
        Deque<LocalNode> victims = new ArrayDeque<>(holders);
        cheat(stored, victims);
        this.narrator.chapter("Two more miners vanish");
        List<LocalNode> vanished = victims.stream().limit(2).toList();
        vanished.forEach(LocalNode::kill);
        this.narrator.say("Stopped without warning: " + names(vanished));
        this.narrator.chapter("Retrieve");
        for (StoredSample sample : stored) {
            retrieve(sample);
        }
        this.narrator.chapter("The network looks after itself");
        this.repairs.down(vanished);
        repair(stored, vanished);
        return this.allTrue;
    }

    /** One miner's disk loses a bit, another's everything; the next challenge of their shards must tell. */
    private void cheat(List<StoredSample> stored, Deque<LocalNode> victims)
            throws IOException, InterruptedException {
        if (victims.size() < 2) {
            return;
        }
        LocalNode damaged = victims.pop();
        LocalNode emptied = victims.pop();
        StoredSample sample = stored.getFirst();
        ShardRecord shard = shardOn(sample, damaged);
        this.narrator.chapter("One miner loses a bit, another loses everything");
        long offset = Cheats.flipOneBit(damaged, shard.rid(), shard.length());
        this.narrator.say(
                damaged.name()
                        + ": one bit of byte "
                        + offset
                        + " of shard "
                        + shard.number()
                        + " is flipped");
        this.narrator.say(
                emptied.name()
                        + ": all its shards are deleted, "
                        + Cheats.deleteEverything(emptied)
                        + " in number");
        Set<LocalNode> caught = new LinkedHashSet<>();
        for (StoredSample each : stored) {
            caught.addAll(challenge(each, Set.of(damaged, emptied)));
        }
        check(
                caught.equals(Set.of(damaged, emptied)),
                "Caught: " + names(caught) + ", and nobody else");
        repair(stored, List.of());
    }

    /** Waits for the validator to bring every file back to full health, and tells what that took. */
    private void repair(List<StoredSample> stored, List<LocalNode> without)
            throws IOException, InterruptedException {
        Instant start = Instant.now();
        Repairs.Traffic before = this.repairs.traffic();
        boolean full = true;
        for (StoredSample sample : stored) {
            full &= this.repairs.awaitFullHealth(sample.cid(), without);
        }
        Duration took = Duration.between(start, Instant.now());
        Repairs.Traffic moved = this.repairs.trafficSince(before);
        check(
                full,
                "Repaired in "
                        + Narrator.seconds(took)
                        + ": every segment is at full health again, "
                        + Sizes.human(moved.read())
                        + " read and "
                        + Sizes.human(moved.sent())
                        + " sent to miners that take over");
    }

    private ShardRecord shardOn(StoredSample sample, LocalNode miner) {
        return this.challenges.record(sample.cid()).segments().stream()
                .flatMap(segment -> segment.shards().stream())
                .filter(shard -> shard.miner().equals(miner.hotkey()))
                .findFirst()
                .orElseThrow();
    }

    /** Challenges all shards of a file, prints the verdicts, and answers the miners that did not pass. */
    private Set<LocalNode> challenge(StoredSample sample, Set<LocalNode> suspects)
            throws InterruptedException {
        Table table = new Table("file", ">segment", ">shard", ">uid", "miner", ">time", "verdict");
        Set<LocalNode> failed = new LinkedHashSet<>();
        List<AuditedShard> unproven = new ArrayList<>();
        for (AuditedShard audited : this.challenges.challenge(sample.cid())) {
            LocalNode miner = this.miners.get(audited.shard().miner().value());
            if (!audited.passed()) {
                unproven.add(audited);
                if (miner != null) {
                    failed.add(miner);
                }
            }
            table.row(
                    audited.passed()
                            ? Style.PLAIN
                            : suspects.contains(miner) ? Style.YELLOW : Style.RED,
                    sample.name(),
                    String.valueOf(audited.segment()),
                    String.valueOf(audited.shard().number()),
                    String.valueOf(audited.uid()),
                    miner == null ? "-" : miner.name(),
                    Narrator.milliseconds(audited.took()),
                    audited.passed() ? "accepted" : audited.reason());
        }
        this.narrator.show(table);
        this.repairs.failed(sample.cid(), unproven);
        return failed;
    }

    private StoredSample store(Path file) throws IOException {
        Instant start = Instant.now();
        StoredSample sample = this.user.store(file);
        FileHealthReport health = this.user.health(sample.cid());
        Segment first = health.segments().isEmpty() ? null : health.segments().getFirst();
        this.narrator.say(
                sample.name()
                        + ", "
                        + Sizes.human(sample.size())
                        + ": encrypted, sealed and spread in "
                        + Narrator.seconds(Duration.between(start, Instant.now())));
        this.narrator.say(Style.CYAN.of(sample.cid().toString()));
        if (first != null) {
            this.narrator.say(
                    health.segments().size()
                            + (health.segments().size() == 1 ? " segment" : " segments")
                            + ", each coded into "
                            + first.n()
                            + " shards of which any "
                            + first.k()
                            + " give it back");
        }
        return sample;
    }

    /** Prints who holds a file and answers the holders, first those of its first segment. */
    private List<LocalNode> showHolders(StoredSample sample) throws IOException {
        Table table =
                new Table("file", ">segment", ">shard", ">uid", "miner", "status", "last proof");
        List<LocalNode> holders = new ArrayList<>();
        List<Segment> segments = this.user.health(sample.cid()).segments();
        for (Segment segment : segments) {
            for (Shard shard : segment.shards()) {
                LocalNode miner = this.miners.get(shard.hotkey());
                if (miner != null) {
                    holders.add(miner);
                }
                table.row(
                        sample.name(),
                        String.valueOf(segment.index()),
                        String.valueOf(shard.number()),
                        shard.uid() == null ? "-" : String.valueOf(shard.uid()),
                        miner == null ? "-" : miner.name(),
                        shard.status(),
                        shard.lastProof() == null ? "-" : ago(shard.lastProof()));
            }
        }
        this.narrator.show(table);
        for (Segment segment : segments) {
            check(
                    segment.proven() > segment.k() && segment.proven() == segment.shards().size(),
                    "Segment "
                            + segment.index()
                            + ": "
                            + segment.proven()
                            + " of "
                            + segment.n()
                            + " shards are proven");
        }
        return holders;
    }

    private void retrieve(StoredSample sample) throws IOException {
        Path target = this.network.directory().resolve("retrieved");
        Instant start = Instant.now();
        this.user.retrieve(sample.cid(), target);
        this.narrator.say(
                sample.name()
                        + ", "
                        + Sizes.human(Files.size(target))
                        + ": collected, checked and decrypted in "
                        + Narrator.seconds(Duration.between(start, Instant.now())));
        Hash digest = Sample.sha256(target);
        this.narrator.say("sha256 before " + sample.digest());
        this.narrator.say("sha256 after  " + digest);
        check(digest.equals(sample.digest()), "The bytes are the same");
        Files.delete(target);
    }

    private void check(boolean isTrue, String claim) {
        if (isTrue) {
            this.narrator.proven(claim);
        } else {
            this.narrator.failed(claim);
            this.allTrue = false;
        }
    }

    private static String names(Collection<LocalNode> nodes) {
        return nodes.stream().map(LocalNode::name).collect(Collectors.joining(", "));
    }

    private static String ago(Instant then) {
        return Narrator.seconds(Duration.between(then, Instant.now())) + " ago";
    }
}
